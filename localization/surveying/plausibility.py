"""What is odd in an answer: to be explained by whoever sends it, never to keep it from counting.

Amounts are triệu đồng, shares per cent. Outliers are told by the modified z-score of Iglewicz and
Hoaglin (How to Detect and Handle Outliers, 1993), from the median absolute deviation.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import fmean, median

from django.utils.translation import gettext as _

from core.templatetags.formatting import figure

COUNTED = ("materials", "components")  # kinds of inputs that are in the formulas
DOMESTIC = tuple(f"{kind}_{origin}" for kind in COUNTED for origin in ("local", "foreign"))
IMPORTED = tuple(f"{kind}_imported" for kind in COUNTED)
PARTS_OF_OUTPUT = ("labour", "overhead", "other_costs", "profit")

LEEWAY = Decimal("0.1")  # per cent points by which shares may miss 100
JUMP = 20  # per cent points from one answer to the next
FACTOR = 3  # by which the whole may grow or shrink
FEWEST_PEERS = 8
FARTHEST = 3.5  # modified z-score
_TO_SIGMA = 0.6745  # MAD of a normal distribution, in standard deviations
_MEAN_TO_SIGMA = 0.7979  # mean absolute deviation of one; used where the MAD is zero


@dataclass(frozen=True)
class Said:
    """What an answer says; amounts that it does not tell are left out."""

    amounts: Mapping[str, Decimal]
    totals: Mapping[str, Decimal] = field(default_factory=dict)  # by kind, as they were typed
    output: Mapping[str, Decimal] = field(default_factory=dict)  # the output and its parts
    lines: Sequence[tuple[Decimal, Decimal]] = ()  # bought in Viet Nam, imported

    def sum_of(self, names: Sequence[str]) -> Decimal:
        return sum((self.amounts.get(name, Decimal(0)) for name in names), Decimal(0))

    @property
    def domestic(self) -> Decimal:
        return self.sum_of(DOMESTIC)

    @property
    def imported(self) -> Decimal:
        return self.sum_of(IMPORTED)

    @property
    def whole(self) -> Decimal:
        return self.domestic + self.imported

    @property
    def share(self) -> Decimal | None:
        """Per cent of materials and components that was bought in Viet Nam."""
        return 100 * self.domestic / self.whole if self.whole else None


@dataclass(frozen=True)
class Remark:
    """Something odd: at which field of the form, and what."""

    field: str
    text: str


def adds_up(percents: Sequence[Decimal]) -> bool:
    """Whether shares of one kind come to 100, as exactly as people round."""
    return abs(sum(percents) - 100) <= LEEWAY


def are_shares(percents: Sequence[Decimal]) -> bool:
    """Whether these are the parts of a whole, none of them more than it."""
    return max(percents) <= 100 and adds_up(percents)


def remarks(
    said: Said, before: Said | None = None, year: int = 0, peers: Sequence[Decimal] = ()
) -> list[Remark]:
    """All that is odd in an answer beside the one of an earlier `year` and its peers' shares."""
    found = [*_sums(said), *_lines(said), *_output(said)]
    if before:
        found += _jumps(said, before, year)
    if said.share is not None and is_outlier(said.share, peers):
        found.append(_outlier(said, peers))
    return found


def is_outlier(share: Decimal, peers: Sequence[Decimal]) -> bool:
    """Whether a share lies far from those of at least eight others."""
    if len(peers) < FEWEST_PEERS:
        return False
    others = [float(peer) for peer in peers]
    middle = median(others)
    distance = abs(float(share) - middle)
    away = [abs(other - middle) for other in others]
    if spread := median(away):
        return _TO_SIGMA * distance / spread > FARTHEST
    if spread := fmean(away):
        return _MEAN_TO_SIGMA * distance / spread > FARTHEST
    return distance > JUMP  # all others say the very same


