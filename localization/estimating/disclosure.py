"""Which cells of an industry's tables are withheld, so that nobody learns one owner's figures.

The whole is divided by three one-way tables (subsector, ownership, size). We reckon with a reader
who knows the totals of every published cell exactly, and which groups of makers there are.

- A cell is withheld that rests on fewer than five owners, or of whose denominator one owner has
  more than 70%, weighted or not.
- With it the next smallest of its table, until what is withheld together would pass that rule and
  is at least two cells. So the whole less what is published does not give a cell away.
- Then further cells, while published cells of several tables together still give away a withheld
  cell, or a crossing of tables that would not pass.
- Where the whole does not pass, all is withheld.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

MIN_OWNERS = 5
MAX_SHARE = 0.70
FEW, DOMINATED, COMPLEMENT = "few", "dominated", "complement"
WHOLE = ("whole", "")
Floats = NDArray[np.floating]
Key = tuple[str, str]  # the table and the code of a cell


@dataclass(frozen=True)
class CellContribution:
    """What one answer adds to the tables; answers that add nothing are left out before."""

    owner: str
    x: float  # the denominator in triệu đồng, above 0
    weight: float
    codes: tuple[str, ...]  # where it is counted, one code in each table


def owners(parts: Iterable[CellContribution]) -> int:
    return len({part.owner for part in parts})


def largest_share(parts: Sequence[CellContribution]) -> float | None:
    """Return the largest owner's share of the denominator, weighted or not, whichever is larger."""
    plain = _share(parts, lambda part: part.x)
    weighted = _share(parts, lambda part: part.x * part.weight)
    return None if plain is None or weighted is None else max(plain, weighted)


def reason(parts: Sequence[CellContribution]) -> str:
    """Why a cell of these answers may not be shown on its own; empty if it may."""
    if owners(parts) < MIN_OWNERS:
        return FEW
    share = largest_share(parts)
    return DOMINATED if share is not None and share > MAX_SHARE else ""


def withheld(
    parts: Sequence[CellContribution], tables: Sequence[str], without_rate: Mapping[Key, str]
) -> dict[Key, str]:
    """Why each cell is withheld, for those that are; `without_rate` have none to show anyway."""
    return Tables(parts, tables, dict(without_rate)).protected()


@dataclass
class Tables:
    """An industry's tables while it is being decided what of them is withheld."""

    parts: Sequence[CellContribution]
    tables: Sequence[str]
    reasons: dict[Key, str]

    @cached_property
    def cells(self) -> dict[Key, list[CellContribution]]:
        found: dict[Key, list[CellContribution]] = {}
        for part in self.parts:
            for key in zip(self.tables, part.codes, strict=True):
                found.setdefault(key, []).append(part)
        return found

    @property
    def shown(self) -> list[Key]:
        return [key for key in self.cells if key not in self.reasons]

    def protected(self) -> dict[Key, str]:
        """Why each cell is withheld, for those that are."""
        self.reasons |= {key: why for key, parts in self.cells.items() if (why := reason(parts))}
        whole = self.reasons.get(WHOLE) or reason(self.parts)
        if whole:
            return {**dict.fromkeys(self.cells, COMPLEMENT), **self.reasons, WHOLE: whole}
        self._cover()
        while exposing := self._exposing():
            self._withhold_smallest(exposing)
            self._cover()
        return self.reasons

    def _cover(self) -> None:
        """Withhold the next smallest cells of each table until its total gives nothing away."""
        for table in self.tables:
            while not self._is_covered(table) and (shown := self._shown_of(table)):
                self._withhold_smallest(shown)

    def _is_covered(self, table: str) -> bool:
        hidden = [self.cells[key] for key in self.cells if key[0] == table and key in self.reasons]
        return not hidden or (len(hidden) > 1 and not reason(list(chain(*hidden))))

    def _shown_of(self, table: str) -> list[Key]:
        return [key for key in self.shown if key[0] == table]

    def _withhold_smallest(self, among: Iterable[Key]) -> None:
        smallest = min(among, key=lambda key: (_total(self.cells[key]), key))
        self.reasons[smallest] = COMPLEMENT

    def _exposing(self) -> list[Key]:
        """Return published cells from which, with the whole, something follows that must not."""
        shown = [key for key in self.shown if not self._row(self.cells[key]).all()]
        known = np.array([self._row(self.parts), *(self._row(self.cells[key]) for key in shown)])
        for secret in self._secrets():
            used = _combination(known, self._row(secret))
            if used is not None:
                return [key for key, part in zip(shown, used[1:], strict=True) if abs(part) > 1e-6]
        return []

    def _secrets(self) -> list[list[CellContribution]]:
        """Withheld cells, and crossings of tables that may not be shown on their own."""
        found = [parts for key, parts in self.cells.items() if key in self.reasons]
        found += [parts for parts in self._crossings if reason(parts)]
        return [parts for parts in found if not self._row(parts).all()]

    @cached_property
    def _crossings(self) -> list[list[CellContribution]]:
        crossed: dict[tuple[tuple[int, ...], tuple[str, ...]], list[CellContribution]] = {}
        for count in range(2, len(self.tables) + 1):
            for chosen in combinations(range(len(self.tables)), count):
                for part in self.parts:
                    codes = tuple(part.codes[i] for i in chosen)
                    crossed.setdefault((chosen, codes), []).append(part)
        return list(crossed.values())

    @cached_property
    def _finest(self) -> list[tuple[str, ...]]:
        return sorted({part.codes for part in self.parts})

    def _row(self, parts: Iterable[CellContribution]) -> Floats:
        """Of which of the finest groups these answers are made, as ones and zeros."""
        inside = {part.codes for part in parts}
        return np.array([float(codes in inside) for codes in self._finest])


def _combination(known: Floats, secret: Floats) -> Floats | None:
    """How much of each known row makes the secret one; None where they do not determine it."""
    found = np.linalg.lstsq(known.T, secret, rcond=None)[0]
    return found if np.allclose(known.T @ found, secret, atol=1e-6) else None


def _total(parts: Iterable[CellContribution]) -> float:
    return sum(part.x * part.weight for part in parts)


def _share(
    parts: Iterable[CellContribution], amount: Callable[[CellContribution], float]
) -> float | None:
    sums: dict[str, float] = {}
    for part in parts:
        sums[part.owner] = sums.get(part.owner, 0) + amount(part)
    whole = sum(sums.values())
    return max(sums.values()) / whole if whole else None
