"""What the steps of inspections ask for, and what a letter that urges agencies says."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.numbers import DayField
from programme.directing.forms import ToldForm, text_field
from programme.models import Agency
from programme.supervising import letters


class AnswerInspectionForm(ToldForm):
    """What the agency has put right."""

    answer = text_field(
        gettext_lazy("Kết quả khắc phục"), 5_000, gettext_lazy("Hãy ghi kết quả khắc phục.")
    )

    def tell(self, by: User) -> None:
        letters.tell_remedied(self.record, by)


class AskAgainForm(ToldForm):
    """What is still to be put right, and until when."""

    remark = text_field(
        gettext_lazy("Yêu cầu bổ sung"), 2_000, gettext_lazy("Hãy ghi điều cần bổ sung.")
    )
    deadline = DayField(label=gettext_lazy("Thời hạn mới"))

    def tell(self, by: User) -> None:
        letters.tell_inspected(self.record, by)


class CloseInspectionForm(ToldForm):
    """How it ended."""

    conclusion = text_field(
        gettext_lazy("Kết luận theo dõi"), 2_000, gettext_lazy("Hãy ghi kết luận theo dõi.")
    )

    def tell(self, by: User) -> None:
        letters.tell_closed(self.record, by)


class UrgingLetterForm(forms.Form):
    """Who signs the letter, to whom it goes, and by when an answer is asked for."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Đơn vị nhận"),
        widget=forms.CheckboxSelectMultiple,
    )
    agency_name = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)
    place = forms.CharField(label=gettext_lazy("Địa danh"), max_length=100)
    reply_by = DayField(label=gettext_lazy("Đề nghị gửi chậm nhất ngày"))
    signatory_title = forms.CharField(
        label=gettext_lazy("Quyền hạn, chức vụ của người ký"),
        max_length=200,
        widget=forms.Textarea({"rows": 2, "cols": 40}),
        help_text=gettext_lazy("Mỗi dòng một ý, ví dụ “KT. GIÁM ĐỐC” rồi “PHÓ GIÁM ĐỐC”."),
    )
    signatory_name = forms.CharField(
        label=gettext_lazy("Họ tên người ký"), max_length=150, required=False
    )
    recipients = forms.CharField(
        label=gettext_lazy("Nơi nhận"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "cols": 40}),
        help_text=gettext_lazy("Mỗi dòng một nơi."),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        self.fields["agencies"].queryset = known

    def clean_reply_by(self) -> Any:
        day = self.cleaned_data["reply_by"]
        if day < localdate():
            raise ValidationError(_("Thời hạn phải là hôm nay hoặc sau hôm nay."))
        return day
