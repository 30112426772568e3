"""From the answers of a wave to the cells of its tables, and again from what was stored."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from accounts.models import User
from localization.estimating import disclosure, estimator
from localization.estimating.disclosure import WHOLE, CellContribution, Key
from localization.estimating.estimator import SIZES, RateEstimate, Sample, weights
from localization.estimating.formulas import FORMULAS, Formula
from localization.models import Answer, Cell, Estimate, FrameUnit, Method, Wave

OWNERSHIPS = tuple(FrameUnit.Ownership.values)
Row = dict[str, Any]  # a unit of the frame, with the `amounts` of its answer as strings
# Each table: the code of a row in it, and the order of its codes.
TABLES: dict[str, tuple[Callable[[Row], str], Callable[[str], int]]] = {
    "subsector": (lambda row: str(row["subsector"] or ""), lambda code: int(code or 0)),
    "ownership": (lambda row: row["ownership"], OWNERSHIPS.index),
    "size": (lambda row: row["size"], SIZES.index),
}
PLACES = ("pk", "industry", "subsector", "size", "ownership", "owner", "answer__state")


def read_rows(wave: Wave, method: Method) -> list[Row]:
    """Return every enterprise that the wave asks, with the amounts of its answer where it was sent.

    Amounts are strings, so that they are stored exactly.
    """
    amounts = FORMULAS[method.kind].amounts
    units = FrameUnit.objects.filter(wave=wave).order_by("industry__position", "industry", "pk")
    rows = units.values_list(*PLACES, *(f"answer__{name}" for name in amounts))
    return [_row(row, amounts) for row in rows.iterator()]


def _row(row: tuple[Any, ...], amounts: Sequence[str]) -> Row:
    unit, industry, subsector, size, ownership, owner, state, *values = row
    found: Row = {
        **{"unit": unit, "industry": industry, "subsector": subsector},
        **{"size": size, "ownership": ownership, "owner": owner},
    }
    if state == Answer.State.SUBMITTED and None not in values:
        found["amounts"] = dict(zip(amounts, map(str, values), strict=True))
    return found


@dataclass(frozen=True)
class IndustryRows:
    """One industry's rows: those asked, and among them those whose answer can be used."""

    industry: int
    rows: Sequence[Row]
    formula: Formula

    @cached_property
    def answers(self) -> list[Row]:
        return [row for row in self.rows if "amounts" in row]

    @cached_property
    def sample(self) -> Sample:
        sides = [self.formula.sides(_decimals(row["amounts"])) for row in self.answers]
        y, x = np.array(sides, dtype=float).reshape(-1, 2).T
        sizes = [row["size"] for row in self.answers]
        return Sample(Counter(row["size"] for row in self.rows), sizes, y, x)

    @cached_property
    def tables(self) -> list[str]:
        """Tables that divide the industry; without subsectors there is none of them."""
        has_subsectors = any(row["subsector"] for row in self.rows)
        return [table for table in TABLES if table != "subsector" or has_subsectors]

    @cached_property
    def keys(self) -> list[Key]:
        """The whole, then the cells of each table in their order."""
        found = [WHOLE]
        for table in self.tables:
            code_of, order = TABLES[table]
            codes = sorted({code_of(row) for row in self.rows}, key=order)
            found += [(table, code) for code in codes]
        return found

    def of(self, key: Key, rows: Sequence[Row]) -> NDArray[np.bool_]:
        """Return which of the rows a cell counts."""
        if key == WHOLE:
            return np.ones(len(rows), dtype=bool)
        table, code = key
        return np.array([TABLES[table][0](row) == code for row in rows], dtype=bool)

    def estimates(self, seed: int, replicates: int) -> dict[Key, RateEstimate]:
        """Return each cell's estimate, from a seed that is the industry's own."""
        groups = {key: self.of(key, self.answers) for key in self.keys}
        return estimator.estimate(self.sample, groups, [seed, self.industry], replicates)

    @cached_property
    def parts(self) -> list[CellContribution | None]:
        """What each answer adds to the denominators; None for those that add nothing."""
        counted = zip(self.answers, self.sample.x, weights(self.sample), strict=True)
        return [
            CellContribution(
                row["owner"], x, weight, tuple(TABLES[table][0](row) for table in self.tables)
            )
            if x > 0
            else None
            for row, x, weight in counted
        ]

    def parts_of(self, key: Key) -> list[CellContribution]:
        counted = zip(self.of(key, self.answers), self.parts, strict=True)
        return [part for inside, part in counted if inside and part]

    def cells(self, seed: int, replicates: int) -> Iterator[Cell]:
        estimates = self.estimates(seed, replicates)
        reasons = self._withheld(estimates)
        for key in self.keys:
            parts, found, (table, code) = self.parts_of(key), estimates[key], key
            yield Cell(
                industry_id=self.industry,
                table=table,
                code=code,
                subsector_id=int(code) if table == "subsector" and code else None,
                **{"percent": found.percent, "low": found.low, "high": found.high},
                frame=int(self.of(key, self.rows).sum()),
                answers=int(self.of(key, self.answers).sum()),
                owners=disclosure.owners(parts),
                largest_share=_share(disclosure.largest_share(parts)),
                withheld=reasons.get(key, ""),
            )

    def _withheld(self, estimates: dict[Key, RateEstimate]) -> dict[Key, str]:
        without = [key for key in self.keys if estimates[key].percent is None]
        reasons = {key: self._reason_without_rate(key) for key in without}
        return disclosure.withheld(self.parts_of(WHOLE), self.tables, reasons)

    def _reason_without_rate(self, key: Key) -> str:
        parts = self.parts_of(key)
        if not parts and self.of(key, self.answers).any():
            return Cell.Withheld.NO_RATE.value
        return disclosure.reason(parts) or Cell.Withheld.NO_RATE.value


