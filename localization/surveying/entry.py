"""The entry of an answer: by members, by staff from paper, from a spreadsheet's row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from core.concurrency.conflicts import EditConflict
from core.templatetags.formatting import figure
from localization.models import Answer, FrameUnit, ProductLine
from localization.models.answers import KINDS, VALUE_ADDED
from localization.surveying import plausibility
from localization.surveying.forms import (
    KIND_LABELS,
    LINE_FIELDS,
    ProductLineFormSet,
    SurveyAnswerForm,
    cells,
    cells_of,
    label_of,
    plain,
)
from localization.surveying.plausibility import Remark, ReportedValues
from localization.surveying.reference import ReferenceAnswers, reported_in, without_blanks

EXPLAIN = "explain"  # code of the error that asks for an explanation


@dataclass(frozen=True)
class AmountBox:
    """One box of the form, with last time's amount and what is odd now.

    Where somebody else has saved meanwhile, `stored` is the amount that they saved.
    """

    field: BoundField
    before: str
    remark: str
    stored: str


class AnswerEntry:
    """The form of one unit's answer as it is stored, or as somebody has filled it in.

    Only within a transaction that has locked the wave and the answer is it to be written.
    """

    is_saved = False

    def __init__(
        self,
        answer: Answer,
        reference: ReferenceAnswers,
        data: Mapping | None = None,
        *,
        submits: bool = False,
    ) -> None:
        self.answer, self.unit, self.reference = answer, answer.unit, reference
        # Read before the form writes on the answer.
        self._stored_amounts = without_blanks(_numbers(answer))
        submits = submits or answer.is_submitted  # what counts stays whole
        self.form = SurveyAnswerForm(data, instance=answer, wave=self.unit.wave, submits=submits)
        self.lines = ProductLineFormSet(
            data,
            prefix="lines",
            initial=product_lines_of(answer),
            form_kwargs={"groups": self._groups(), "submits": submits},
        )

    @classmethod
    def of(cls, unit: FrameUnit, data: Mapping | None = None) -> "AnswerEntry":
        """Return what is stored, to show it, with what somebody has typed over it."""
        return cls(stored(unit), ReferenceAnswers.of(unit), data)

    def _groups(self) -> list:
        """Those of the industry, and whatever the answer names since it was another one."""
        known = {group.pk: group for group in self.reference.groups}
        if self.answer.pk:
            known |= {line.group_id: line.group for line in self.answer.lines.all() if line.group}
        return list(known.values())

    @cached_property
    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.lines.is_valid()])

    @property
    def has_conflict(self) -> bool:
        return self.form.has_conflict

    @cached_property
    def conflict(self) -> EditConflict | None:
        """The stored amounts, where somebody else has saved since the page was opened."""
        if not self.has_conflict:
            return None
        return EditConflict.with_last_change(self.answer, self._stored_amounts)

    def save_draft(self, channel: str) -> bool:
        """Save the draft if all that is typed can be read."""
        if not self.is_valid:
            return False
        self.form.fill()
        self.answer.channel = channel
        self.answer.save()
        self._save_lines()
        return True

    def submit(self, by: User, channel: str) -> bool:
        """Let the answer count, with an explanation where something in it is odd."""
        if not self.is_valid:
            return False
        if self.remarks and not self.form.cleaned_data["explanation"]:
            self.form.add_error("explanation", self._to_explain())
            return False
        with override("vi"):
            texts = [remark.text for remark in self._remarks()]
        self.form.fill()
        self.answer.submit(by, channel, texts)
        self._save_lines()
        return True

    def _to_explain(self) -> ValidationError:
        words = _("Hãy giải thích những điểm sau, hoặc sửa lại số liệu nếu ghi nhầm: %(remarks)s")
        texts = " ".join(remark.text for remark in self.remarks)
        return ValidationError(words % {"remarks": texts}, code=EXPLAIN)

    def _save_lines(self) -> None:
        """Write the lines anew where they have changed."""
        if self.content(self.lines.rows)["lines"] == self.content()["lines"]:
            return
        self.answer.lines.all().delete()
        rows = ({**row, "group_id": row["group"]} for row in self.lines.rows)
        fresh = [
            {name: row[name] for name in ("name", "group_id", *LINE_FIELDS[2:])} for row in rows
        ]
        ProductLine.objects.bulk_create(ProductLine(answer=self.answer, **row) for row in fresh)

    @cached_property
    def remarks(self) -> list[Remark]:
        """What is odd in the answer, as typed or (before anything is typed) as stored."""
        return self._remarks()

    def _remarks(self) -> list[Remark]:
        before = self.reference.previous(self.unit)
        reported, year = before and reported_in(before), before.unit.wave.year if before else 0
        return plausibility.remarks(self.reported, reported, year, self.reference.peers(self.unit))

    @property
    def reported(self) -> ReportedValues:
        if not self.form.is_bound:
            values, rows = reported_in(self.answer), product_lines_of(self.answer)
        elif not self.is_valid:
            return ReportedValues({})
        else:
            data, rows = self.form.cleaned_data, self.lines.rows
            output = without_blanks({name: data[name] for name in VALUE_ADDED})
            amounts = without_blanks(self.form.amounts)
            values = ReportedValues(amounts, self.form.totals(), output)
        lines = [(row["domestic"] or Decimal(0), row["imported"] or Decimal(0)) for row in rows]
        return replace(values, lines=lines)

    # --- What the page shows

    @property
    def rows(self) -> Iterator[tuple[str | Promise, list[AmountBox], AmountBox]]:
        """The table of inputs: the label of a kind, its boxes by origin, its total."""
        for kind in KINDS:
            boxes = [self._box(name) for name in (*cells(kind), f"{kind}_total")]
            yield KIND_LABELS[kind], boxes[:-1], boxes[-1]

    @property
    def value_added(self) -> list[AmountBox]:
        return [self._box(name) for name in VALUE_ADDED]

    @property
    def amounts(self) -> Iterator[tuple]:
        """The stored table, to read: the label of a kind, its amounts by origin."""
        for kind in KINDS:
            yield (KIND_LABELS[kind], *(getattr(self.answer, name) for name in cells(kind)))

    @property
    def value_added_amounts(self) -> list[tuple[str, Decimal]]:
        """What is stored of the output and its parts, to read."""
        known = without_blanks({name: getattr(self.answer, name) for name in VALUE_ADDED})
        return [(label_of(name), value) for name, value in known.items()]

    @property
    def remark_on_lines(self) -> str:
        return self._remark("lines")

    def _box(self, name: str) -> AmountBox:
        return AmountBox(
            self.form[name], self._before(name), self._remark(name), self._stored(name)
        )

    def _stored(self, name: str) -> str:
        if not self.conflict:
            return ""
        amount = self.conflict.stored.get(name)
        return "" if self.form.cleaned_data.get(name) == amount else figure(amount)

    def _remark(self, name: str) -> str:
        return " ".join(remark.text for remark in self.remarks if remark.field == name)

    def _before(self, name: str) -> str:
        """Return the last answer's amount, and its share of its kind."""
        before = self.reference.previous(self.unit)
        amounts = _with_totals(before) if before else {}
        if amounts.get(name) is None:
            return ""
        previous = {"year": before.unit.wave.year, "amount": figure(amounts[name])}
        total = amounts.get(f"{name.split('_')[0]}_total")
        if name in amounts and total and not name.endswith("_total") and name not in VALUE_ADDED:
            share = (100 * amounts[name] / total).quantize(Decimal("0.1"))
            return _("Năm %(year)d: %(amount)s (%(share)s%%)") % {
                **previous,
                "share": figure(share),
            }
        return _("Năm %(year)d: %(amount)s") % previous

    # --- The content of the answer, to compare

    def content(self, rows: list[dict] | None = None) -> dict:
        """Return the stored answer, number by number; with `rows` for its lines, where given."""
        rows = product_lines_of(self.answer) if rows is None else rows
        texts = {"mode": self.answer.mode, "explanation": self.answer.explanation}
        return _content(texts | without_blanks(_numbers(self.answer)), rows)

    def typed(self) -> dict:
        """Return what was filled in, in the same terms."""
        data = dict(self.form.cleaned_data)
        data.pop("seen_version", None)
        return _content(without_blanks(data), self.lines.rows)


