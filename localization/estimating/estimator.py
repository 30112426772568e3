"""The localization rate of one industry, estimated from those of its enterprises that answered.

Rate. For enterprise i, y_i is what counts as local and x_i what it is compared with, both in
triệu đồng (the formula says which amounts these are). The rate of the industry is Σy / Σx over all
its enterprises; it is estimated by the ratio of weighted sums over the n that answered,

    R = Σ w_i y_i / Σ w_i x_i                       (Cochran, Sampling Techniques, 3rd ed., ch. 6)

Weights. Enterprises of one size class that did not answer are taken to be like those that did:
w_i = N_h / n_h, with N_h enterprises asked and n_h answers in the class h (weighting within
classes; Cochran, ch. 13). Classes with fewer than two answers are joined with a neighbour.

Groups. The rate of a group of makers (a subsector, an ownership, a size) is the same ratio over
its answers, with the same weights and the same replicates.

Interval. Rescaled bootstrap for stratified samples (Rao, Wu and Yue 1992, Survey Methodology
18(2), 209-217): in each replicate n_h - 1 answers of class h are drawn with replacement, and an
answer that was drawn t times weighs w_i · t · n_h / (n_h - 1). The interval lies between the 2.5th
and the 97.5th percentile of the replicates' rates. There is no correction for a finite population:
who answers is not drawn by us, and with it the intervals cover too seldom (docs/decisions/0007).
The interval covers nothing but that not everybody answered; where all did there is none.

Nothing here knows of databases: numbers in, numbers out, the same to the digit from the same seed.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
K = TypeVar("K", bound=Hashable)
SIZES = ("micro", "small", "medium", "large", "unknown")
MIN_ANSWERS = 2  # answers in a class: one alone says nothing of how answers differ
TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Sample:
    """One industry: how many enterprises were asked, and what n of them answered."""

    frame: Mapping[str, int]  # N: enterprises asked, by size class
    sizes: Sequence[str]  # (n,) size class of each answer
    y: Floats  # (n,) what counts as local, triệu đồng
    x: Floats  # (n,) what it is compared with, triệu đồng


@dataclass(frozen=True)
class RateEstimate:
    """A rate in per cent with its 95% interval; None where there is none."""

    percent: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def estimate(
    sample: Sample,
    groups: Mapping[K, NDArray[np.bool_]],
    seed: int | Sequence[int],
    replicates: int,
) -> dict[K, RateEstimate]:
    """Return the rate of each group; a group is an (n,) array that is true for its answers."""
    point, counted = weights(sample), is_counted_in_full(sample)
    drawn = replicate_weights(sample, seed, replicates)
    found: dict[K, RateEstimate] = {}
    for key, members in groups.items():
        y, x, own = sample.y[members], sample.x[members], drawn[:, members]
        whole = float(point[members] @ y), float(point[members] @ x)
        rate = ratio_estimate(*whole, own @ y, own @ x)
        found[key] = RateEstimate(rate.percent) if counted[members].all() else rate
    return found


def classes(sample: Sample) -> list[tuple[str, ...]]:
    """Return size classes, joined upward until each has two answers; a rest joins the last.

    The order is micro, small, medium, large, unknown.
    """
    joined: list[tuple[str, ...]] = []
    waiting: tuple[str, ...] = ()
    for size in SIZES:
        waiting += (size,)
        if _answers(sample, waiting) >= MIN_ANSWERS:
            joined.append(waiting)
            waiting = ()
    if joined:
        return [*joined[:-1], joined[-1] + waiting]
    return [waiting]


def weights(sample: Sample) -> Floats:
    """(n,) how many enterprises each answer represents: N_h / n_h of its class."""
    found = np.zeros(len(sample.x))
    for sizes in classes(sample):
        asked = sum(sample.frame.get(size, 0) for size in sizes)
        found[_members(sample, sizes)] = asked / max(_answers(sample, sizes), 1)
    return found


def is_counted_in_full(sample: Sample) -> NDArray[np.bool_]:
    """(n,) whether everybody of the answer's size class has answered."""
    found = np.zeros(len(sample.x), dtype=bool)
    for size in SIZES:
        members = _members(sample, (size,))
        found[members] = members.sum() == sample.frame.get(size, 0)
    return found


def replicate_weights(sample: Sample, seed: int | Sequence[int], replicates: int) -> Floats:
    """(replicates, n) weights of the answers in each bootstrap replicate."""
    bits = np.random.PCG64(seed)
    found = np.zeros((replicates, len(sample.x)))
    for sizes in classes(sample):
        members = np.flatnonzero(_members(sample, sizes))
        if len(members) >= MIN_ANSWERS:
            found[:, members] = draws(bits, len(members), replicates)
    return found * weights(sample)


def draws(bits: np.random.PCG64, n: int, replicates: int) -> Floats:
    """(replicates, n) t · n / (n - 1): how often each of n was among n - 1 drawn, rescaled.

    Drawn from the generator's raw bits, which numpy never changes; what its ready-made
    distributions return may change from version to version.
    """
    raw = bits.random_raw((replicates, n - 1)) >> np.uint64(11)
    chosen = (raw * 2.0**-53 * n).astype(np.int64) + np.arange(replicates)[:, None] * n
    times = np.bincount(chosen.ravel(), minlength=replicates * n).reshape(replicates, n)
    return times * (n / (n - 1))


def ratio_estimate(y: float, x: float, ys: Floats, xs: Floats) -> RateEstimate:
    """Return the rate y / x with the percentiles of the replicates' rates ys / xs.

    Without a total there is no rate, and a ratio outside 0 to 1 is none. Replicates in which nobody
    of the group was drawn are left out.
    """
    if not x > 0 or not 0 <= y <= x:
        return RateEstimate()
    rates = ys[xs > 0] / xs[xs > 0]
    if not len(rates):
        return RateEstimate(per_cent(y / x))
    low, high = np.quantile(rates, TAILS)
    return RateEstimate(per_cent(y / x), per_cent(min(low, y / x)), per_cent(max(high, y / x)))


def per_cent(ratio: float) -> Decimal:
    """Return a ratio in per cent from 0 to 100, to four decimals; a tie goes to the even digit."""
    exact = Decimal(float(min(max(ratio, 0), 1))) * 100
    return exact.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def _members(sample: Sample, sizes: Sequence[str]) -> NDArray[np.bool_]:
    return np.isin(np.asarray(sample.sizes, dtype=str), sizes)


def _answers(sample: Sample, sizes: Sequence[str]) -> int:
    return int(_members(sample, sizes).sum())
