"""A wave's answers of one industry as a spreadsheet, to fill in from paper and to hand in whole."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import product

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from catalogue.models import Industry
from core.concurrency.comparison import FieldChange
from core.jobs import AT_ONCE
from core.spreadsheets.columns import FINGERPRINT, Column
from core.spreadsheets.form_sheets import Filled, FormSheet, SheetRow
from core.spreadsheets.workbooks import HEADINGS
from localization.models import Answer, FrameUnit, ProductLine, Wave
from localization.models.answers import KINDS, VALUE_ADDED
from localization.surveying.entry import AnswerEntry
from localization.surveying.forms import (
    LINE_FIELDS,
    MAX_LINES,
    ProductLineForm,
    cells,
    label_of,
    total_label,
)
from localization.surveying.reference import ReferenceAnswers

MAX_UNITS = 5_000
LINE_PARTS = tuple(product(range(1, MAX_LINES + 1), LINE_FIELDS))
_name_of = lazy(lambda group: group.name, str)  # in the language of whoever asks


class AnswerSheetRow(SheetRow):
    """One row in the answer's own form; to write it is to send the answer."""

    sheet: "WaveSheet"
    record: Answer
    stale_message = gettext_lazy(
        "Phiếu này đã được sửa sau khi tải biểu mẫu. Hãy tải biểu mẫu mới."
    )

    def bind(self) -> None:
        self.fill_in(submits=False)
        self.stored = self.entry.content()
        self.is_valid = self.is_readable = self.entry.is_valid

    def fill_in(self, *, submits: bool) -> None:
        self.entry = AnswerEntry(self.record, self.sheet.reference, self.data, submits=submits)
        self.form = self.entry.form

    @cached_property
    def data(self) -> dict:
        data = super().data
        data["mode"] = data["mode"] or Answer.Mode.VALUE
        for number, part in LINE_PARTS:
            data[f"lines-{number - 1}-{part}"] = data.pop(line_column(number, part))
        data |= {"lines-TOTAL_FORMS": MAX_LINES, "lines-INITIAL_FORMS": 0}
        # The fingerprint finds concurrent changes; the form's own check knows one page, not a file.
        return data | {"seen_version": self.record.version}

    def value(self, column: Column) -> str | int | Decimal:
        """Round to four decimals: a spreadsheet adds 0.1 and 0.2 to a little more than 0.3."""
        value = super().value(column)
        return Decimal(str(round(value, 4))) if isinstance(value, float) else value

    def typed(self) -> dict:
        return self.entry.typed()

    def write(self, by: User, *, submit: bool) -> bool:
        self.fill_in(submits=True)
        return self.entry.submit(by, Answer.Channel.SPREADSHEET)

    def form_errors(self) -> Iterator[tuple[str, str]]:
        yield from super().form_errors()
        for number, line in enumerate(self.entry.lines.forms, 1):
            for name, messages in line.errors.items():
                yield from ((line_column(number, name), message) for message in messages)

    def compared(self) -> list[FieldChange]:
        old, new = flat(self.stored), flat(self.typed())
        return [
            FieldChange(str(c.label), *(c.shown(side.get(c.name, "")) for side in (old, new)))
            for c in self.sheet.columns
        ]


