"""The forms of accounts and roles, for administrators of the Department."""

from typing import Any

from django import forms
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

from accounts.models import RolePurpose, User
from accounts.role_fields import RightsField, RolesField


class AccountForm(UserChangeForm):
    """A person's account: the roles first, rights beyond them where the page is opened further."""

    groups = RolesField(help_text=_("Người này được làm mọi việc của các vai trò được chọn."))
    user_permissions = RightsField(
        label=_("Quyền riêng của người này"),
        help_text=_("Chỉ dùng khi không vai trò nào phù hợp; cộng thêm vào quyền của vai trò."),
    )

    class Meta(UserChangeForm.Meta):
        model = User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "user_permissions" in self.fields:
            self.fields["user_permissions"].offer(_held(self.instance, "user_permissions"))


class RoleForm(forms.ModelForm):
    """A role: its name, what it is there to do, and its rights by room."""

    purpose_text = forms.CharField(
        label=_("Nhiệm vụ của vai trò"),
        help_text=_("Một câu, hiện bên cạnh vai trò khi chọn vai trò cho một người."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"size": 80}),
    )
    permissions = RightsField(label=_("Quyền của vai trò"))

    class Meta:
        model = Group
        fields = ["name", "permissions"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose = RolePurpose.objects.filter(role_id=self.instance.pk).first()
        for name, field in self.fields.items():
            if name == "permissions":
                field.offer(_held(self.instance, "permissions"))
            if name == "purpose_text" and purpose:
                field.initial = purpose.text

    def save_purpose(self) -> None:
        """Store what the role is there to do, once the role is stored."""
        text = self.cleaned_data["purpose_text"]
        if text:
            RolePurpose.objects.update_or_create(role=self.instance, defaults={"text": text})
        else:
            RolePurpose.objects.filter(role=self.instance).delete()


def _held(owner: Any, relation: str) -> Any:
    return getattr(owner, relation).all() if owner.pk else Permission.objects.none()
