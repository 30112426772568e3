"""Public pages by ward and by park: how many enterprises, and what is made there."""

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from catalogue.geography import nearest
from enterprises.places.facts import PlaceCount, PlaceFacts, counted_places, with_enterprises
from enterprises.places.maps import city_maps, kilometres, place_map

NEAR_WARDS, NEAR_PARKS = 6, 5
FIRST = 20  # places that a list shows before it is opened
TRAIL = [(reverse_lazy("enterprises:enterprise-list"), _("Doanh nghiệp"))]


@dataclass(frozen=True)
class Neighbour:
    """Another place, with the distance as the crow flies where both points are known."""

    count: PlaceCount
    distance: str


class PlaceList(TemplateView):
    """The City on one map, with its wards and parks by number of enterprises."""

    template_name = "enterprises/places/list.html"
    extra_context = {"trail": TRAIL}

    def get_context_data(self, **kwargs) -> dict:
        places = counted_places()
        return super().get_context_data(
            maps=city_maps(places),
            groups=[_group(places, "ward"), _group(places, "park")],
            unplaced=[place for place in places if not place.point],
            has_demo=any(place.demo for place in places),
            **kwargs,
        )


def _group(places: list[PlaceCount], kind: str) -> dict:
    """Return the places of one kind: those with records by number, the others by name."""
    mine = [place for place in places if place.kind == kind]
    used = sorted((p for p in mine if p.number), key=lambda place: (-place.real, -place.demo))
    return {
        "kind": kind,
        "first": used[:FIRST],
        "more": used[FIRST:],
        "unused": [place for place in mine if not place.number],
    }


class PlacePage(TemplateView):
    """One ward or park: what is made there, who is there, what lies near."""

    template_name = "enterprises/places/page.html"
    kind = "ward"
    extra_context = {"trail": [*TRAIL, (reverse_lazy("enterprises:place-list"), _("Địa bàn"))]}

    def get_context_data(self, **kwargs) -> dict:
        places = counted_places()
        here = self._here(places)
        facts, near = PlaceFacts(here), _near(here, places)
        dots = [(enterprise.name, point) for enterprise, point in facts.points]
        within = [place for place in places if _is_within(place, here)]
        return super().get_context_data(
            here=here,
            facts=facts,
            parks=_neighbours(here, within),
            ward=next((place for place in places if _is_within(here, place)), None),
            near=near,
            refuge=None if here.real else _refuge(here, places),
            map=place_map(here, [n.count for n in near] + within, dots),
            **kwargs,
        )

    def _here(self, places: list[PlaceCount]) -> PlaceCount:
        for place in places:
            if place.kind == self.kind and place.value == self.kwargs["value"]:
                return place
        raise Http404


def _refuge(here: PlaceCount, places: list[PlaceCount]) -> Neighbour | None:
    """Return the place where someone who found nobody here may go."""
    found = with_enterprises(here, places)
    return Neighbour(found[0], kilometres(found[1])) if found else None


def _is_within(inner: PlaceCount, outer: PlaceCount) -> bool:
    """Return whether one place is a park and the other the ward it lies in."""
    kinds = inner.kind, outer.kind
    return kinds == ("park", "ward") and inner.place.ward_id == outer.place.pk


def _near(here: PlaceCount, places: list[PlaceCount]) -> list[Neighbour]:
    others = [place for place in places if place != here and not _is_within(place, here)]
    found = []
    for kind, number in (("ward", NEAR_WARDS), ("park", NEAR_PARKS)):
        of_kind = [place for place in others if place.kind == kind]
        found += nearest(here.point, of_kind, lambda place: place.point)[:number]
    found.sort(key=lambda pair: pair[1])
    return [Neighbour(place, kilometres(km)) for place, km in found]


def _neighbours(here: PlaceCount, places: list[PlaceCount]) -> list[Neighbour]:
    """Return the places in their own order, those without a point too."""
    ways = nearest(here.point, places, lambda place: place.point)
    distances = {place.code: kilometres(km) for place, km in ways}
    return [Neighbour(place, distances.get(place.code, "")) for place in places]
