"""People and roles, for superusers."""

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import InvitedPersonForm
from accounts.invitations import invite
from accounts.models import User
from accounts.sessions import end_sessions
from core.audit import Kind, record

# Their pages would show secrets of second factors, keys of sessions, addresses apart from people.
admin.site.unregister([EmailAddress, Authenticator, UserSession, Group])


@method_decorator(reauthentication_required(app="allauth.account"), "changeform_view")
@method_decorator(reauthentication_required(app="allauth.account"), "delete_view")
@method_decorator(
    reauthentication_required(app="allauth.account", allow_get=True), "changelist_view"
)
class AskedAgain(admin.ModelAdmin):
    """Pages that give power: an open browser alone opens none of them."""


@admin.register(Group)
class RoleAdmin(AskedAgain, DjangoGroupAdmin):
    """Roles, and what each may do."""


@admin.register(User)
class UserAdmin(AskedAgain, DjangoUserAdmin):
    """Accounts: people are invited by letter, and nobody types a password for another."""

    list_display = ["username", "full_name", "email", "is_staff", "last_login"]
    search_fields = ["username", "full_name", "email"]
    list_filter = ["is_staff", "is_active", "groups"]
    fieldsets = [
        (None, {"fields": ["username"]}),
        (_("Người dùng"), {"fields": ["full_name", "email"]}),
        (
            _("Quyền"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Thời điểm"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    add_form = InvitedPersonForm
    add_fieldsets = [
        (
            None,
            {
                "fields": ["username", "full_name", "email", "is_staff", "groups"],
                "description": _(
                    "Người này sẽ nhận thư mời kèm đường dẫn dùng một lần để tự đặt mật khẩu và "
                    "bật xác thực hai lớp."
                ),
            },
        )
    ]
    actions = ["send_invitation", "remove_second_factor"]

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        raise PermissionDenied

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        changed = set(form.changed_data)
        if not change:
            invite(obj, request)
            return
        if "email" in changed:
            # Whoever sets an address here vouches for it (accounts/adapter.py).
            EmailAddress.objects.filter(user=obj).delete()
            record(Kind.EMAIL_CHANGED, request, obj)
        if changed & {"email", "is_active", "is_staff", "is_superuser"} and obj != request.user:
            end_sessions(request, obj, "account")
        if "is_staff" in changed and obj.is_staff and not obj.has_second_factor:
            invite(obj, request)

    @admin.action(description=_("Gửi thư mời đặt mật khẩu"), permissions=["change"])
    @transaction.atomic
    def send_invitation(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = list(queryset.filter(is_active=True))
        for person in people:
            invite(person, request)
        text = ngettext("Đã gửi %(count)d thư mời.", "Đã gửi %(count)d thư mời.", len(people))
        messages.success(request, text % {"count": len(people)})

    @admin.action(description=_("Gỡ xác thực hai lớp (khi mất thiết bị)"), permissions=["change"])
    @transaction.atomic
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Remove it, end the sessions, and invite anew: only so another one can be enrolled."""
        people = queryset.filter(authenticator__isnull=False).distinct()
        for person in (found := list(people)):
            person.authenticator_set.all().delete()
            self.log_change(request, person, gettext("Gỡ xác thực hai lớp."))
            record(Kind.FACTOR_REMOVED, request, person)
            end_sessions(request, person, "second_factor")
            get_adapter().send_notification_mail("mfa/email/totp_deactivated", person)
            invite(person, request)
        text = ngettext(
            "Đã gỡ xác thực hai lớp của %(count)d tài khoản và gửi thư mời mới.",
            "Đã gỡ xác thực hai lớp của %(count)d tài khoản và gửi thư mời mới.",
            len(found),
        )
        messages.success(request, text % {"count": len(found)})
