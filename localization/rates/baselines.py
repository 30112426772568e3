"""From which rate an industry's increases count, and to which level they then lead.

Percentages throughout. Decision 2869 gives increases alone; where another source gives levels for
the same years, level minus increase implies a baseline in percentage points. That is an inference,
and pages call it so until staff confirm a baseline.
"""

from collections.abc import Mapping
from decimal import Decimal

POINTS, RELATIVE = "points", "relative"


def differences(
    increases: Mapping[int, Decimal], levels: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """Level minus increase for each year that has both."""
    return {year: levels[year] - increases[year] for year in increases if year in levels}


def implied(increases: Mapping[int, Decimal], levels: Mapping[int, Decimal]) -> Decimal | None:
    """Return the baseline that every year implies; None where years disagree or none has both."""
    found = set(differences(increases, levels).values())
    return found.pop() if len(found) == 1 else None


def level_after(baseline: Decimal, increase: Decimal, basis: str) -> Decimal:
    """Return the level to which an increase leads: in points, or relative to the baseline."""
    if basis == RELATIVE:
        return baseline * (100 + increase) / 100
    return baseline + increase
