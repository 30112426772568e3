"""Writing made-up enterprises into the database, flagged as demo."""

from decimal import Decimal

from django.db import models, transaction
from django.utils.text import slugify

from catalogue.models import (
    IndustrialPark,
    Industry,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    Sector,
    Standard,
    VsicClass,
    Ward,
)
from core.batches import batches
from enterprises.demo.profiles import COUNT, SEED, DemoEnterprise, demo_enterprises
from enterprises.models import Certificate, Contact, Enterprise, Machine, Product
from enterprises.search.entries import reindex

SOURCE = "Dữ liệu minh họa do máy tạo"
CITY = "Thành phố Hồ Chí Minh"
VSIC_VERSION = "2025"
TERMS = {
    "industries": Industry,
    "sectors": Sector,
    "processes": Process,
    "materials": Material,
    "markets": Market,
    "languages": Language,
}
Pairs = list[tuple[Enterprise, DemoEnterprise]]


@transaction.atomic
def load_demo_enterprises(count: int = COUNT, seed: int = SEED) -> int:
    """Write made-up enterprises, published and flagged, in a few statements for each thousand.

    Bulk writing leaves no history: nobody has changed these records yet. What staff have taken out
    of a taxonomy is left out here too.
    """
    for demos in batches(demo_enterprises(count, seed), 1_000):
        _load(demos)
    return count


def _load(demos: list[DemoEnterprise]) -> None:
    wards, parks = Ward.objects.in_bulk(), IndustrialPark.objects.in_bulk(field_name="slug")
    taken = set(Enterprise.objects.values_list("slug", flat=True))
    enterprises = [_record(demo, wards.get(demo.ward), parks.get(demo.park)) for demo in demos]
    for enterprise in enterprises:
        _give_slug(enterprise, taken)
    pairs = list(zip(Enterprise.objects.bulk_create(enterprises), demos, strict=True))
    _load_rows(pairs)
    _load_machines(pairs)
    for relation, terms in TERMS.items():
        _load_terms(pairs, relation, terms)
    _load_vsic(pairs)
    reindex(Enterprise.objects.filter(pk__in=[enterprise.pk for enterprise in enterprises]))


def _record(demo: DemoEnterprise, ward: Ward | None, park: IndustrialPark | None) -> Enterprise:
    """Return the enterprise as saving would leave it: text tidied, keys and version written."""
    place = [demo.fields["address"], park and park.name_vi, ward and ward.name_vi, CITY]
    enterprise = Enterprise(
        **demo.fields | {"address": ", ".join(filter(None, place))} | _point(demo, park, ward),
        ward=ward,
        park=park,
        locality=Enterprise.Locality.IN_CITY,
        state=Enterprise.State.PUBLISHED,
        is_demo=True,
        source=SOURCE,
        version=1,
    )
    enterprise.clean_fields(exclude={"ward", "park", "slug"})
    return enterprise


def _point(
    demo: DemoEnterprise, park: IndustrialPark | None, ward: Ward | None
) -> dict[str, Decimal]:
    """Return a point within some 300 m of the park's, else of the ward's, where that is known."""
    points = (place.point for place in (park, ward) if place)
    middle = next(filter(None, points), None)
    if middle is None:
        return {}
    places = zip(("latitude", "longitude"), middle, demo.offset, strict=True)
    return {name: Decimal(f"{start + offset:.5f}") for name, start, offset in places}


def _give_slug(enterprise: Enterprise, taken: set[str]) -> None:
    stem = slugify(enterprise.name_key)[:100]
    enterprise.slug, number = stem, 1
    while enterprise.slug in taken:
        number += 1
        enterprise.slug = f"{stem}-{number}"
    taken.add(enterprise.slug)


def _load_rows(pairs: Pairs) -> None:
    Product.objects.bulk_create(
        Product(enterprise=e, **row) for e, d in pairs for row in d.products
    )
    Contact.objects.bulk_create(
        Contact(enterprise=e, **row) for e, d in pairs for row in d.contacts
    )
    standards = Standard.objects.in_bulk(field_name="slug")
    Certificate.objects.bulk_create(
        Certificate(enterprise=enterprise, **row | {"standard": standards[row["standard"]]})
        for enterprise, demo in pairs
        for row in demo.certificates
        if row["standard"] in standards
    )


def _load_machines(pairs: Pairs) -> None:
    kinds = MachineKind.objects.in_bulk(field_name="slug")
    machines = [
        Machine(enterprise=enterprise, **row | {"kind": kinds[row["kind"]]})
        for enterprise, demo in pairs
        for row in demo.machines
        if row["kind"] in kinds
    ]
    for machine in machines:
        if machine.comparable_capacity is None:  # staff have given the kind another unit
            machine.capacity, machine.capacity_unit = None, ""
    Machine.objects.bulk_create(machines)


def _load_terms(pairs: Pairs, relation: str, terms: type[models.Model]) -> None:
    link = getattr(Enterprise, relation).through
    keys = terms.objects.in_bulk(field_name="slug")
    link.objects.bulk_create(
        link(**{"enterprise": enterprise, terms._meta.model_name: keys[slug]})
        for enterprise, demo in pairs
        for slug in getattr(demo, relation)
        if slug in keys
    )


def _load_vsic(pairs: Pairs) -> None:
    link = Enterprise.vsic_classes.through
    classes = {row.code: row for row in VsicClass.objects.filter(version=VSIC_VERSION)}
    link.objects.bulk_create(
        link(enterprise=enterprise, vsicclass=classes[demo.vsic])
        for enterprise, demo in pairs
        if demo.vsic in classes
    )
