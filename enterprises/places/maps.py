"""Maps of places as SVG drawn by the server: shapes tell kinds apart, sizes tell numbers.

The page's lists carry the same data as links, so nothing on a map needs to be hit by a finger.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from catalogue.geography import (
    Point,
    Projection,
    bearing,
    centre,
    distance_km,
    far_off,
    round_km,
)
from core.templatetags.formatting import figure
from enterprises.places.facts import PlaceCount
from enterprises.places.labels import Disc, Label, lettered, proper_name

WIDTH, MARGIN, FOOT = 420, 20, 24  # units of the drawing; FOOT has the scale
FLATTEST = 0.6  # of the width
FAINTEST, SMALLEST, GREATEST = 2.0, 3.5, 12.0  # radii: without a number, with one, with the most
HERE, DOT = 8.0, 1.8
LEAST_KM = 4  # across, so that neighbours on one point still make a map
OFF_FRAME = 120  # km from the middle, beyond which a place would shrink all others: Côn Đảo
CENTRE = 14  # km around the middle, where wards lie too close for the map of the whole City
CROWD = 30  # places from which the centre gets a map of its own

ROUND = "M{r} 0A{r} {r} 0 1 1 -{r} 0A{r} {r} 0 1 1 {r} 0Z"
PATHS = {
    "ward": ROUND,
    "park": "M-{r} -{r}H{r}V{r}H-{r}Z",
    "here": "M0 -{r}L{r} 0L0 {r}L-{r} 0Z",
    "enterprise": ROUND,
}


@dataclass(frozen=True)
class MapMarker:
    """Something on the map; `path` and `transform` are attributes of SVG."""

    shape: str  # a key of PATHS
    state: str  # "real", "demo", "none": which records it shows
    disc: Disc
    title: str = ""

    @property
    def path(self) -> str:
        return PATHS[self.shape].format(r=f"{self.disc[2]:.1f}")

    @property
    def transform(self) -> str:
        return f"translate({self.disc[0]:.1f} {self.disc[1]:.1f})"


@dataclass
class PlaceMap:
    """What components/map.html draws; `id` is unique on the page."""

    id: str
    title: str
    description: str
    projection: Projection
    marks: list[MapMarker]
    labels: list[Label]
    notes: list[str] = field(default_factory=list)
    detail: dict[str, str] | None = None  # the frame of a larger map, as attributes of a rectangle
    width: int = WIDTH

    @property
    def floor(self) -> str:
        """Where the map ends and its foot begins."""
        return f"{self.projection.height:.0f}"

    @property
    def height(self) -> str:
        return f"{self.projection.height + FOOT:.0f}"

    @property
    def scale(self) -> dict[str, str]:
        """A bar of a round distance, at most a third of the map."""
        km = round_km(WIDTH / 3 / self.projection.length(1))
        return {
            "length": f"{self.projection.length(km):.1f}",
            "base": f"{self.projection.height + FOOT - 8:.0f}",
            "label": f"{number_format(km, 0 if km >= 1 else None)} km",
        }

    @property
    def legend(self) -> list[tuple[MapMarker, str]]:
        """The kinds of marks on this map, with words."""
        used = {(mark.shape, mark.state) for mark in self.marks}
        return [
            (MapMarker(*kind, (0, 0, DOT if kind[0] == "enterprise" else 6)), label)
            for kind, label in _words().items()
            if kind in used
        ]


def _words() -> dict[tuple[str, str], str]:
    return {
        ("here", "real"): _("nơi đang xem"),
        ("ward", "real"): _("phường, xã có doanh nghiệp"),
        ("ward", "demo"): _("phường, xã chỉ có dữ liệu minh họa"),
        ("ward", "none"): _("phường, xã chưa có doanh nghiệp"),
        ("park", "real"): _("khu, cụm công nghiệp có doanh nghiệp"),
        ("park", "demo"): _("khu, cụm công nghiệp chỉ có dữ liệu minh họa"),
        ("park", "none"): _("khu, cụm công nghiệp chưa có doanh nghiệp"),
        ("enterprise", "real"): _("doanh nghiệp có tọa độ riêng"),
        ("enterprise", "demo"): _("bản ghi minh họa có tọa độ riêng"),
    }


def city_maps(places: Iterable[PlaceCount]) -> list[PlaceMap]:
    """Return maps of the whole City, and of its centre if crowded; none where no point is known."""
    placed = [place for place in places if place.point]
    away = far_off((place.point for place in placed), OFF_FRAME)
    framed = [place for place in placed if place.point not in away]
    if not framed:
        return []
    middle = centre(place.point for place in framed)
    city = _city_map("map-city", _("Toàn Thành phố"), framed)
    city.notes = [_off_frame(place, middle) for place in placed if place.point in away]
    inner = [place for place in framed if distance_km(middle, place.point) <= CENTRE]
    if not CROWD <= len(inner) < len(framed):
        return [city]
    central = _city_map("map-centre", _("Khu vực trung tâm"), inner)
    city.detail = _frame(central.projection, city.projection)
    city.notes.insert(0, _("Khung nét đứt là khu vực trung tâm, có bản đồ riêng."))
    return [city, central]


def _city_map(identity: str, title: str, places: list[PlaceCount]) -> PlaceMap:
    projection = _fitted([place.point for place in places])
    ordered = sorted(places, key=lambda place: -place.number)
    marks = _marks(ordered, projection)
    named = zip(ordered, marks, strict=True)
    names = [(proper_name(place.name), mark.disc) for place, mark in named if place.number]
    # Places without enterprises are too many to keep every name off their small marks.
    labels = _lettered(names, [mark for mark in marks if mark.state != "none"], projection)
    return PlaceMap(identity, title, _about(ordered), projection, marks, labels)


def place_map(
    here: PlaceCount,
    around: list[PlaceCount],
    enterprises: list[tuple[str, Point]],
) -> PlaceMap | None:
    """Return a map of a place whose point is known, with neighbours and enterprises; else None."""
    others = [place for place in around if place.point]
    if not here.point:
        return None
    projection = _fitted([here.point, *(place.point for place in others)])
    middle = MapMarker("here", "real", (*projection.place(here.point), HERE), here.name)
    marks = _marks(sorted(others, key=lambda place: -place.number), projection)
    state = "demo" if here.is_demo_only else "real"
    dots = [
        MapMarker("enterprise", state, (*projection.place(point), DOT), name)
        for name, point in enterprises
        if projection.holds(point)
    ]
    names = [(mark.title.partition(":")[0], mark.disc) for mark in (middle, *marks)]
    names = [(proper_name(name), disc) for name, disc in names]
    labels = _lettered(names, [middle, *marks], projection)
    title = _("%(place)s và các địa bàn lân cận") % {"place": here.name}
    return PlaceMap("map-place", title, _about(others), projection, [*marks, middle, *dots], labels)


def _fitted(points: list[Point]) -> Projection:
    return Projection.fitted(points, WIDTH, MARGIN, LEAST_KM, FLATTEST)


def _lettered(
    names: list[tuple[str, Disc]], marks: list[MapMarker], projection: Projection
) -> list[Label]:
    return lettered(names, [mark.disc for mark in marks], WIDTH, projection.height)


def _marks(places: list[PlaceCount], projection: Projection) -> list[MapMarker]:
    """Return a mark for each place; its area grows with the number."""
    most = max((place.number for place in places), default=0)
    return [_mark(place, projection.place(place.point), most) for place in places]


def _mark(place: PlaceCount, at: tuple[float, float], most: int) -> MapMarker:
    if not place.number:
        title = _("%(place)s: chưa có doanh nghiệp") % {"place": place.name}
        return MapMarker(place.kind, "none", (*at, FAINTEST), title)
    radius = SMALLEST + (GREATEST - SMALLEST) * sqrt(place.number / most)
    # A square of the same area as the circle, not of its width.
    radius *= 0.886 if place.kind == "park" else 1
    return MapMarker(
        place.kind, "demo" if place.is_demo_only else "real", (*at, radius), _title(place)
    )


def _title(place: PlaceCount) -> str:
    values = {"place": place.name, "number": figure(place.number)}
    if place.is_demo_only:
        return _("%(place)s: %(number)s bản ghi minh họa") % values
    return _("%(place)s: %(number)s doanh nghiệp") % values


def _about(places: list[PlaceCount]) -> str:
    """Return the map in words: how much it shows, and where most are."""
    most = sorted((p for p in places if p.number), key=lambda place: -place.number)[:5]
    parts = [
        _("%(wards)d phường, xã và %(parks)d khu, cụm công nghiệp.")
        % {
            "wards": sum(place.kind == "ward" for place in places),
            "parks": sum(place.kind == "park" for place in places),
        }
    ]
    if most:
        parts.append(_("Nhiều nhất: %(places)s.") % {"places": "; ".join(map(_title, most))})
    return " ".join([*parts, _("Cùng số liệu có trong danh sách trên trang này.")])


def _off_frame(place: PlaceCount, middle: Point) -> str:
    return _("Ngoài khung: %(place)s, cách giữa bản đồ khoảng %(km)s về phía %(direction)s.") % {
        "place": place.name,
        "km": kilometres(distance_km(middle, place.point)),
        "direction": _direction(bearing(middle, place.point)),
    }


def _direction(degrees: float) -> str:
    names = [
        _("bắc"), _("đông bắc"), _("đông"), _("đông nam"),
        _("nam"), _("tây nam"), _("tây"), _("tây bắc"),
    ]  # fmt: skip
    return names[round(degrees / 45) % 8]


def _frame(inner: Projection, outer: Projection) -> dict[str, str]:
    """Return where one map's frame stands in another's drawing."""
    (left, top), (right, bottom) = map(outer.place, inner.corners)
    values = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return {name: f"{value:.1f}" for name, value in values.items()}


def kilometres(km: float) -> str:
    """Return a distance as people say it: 1,4 km, and whole kilometres from ten on."""
    return f"{number_format(km, 1 if km < 9.95 else 0)} km"