def _sums(said: Said) -> Iterator[Remark]:
    for kind, total in said.totals.items():
        parts = [amount for name, amount in said.amounts.items() if name.startswith(kind)]
        if parts and abs(sum(parts) - total) > total * LEEWAY / 100:
            words = _("Các ô của dòng này cộng lại là %(sum)s, khác tổng đã ghi.")
            yield Remark(f"{kind}_total", words % {"sum": figure(sum(parts))})


def _lines(said: Said) -> Iterator[Remark]:
    domestic = sum((line[0] for line in said.lines), Decimal(0))
    imported = sum((line[1] for line in said.lines), Decimal(0))
    rounding = said.whole * LEEWAY / 100
    if max(domestic - said.domestic, imported - said.imported) > rounding:
        words = _(
            "Các dòng sản phẩm cộng lại (mua tại Việt Nam %(domestic)s, nhập khẩu %(imported)s) "
            "lớn hơn giá trị mua ở bảng trên (%(all_domestic)s và %(all_imported)s)."
        )
        numbers = {
            "domestic": domestic,
            "imported": imported,
            "all_domestic": said.domestic,
            "all_imported": said.imported,
        }
        yield Remark("lines", words % {name: figure(value) for name, value in numbers.items()})


def _output(said: Said) -> Iterator[Remark]:
    output = said.output.get("output")
    if output is None:
        return
    parts = sum((said.output.get(name, Decimal(0)) for name in PARTS_OF_OUTPUT), said.domestic)
    if max(parts, said.imported) > output:
        words = _(
            "Giá trị mua và các khoản chi phí, lợi nhuận lớn hơn giá trị sản phẩm xuất xưởng: tỷ "
            "lệ tính ra sẽ dưới 0 hoặc trên 100%."
        )
        yield Remark("output", words)


def _jumps(said: Said, before: Said, year: int) -> Iterator[Remark]:
    if not (said.whole and before.whole):
        return
    if abs(said.share - before.share) > JUMP:
        words = _(
            "Tỷ lệ mua tại Việt Nam là %(now)s%%, năm %(year)d là %(before)s%%: chênh hơn "
            "%(jump)d điểm phần trăm."
        )
        shares = {"now": _in_tenths(said.share), "before": _in_tenths(before.share)}
        yield Remark(_moved_most(said, before), words % {**shares, "year": year, "jump": JUMP})
    if max(said.whole / before.whole, before.whole / said.whole) > FACTOR:
        words = _("Tổng giá trị mua là %(now)s, năm %(year)d là %(before)s triệu đồng.")
        sums = {"now": figure(said.whole), "before": figure(before.whole)}
        yield Remark(f"{_largest_kind(said)}_total", words % {**sums, "year": year})


def _moved_most(said: Said, before: Said) -> str:
    """The amount whose part of the whole has changed most."""

    def moved(name: str) -> Decimal:
        old = before.amounts.get(name, Decimal(0)) / before.whole
        return abs(said.amounts.get(name, Decimal(0)) / said.whole - old)

    return max((*DOMESTIC, *IMPORTED), key=moved)


def _largest_kind(said: Said) -> str:
    names = (*DOMESTIC, *IMPORTED)
    return max(COUNTED, key=lambda kind: said.sum_of([n for n in names if n.startswith(kind)]))


def _outlier(said: Said, peers: Sequence[Decimal]) -> Remark:
    middle = Decimal(str(median(peers)))
    words = _(
        "Tỷ lệ mua tại Việt Nam là %(share)s%%, khác hẳn các doanh nghiệp cùng ngành đã trả lời "
        "(mức giữa là %(middle)s%%)."
    )
    names = IMPORTED if said.share < middle else DOMESTIC
    place = max(names, key=lambda name: said.amounts.get(name, Decimal(0)))
    numbers = {"share": _in_tenths(said.share), "middle": _in_tenths(middle)}
    return Remark(place, words % numbers)


def _in_tenths(percent: Decimal) -> str:
    return figure(percent.quantize(Decimal("0.1")))
