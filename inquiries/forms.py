"""Forms of asking and of answering."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import FullNameField
from core.letters.links import mark, without_links
from core.text import normalise
from enterprises.profile.page import questions
from inquiries.models import Inquiry

MAX_LENGTH = 4_000  # characters of a question, and of an answer


class NormalisedTextField(forms.CharField):
    """Text as the portal stores it: counted, as browsers do, with one character a line's end."""

    widget = forms.Textarea

    def to_python(self, value: str) -> str:
        return normalise(super().to_python(value))


class InquiryForm(forms.ModelForm):
    """A question to the enterprise of its instance; `links` counts what was taken out."""

    name = FullNameField(error_messages={"required": gettext_lazy("Hãy ghi họ và tên.")})
    text = NormalisedTextField(
        label=gettext_lazy("Nội dung cần hỏi"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "Điền vào các mục có sẵn hoặc viết theo ý bạn. Liên kết bị bỏ khỏi nội dung trước khi "
            "chuyển; bản vẽ gửi sau, khi doanh nghiệp đã trả lời."
        ),
        error_messages={"required": gettext_lazy("Hãy viết điều cần hỏi.")},
    )
    consent = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Cần sự đồng ý này thì Cổng mới chuyển được câu hỏi.")
        }
    )

    class Meta:
        model = Inquiry
        fields = ["name", "organisation", "email", "text"]
        labels = {"organisation": gettext_lazy("Công ty, đơn vị")}
        widgets = {
            "organisation": forms.TextInput(attrs={"autocomplete": "organization"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {"email": gettext_lazy("Câu trả lời của doanh nghiệp gửi về địa chỉ này.")}
        error_messages = {
            "email": {
                "required": gettext_lazy("Hãy nhập địa chỉ thư điện tử."),
                "invalid": gettext_lazy("Địa chỉ thư điện tử chưa đúng, ví dụ: ten@congty.vn."),
            }
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.links = 0
        self.fields["email"].required = True
        consent = self.fields["consent"]
        consent.label = _(
            "Tôi đồng ý để Cổng chuyển họ tên, địa chỉ thư và nội dung trên cho %(name)s, theo "
            "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"
        ) % {"name": self.instance.enterprise.name}
        consent.help_text = _retention_notice()

    def clean_name(self) -> str:
        return self._without_links("name")

    def clean_organisation(self) -> str:
        text = normalise(self.cleaned_data["organisation"])
        self.cleaned_data["organisation"] = " ".join(text.split())
        return self._without_links("organisation")

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_text(self) -> str:
        if self.cleaned_data["text"] == normalise(questions()):
            raise ValidationError(_("Hãy điền vào các mục, hoặc viết câu hỏi của bạn."))
        text = self._without_links("text")
        if not any(character.isalnum() for character in text.replace(mark(), "")):
            raise ValidationError(_("Nội dung chỉ có liên kết. Hãy viết điều cần hỏi."))
        return text

    def _without_links(self, name: str) -> str:
        text, number = without_links(self.cleaned_data[name])
        self.links += number
        return text


def _retention_notice() -> str:
    """Return what becomes of the data, and where one reads more or has it erased."""
    return format_html(
        _(
            "Họ tên, địa chỉ thư và nội dung được xóa sau {months} tháng, hoặc sớm hơn nếu bạn "
            "viết tới {contact}. Sở Công Thương chỉ xem số lượng câu hỏi. "
            '<a href="{page}">Thông báo về dữ liệu cá nhân</a>'
        ),
        months=Inquiry.RETENTION_MONTHS,
        contact=settings.CONTACT_EMAIL,
        page=reverse("account_personal_data"),
    )


class InquiryAnswerForm(forms.Form):
    """The enterprise's answer, as the sender will read it."""

    answer = NormalisedTextField(
        label=gettext_lazy("Trả lời"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Gửi tới địa chỉ thư của người hỏi, một lần. Thư không ghi tên và địa chỉ của bạn; "
            "muốn người hỏi liên hệ tiếp thì hãy viết điện thoại hoặc địa chỉ thư vào đây. Liên "
            "kết bị bỏ nếu người hỏi chưa có tài khoản ở Cổng."
        ),
        error_messages={"required": gettext_lazy("Hãy viết câu trả lời.")},
    )
