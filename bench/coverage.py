"""How often the 95% interval covers the truth: `python -m bench.coverage`, some 10 seconds.

Each seed makes an industry of its own, in which purchases are skewed, large enterprises buy less at
home and answer more often; on average 35% answer. What all would have answered is the truth.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from localization.estimating.estimator import SIZES, RateEstimate, Sample, estimate

SEEDS = range(1_000)
ENTERPRISES = 500
REPLICATES = 1_000
# By size class, micro to large: share of the frame, share that answers, median of what is bought in
# triệu đồng, mean of the share bought in Viet Nam.
FRAME, ANSWERING = (0.40, 0.35, 0.17, 0.08), np.array([0.27, 0.35, 0.45, 0.60])
BOUGHT, AT_HOME = np.array([300, 2_000, 15_000, 90_000]), np.array([0.65, 0.55, 0.42, 0.30])
SKEWNESS = 1.0  # standard deviation of the logarithm of what is bought within a class
LIKENESS = 4.0  # the larger, the more alike the shares of one class


@dataclass(frozen=True)
class Survey:
    """A made-up survey and its truth, both rates in per cent."""

    sample: Sample
    truth: float

    @property
    def unweighted(self) -> float:
        """What one would get without weights."""
        return 100 * self.sample.y.sum() / self.sample.x.sum()

    def figure(self, seed: int, replicates: int = REPLICATES) -> RateEstimate:
        everyone = np.ones(len(self.sample.x), dtype=bool)
        return estimate(self.sample, {"": everyone}, seed, replicates)[""]


def survey(seed: int, enterprises: int = ENTERPRISES, skewness: float = SKEWNESS) -> Survey:
    """Return the survey of this seed, the same every time."""
    random = np.random.Generator(np.random.PCG64(seed))
    size = random.choice(len(FRAME), size=enterprises, p=FRAME)
    x = BOUGHT[size] * np.exp(skewness * random.standard_normal(enterprises))
    mean = AT_HOME[size]
    y = x * random.beta(LIKENESS * mean, LIKENESS * (1 - mean))
    answered = random.random(enterprises) < ANSWERING[size]
    names = np.array(SIZES)[size]
    sample = Sample(Counter(names.tolist()), names[answered].tolist(), y[answered], x[answered])
    return Survey(sample, 100 * y.sum() / x.sum())


def covers(figure: RateEstimate, truth: float) -> bool:
    return figure.low is not None and float(figure.low) <= truth <= float(figure.high)


def covered(
    seeds: range, enterprises: int = ENTERPRISES, skewness: float = SKEWNESS
) -> tuple[int, float, float]:
    """How many intervals cover, the share that answered, the mean width in points."""
    hits, answering, widths = 0, [], []
    for seed in seeds:
        made = survey(seed, enterprises, skewness)
        figure = made.figure(seed)
        hits += covers(figure, made.truth)
        answering.append(len(made.sample.x) / enterprises)
        widths.append(float(figure.high - figure.low))
    return hits, float(np.mean(answering)), float(np.mean(widths))


def main() -> None:
    """Print the survey that must reach 930 of 1,000, then smaller ones and less skewed ones."""
    print("| enterprises | skewness | answered | covers the truth | width, points |")
    print("|---|---|---|---|---|")
    for enterprises in (ENTERPRISES, ENTERPRISES // 6):
        for skewness in (SKEWNESS, 0.6):
            hits, answering, width = covered(SEEDS, enterprises, skewness)
            print(
                f"| {enterprises} | {skewness} | {answering:.1%} | {hits} / {len(SEEDS)} "
                f"| {width:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
