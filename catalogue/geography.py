"""Distances on the globe, and degrees (WGS 84) brought to a flat drawing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from statistics import median
from typing import TypeVar

EARTH_RADIUS = 6371.0088  # km, the mean radius of the International Union of Geodesy
DEGREE = radians(1) * EARTH_RADIUS  # km from one parallel to the next

Point = tuple[float, float]  # degrees north, degrees east
Place = TypeVar("Place")


def distance_km(a: Point, b: Point) -> float:
    """Return the distance as the crow flies in km, by the haversine formula (error up to 0.5%)."""
    (north_a, east_a), (north_b, east_b) = (tuple(map(radians, point)) for point in (a, b))
    height = sin((north_b - north_a) / 2) ** 2
    width = cos(north_a) * cos(north_b) * sin((east_b - east_a) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1, sqrt(height + width)))


def bearing(a: Point, b: Point) -> float:
    """In which direction b lies from a: degrees from north, clockwise, 0 to 360."""
    north_a, north_b, turn = radians(a[0]), radians(b[0]), radians(b[1] - a[1])
    x = sin(turn) * cos(north_b)
    y = cos(north_a) * sin(north_b) - sin(north_a) * cos(north_b) * cos(turn)
    return degrees(atan2(x, y)) % 360


def nearest(
    origin: Point | None, places: Iterable[Place], where: Callable[[Place], Point | None]
) -> list[tuple[Place, float]]:
    """Return the places with their distances in km, nearest first; omit those without a point."""
    if origin is None:
        return []
    points = ((place, where(place)) for place in places)
    found = [(place, distance_km(origin, point)) for place, point in points if point]
    return sorted(found, key=lambda pair: pair[1])


def centre(points: Iterable[Point]) -> Point | None:
    """Return the median point, which a few far places do not move."""
    points = list(points)
    if not points:
        return None
    return median(north for north, _east in points), median(east for _north, east in points)


@dataclass(frozen=True)
class Projection:
    """Equirectangular: a degree east is as much shorter as the middle parallel; north is up.

    Fitted so that `points` lie inside a drawing `width` wide, `margin` away from its edges.
    """

    north: float
    west: float
    narrowing: float  # the cosine of the middle parallel
    scale: float  # units of the drawing for one degree north
    width: float
    height: float
    margin: float

    @classmethod
    def fitted(
        cls, points: Iterable[Point], width: float, margin: float, least_km: float, flattest: float
    ) -> "Projection":
        """At least `least_km` across, and `flattest` of the width to all of it high."""
        norths, easts = zip(*points, strict=True)
        narrowing = cos(radians((max(norths) + min(norths)) / 2))
        inner, least = width - 2 * margin, least_km / DEGREE
        tall = max(max(norths) - min(norths), least * flattest)
        wide = max((max(easts) - min(easts)) * narrowing, least)
        scale = min(inner / wide, inner / tall)
        height = max(tall * scale, inner * flattest)
        middle = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2
        return cls(
            north=middle[0] + height / scale / 2,
            west=middle[1] - inner / scale / narrowing / 2,
            narrowing=narrowing,
            scale=scale,
            width=width,
            height=height + 2 * margin,
            margin=margin,
        )

    def place(self, point: Point) -> tuple[float, float]:
        """Where the point stands in the drawing: to the right, downwards."""
        north, east = point
        return (
            self.margin + (east - self.west) * self.narrowing * self.scale,
            self.margin + (self.north - north) * self.scale,
        )

    @property
    def corners(self) -> tuple[Point, Point]:
        """The drawing's north-west and south-east corners on the globe."""
        edge = self.margin / self.scale
        height, width = self.height / self.scale, self.width / self.scale
        north, west = self.north + edge, self.west - edge / self.narrowing
        return (north, west), (north - height, west + width / self.narrowing)

    def holds(self, point: Point) -> bool:
        """Return whether the point is inside the drawing."""
        x, y = self.place(point)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def length(self, km: float) -> float:
        """So many km in units of the drawing."""
        return km / DEGREE * self.scale


def round_km(most: float) -> float:
    """Return the greatest 1, 2 or 5 times a power of ten that is not above `most` km."""
    best = 0.0
    for power in range(-3, 5):
        for step in (1, 2, 5):
            candidate = step * 10.0**power
            best = candidate if best < candidate <= most else best
    return best


def far_off(points: Iterable[Point], beyond_km: float) -> set[Point]:
    """Return the points that lie farther than this from the median of all."""
    points = list(points)
    middle = centre(points)
    return {point for point in points if distance_km(middle, point) > beyond_km}
