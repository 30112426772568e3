"""What staff say of a check that they have made."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from core.actions import ActionForm
from verification.checks.records import Seen
from verification.checks.subjects import Subject
from verification.models import FactCheck
from verification.models.confirmations import months_after

MONTHS = 24  # that a check is relied on, unless staff say otherwise


class CheckForm(forms.Form):
    """Which parts and certificates were seen, how, when, and how long that holds."""

    subjects = forms.MultipleChoiceField(
        label=_("Phần đã kiểm tra"),
        error_messages={"required": _("Hãy đánh dấu ít nhất một phần hoặc một chứng nhận.")},
    )
    manner = forms.ChoiceField(
        label=_("Cách kiểm tra"), choices=FactCheck.Manner.choices, widget=forms.RadioSelect
    )
    checked_on = forms.DateField(label=_("Ngày kiểm tra"), help_text=_("Ví dụ 05/7/2026."))
    valid_until = forms.DateField(
        label=_("Có giá trị đến hết ngày"),
        required=False,
        help_text=_("Bỏ trống: %(months)s tháng kể từ ngày kiểm tra.") % {"months": MONTHS},
    )
    note = forms.CharField(
        label=_("Ghi chú nội bộ"),
        help_text=_("Giấy tờ đã xem, người cùng đi; không công bố."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "cols": 80}),
    )

    def __init__(self, *args, of: list[Subject], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = [(subject.key, subject.label) for subject in of]

    def clean_checked_on(self) -> date:
        day = self.cleaned_data["checked_on"]
        if day > localdate():
            raise ValidationError(_("Ngày kiểm tra không thể ở tương lai."))
        return day

    def clean(self) -> dict:
        data = super().clean()
        if day := data.get("checked_on"):
            data["valid_until"] = data.get("valid_until") or months_after(day, MONTHS)
            if data["valid_until"] < day:
                self.add_error("valid_until", _("Ngày hết giá trị không thể trước ngày kiểm tra."))
        return data

    def seen(self) -> Seen:
        """The valid form as one check; the page carries the mark of what each subject said."""
        data = dict(self.cleaned_data)
        seals = {key: self.data.get(f"seal-{key}", "") for key in data.pop("subjects")}
        return Seen(seals, **data)


class FactCheckWithdrawForm(ActionForm):
    """Why a check is taken back."""

    reason = forms.CharField(
        label=_("Lý do hủy"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "cols": 80}),
    )
