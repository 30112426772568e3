"""Units of measure: kept with the number as people wrote it, compared after conversion.

A dimension's numbers are compared in its base unit. Factors are exact, but for the tonne-force
(9.80665 kN by the definition of standard gravity, CGPM 1901) and the inch (25.4 mm, ISO 80000-3).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Dimension(models.TextChoices):
    """What is measured; the base unit stands in brackets."""

    LENGTH = "length", _("chiều dài (mm)")
    AREA = "area", _("diện tích (m²)")
    VOLUME = "volume", _("thể tích (lít)")
    MASS = "mass", _("khối lượng (kg)")
    FORCE = "force", _("lực (kN)")
    POWER = "power", _("công suất (kW)")
    COUNT = "count", _("số lượng (cái)")
    TEMPERATURE = "temperature", _("nhiệt độ (°C)")


@dataclass(frozen=True)
class Unit:
    """One unit: how it is written, and how many of its dimension's base unit it holds."""

    label: str | Promise
    dimension: Dimension
    factor: Decimal


UNITS: dict[str, Unit] = {
    "um": Unit("µm", Dimension.LENGTH, Decimal("0.001")),
    "mm": Unit("mm", Dimension.LENGTH, Decimal(1)),
    "cm": Unit("cm", Dimension.LENGTH, Decimal(10)),
    "m": Unit("m", Dimension.LENGTH, Decimal(1000)),
    "inch": Unit("inch", Dimension.LENGTH, Decimal("25.4")),
    "m2": Unit("m²", Dimension.AREA, Decimal(1)),
    "litre": Unit(_("lít"), Dimension.VOLUME, Decimal(1)),
    "m3": Unit("m³", Dimension.VOLUME, Decimal(1000)),
    "kg": Unit("kg", Dimension.MASS, Decimal(1)),
    "tonne": Unit(_("tấn"), Dimension.MASS, Decimal(1000)),
    "kn": Unit("kN", Dimension.FORCE, Decimal(1)),
    "tonne_force": Unit(_("tấn lực"), Dimension.FORCE, Decimal("9.80665")),
    "kw": Unit("kW", Dimension.POWER, Decimal(1)),
    "piece": Unit(_("cái"), Dimension.COUNT, Decimal(1)),
    "set": Unit(_("bộ"), Dimension.COUNT, Decimal(1)),
    "pair": Unit(_("đôi"), Dimension.COUNT, Decimal(1)),
    "celsius": Unit("°C", Dimension.TEMPERATURE, Decimal(1)),
}


def choices(*dimensions: Dimension) -> list[tuple[str, str | Promise]]:
    """Return the units of these dimensions as a field's choices."""
    return [(code, unit.label) for code, unit in UNITS.items() if unit.dimension in dimensions]


def to_base(value: Decimal, unit: str) -> Decimal:
    """Convert a value to its dimension's base unit; KeyError where there is no such unit."""
    return value * UNITS[unit].factor


def from_base(value: Decimal, unit: str) -> Decimal:
    """Convert a value from the base unit to this unit; KeyError where there is no such unit."""
    return value / UNITS[unit].factor


def label(unit: str) -> str:
    """How the unit is written after a number, in the reader's language; "" where there is none."""
    return str(UNITS[unit].label) if unit in UNITS else ""
