"""People and roles, for superusers."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User

# Their pages would show the secrets of second factors, and addresses apart from their person.
admin.site.unregister([EmailAddress, Authenticator])


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts of the back office."""

    list_display = ["username", "full_name", "email", "is_staff", "last_login"]
    search_fields = ["username", "full_name", "email"]
    list_filter = ["is_staff", "is_active", "groups"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Người dùng"), {"fields": ["full_name", "email"]}),
        (
            _("Quyền"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Thời điểm"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "full_name", "email", "password1", "password2"]})
    ]
    actions = ["remove_second_factor"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # Whoever sets an address here vouches for it (accounts/adapter.py).
            EmailAddress.objects.filter(user=obj).delete()

    @admin.action(description=_("Gỡ xác thực hai lớp (khi mất thiết bị)"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        people = queryset.filter(authenticator__isnull=False).distinct()
        for person in (found := list(people)):
            person.authenticator_set.all().delete()
            self.log_change(request, person, gettext("Gỡ xác thực hai lớp."))
            get_adapter().send_notification_mail("mfa/email/totp_deactivated", person)
        text = ngettext(
            "Đã gỡ xác thực hai lớp của %(count)d tài khoản.",
            "Đã gỡ xác thực hai lớp của %(count)d tài khoản.",
            len(found),
        )
        messages.success(request, text % {"count": len(found)})
