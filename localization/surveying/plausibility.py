"""What is odd in an answer: to be explained by whoever sends it, never a reason to refuse it.

Amounts are triệu đồng, shares per cent. Outliers are found by the modified z-score of Iglewicz and
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
MIN_PEERS = 8
MAX_Z_SCORE = 3.5  # modified z-score
_TO_SIGMA = 0.6745  # MAD of a normal distribution, in standard deviations
_MEAN_TO_SIGMA = 0.7979  # mean absolute deviation of one; used where the MAD is zero


@dataclass(frozen=True)
class ReportedValues:
    """The values of an answer; blank amounts are left out."""

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
    reported: ReportedValues,
    before: ReportedValues | None = None,
    year: int = 0,
    peers: Sequence[Decimal] = (),
) -> list[Remark]:
    """Return what is odd in an answer against an earlier `year`'s and its peers' shares."""
    found = [*_sums(reported), *_lines(reported), *_output(reported)]
    if before:
        found += _jumps(reported, before, year)
    if reported.share is not None and is_outlier(reported.share, peers):
        found.append(_outlier(reported, peers))
    return found


def is_outlier(share: Decimal, peers: Sequence[Decimal]) -> bool:
    """Whether a share lies far from those of at least eight others."""
    if len(peers) < MIN_PEERS:
        return False
    others = [float(peer) for peer in peers]
    middle = median(others)
    distance = abs(float(share) - middle)
    away = [abs(other - middle) for other in others]
    if spread := median(away):
        return _TO_SIGMA * distance / spread > MAX_Z_SCORE
    if spread := fmean(away):
        return _MEAN_TO_SIGMA * distance / spread > MAX_Z_SCORE
    return distance > JUMP  # all others report the very same


def _sums(reported: ReportedValues) -> Iterator[Remark]:
    for kind, total in reported.totals.items():
        parts = [amount for name, amount in reported.amounts.items() if name.startswith(kind)]
        if parts and abs(sum(parts) - total) > total * LEEWAY / 100:
            words = _("Các ô của dòng này cộng lại là %(sum)s, khác tổng đã ghi.")
            yield Remark(f"{kind}_total", words % {"sum": figure(sum(parts))})


def _lines(reported: ReportedValues) -> Iterator[Remark]:
    domestic = sum((line[0] for line in reported.lines), Decimal(0))
    imported = sum((line[1] for line in reported.lines), Decimal(0))
    rounding = reported.whole * LEEWAY / 100
    if max(domestic - reported.domestic, imported - reported.imported) > rounding:
        words = _(
            "Các dòng sản phẩm cộng lại (mua tại Việt Nam %(domestic)s, nhập khẩu %(imported)s) "
            "lớn hơn giá trị mua ở bảng trên (%(all_domestic)s và %(all_imported)s)."
        )
        numbers = {
            "domestic": domestic,
            "imported": imported,
            "all_domestic": reported.domestic,
            "all_imported": reported.imported,
        }
        yield Remark("lines", words % {name: figure(value) for name, value in numbers.items()})


def _output(reported: ReportedValues) -> Iterator[Remark]:
    output = reported.output.get("output")
    if output is None:
        return
    parts = sum(
        (reported.output.get(name, Decimal(0)) for name in PARTS_OF_OUTPUT), reported.domestic
    )
    if max(parts, reported.imported) > output:
        words = _(
            "Giá trị mua và các khoản chi phí, lợi nhuận lớn hơn giá trị sản phẩm xuất xưởng: tỷ "
            "lệ tính ra sẽ dưới 0 hoặc trên 100%."
        )
        yield Remark("output", words)


def _jumps(reported: ReportedValues, before: ReportedValues, year: int) -> Iterator[Remark]:
    if not (reported.whole and before.whole):
        return
    if abs(reported.share - before.share) > JUMP:
        words = _(
            "Tỷ lệ mua tại Việt Nam là %(now)s%%, năm %(year)d là %(before)s%%: chênh hơn "
            "%(jump)d điểm phần trăm."
        )
        shares = {"now": _in_tenths(reported.share), "before": _in_tenths(before.share)}
        yield Remark(_moved_most(reported, before), words % {**shares, "year": year, "jump": JUMP})
    if max(reported.whole / before.whole, before.whole / reported.whole) > FACTOR:
        words = _("Tổng giá trị mua là %(now)s, năm %(year)d là %(before)s triệu đồng.")
        sums = {"now": figure(reported.whole), "before": figure(before.whole)}
        yield Remark(f"{_largest_kind(reported)}_total", words % {**sums, "year": year})


def _moved_most(reported: ReportedValues, before: ReportedValues) -> str:
    """Return the amount whose part of the whole has changed most."""

    def moved(name: str) -> Decimal:
        old = before.amounts.get(name, Decimal(0)) / before.whole
        return abs(reported.amounts.get(name, Decimal(0)) / reported.whole - old)

    return max((*DOMESTIC, *IMPORTED), key=moved)


def _largest_kind(reported: ReportedValues) -> str:
    names = (*DOMESTIC, *IMPORTED)
    return max(COUNTED, key=lambda kind: reported.sum_of([n for n in names if n.startswith(kind)]))


def _outlier(reported: ReportedValues, peers: Sequence[Decimal]) -> Remark:
    middle = Decimal(str(median(peers)))
    words = _(
        "Tỷ lệ mua tại Việt Nam là %(share)s%%, khác hẳn các doanh nghiệp cùng ngành đã trả lời "
        "(mức giữa là %(middle)s%%)."
    )
    names = IMPORTED if reported.share < middle else DOMESTIC
    place = max(names, key=lambda name: reported.amounts.get(name, Decimal(0)))
    numbers = {"share": _in_tenths(reported.share), "middle": _in_tenths(middle)}
    return Remark(place, words % numbers)


def _in_tenths(percent: Decimal) -> str:
    return figure(percent.quantize(Decimal("0.1")))
