"""Areas of work: what the back office's first page and its side list are grouped by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Area:
    """A kind of work, and the records that it works with; `records` come first, in that order."""

    name: str
    label: str | Promise
    apps: tuple[str, ...]  # whose lists, pages and waiting work belong here unless named elsewhere
    records: tuple[str, ...] = ()  # models by label, of any app
    is_one_entry: bool = False  # the first page leads to its own instead of naming each list

    @property
    def url(self) -> str:
        return reverse("admin:area", args=[self.name])


@dataclass
class Desk:
    """What one person has to do with an area: what waits there, its lists, its pages."""

    area: Area
    waiting: list = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)  # as Django describes a model
    pages: list[tuple[str, str | Promise]] = field(default_factory=list)

    def described(self) -> dict[str, Any]:
        """Return the area as Django describes an app to its templates."""
        entry: dict[str, Any] = {"name": self.area.label, "object_name": self.area.name}
        entry |= {"add_url": None, "admin_url": self.area.url, "view_only": True}
        return {
            "name": self.area.label,
            "app_label": self.area.name,
            "app_url": self.area.url,
            "has_module_perms": True,
            "models": [entry] if self.area.is_one_entry else self.lists,
        }


OTHER = Area("khac", "", ())  # of what no area names


class Areas:
    """The areas in order of use."""

    def __init__(self) -> None:
        self._areas: list[Area] = []

    def add(self, *areas: Area) -> None:
        self._areas += areas

    def of_app(self, app: str) -> Area:
        """Return the area to which an app's work belongs."""
        return next((area for area in self._areas if app in area.apps), OTHER)

    def of_record(self, label: str) -> Area:
        """Return the area that works with a model."""
        named = next((area for area in self._areas if label in area.records), None)
        return named or self.of_app(label.split(".")[0])

    def in_order(self, labels: Iterable[str]) -> list[str]:
        """Return models in the order in which people use them."""
        places = {label: at for at, label in enumerate(r for a in self._areas for r in a.records)}
        return sorted(labels, key=lambda label: self._place(label, places))

    def _place(self, label: str, places: dict[str, int]) -> tuple[int, int]:
        area = self.of_record(label)
        at = self._areas.index(area) if area in self._areas else len(self._areas)
        return at, places.get(label, len(places))

    def desks(self) -> dict[str, Desk]:
        """Return an empty desk for each area, by name."""
        return {area.name: Desk(area) for area in [*self._areas, OTHER]}
