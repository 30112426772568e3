"""Figures in a request, such as 'máy dập 400 tấn': what a machine must at least be able to do."""

import re
from collections.abc import Iterable
from decimal import Decimal

from catalogue import units
from catalogue.models import MachineKind
from enterprises.search.codes import machine_code

# A tonne is a force on a press and a mass in a furnace: the machine's own unit decides.
_UNITS = {
    **dict.fromkeys("tan t ton tons tonne tonnes".split(), ("tonne_force", "tonne")),
    "kn": ("kn",),
    "kw": ("kw",),
    "mm": ("mm",),
}
_GLUED = re.compile(rf"(\d+)({'|'.join(sorted(_UNITS, key=len, reverse=True))})?")


def figure_at(words: list[str], at: int) -> tuple[int, Decimal, str] | None:
    """Return how many words a number and unit take here ('1 300 tan', '400t'), and both read."""
    digits = ""
    for place, word in enumerate(words[at : at + 4], start=at):
        glued = _GLUED.fullmatch(word)
        if glued and (not digits or len(glued[1]) == 3):
            digits += glued[1]
            if glued[2]:
                return place + 1 - at, Decimal(digits), glued[2]
        elif digits and word in _UNITS:
            return place + 1 - at, Decimal(digits), word
        else:
            return None
    return None


def minimum_codes(number: Decimal, unit: str, kinds: Iterable[MachineKind]) -> frozenset[str]:
    """Return for each kind measured so the code of the highest minimum the number reaches."""
    codes = set()
    for kind in kinds:
        figure = _converted(number, unit, kind.unit)
        reached = [step for step in kind.minimums if figure is not None and step <= figure]
        if reached:
            codes.add(machine_code(kind.pk, reached[-1]))
    return frozenset(codes)


def _converted(number: Decimal, unit: str, own: str) -> Decimal | None:
    for given in _UNITS[unit] if own else ():
        if units.UNITS[given].dimension == units.UNITS[own].dimension:
            return units.from_base(units.to_base(number, given), own)
    return None
