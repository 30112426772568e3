"""The answers in a wave's spreadsheet of one industry, and its columns."""

from collections.abc import Iterator
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.models import Industry
from core.spreadsheets.form_sheets import KEY, SEAL, Column
from localization.models import Answer, FrameUnit, Wave
from localization.models.answers import KINDS, VALUE_ADDED
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
SHOWN = ("tax_code", "name", "industry", "state")  # to read only
WIDTHS = {"name": 40, "explanation": 40}


class WaveSheet:
    """The answers of a wave's enterprises of one industry, locked if they are to be written."""

    def __init__(self, wave: Wave, industry: Industry) -> None:
        self.wave, self.industry = wave, industry

    @property
    def mark(self) -> str:
        """The text that identifies the file in its first cell."""
        return f"khao-sat {self.wave.pk} {self.industry.slug}"

    @property
    def units(self) -> QuerySet[FrameUnit]:
        asked = self.wave.units.filter(industry=self.industry)
        return asked.select_related("enterprise", "industry")

    def must_be_writable(self) -> None:
        """Raise ValidationError where the wave takes no paper, or asks too many for one file."""
        if not self.wave.takes_paper:
            raise ValidationError(_("Cuộc khảo sát không còn nhận trả lời."))
        if self.units.count() > MAX_UNITS:
            words = _("Ngành có hơn %(most)d doanh nghiệp được khảo sát: hãy nhập từng phiếu.")
            raise ValidationError(words % {"most": MAX_UNITS})

    def answers(self, *, lock: bool = False) -> dict[str, Answer]:
        """Return the stored answer of each unit or a blank one, in a constant number of queries."""
        units = {unit.pk: unit for unit in self.units}
        rows = Answer.objects.select_for_update(of=("self",)) if lock else Answer.objects.all()
        found = rows.filter(unit__in=self.units).prefetch_related("lines__group")
        stored = {answer.unit_id: answer for answer in found}
        for pk, unit in units.items():
            unit.wave = self.wave
            stored.setdefault(pk, Answer(unit=unit)).unit = unit
        return {str(pk): stored[pk] for pk in units}

    @cached_property
    def reference(self) -> ReferenceAnswers:
        enterprises = self.units.values_list("enterprise", flat=True)
        return ReferenceAnswers(self.wave, self.industry.pk, enterprises)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column(name, label, at, name not in {KEY, SEAL, *SHOWN}, WIDTHS.get(name, 16))
            for at, (name, label) in enumerate(_named(), 1)
        ]

    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def _named() -> Iterator[tuple[str, str]]:
    yield from ((KEY, KEY), (SEAL, SEAL))
    heads = (_("Mã số thuế"), _("Doanh nghiệp"), _("Ngành"), _("Tình trạng phiếu"))
    yield from zip(SHOWN, heads, strict=True)
    yield "mode", label_of("mode")
    for kind in KINDS:
        yield f"{kind}_total", total_label(kind)
        yield from ((name, label_of(name)) for name in cells(kind))
    yield from ((name, label_of(name)) for name in VALUE_ADDED)
    yield "explanation", label_of("explanation")
    for number in range(1, MAX_LINES + 1):
        for part in LINE_FIELDS:
            label = _("Dòng %(number)d: %(part)s")
            part_label = ProductLineForm.base_fields[part].label
            yield line_column(number, part), label % {"number": number, "part": part_label}


def line_column(number: int, part: str) -> str:
    """The column of one part of a line; lines are counted from 1."""
    return f"line{number}_{part}"


def flat(content: dict) -> dict[str, str]:
    """The content of an answer (`AnswerEntry.content`) by the names of the columns."""
    rows = {
        line_column(number, part): value
        for number, row in enumerate(content["lines"], 1)
        for part, value in zip(LINE_FIELDS, row, strict=True)
    }
    return {name: value for name, value in content.items() if name != "lines"} | rows


def labels_of_modes() -> dict[str, str]:
    """Labels in the reader's language and in Vietnamese, each with its code."""
    labels = {str(label): code for code, label in Answer.Mode.choices}
    with override("vi"):
        return labels | {str(label): code for code, label in Answer.Mode.choices}
