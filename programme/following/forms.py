"""The form with which one follows by e-mail."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FollowForm(forms.Form):
    """An address; a field that people do not see betrays a machine that fills in everything."""

    TRAP = "website"

    email = forms.EmailField(
        label=_("Thư điện tử của bạn"),
        max_length=254,
        help_text=_(
            "Chỉ dùng để gửi thư về báo cáo mới; được xóa ngay khi bạn ngừng theo dõi, hoặc sau 3 "
            "ngày nếu không được xác nhận."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Hãy nhập địa chỉ thư điện tử."),
            "invalid": _("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@congty.vn."),
        },
    )

    @property
    def is_by_machine(self) -> bool:
        return bool(self.data.get(self.TRAP))
