"""Which products each task owes in which year, and how each of them stands.

What is owed follows from the task's years, as quarterly reports do, and is stored nowhere: the lead
of a task in force owes each product by the end of each year in which the task has something to do,
from the year in which reporting on the programme began here. A cell in doubt obliges nobody.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from programme.models import Agency, Deliverable, Filing, OpenCell, Programme, Task
from programme.models.filings import Key, key_of
from programme.periods import Period, PeriodKind
from programme.reporting.obligations import Obligations

Cell = OpenCell.Cell


class Standing(models.TextChoices):
    """How a product of a year stands."""

    DUE = "due", _("Đến hạn trong năm")
    MISSING = "missing", _("Chưa nộp")
    FILED = "filed", _("Đã nộp, chờ xác nhận")
    RETURNED = "returned", _("Trả lại để bổ sung")
    CONFIRMED = "confirmed", _("Đã nộp")
    NOT_REQUIRED = "not_required", _("Năm này không yêu cầu")


@dataclass(frozen=True)
class OwedProduct:
    """One product of one task for one year, and what was handed in of it."""

    task: Task
    deliverable: Deliverable
    year: int
    agency: Agency | None  # the lead, where it is known for certain
    filings: list[Filing] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return key_of(self.task, self.deliverable, self.year)

    @property
    def deadline(self) -> date:
        """The last day of its year."""
        return date(self.year, 12, 31)

    @property
    def confirmed(self) -> Filing | None:
        """What the Department has confirmed and no correction has replaced."""
        public = (each for each in self.filings if each.state == Filing.State.CONFIRMED)
        return next(public, None)

    def standing(self, today: date) -> Standing:
        """How it stands on a day: confirmed, as handed in last, or still to come."""
        if self.confirmed:
            return Standing.NOT_REQUIRED if self.confirmed.not_required else Standing.CONFIRMED
        if self.filings:
            return Standing(self.filings[-1].state)
        return Standing.DUE if today <= self.deadline else Standing.MISSING

    def is_missing(self, today: date) -> bool:
        """Whether its year is over and its agency has not handed it in, or was asked for more."""
        late = today > self.deadline
        return late and self.standing(today) in (Standing.MISSING, Standing.RETURNED)


class Products:
    """The products of one programme's tasks, read in a constant number of queries."""

    def __init__(
        self,
        programme: Programme,
        today: date | None = None,
        obligations: Obligations | None = None,
    ) -> None:
        self.programme, self.today = programme, today or localdate()
        self._obligations = obligations

    @cached_property
    def obligations(self) -> Obligations:
        return self._obligations or Obligations(self.programme)

    @cached_property
    def filings(self) -> dict[Key, list[Filing]]:
        """What was handed in, by product and year, the latest last."""
        found = defaultdict(list)
        for each in Filing.objects.of(self.programme).current().order_by("pk"):
            found[each.key].append(each)
        return found

    @property
    def years(self) -> range:
        """The programme's years that have begun."""
        return range(self.programme.first_year, min(self.programme.last_year, self.today.year) + 1)

    def owed(self, years: Iterable[int] | None = None) -> list[OwedProduct]:
        """Those that are asked for here, of years that have begun, in the Appendix's order."""
        if not self.programme.reports_from:
            return []
        asked = self.obligations.asked
        of = set(self.years if years is None else years) & set(self.years)
        return [
            product
            for year in sorted(of)
            for product in self._products(year, [q for q in _quarters(year) if q in asked])
            if product.agency and Cell.DELIVERABLE not in product.task.open_by_cell
        ]

    def product(self, deliverable: Deliverable, year: int) -> OwedProduct | None:
        """Return what may be handed in for the year; None where the task has nothing to do then."""
        asked = key_of(deliverable.task, deliverable, year)
        known = self._products(year, _quarters(year)) if year in self.years else []
        return next((each for each in known if each.key == asked), None)

    def led_by(self, agencies: set[int]) -> set[int]:
        """Ids of the deliverables of which one of these agencies is the lead in some year."""
        return {
            product.deliverable.pk
            for year in self.years
            for product in self._products(year, _quarters(year))
            if product.agency and product.agency.pk in agencies
        }

    def _products(self, year: int, quarters: list[Period]) -> list[OwedProduct]:
        """Return what tasks with something to do in one of these quarters produce in the year.

        Wording and lead are those of the last of them.
        """
        found: dict[Key, OwedProduct] = {}
        for quarter in quarters:
            for task in self.obligations.due(quarter):
                lead = self.obligations.lead_of(task, quarter)
                for deliverable in task.deliverables.all():
                    key = key_of(task, deliverable, year)
                    filings = self.filings.get(key, [])
                    found[key] = OwedProduct(task, deliverable, year, lead, filings)
        return sorted(found.values(), key=_place)


def _place(product: OwedProduct) -> tuple:
    return (product.task.group.number, product.task.position, product.deliverable.position)


def _quarters(year: int) -> list[Period]:
    return Period(year, 1, PeriodKind.YEAR).quarters


def owed_by(agencies: set[int] | None, today: date) -> list[OwedProduct]:
    """Return what these agencies (None: all) have yet to hand in, on all programmes."""
    if agencies is not None and not agencies:
        return []
    return [
        product
        for programme in Programme.objects.reporting()
        for product in Products(programme, today).owed()
        if product.standing(today) in (Standing.DUE, Standing.MISSING)
        and (agencies is None or product.agency.pk in agencies)
    ]
