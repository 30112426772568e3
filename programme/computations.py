"""Registry of figures computed from the portal's own records, and of targets followed elsewhere.

The programme imports no app above it: such an app registers in its AppConfig.ready how it computes
a figure, or which targets it follows on a page of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

ByYear = Mapping[int, Decimal | int]


@dataclass(frozen=True)
class Computation:
    """A way to compute a measure: what each year adds, no year about which nothing is known."""

    label: str
    compute: Callable[[], ByYear]


@dataclass(frozen=True)
class Elsewhere:
    """The page of another app that follows a target."""

    label: str
    url_name: str

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_computations: dict[str, Computation] = {}
_elsewhere: dict[str, Elsewhere] = {}


def register(key: str, label: str, compute: Callable[[], ByYear]) -> None:
    """Offer a computation to measures; `compute` gives {year: what the year adds}."""
    _computations[key] = Computation(label, compute)


def follow_elsewhere(codes: Iterable[str], label: str, url_name: str) -> None:
    """Say on which page the targets with these codes are followed, instead of by measures."""
    _elsewhere.update(dict.fromkeys(codes, Elsewhere(label, url_name)))


def computations() -> list[tuple[str, str]]:
    """Each key with its label."""
    return [(key, computation.label) for key, computation in _computations.items()]


def computation(key: str) -> Computation | None:
    return _computations.get(key)


def elsewhere(code: str) -> Elsewhere | None:
    return _elsewhere.get(code)
