"""How much of a budget does not come from the City (sections IV.2 and IV.3 of the Decision)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.templatetags.formatting import figure
from programme.models import BudgetLine
from programme.money import in_dong


@dataclass(frozen=True)
class Outside:
    """Money of other sources beside all money, in đồng, by what was last said of each line."""

    outside: int
    total: int

    @property
    def per_cent(self) -> Decimal | None:
        """The share to one decimal; None where there is no money at all."""
        if not self.total:
            return None
        share = Decimal(100 * self.outside) / self.total
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    def __str__(self) -> str:
        if self.per_cent is None:
            return in_dong(self.outside)
        return f"{in_dong(self.outside)} ({figure(self.per_cent)}%)"


def outside_of(lines: Iterable[BudgetLine]) -> Outside | None:
    """Add up what others than the City pay; None where nobody has written a line."""
    amounts = [(line.latest_amount, line.is_outside_budget) for line in lines]
    if not amounts:
        return None
    return Outside(sum(amount for amount, out in amounts if out), sum(a for a, _out in amounts))


def share_outside(lines: Iterable[BudgetLine]) -> str:
    """Return the same in words; a dash where nobody has written a line."""
    return str(outside_of(lines) or "–")
