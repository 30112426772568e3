"""Facets as codes: short words in the full-text index beside the words of profiles."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.timezone import localdate, localtime

from enterprises.models import Enterprise

EXPORT_MAJORITY = 50  # percent of sales


def code(kind: str, value: object) -> str:
    """Return the code of one facet's value, such as 'process_12'."""
    return f"{kind}_{value}"


def machine_code(kind: int, minimum: Decimal | None = None) -> str:
    """Return the code of a machine kind, or of at least this capacity in the kind's unit."""
    if minimum is None:
        return code("machine", kind)
    return f"machine_{kind}_min_{minimum.normalize():f}".replace(".", "d")


def month_code(day: date) -> str:
    """Return the code of the month in which a profile was last changed."""
    return f"updated_{day:%Y_%m}"


def codes_of(enterprise: Enterprise) -> Iterator[str]:
    """Yield every facet code of an enterprise from `EnterpriseQuerySet.for_profile()`."""
    for kind, terms in {
        "industry": enterprise.industries,
        "sector": enterprise.sectors,
        "process": enterprise.processes,
        "material": enterprise.materials,
        "market": enterprise.markets,
    }.items():
        yield from (code(kind, term.pk) for term in terms.all())
    yield from (code("family", process.family_id) for process in enterprise.processes.all())
    for certificate in enterprise.certificates.all():
        if not certificate.has_ended:
            yield code("standard", certificate.standard_id)
    for machine in enterprise.machines.all():
        yield machine_code(machine.kind_id)
        capacity = machine.comparable_capacity
        if capacity is not None:
            reached = (step for step in machine.kind.minimums if step <= capacity)
            yield from (machine_code(machine.kind_id, step) for step in reached)
    for kind, value in {
        "ward": enterprise.ward_id,
        "park": enterprise.park_id,
        "size": enterprise.size_class,
        "ownership": enterprise.ownership,
        "locality": enterprise.locality,
        "record": int(enterprise.is_demo),
    }.items():
        if value not in (None, ""):
            yield code(kind, value)
    if enterprise.export_share:
        yield code("export", "any")
        if enterprise.export_share >= EXPORT_MAJORITY:
            yield code("export", "most")
    yield month_code(localtime(enterprise.updated_at).date())


def stale_on(enterprise: Enterprise) -> date | None:
    """Return the first day on which one of its certificates has ended, if any will."""
    today = localdate()
    ends = [c.valid_to for c in enterprise.certificates.all() if c.valid_to and c.valid_to >= today]
    return min(ends) + timedelta(days=1) if ends else None
