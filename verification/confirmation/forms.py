"""The forms by which an assessment becomes a confirmation, and by which anyone checks one."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.backoffice.actions import ActionForm
from verification.codes import read_code
from verification.models.assessments import Assessment
from verification.models.confirmations import Confirmation, IssuingAgency
from verification.scans import validate_scan


class CodeForm(forms.Form):
    """The code as someone reads it from the paper."""

    code = forms.CharField(label=_("Mã tra cứu"), max_length=40)

    def clean_code(self) -> str:
        if code := read_code(self.cleaned_data["code"]):
            return code
        raise ValidationError(
            _("Mã tra cứu gồm 10 chữ cái và chữ số, in cạnh mã QR trên giấy xác nhận.")
        )


class DecideForm(ActionForm):
    """To confirm, with scope, agency and term; or to refuse, with the reason."""

    decision = forms.ChoiceField(
        label=_("Kết luận"), choices=Assessment.Decision.choices, widget=forms.RadioSelect
    )
    scope = forms.CharField(
        label=_("Phạm vi xác nhận"),
        help_text=_("Sản phẩm, công nghệ được xác nhận; mỗi dòng một mục."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 80}),
    )
    agency = forms.ModelChoiceField(
        label=_("Cơ quan xác nhận"), queryset=IssuingAgency.objects.all(), required=False
    )
    months = forms.IntegerField(
        label=_("Thời hạn (tháng)"), min_value=1, max_value=120, required=False
    )
    reason = forms.CharField(
        label=_("Lý do không xác nhận"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].initial = self.record.criteria_set.valid_months
        self.fields["agency"].initial = IssuingAgency.objects.first()

    def clean(self) -> dict:
        data = super().clean()
        if data.get("decision") == Assessment.Decision.REFUSE:
            needed = {"reason": _("Hãy ghi lý do không xác nhận.")}
        else:
            needed = {
                "scope": _("Hãy ghi sản phẩm, công nghệ được xác nhận."),
                "agency": _("Hãy chọn cơ quan xác nhận."),
                "months": _("Hãy ghi thời hạn."),
            }
        for name, message in needed.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)
        return data

    def apply(self, by: User) -> None:
        data = self.cleaned_data
        if data["decision"] == Assessment.Decision.REFUSE:
            self.record.refuse(data["reason"], by)
            return
        paper = {name: data[name] for name in ("scope", "agency", "months")}
        Confirmation.draft(self.record, **paper, by=by)


class ReopenForm(ActionForm):
    """What is to be scored again, and why."""

    remark = forms.CharField(
        label=_("Lý do trả lại"),
        help_text=_("Người chấm điểm đọc lý do này trên trang đánh giá; không công bố."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
    )


class IssueForm(ActionForm):
    """What stands on the signed paper, and the paper itself."""

    number = forms.IntegerField(label=_("Số"), min_value=1, max_value=99_999)
    signed_on = forms.DateField(label=_("Ngày ký"), help_text=_("Ví dụ 05/7/2026."))
    signatory_title = forms.CharField(
        label=_("Quyền hạn, chức vụ của người ký"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 40}),
    )
    signatory_name = forms.CharField(label=_("Họ tên người ký"), max_length=150)
    scan = forms.FileField(
        label=_("Bản quét đã ký, đóng dấu"),
        help_text=_("Tệp PDF, tối đa 10 MB. Bản quét không công bố."),
        validators=[validate_scan],
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signatory_title"].initial = self.record.signatory_title
        self.fields["signatory_name"].initial = self.record.signatory_name


class RevokeForm(ActionForm):
    """Why."""

    reason = forms.CharField(
        label=_("Lý do thu hồi"),
        help_text=_("Lưu trong hồ sơ; trang tra cứu chỉ nêu ngày thu hồi."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
    )
