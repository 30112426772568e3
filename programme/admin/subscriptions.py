"""Who follows by e-mail, in the back office: counts, and the end of an address's subscriptions.

The holder of an address may ask for its erasure (Law 91/2025/QH15); whoever answers such requests
has the right to delete subscriptions, looks the address up, and sees no other.
"""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from tablib import Dataset

from core.backoffice.permissions import NoAddMixin, NoChangeMixin
from core.backoffice.site import office_page
from programme.models import Subscription

ERASE = "programme.delete_subscription"


class AddressForm(forms.Form):
    """The address whose holder has asked, and which of its subscriptions end."""

    email = forms.EmailField(label=gettext_lazy("Địa chỉ thư điện tử"))

    @property
    def found(self) -> list[Subscription]:
        """What the address follows or was asked to confirm; nothing while it is no address."""
        if not self.is_valid():
            return []
        return list(Subscription.objects.of_address(self.cleaned_data["email"]))


@admin.register(Subscription)
class SubscriptionAdmin(NoAddMixin, NoChangeMixin, admin.ModelAdmin):
    """One page; nobody adds or changes a subscription but the holder of its address."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.subscriptions_view)
        return [path("", view, name="programme_subscription_changelist")]

    def subscriptions_view(self, request: HttpRequest) -> HttpResponse:
        """Show the counts; an address is sent in the form's body, so that no log stores it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST" and not request.user.has_perm(ERASE):
            raise PermissionDenied
        form = AddressForm(request.POST or None)
        if "end" in request.POST and (ended := self._end(request, form)):
            messages.success(request, _success_message(ended))
            return redirect("admin:programme_subscription_changelist")
        context = {
            "opts": self.opts,
            "title": _("Đăng ký theo dõi qua thư điện tử"),
            "counts": Subscription.objects.counts(),
            "may_erase": request.user.has_perm(ERASE),
            "form": form,
        }
        return office_page(request, "admin/programme/following/subscriptions.html", context)

    def file_of_list(self, request: HttpRequest) -> Dataset:
        """Return the counts, which are all that the page shows."""
        rows = [
            (
                *(row["programme__number"], row["task_number"] or _("Cả chương trình")),
                *(row["confirmed"], row["waiting"]),
            )
            for row in Subscription.objects.counts()
        ]
        headings = [_("Chương trình"), _("Nhiệm vụ"), _("Đang theo dõi"), _("Chờ xác nhận")]
        return Dataset(*rows, headers=headings)

    @transaction.atomic
    def _end(self, request: HttpRequest, form: AddressForm) -> int:
        """Delete the chosen ones of the address; the log says which task, and not the address."""
        chosen = set(request.POST.getlist("end"))
        ended = [row.pk for row in form.found if str(row.pk) in chosen]
        rows = Subscription.objects.filter(pk__in=ended).select_related("programme")
        self.log_deletions(request, rows)
        rows.delete()
        return len(ended)


def _success_message(count: int) -> str:
    words = ngettext("Đã xóa %(count)d đăng ký.", "Đã xóa %(count)d đăng ký.", count)
    return words % {"count": count}
