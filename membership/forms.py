"""Forms of registering, claiming and inviting."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.files.documents import ACCEPT
from enterprises.models import Enterprise
from enterprises.tax_codes import TaxCodeFormField
from membership.models import Claim, Invitation
from membership.models.membership import Role
from membership.ownership import is_taken, taken_message


class TaxCodeForm(forms.Form):
    """The tax code with which registering or claiming begins."""

    tax_code = TaxCodeFormField(
        label=gettext_lazy("Mã số thuế của doanh nghiệp"),
        max_length=20,
        help_text=gettext_lazy("10, 12 hoặc 13 chữ số; dấu cách và gạch nối được bỏ qua."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Hãy nhập mã số thuế.")},
    )

    def clean_tax_code(self) -> str:
        code = self.cleaned_data["tax_code"]
        if Enterprise.objects.filter(tax_code=code, is_demo=True).exists():
            raise ValidationError(_("Mã số thuế này đang dùng trong dữ liệu minh họa."))
        return code


class RegisterForm(forms.ModelForm):
    """A new profile: the three facts by which an enterprise is told."""

    class Meta:
        model = Enterprise
        fields = ["tax_code", "legal_name", "address"]
        labels = {"address": gettext_lazy("Địa chỉ trụ sở")}
        help_texts = {
            "legal_name": gettext_lazy("Ghi như trong giấy chứng nhận đăng ký doanh nghiệp."),
            "address": gettext_lazy("Số nhà, đường, phường hoặc xã, tỉnh hoặc thành phố."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tax_code"].required = self.fields["address"].required = True
        self.fields["tax_code"].error_messages["required"] = _("Hãy nhập mã số thuế.")
        self.fields["legal_name"].error_messages["required"] = _("Hãy ghi tên pháp lý.")
        self.fields["address"].error_messages["required"] = _("Hãy ghi địa chỉ trụ sở.")


class ClaimForm(forms.ModelForm):
    """A claim; where the record is taken already, the form offers to send it as a dispute."""

    class Meta:
        model = Claim
        fields = ["tax_code", "evidence", "is_dispute", "statement"]
        labels = {
            "is_dispute": gettext_lazy("Gửi dưới dạng tranh chấp để Sở Công Thương xem xét"),
            "statement": gettext_lazy("Trình bày thêm"),
        }
        widgets = {
            "evidence": forms.FileInput(attrs={"accept": ACCEPT}),
            "statement": forms.Textarea(attrs={"rows": 5}),
        }
        error_messages = {
            "tax_code": {"required": gettext_lazy("Hãy nhập mã số thuế.")},
            "evidence": {
                "required": gettext_lazy("Hãy gửi kèm giấy chứng nhận đăng ký doanh nghiệp."),
                "empty": gettext_lazy("Tệp trống, không có nội dung."),
            },
        }

    def __init__(self, *args, enterprise: Enterprise, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.instance.enterprise, self.instance.user = enterprise, user
        self.taken = is_taken(enterprise, user)
        self.fields["tax_code"].required = True
        if enterprise.tax_code:
            del self.fields["tax_code"]
        if self.taken:
            self.fields["statement"].label = _("Căn cứ để hồ sơ thuộc về doanh nghiệp của bạn")
        else:
            del self.fields["is_dispute"]

    def clean_tax_code(self) -> str:
        code = self.cleaned_data["tax_code"]
        if Enterprise.objects.filter(tax_code=code).exists():
            raise ValidationError(
                _(
                    "Mã số thuế này đã thuộc một hồ sơ khác trong cơ sở dữ liệu. Hãy kiểm tra lại, "
                    "hoặc nhập mã ở trang “Doanh nghiệp của tôi” để nhận quản lý hồ sơ đó."
                )
            )
        return code

    def clean(self) -> dict:
        data = super().clean()
        if self.taken and not data.get("is_dispute"):
            self.add_error("is_dispute", taken_message())
        if data.get("is_dispute") and not data.get("statement"):
            self.add_error("statement", _("Hãy trình bày vì sao có tranh chấp."))
        return data

    def _post_clean(self) -> None:
        # The name that the file came with is text to show; the storage gives it another.
        if evidence := self.cleaned_data.get("evidence"):
            self.instance.evidence_name = evidence.name[-200:]
        super()._post_clean()


class InvitationForm(forms.ModelForm):
    """Whom to invite, and as what."""

    class Meta:
        model = Invitation
        fields = ["email", "role"]
        labels = {"email": gettext_lazy("Thư điện tử của người được mời")}
        error_messages = {
            "email": {
                "required": gettext_lazy("Hãy nhập địa chỉ thư điện tử."),
                "invalid": gettext_lazy("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@congty.vn."),
            }
        }

    def __init__(self, *args, enterprise: Enterprise, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.enterprise = enterprise
        self.fields["role"].choices = Role.choices
        self.initial.setdefault("role", Role.EDITOR)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if self.enterprise.memberships.filter(user__email=email).exists():
            raise ValidationError(_("Người có địa chỉ này đã là thành viên."))
        return email