class WaveSheet(FormSheet):
    """The answers of a wave's enterprises of one industry."""

    row_class = AnswerSheetRow
    kind = "khao-sat"
    max_rows = MAX_UNITS + HEADINGS + 1
    unknown_column = row_column = "name"
    foreign_message = gettext_lazy("Tệp này không phải biểu mẫu khảo sát tải từ Cổng.")
    unknown_message = gettext_lazy(
        "Dòng này không có trong biểu mẫu, hoặc có hai lần. Mỗi doanh nghiệp một dòng."
    )
    errors_message = gettext_lazy(
        "Chưa lưu phiếu nào. Hãy sửa các ô sau trong bảng tính rồi tải lên lại."
    )
    preview_message = gettext_lazy("Đây là bản xem trước, chưa lưu gì. Tệp thay đổi các phiếu sau:")
    unchanged_message = gettext_lazy("Tệp không thay đổi phiếu nào.")
    advice = gettext_lazy(
        "Điền các ô nền trắng theo phiếu giấy rồi tải tệp này lên Cổng. Dòng để trống không đổi "
        "gì. Không thêm, bớt hoặc chuyển dòng, cột. Số tiền tính bằng triệu đồng."
    )

    def __init__(self, wave: Wave, industry: Industry) -> None:
        self.wave, self.industry = wave, industry
        self.owner = (str(wave.pk), industry.slug)
        self.name = industry.slug[:31]
        self.file_name = f"khao-sat-{wave.year}-{industry.slug}.xlsx"
        self.title = f"{wave}: {industry.name}"

    def other_owner(self, wave: str, industry: str) -> str:
        if wave != str(self.wave.pk):
            return _("Đây là biểu mẫu của một cuộc khảo sát khác.")
        return _("Đây là biểu mẫu của một ngành khác.")

    @property
    def units(self) -> QuerySet[FrameUnit]:
        asked = self.wave.units.filter(industry=self.industry)
        return asked.select_related("enterprise", "industry")

    def must_be_writable(self) -> None:
        """Raise ValidationError where the wave takes no paper, or asks too many for one file."""
        if not self.wave.takes_paper:
            raise ValidationError(self.wave.why_no_paper)
        if self.units.count() > MAX_UNITS:
            words = _("Ngành có hơn %(most)d doanh nghiệp được khảo sát: hãy nhập từng phiếu.")
            raise ValidationError(words % {"most": MAX_UNITS})

    @property
    def closed_message(self) -> str:
        """Why a wave takes no paper any more, though files of before may still come."""
        published = self.wave.state == Wave.State.PUBLISHED
        return self.wave.why_no_paper if published else ""

    def is_long(self) -> bool:
        return self.units.count() > AT_ONCE

    def says_nothing(self, filled: Filled) -> bool:
        """Return whether a row was blank when the file was made, and is blank still."""
        if filled.get(FINGERPRINT) != self.blank_mark:
            return False
        return all(filled.get(c.name, "") == "" for c in self.columns if c.is_field)

    @cached_property
    def blank_mark(self) -> str:
        unit = FrameUnit(wave=self.wave, industry=self.industry)
        return self.fingerprint(self.content(Answer(unit=unit)))

    def records(self, *, lock: bool) -> dict[str, Answer]:
        """Return each unit's stored answer or a blank one, in a constant number of queries."""
        if lock:
            self.wave.must_take(Answer.Channel.SPREADSHEET)
        units = {unit.pk: unit for unit in self.units}
        rows = Answer.objects.select_for_update(of=("self",)) if lock else Answer.objects.all()
        found = rows.filter(unit__in=self.units).order_by("pk").prefetch_related("lines__group")
        stored = {answer.unit_id: answer for answer in found}
        for pk, unit in units.items():
            unit.wave = self.wave
            stored.setdefault(pk, Answer(unit=unit)).unit = unit
        return {str(pk): stored[pk] for pk in units}

    @cached_property
    def reference(self) -> ReferenceAnswers:
        enterprises = self.units.values_list("enterprise", flat=True)
        return ReferenceAnswers(self.wave, self.industry.pk, enterprises)

    def get_columns(self) -> Iterator[Column]:
        yield Column("tax_code", _("Mã số thuế"), is_field=False)
        yield Column("name", _("Doanh nghiệp"), 40, is_field=False)
        yield Column("industry", _("Ngành"), is_field=False)
        yield Column("state", _("Tình trạng phiếu"), is_field=False)
        yield Column("mode", label_of("mode"), choices=Answer.Mode.choices)
        for kind in KINDS:
            yield Column(f"{kind}_total", total_label(kind))
            yield from (Column(name, label_of(name)) for name in cells(kind))
        yield from (Column(name, label_of(name)) for name in VALUE_ADDED)
        yield Column("explanation", label_of("explanation"), 40)
        groups = [(str(group.pk), _name_of(group)) for group in self.reference.groups]
        choices = {"group": {"choices": groups, "choices_page": "nhom"}}
        for number, part in LINE_PARTS:
            words = {"number": number, "part": ProductLineForm.base_fields[part].label}
            label = _("Dòng %(number)d: %(part)s") % words
            yield Column(line_column(number, part), label, **choices.get(part, {}))

    def content(self, record: Answer) -> dict:
        return AnswerEntry(record, self.reference).content()

    def values(self, record: Answer, content: dict) -> dict[str, object]:
        enterprise = record.unit.enterprise
        shown = {
            "tax_code": enterprise.tax_code or "",
            "name": enterprise.legal_name,
            "industry": record.unit.industry.name,
            "state": record.get_state_display() if record.pk else _("Chưa có phiếu"),
        }
        filled = flat(content) if record.pk else {}
        # A line may name a group that the industry no longer has.
        groups = {str(line.group_id): line.group.name for line in _lines(record) if line.group}
        columns = (column for column in self.columns if column.name in filled)
        return shown | {c.name: _cell(c, filled[c.name], groups) for c in columns}


def line_column(number: int, part: str) -> str:
    """Return the column of one part of a product line; lines are counted from 1."""
    return f"line{number}_{part}"


def flat(content: dict) -> dict[str, str]:
    """Return the content of an answer (`AnswerEntry.content`) by the names of the columns."""
    rows = {
        line_column(number, part): value
        for number, row in enumerate(content["lines"], 1)
        for part, value in zip(LINE_FIELDS, row, strict=True)
    }
    return {name: value for name, value in content.items() if name != "lines"} | rows


def _lines(answer: Answer) -> Iterable[ProductLine]:
    return answer.lines.all() if answer.pk else ()


def _cell(column: Column, text: str, groups: dict[str, str]) -> object:
    """Return a group by its name, a number as a number."""
    if column.choices_page:
        return groups.get(text, "")
    is_text = column.choices or column.name == "explanation" or column.name.endswith("_name")
    return text if is_text or not text else Decimal(text)
