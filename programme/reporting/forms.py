"""The form of a quarterly report, and what the Department asks when it decides on one."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.concurrency.conflicts import CONFLICT, ConflictAwareForm
from core.files.documents import ACCEPT
from core.numbers import DayField, NumberField, PercentField
from core.text import normalise
from programme.models import Measure, Report, ReportEvidence, ReportFigure, Task
from programme.models.reports import ReportRole
from programme.reporting.comparison import label_of

COPIED = ("results", "milestone", "difficulties", "proposals")
# A semicolon parts addresses where no address could go on behind it.
BETWEEN_LINKS = re.compile(r"\s*(?:[\r\n]+|;(?=\s|https?://|$))\s*")
STATUSES = [("", "–"), *[row for row in Task.Status.choices if row[0] != Task.Status.NO_REPORT]]


def link_field() -> forms.URLField:
    """One address of a page that shows what a report says."""
    message = gettext_lazy("Hãy ghi một địa chỉ liên kết, ví dụ https://example.com/tin-tuc.")
    return forms.URLField(
        label=gettext_lazy("Liên kết"),
        required=False,
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": message},
    )


class LinksField(forms.CharField):
    """Such addresses, one a line or with semicolons between, each once."""

    def clean(self, value: str) -> list[str]:
        links, errors = [], []
        for typed in filter(None, BETWEEN_LINKS.split(super().clean(value))):
            try:
                links.append(link_field().clean(typed))
            except ValidationError as error:
                errors.append(f"“{typed}”: {' '.join(error.messages)}")
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(links))


class QuarterlyReportForm(ConflictAwareForm):
    """What one agency says of one task in one quarter, with the figures of the task's measures.

    In a spreadsheet it tells all its links too (`with_links`); on the page each is a row to add.
    """

    # Sent, or no longer the agency's to write: somebody else's step came first as well.
    conflict_codes = frozenset({CONFLICT, "state", "owed"})
    progress = PercentField(label=gettext_lazy("Tiến độ (%)"), required=False)

    class Meta:
        model = Report
        fields = Report.CONTENT_FIELDS
        widgets = {
            "results": forms.Textarea({"rows": 8}),
            "difficulties": forms.Textarea({"rows": 4}),
            "proposals": forms.Textarea({"rows": 4}),
        }

    def __init__(
        self, *args, measures: list[Measure], afterwards: bool, with_links: bool = False, **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measures = {figure_field(measure): measure for measure in measures}
        known = self._figures()
        for name, measure in self.measures.items():
            self.fields[name] = _number_of(measure, known.get(measure.pk))
        if self.instance.role == ReportRole.LEAD:
            status: Any = self.fields["task_status"]
            status.choices = STATUSES
            status.error_messages["invalid_choice"] = _("Hãy chọn một tình trạng trong danh sách.")
        else:
            del self.fields["task_status"]
        if afterwards:
            self.fields["reported_on"] = _paper_day(self.instance)
        if with_links:
            self.fields["links"] = LinksField(required=False)
        if self.instance.pk:
            self.fields["drop"] = forms.ModelMultipleChoiceField(
                self.instance.evidence.all(), required=False
            )

    def clean(self) -> dict:
        for name in COPIED:
            if name in self.cleaned_data:
                self.cleaned_data[name] = normalise(self.cleaned_data[name])
        if self.instance.pk and not self.instance.is_editable:
            message = _(
                "Báo cáo đang ở tình trạng “%(state)s” nên không sửa được; nội dung bạn nhập chưa "
                "được lưu."
            )
            raise ValidationError(message % {"state": self.instance.get_state_display()}, "state")
        return super().clean()

    def save_valid(self) -> None:
        """Save all that is valid; what is not stays in the form with its error."""
        if "reported_on" in self.cleaned_data:
            self.instance.reported_on = self.cleaned_data["reported_on"]
        self.instance.save()
        for name in self.measures.keys() & self.cleaned_data.keys():
            self._save_figure(self.measures[name], self.cleaned_data[name])
        for row in self.cleaned_data.get("drop", ()):
            row.delete()
        if "links" in self.cleaned_data:
            self._save_links(self.cleaned_data["links"])
        self.mark_as_seen()

    def typed(self) -> dict:
        """Return the form's values as `Report.content` would return them once it is saved."""
        said = {name: getattr(self.instance, name) for name in Report.CONTENT_FIELDS}
        figures = {
            measure.code: format(value.normalize(), "f")
            for name, measure in self.measures.items()
            if (value := self.cleaned_data.get(name)) is not None
        }
        return {**said, "figures": figures}

    def _save_links(self, links: list[str]) -> None:
        evidence = self.instance.evidence
        evidence.exclude(link="").exclude(link__in=links).delete()
        known = set(evidence.values_list("link", flat=True))
        for link in links:
            if link not in known:
                evidence.create(title=link, link=link)

    def _changes(self) -> str:
        return _("xem bảng so sánh bên dưới")

    def _figures(self) -> dict[int, ReportFigure]:
        rows = self.instance.figures.all() if self.instance.pk else ()
        return {row.measure_id: row for row in rows}

    def _save_figure(self, measure: Measure, value: Decimal | None) -> None:
        rows = ReportFigure.objects.filter(report=self.instance, measure=measure)
        if value is None:
            rows.delete()
        elif not rows.update(value=value):
            ReportFigure.objects.create(report=self.instance, measure=measure, value=value)


def figure_field(measure: Measure) -> str:
    """Return the name of a measure's field."""
    return f"figure_{measure.pk}"


def _number_of(measure: Measure, row: ReportFigure | None) -> NumberField:
    return NumberField(
        label=label_of(measure),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        initial=row.value if row else None,
        error_messages={"min_value": gettext_lazy("Số liệu không thể âm.")},
    )


def _paper_day(report: Report) -> DayField:
    return DayField(
        label=gettext_lazy("Ngày báo cáo"),
        required=False,
        initial=report.reported_on,
        help_text=gettext_lazy("Ngày ghi trên văn bản mà đơn vị đã gửi Sở Công Thương."),
    )


class EvidenceForm(forms.ModelForm):
    """A file or a link to add; blank where there is nothing to add."""

    link = link_field()

    class Meta:
        model = ReportEvidence
        fields = ["file", "link", "title"]
        widgets = {"file": forms.FileInput({"accept": ACCEPT})}

    def __init__(self, data=None, files=None, **kwargs: Any) -> None:
        super().__init__(data, files, empty_permitted=True, use_required_attribute=False, **kwargs)
        self.fields["file"].error_messages["empty"] = _("Tệp trống, không có nội dung.")
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Để trống: lấy tên tệp hoặc địa chỉ liên kết.")

    def clean(self) -> dict:
        super().clean()
        data = self.cleaned_data
        if not data.get("title"):
            file = data.get("file")
            name = PurePath(file.name).stem if file else data.get("link") or ""
            data["title"] = normalise(name)[:200]
        return data


def evidence_forms(data=None, files=None, rows: int = 3) -> Iterator[EvidenceForm]:
    """Yield some blank rows, or those that somebody has filled in."""
    for number in range(rows):
        yield EvidenceForm(data, files, prefix=f"evidence-{number}")


class DecisionForm(forms.Form):
    """The Department's word on a report: what is missing, or why it is opened again."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    remark = forms.CharField(
        max_length=2_000, required=False, widget=forms.Textarea({"rows": 4, "cols": 80})
    )
