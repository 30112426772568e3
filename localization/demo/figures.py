"""What a made-up maker answers: amounts in triệu đồng, drawn from a seed."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from localization.models import FrameUnit
from localization.models.answers import AMOUNTS, VALUE_ADDED

SEED = 2869
ANSWERING = {"micro": 0.3, "small": 0.45, "medium": 0.6, "large": 0.75, "unknown": 0.4}
BOUGHT = {"micro": 400, "small": 4_000, "medium": 30_000, "large": 180_000, "unknown": 2_000}
# Of what a middling maker buys, how much comes from Viet Nam; none of it is real.
LOCAL = {
    "co-khi": 0.66,
    "dien-tu-cong-nghe-thong-tin": 0.47,
    "cao-su-nhua": 0.70,
    "che-bien-luong-thuc-thuc-pham": 0.84,
    "det-may": 0.50,
    "da-giay": 0.68,
}
FROM_FOREIGN_OWNED = 0.3  # of what is bought in Viet Nam
FOREIGN_OWNED_BUY_LESS = 0.12
LARGE_BUY_LESS = 0.06
A_YEAR = 0.012  # by which the share grows


class DemoMaker:
    """One unit of the frame, answering the same from the same seed."""

    def __init__(self, unit: FrameUnit) -> None:
        self.unit = unit
        self.random = Random(f"{SEED} {unit.wave.year} {unit.enterprise_id}")  # noqa: S311 -- demo
        self.answers = self.random.random() < ANSWERING[unit.size]

    def amounts(self, years: int) -> dict[str, Decimal]:
        """Return inputs by origin and value added's amounts, `years` after the first wave."""
        bought = BOUGHT[self.unit.size] * self.random.lognormvariate(0, 0.6)
        local = self._local_share(years)
        parts = (bought * 0.55, bought * 0.45, bought * 0.12)
        found = [amount for part in parts for amount in self._by_origin(part, local)]
        output = bought * self.random.uniform(1.6, 2.2)
        added = (output, output * 0.14, output * 0.08, output * 0.04, output * 0.06)
        return {
            name: Decimal(round(value))
            for name, value in zip((*AMOUNTS, *VALUE_ADDED), (*found, *added), strict=True)
        }

    def _local_share(self, years: int) -> float:
        share = LOCAL.get(self.unit.industry.slug, 0.6) + A_YEAR * years
        share -= FOREIGN_OWNED_BUY_LESS * (self.unit.ownership == FrameUnit.Ownership.FOREIGN)
        share -= LARGE_BUY_LESS * (self.unit.size == FrameUnit.Size.LARGE)
        return min(max(self.random.gauss(share, 0.09), 0.05), 0.98)

    def _by_origin(self, part: float, local: float) -> Iterator[float]:
        yield from (part * local * (1 - FROM_FOREIGN_OWNED), part * local * FROM_FOREIGN_OWNED)
        yield part * (1 - local)