def stored(unit: FrameUnit, *, lock: bool = False) -> Answer:
    """Return the unit's stored answer, locked if `lock`; a blank one where there is none."""
    answers = Answer.objects.select_for_update(of=("self",)) if lock else Answer.objects.all()
    found = answers.filter(unit=unit).prefetch_related("lines__group").first()
    if found:
        found.unit = unit
    return found or Answer(unit=unit)


@transaction.atomic
def save_entry(
    unit: FrameUnit, data: Mapping, by: User, channel: str, *, submits: bool
) -> AnswerEntry:
    """Save a draft or send it, whichever was asked for, where the entry allows it.

    Raise ValidationError where the wave takes no answers that way.
    """
    unit.wave.must_take(channel)
    entry = AnswerEntry(stored(unit, lock=True), ReferenceAnswers.of(unit), data, submits=submits)
    sends = submits or entry.answer.is_submitted
    entry.is_saved = entry.submit(by, channel) if sends else entry.save_draft(channel)
    return entry


def product_lines_of(answer: Answer) -> list[dict]:
    """Return the stored product lines as values of the form."""
    rows = answer.lines.all() if answer.pk else ()
    names = ("name", "group_id", "domestic", "imported")
    return [
        dict(zip(LINE_FIELDS, (getattr(row, name) for name in names), strict=True)) for row in rows
    ]


def _numbers(answer: Answer) -> dict[str, Decimal | None]:
    """Return the numbers in the boxes of a stored answer."""
    return cells_of(answer) | {name: getattr(answer, name) for name in VALUE_ADDED}


def _content(values: dict, rows: list[dict]) -> dict:
    lines = [[_text(row[name]) for name in LINE_FIELDS] for row in rows]
    return {name: _text(value) for name, value in values.items()} | {"lines": lines}


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else plain(value)


def _with_totals(answer: Answer) -> dict[str, Decimal | None]:
    """Return all amounts of an answer, with the total of each kind that has any."""
    names = [*(name for kind in KINDS for name in cells(kind)), *VALUE_ADDED]
    amounts = {name: getattr(answer, name) for name in names}
    for kind in KINDS:
        known = [amounts[name] for name in cells(kind) if amounts[name] is not None]
        amounts[f"{kind}_total"] = sum(known) if known else None
    return amounts
