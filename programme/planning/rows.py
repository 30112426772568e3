"""The tables of a paper about money: tasks with their sums, lines with their amounts, as text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from docxtpl import Listing

from core.templatetags.formatting import figure
from programme.models import AnnualPlan, BudgetLine
from programme.money import grouped, marked, shown
from programme.sums import Sums, sums

NOTE = "* Có dòng được thẩm định hoặc phê duyệt cao hơn, hoặc dưới một nửa số đề nghị."


@dataclass(frozen=True)
class MoneyRow:
    """A row of a table; a part stands over its lines and has their sums."""

    number: str = ""
    content: str | Listing = ""
    agency: str = ""
    basis: str | Listing = ""
    source: str = ""
    planned: str = "–"
    appraised: str = "–"
    approved: str = "–"
    city: str = "–"
    outside: str = "–"
    note: str | Listing = ""
    is_part: bool = False


@dataclass(frozen=True)
class MoneyTable:
    """A numbered appendix; `note` says what an asterisk in it means."""

    number: str
    rows: list[MoneyRow] = field(default_factory=list)
    total: MoneyRow = field(default_factory=MoneyRow)
    note: str = ""


def calculation_of(line: BudgetLine) -> str:
    """Return quantity × unit price in words; empty for a lump sum."""
    if line.calculation is None:
        return ""
    quantity, unit, price = line.calculation
    return f"{figure(quantity)} {unit} × {grouped(price)}".replace("  ", " ")


def note_of(line: BudgetLine) -> str:
    """Return what is to be said of a line's amounts: marks and reasons."""
    told = [str(mark).capitalize() for mark in line.marks]
    if line.appraisal_reason:
        told.append(_("Thẩm định: %(reason)s") % {"reason": line.appraisal_reason})
    if line.approval_reason:
        told.append(_("Phê duyệt: %(reason)s") % {"reason": line.approval_reason})
    return "\n".join(told)


def amounts_of(found: Sums) -> dict[str, str]:
    """Return the sums as printed, with an asterisk where they hold a line that is far off."""
    return {
        "planned": shown(found.planned),
        "appraised": marked(found.appraised, found.appraised_apart),
        "approved": marked(found.approved, found.approved_apart),
    }


def by_payer(lines: Iterable[BudgetLine]) -> dict[str, str]:
    """Return what the City pays and what others pay, by what was last said of each line."""
    lines, found = list(lines), {"city": "–", "outside": "–"}
    for name, is_outside in (("city", False), ("outside", True)):
        own = [line.latest_amount for line in lines if line.is_outside_budget == is_outside]
        found[name] = grouped(sum(own)) if own else "–"
    return found


def line_rows(plan: AnnualPlan, lines: list[BudgetLine]) -> list[MoneyRow]:
    """Return a plan's lines; the word that it asks for no money where there is none."""
    if plan.without_budget:
        return [MoneyRow(content="Không đề nghị kinh phí", planned="0")]
    return [_line_row(str(number), line) for number, line in enumerate(lines, 1)]


def _line_row(number: str, line: BudgetLine) -> MoneyRow:
    category = f"\nKhoản mục: {line.category.name_vi}" if line.category else ""
    basis = "\n".join(filter(None, [calculation_of(line), line.basis]))
    return MoneyRow(
        number=number,
        content=Listing(f"{line.activity}{category}"),
        basis=Listing(basis),
        source=str(line.get_source_display()),
        note=Listing(note_of(line)),
        **amounts_of(line.sums),
    )


def part_row(number: str, content: str, found: Sums, lines: list[BudgetLine]) -> MoneyRow:
    """Return the row over the lines of a task or a group."""
    return MoneyRow(
        number=number, content=content, is_part=True, **amounts_of(found), **by_payer(lines)
    )


def total_row(found: Sums, lines: list[BudgetLine]) -> MoneyRow:
    return MoneyRow(**amounts_of(found), **by_payer(lines))


def table_note(lines: Iterable[BudgetLine]) -> str:
    """Return what the asterisks mean, where there are any."""
    found = sums(lines)
    return NOTE if found.appraised_apart or found.approved_apart else ""
