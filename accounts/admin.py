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
from django.db.models import Count, Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import InvitedPersonForm
from accounts.invitations import invite
from accounts.models import User
from accounts.role_forms import AccountForm, RoleForm
from accounts.sessions import end_sessions
from core.audit import Kind, record
from core.backoffice.rights import in_words

# Their pages would show secrets of second factors, keys of sessions, addresses apart from people.
admin.site.unregister([EmailAddress, Authenticator, UserSession, Group])


@method_decorator(reauthentication_required(app="allauth.account"), "changeform_view")
@method_decorator(reauthentication_required(app="allauth.account"), "delete_view")
@method_decorator(
    reauthentication_required(app="allauth.account", allow_get=True), "changelist_view"
)
class AskedAgain(admin.ModelAdmin):
    """Pages that give power: an open browser alone opens none of them."""

    rights = ""  # the relation to permissions, shown in words to whoever may only look

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        shown = {self.rights: "rights_in_words"}
        return [
            (title, {**options, "fields": [shown.get(name, name) for name in options["fields"]]})
            for title, options in fieldsets
        ]

    @admin.display(description=_("Quyền"), empty_value="–")
    def rights_in_words(self, obj: Model) -> SafeString:
        held = getattr(obj, self.rights).select_related("content_type")
        return format_html_join("", "{}<br>", ((in_words(each),) for each in held))


@admin.register(Group)
class RoleAdmin(AskedAgain, DjangoGroupAdmin):
    """Roles, what each is there to do, and who has it."""

    form = RoleForm
    rights = "permissions"
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["name", "purpose_text"]}),
        (_("Quyền của vai trò"), {"fields": ["permissions"]}),
    ]
    list_display = ["name", "purpose_text", "people"]
    list_select_related = ["purpose"]
    search_fields = ["name", "purpose__text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).annotate(people=Count("user"))

    @admin.display(description=_("Nhiệm vụ của vai trò"), empty_value="–")
    def purpose_text(self, obj: Group) -> str | None:
        return obj.purpose.text if hasattr(obj, "purpose") else None

    @admin.display(description=_("Người có vai trò"), ordering="people")
    def people(self, obj: Group) -> SafeString:
        having = f"{reverse('admin:accounts_user_changelist')}?groups__id__exact={obj.pk}"
        text = ngettext("%(count)d người", "%(count)d người", obj.people)
        return format_html('<a href="{}">{}</a>', having, text % {"count": obj.people})

    def save_model(self, request: HttpRequest, obj: Group, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        form.save_purpose()


@admin.register(User)
class UserAdmin(AskedAgain, DjangoUserAdmin):
    """Accounts: people are invited by letter, and nobody types a password for another."""

    form = AccountForm
    rights = "user_permissions"
    filter_horizontal = ()
    list_display = ["username", "full_name", "email", "roles", "is_staff", "last_login"]
    search_fields = ["username", "full_name", "email"]
    search_help_text = _("Tên đăng nhập, họ và tên hoặc thư điện tử.")
    list_filter = ["groups", "is_staff", "is_superuser", "is_active"]
    fieldsets = [
        (None, {"fields": ["username"]}),
        (_("Người dùng"), {"fields": ["full_name", "email"]}),
        (_("Vai trò"), {"fields": ["is_active", "is_staff", "groups"]}),
        (
            _("Quyền ngoài vai trò"),
            {"fields": ["is_superuser", "user_permissions"], "classes": ["collapse"]},
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Vai trò"), empty_value="–")
    def roles(self, obj: User) -> str:
        return ", ".join(sorted(role.name for role in obj.groups.all()))

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
