"""Forms by which products are handed in, sent back and corrected."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.concurrency.turns import take_turn
from core.files.documents import ACCEPT, validate_document
from core.numbers import DayField
from programme.delivering import letters
from programme.delivering.owed import Products
from programme.directing.forms import ToldForm, text_field
from programme.models import Agency, Deliverable, Filing, Programme


class DeliverableChoices(forms.ModelChoiceField):
    """Products by programme, number of the task, name and the beginning of the task's text."""

    def label_from_instance(self, deliverable: Deliverable) -> str:
        task = deliverable.task
        text = Truncator(task.content_vi).chars(80)
        return f"{task.programme.short_title} – {task.number} {deliverable}: {text}"


class NewFilingForm(forms.ModelForm):
    """What is handed in, of which product and year; officers for what the own agency leads."""

    user: User  # set by the back office for each request

    year = forms.IntegerField(
        label=gettext_lazy("Năm"),
        widget=forms.TextInput({"inputmode": "numeric", "size": 6}),
        error_messages={"invalid": gettext_lazy("Hãy ghi năm bằng bốn chữ số, ví dụ 2026.")},
    )
    signed_on = DayField(label=gettext_lazy("Ngày văn bản"), required=False)
    link = forms.URLField(
        label=gettext_lazy("Liên kết"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Ghi khi không có tệp."),
    )

    class Meta:
        model = Filing
        fields = ["deliverable", "year", *Filing.CONTENT]
        field_classes = {"deliverable": DeliverableChoices}
        widgets = {
            "title": forms.Textarea({"rows": 2, "cols": 80}),
            "reason": forms.Textarea({"rows": 3, "cols": 80}),
            "file": forms.FileInput({"accept": ACCEPT}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deliverables = Deliverable.objects.select_related("task__group__programme")
        if not self._files_for_all:
            deliverables = deliverables.filter(pk__in=_led_by(self._own()))
        order = ("task__group__programme", "task__group__number", "task__position", "position")
        self.fields["deliverable"].queryset = deliverables.order_by(*order)

    def clean(self) -> dict:
        data = super().clean()
        deliverable, year = data.get("deliverable"), data.get("year")
        if deliverable and year is not None:
            self._find(deliverable, year)
        return data

    def _find(self, deliverable: Deliverable, year: int) -> None:
        """Hand it in for the wording and the lead of that year, once."""
        take_turn("filings")
        today = localdate()
        if year > today.year:
            self.add_error("year", _("Năm này chưa đến."))
            return
        product = Products(deliverable.task.programme, today).product(deliverable, year)
        if product is None:
            message = _("Nhiệm vụ không có việc phải làm trong năm này theo Phụ lục.")
            self.add_error("year", message)
            return
        agency = product.agency
        if not self._files_for_all and (agency is None or agency.pk not in self._own()):
            self.add_error("year", _("Đơn vị bạn không chủ trì nhiệm vụ này trong năm này."))
            return
        if product.filings:
            message = _(
                "Sản phẩm này của năm này đã được nộp, đang ở tình trạng “%(state)s”: hãy mở bản "
                "đó để nộp lại hoặc đính chính."
            )
            state = product.filings[-1].get_state_display()
            raise ValidationError(message % {"state": state})
        self.cleaned_data["deliverable"] = product.deliverable
        self.instance.agency, self.instance.filed_by = agency, self.user

    @property
    def _files_for_all(self) -> bool:
        """Whether this is the Department's staff, who hand in what came on paper, too."""
        return self.user.has_perm("programme.manage_register")

    def _own(self) -> set[int]:
        return Agency.objects.represented_by_user(self.user)


def _led_by(agencies: set[int]) -> set[int]:
    """Ids of the deliverables of which one of these agencies is the lead in some year."""
    programmes = Programme.objects.all() if agencies else []
    return {pk for each in programmes for pk in Products(each).led_by(agencies)}


class VersionForm(ActionForm):
    """The document, or why the year needs none, beginning with what was handed in before."""

    not_required = forms.BooleanField(
        label=gettext_lazy("Năm này không yêu cầu sản phẩm"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do không yêu cầu"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea({"rows": 3, "cols": 70}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại văn bản"),
        choices=[("", "---------"), *Filing.Kind.choices],
        required=False,
    )
    number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=50, required=False)
    signed_on = DayField(label=gettext_lazy("Ngày văn bản"), required=False)
    title = forms.CharField(
        label=gettext_lazy("Trích yếu"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2, "cols": 70}),
    )
    link = forms.URLField(label=gettext_lazy("Liên kết"), required=False, assume_scheme="https")
    file = forms.FileField(
        label=gettext_lazy("Tệp"),
        required=False,
        validators=[validate_document],
        widget=forms.FileInput({"accept": ACCEPT}),
        help_text=gettext_lazy(
            "PDF, JPEG hoặc PNG, tối đa 10 MB. Để trống: giữ tệp đã nộp, trừ khi ghi liên kết."
        ),
    )

    def __init__(self, *args: Any, record: Filing, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        for name in Filing.CONTENT:
            self.fields[name].initial = getattr(record, name)

    def asked_for(self) -> dict[str, object]:
        """Keep the file that is there where neither another nor a link takes its place."""
        data = dict(self.cleaned_data)
        if "file" not in self.changed_data and (data["link"] or data["not_required"]):
            data["file"] = ""
        return data


class FileAgainForm(VersionForm):
    """What was handed in, with what was missing."""


class CorrectForm(VersionForm):
    """Another version of what was confirmed, and why."""

    correction_reason = text_field(
        gettext_lazy("Lý do đính chính"), 2_000, gettext_lazy("Hãy ghi lý do đính chính.")
    )


class ReturnForm(ToldForm):
    """What is missing; the agency's officers are told."""

    remark = text_field(
        gettext_lazy("Đề nghị bổ sung"), 2_000, gettext_lazy("Hãy ghi điều đề nghị bổ sung.")
    )

    def tell(self, by: User) -> None:
        letters.tell_returned(self.record, by)
