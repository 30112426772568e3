"""Which amounts of an answer a formula compares; all in triệu đồng."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from localization.models import Method

LOCAL = ("materials_local", "materials_foreign", "components_local", "components_foreign")
IMPORTED = ("materials_imported", "components_imported")


@dataclass(frozen=True)
class Formula:
    """The rate is (plus - minus) / whole."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    whole: tuple[str, ...]

    @property
    def amounts(self) -> tuple[str, ...]:
        """The amounts that an answer must have to be used, each once."""
        return tuple(dict.fromkeys(self.plus + self.minus + self.whole))

    def sides(self, amounts: Mapping[str, Decimal]) -> tuple[Decimal, Decimal]:
        """Return what counts as local, and what it is compared with."""
        plus, minus, whole = (
            sum((amounts[name] for name in names), Decimal(0))
            for names in (self.plus, self.minus, self.whole)
        )
        return plus - minus, whole


FORMULAS: dict[str, Formula] = {
    Method.Kind.PROCUREMENT: Formula(LOCAL, (), LOCAL + IMPORTED),
    Method.Kind.DIRECT: Formula(
        (*LOCAL, "labour", "overhead", "other_costs", "profit"), (), ("output",)
    ),
    Method.Kind.INDIRECT: Formula(("output",), IMPORTED, ("output",)),
}
