"""Writing the search index: one entry an enterprise, the facet counts, the spellings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.timezone import localdate

from core import cache_versions
from core.batches import batches
from core.text import fold
from enterprises.models import Enterprise
from enterprises.models.enterprise import EnterpriseQuerySet
from enterprises.models.search import FACET_COUNTS, SAMPLED, FacetCount, SearchEntry
from enterprises.names import core_name
from enterprises.search.codes import codes_of, stale_on
from enterprises.search.spelling import learn

WRITTEN = [field.name for field in SearchEntry._meta.fields if not field.primary_key]


def reindex(enterprises: EnterpriseQuerySet) -> None:
    """Rewrite the search entries of these enterprises, after anything of theirs has changed."""
    rows = enterprises.order_by("pk").for_profile().iterator(chunk_size=500)
    for batch in batches(rows):
        write([entry_of(enterprise) for enterprise in batch])
        learn(
            {word for enterprise in batch for word in _words(enterprise)},
            {word for enterprise in batch for word in _joined(enterprise)},
        )


def reindex_stale() -> int:
    """Rewrite the entries of which a certificate has ended since; return how many."""
    stale = SearchEntry.objects.filter(stale_on__lte=localdate())
    keys = list(stale.values_list("pk", flat=True))
    for batch in batches(keys):
        reindex(Enterprise.objects.filter(pk__in=batch))
    return len(keys)


def entry_of(enterprise: Enterprise) -> SearchEntry:
    """Return the search entry of an enterprise that came from `for_profile()`."""
    codes = sorted(set(codes_of(enterprise)))
    return SearchEntry(
        enterprise=enterprise,
        is_public=enterprise.state == enterprise.State.PUBLISHED,
        is_demo=enterprise.is_demo,
        is_sample=enterprise.pk % SAMPLED == 0,
        name_sort=enterprise.name_sort,
        updated_at=enterprise.updated_at,
        employees=enterprise.employees or 0,
        completeness=enterprise.completeness.percent,
        brand=core_name(enterprise.legal_name)[:300],
        names=_lines(_names(enterprise)),
        products=_lines(_product_names(enterprise)),
        codes=" ".join(codes),
        words=" ".join(sorted({*_words(enterprise), *_joined(enterprise), *codes})),
        stale_on=stale_on(enterprise),
    )


def _lines(texts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(filter(None, map(fold, texts))))


def _names(enterprise: Enterprise) -> list[str]:
    return [enterprise.legal_name, enterprise.international_name, enterprise.short_name]


def _product_names(enterprise: Enterprise) -> Iterator[str]:
    for product in enterprise.products.all():
        yield from (product.name_vi, product.name_en)


def _words(enterprise: Enterprise) -> Iterator[str]:
    """Yield every word that may find the enterprise; names of taxonomy entries stand as codes."""
    for text in (*_names(enterprise), *_texts(enterprise)):
        yield from fold(text).split()


def _joined(enterprise: Enterprise) -> Iterator[str]:
    """Yield neighbouring words of names as one, so that 'saigon' finds Sài Gòn."""
    for name in _names(enterprise):
        yield from map("".join, pairwise(fold(name).split()))


def _texts(enterprise: Enterprise) -> Iterator[str]:
    yield from _product_names(enterprise)
    yield from (enterprise.tax_code or "", enterprise.address, enterprise.former_district)
    yield from (enterprise.description_vi, enterprise.description_en, enterprise.customers)
    for product in enterprise.products.all():
        yield from (product.description_vi, product.description_en, product.hs_code)
    for machine in enterprise.machines.all():
        yield from (machine.maker, machine.model_name)
    for certificate in enterprise.certificates.all():
        yield certificate.number
    for vsic in enterprise.vsic_classes.all():
        yield vsic.code


@transaction.atomic
def write(entries: list[SearchEntry]) -> None:
    """Save the entries; change the facet counts by what the old ones counted and these count."""
    keys = [entry.pk for entry in entries]
    # In one order, so that two writers never wait for each other in a circle.
    old = SearchEntry.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    change = counted_codes(entries)
    change.subtract(counted_codes(old))
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["enterprise"], update_fields=WRITTEN
    )
    add_to_facet_counts(change)


@receiver(pre_delete, sender=SearchEntry)
def _forget(instance: SearchEntry, **kwargs: Any) -> None:
    """Take a deleted enterprise out of the facet counts."""
    change: Counter[tuple[str, bool]] = Counter()
    change.subtract(counted_codes([instance]))
    add_to_facet_counts(change)


def counted_codes(entries: Iterable[SearchEntry]) -> Counter[tuple[str, bool]]:
    """Count each code in public entries, real and demo apart."""
    return Counter(
        (code, entry.is_demo)
        for entry in entries
        if entry.is_public
        for code in entry.codes.split()
    )


def add_to_facet_counts(change: Counter[tuple[str, bool]]) -> None:
    """Add these numbers, which may be negative, to the facet counts."""
    cache_versions.invalidate(FACET_COUNTS)
    # In one order, as above.
    rows = sorted((code, demo, number) for (code, demo), number in change.items() if number)
    table = FacetCount._meta.db_table
    with connection.cursor() as cursor:
        for batch in batches(rows):
            values = ", ".join(["(%s, %s, %s)"] * len(batch))
            cursor.execute(
                f"INSERT INTO {table} (code, is_demo, number) VALUES {values}"  # noqa: S608
                " ON CONFLICT (code, is_demo) DO UPDATE"
                f" SET number = {table}.number + excluded.number",
                [value for row in batch for value in row],
            )
