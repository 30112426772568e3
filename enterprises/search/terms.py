"""Which enterprises a changed term or place touches: their entries for search are renewed.

Entries contain codes of terms, not their names, so that only few changes touch any.
"""

from collections.abc import Collection
from typing import Any

from django.db import models

from catalogue.models import (
    IndustrialPark,
    Industry,
    MachineKind,
    Market,
    Material,
    Process,
    Sector,
    Standard,
    VsicClass,
    Ward,
)
from enterprises.models import Enterprise

# How one comes from an enterprise to the term, by model; languages are no part of the index.
PATHS = {
    Industry: "industries",
    Sector: "sectors",
    VsicClass: "vsic_classes",
    Process: "processes",
    MachineKind: "machines__kind",
    Material: "materials",
    Standard: "certificates__standard",
    Market: "markets",
    Ward: "ward",
    IndustrialPark: "park",
}
# Fields of a term whose change changes the entries of the enterprises that use it.
INDEXED: dict[type[models.Model], set[str]] = {
    VsicClass: {"code"},
    Process: {"family"},
    MachineKind: {"unit", "steps"},
}


def affected_by(
    model: type[models.Model], keys: Collection[Any], fields: Collection[str] | None
) -> list[int]:
    """Return the keys of the enterprises whose entries a change of these terms makes stale."""
    is_indexed = fields is None or INDEXED.get(model, set()).intersection(fields)
    if not is_indexed or model not in PATHS:
        return []
    using = Enterprise.objects.filter(**{f"{PATHS[model]}__in": keys})
    return list(using.order_by().values_list("pk", flat=True).distinct())
