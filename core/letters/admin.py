"""The outbox in the back office: how letters fare, never what they say nor to whom exactly."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.backoffice.actions import ActionsAdmin
from core.backoffice.permissions import NoAddMixin, NoChangeMixin, ReadOnlyAdminMixin
from core.backoffice.site import Waiting
from core.letters.suppression import digest_of
from core.models import Letter, SuppressedAddress
from core.models.letters import masked

RESEND = "core.resend_letter"
WHOLE_ADDRESS = gettext_lazy("Ghi đúng và đủ địa chỉ thư điện tử.")


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdminMixin, ActionsAdmin):
    """Letters that wait, failed or have gone; those who may have them sent again."""

    list_display = ["made_at", "kind", "receiver", "state", "tries", "due", "error"]
    list_filter = ["state", "kind", "may_have_gone_twice"]
    search_fields = ["to"]
    search_help_text = WHOLE_ADDRESS
    show_full_result_count = False
    actions = ["resend_chosen"]
    fields = ["kind", "receiver", "language", "state", "made_at", "due", "tries", "taken_at"]
    fields += ["sent_at", "error", "may_have_gone_twice"]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Find an address that is known: nobody lists addresses by their parts."""
        if not search_term:
            return queryset, False
        address = search_term.strip().lower()
        return queryset.filter(to__in=[address, masked(address)]), False

    @admin.display(description=gettext_lazy("người nhận"))
    def receiver(self, row: Letter) -> str:
        return masked(row.to)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(RESEND)

    @admin.action(description=gettext_lazy("Gửi lại các thư đã chọn"), permissions=["resend"])
    def resend_chosen(self, request: HttpRequest, chosen: models.QuerySet[Letter]) -> None:
        """Send again what waits or failed among them, in one transaction."""
        with transaction.atomic():
            states = (Letter.State.WAITING, Letter.State.FAILED)
            rows = list(chosen.filter(state__in=states).select_for_update().order_by("pk"))
            for row in rows:
                row.resend(by=request.user)
        text = ngettext("Sẽ gửi lại %(n)d thư.", "Sẽ gửi lại %(n)d thư.", len(rows))
        messages.success(request, text % {"n": len(rows)})


@admin.register(SuppressedAddress)
class SuppressedAddressAdmin(NoAddMixin, NoChangeMixin, admin.ModelAdmin):
    """Addresses to which nothing unasked goes; deleting one lifts that."""

    list_display = ["digest", "stopped_at", "refusals", "refused_at"]
    search_fields = ["digest"]
    search_help_text = WHOLE_ADDRESS

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Find an address by its digest, which is all that is kept of it."""
        if not search_term:
            return queryset, False
        return queryset.filter(pk=digest_of(search_term)), False


@admin.site.register_waiting  # type: ignore[attr-defined]  # it is a BackOffice
def failed_letters(request: HttpRequest) -> Iterator[Waiting]:
    """Tell those who can send again that letters have not gone."""
    if request.user.has_perm(RESEND):
        address = reverse("admin:core_letter_changelist") + "?state__exact=failed"
        label = _("Thư không gửi được")
        yield Waiting.among(label, Letter.objects.failed(), address, "made_at")
