"""The Department looks at what profiles are to say, and approves it or sends it back."""

from collections.abc import Iterator
from itertools import chain

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import audit
from core.audit import Kind
from core.backoffice.folded_search import FoldedSearchAdmin
from core.backoffice.next_waiting import offer_next
from core.backoffice.permissions import NoAddMixin, NoDeleteMixin
from core.backoffice.site import Waiting, office_page
from core.transitions import is_own
from core.working_days import with_delay
from enterprises.models import Enterprise
from enterprises.profile.evidence import evidence_of
from membership.editing.changes import changes
from membership.editing.letters import tell_outcome
from membership.editing.parts import PARTS
from membership.editing.review import ReviewForm
from membership.editing.work import decide
from membership.models import Revision


@admin.register(Revision)
class RevisionAdmin(NoAddMixin, NoDeleteMixin, FoldedSearchAdmin):
    """The queue of revisions, for those who may change them; nobody adds or deletes one here."""

    list_display = ["enterprise", "state", "due", "age", "submitted_at", "taken_by"]
    list_filter = ["state", ("taken_by", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["enterprise", "taken_by"]
    date_hierarchy = "submitted_at"
    ordering = ["-state", "submitted_at"]  # "submitted" comes first, then "returned"
    search_fields = ["enterprise__legal_name", "enterprise__tax_code"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).exclude(submitted_at=None)

    @admin.display(description=gettext_lazy("đã chờ"))
    def age(self, revision: Revision) -> str:
        if revision.state != Revision.State.SUBMITTED:
            return "–"
        days = (now() - revision.submitted_at).days
        return ngettext("%(days)d ngày", "%(days)d ngày", days) % {"days": days}

    @admin.display(description=gettext_lazy("hẹn trả lời"))
    def due(self, revision: Revision) -> str:
        waits = revision.state == Revision.State.SUBMITTED
        return with_delay(revision.due_on) if waits else "–"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        """Show the review page: old and new side by side, a decision for each part."""
        revision = self.get_object(request, object_id)
        if revision is None:
            raise Http404
        if not self.has_view_permission(request, revision):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_change_permission(request, revision):
                raise PermissionDenied
            return self._decided(request, revision)
        return self._review_page(request, revision, ReviewForm(revision))

    def _review_page(
        self, request: HttpRequest, revision: Revision, form: ReviewForm
    ) -> HttpResponse:
        audit.record(Kind.PRIVATE_READ, request, revision, page="review")
        content = revision.content
        own = Enterprise.objects.for_profile().get(pk=revision.enterprise_id)
        evidence = evidence_of([own])[own.pk]
        parts = [
            (part, changes(part, own, content[name]), form.fields_of(name), evidence.of_part(name))
            for name, part in PARTS.items()
            if name in content
        ]
        waits = revision.state == Revision.State.SUBMITTED
        waits = waits and not is_own(revision, "authors", request.user)
        context = {
            "opts": self.opts,
            "title": _("Xét duyệt hồ sơ: %(name)s") % {"name": revision.enterprise},
            "revision": revision,
            "review": form,
            "due": self.due(revision),
            "parts": parts,
            "tools": self.admin_site.tools(request, own),
            "may_decide": waits and self.has_change_permission(request, revision),
        }
        return office_page(request, "admin/membership/revision/review.html", context)

    def _decided(self, request: HttpRequest, revision: Revision) -> HttpResponse:
        form = ReviewForm(revision, request.POST)
        try:
            if "take" in request.POST:
                revision.assign_to(request.user)
                messages.success(request, _("Bạn đã nhận xét duyệt hồ sơ này."))
                return redirect(request.path)
            if form.is_valid():
                self._decide(request, form)
                return redirect("admin:membership_revision_changelist")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            revision.refresh_from_db()
            form = ReviewForm(revision, request.POST)
            form.mark_as_seen()
        else:
            messages.error(request, " ".join(chain.from_iterable(form.errors.values())))
        return self._review_page(request, revision, form)

    def _decide(self, request: HttpRequest, form: ReviewForm) -> None:
        with transaction.atomic():
            revision = decide(form.revision, form.approved, form.remarks, request.user, form.seen)
            tell_outcome(revision, request)
        done = (
            _("Đã duyệt và công bố.")
            if revision.state == Revision.State.APPROVED
            else _("Đã trả lại.")
        )
        messages.success(request, f"{revision.enterprise}: {done}")
        free = Q(taken_by=None) | Q(taken_by=request.user)
        waiting = Revision.objects.waiting().filter(free).select_related("enterprise")
        label, page = _("Hồ sơ kế tiếp"), "admin:membership_revision_change"
        offer_next(request, waiting.order_by("submitted_at"), label, page, "authors")


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """Revisions that wait, for those who may decide on them."""
    if request.user.has_perm("membership.change_revision"):
        url = reverse("admin:membership_revision_changelist")
        label, waiting = _("Hồ sơ chờ xét duyệt"), Revision.objects.waiting()
        yield Waiting.among(label, waiting, f"{url}?state__exact=submitted", "submitted_at")
