"""What staff say of a check that they have made."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from core.backoffice.actions import ActionForm
from core.concurrency.conflicts import ConflictCheckMixin
from core.days import not_in_future
from verification.checks.records import Seen
from verification.checks.subjects import Subject
from verification.models import FactCheck
from verification.models.confirmations import months_after

MONTHS = 24  # that a check is relied on, unless staff say otherwise


class CheckForm(ConflictCheckMixin, forms.Form):
    """Which parts and certificates were seen, how, when, and how long that holds.

    Hidden fields carry the mark of what each said on the page.
    """

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
        self.of = of
        self.fields["subjects"].choices = [(subject.key, subject.label) for subject in of]
        for name, mark in self.current_marks().items():
            self.fields[name] = forms.CharField(
                required=False, initial=mark, widget=forms.HiddenInput
            )

    def current_marks(self) -> dict[str, str]:
        return {_mark_field(subject.key): subject.fingerprint for subject in self.of}

    def clean_checked_on(self) -> date:
        day = self.cleaned_data["checked_on"]
        not_in_future(day, _("Ngày kiểm tra"))
        return day

    def clean(self) -> dict:
        data = super().clean()
        if day := data.get("checked_on"):
            data["valid_until"] = data.get("valid_until") or months_after(day, MONTHS)
            if data["valid_until"] < day:
                self.add_error("valid_until", _("Ngày hết giá trị không thể trước ngày kiểm tra."))
        return data

    def seen(self) -> Seen:
        """Return the valid form as one check of the ticked subjects."""
        data = {name: self.cleaned_data[name] for name in self.base_fields}
        keys = data.pop("subjects")
        return Seen({key: self.cleaned_data[_mark_field(key)] for key in keys}, **data)


def _mark_field(key: str) -> str:
    return f"fingerprint-{key}"


class FactCheckWithdrawForm(ActionForm):
    """Why a check is taken back."""

    reason = forms.CharField(
        label=_("Lý do hủy"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "cols": 80}),
    )