def cells_of(estimate: Estimate) -> list[Cell]:
    """Return all cells, from the stored rows, seed and number of replicates; not saved."""
    by_industry: dict[int, list[Row]] = {}
    for row in estimate.inputs:
        by_industry.setdefault(row["industry"], []).append(row)
    formula = FORMULAS[estimate.method.kind]
    return [
        cell
        for industry, rows in by_industry.items()
        for cell in IndustryRows(industry, rows, formula).cells(estimate.seed, estimate.replicates)
    ]


@transaction.atomic
def compute(estimate: Estimate, by: User | None) -> Estimate:
    """Read the answers, store them, and write the cells; `estimate` has wave, method and seed."""
    estimate.full_clean()
    estimate.inputs = read_rows(estimate.wave, estimate.method)
    estimate.computed_by = estimate._history_user = by
    estimate.save()
    cells = cells_of(estimate)
    for cell in cells:
        cell.estimate = estimate
    Cell.objects.bulk_create(cells)
    return estimate


STORED = ("percent", "low", "high", "frame", "answers", "owners", "largest_share", "withheld")


def differences(estimate: Estimate) -> list[Cell]:
    """Return stored cells that the stored rows do not reproduce to the digit."""
    again = {_place(cell): cell for cell in cells_of(estimate)}
    stored = list(estimate.cells.select_related("industry", "subsector"))
    wrong = [cell for cell in stored if not _same(cell, again.pop(_place(cell), None))]
    return wrong + list(again.values())


def _place(cell: Cell) -> tuple[int, str, str]:
    return cell.industry_id, cell.table, cell.code


def _same(cell: Cell, other: Cell | None) -> bool:
    return other is not None and all(getattr(cell, name) == getattr(other, name) for name in STORED)


def _decimals(amounts: dict[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(amount) for name, amount in amounts.items()}


def _share(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(share).quantize(Decimal("0.0001"))
