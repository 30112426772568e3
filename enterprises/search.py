"""The folded text by which search finds an enterprise."""

from collections.abc import Iterator
from itertools import islice, pairwise

from enterprises.models import Enterprise
from enterprises.querysets import EnterpriseQuerySet
from portal.text import fold


def search_text(enterprise: Enterprise) -> str:
    """All that a buyer may type to find this enterprise, folded, each phrase on its own line."""
    return "\n".join(dict.fromkeys(filter(None, map(fold, _phrases(enterprise)))))


def reindex(enterprises: EnterpriseQuerySet) -> None:
    """Write the folded text of these enterprises after anything that hangs on them has changed."""
    for batch in batched(enterprises.for_profile().order_by("pk").iterator(chunk_size=500)):
        for enterprise in batch:
            enterprise.search_text = search_text(enterprise)
        Enterprise.objects.bulk_update(batch, ["search_text"])


def batched(rows: Iterator[Enterprise], size: int = 500) -> Iterator[list[Enterprise]]:
    """The rows in lists of at most `size`."""
    while batch := list(islice(rows, size)):
        yield batch


def _joined(name: str) -> str:
    """Neighbouring words as one, so that 'saigon' finds Sài Gòn."""
    return " ".join(map("".join, pairwise(fold(name).split())))


def _phrases(enterprise: Enterprise) -> Iterator[str]:
    for name in (enterprise.legal_name, enterprise.international_name, enterprise.short_name):
        yield from (name, _joined(name))
    yield enterprise.tax_code or ""
    for product in enterprise.products.all():
        yield from (product.name_vi, product.name_en, product.description_vi)
        yield product.description_en
    for terms in (enterprise.processes, enterprise.materials, enterprise.industries):
        for term in terms.all():
            yield from (term.name_vi, term.name_en, *term.aliases.splitlines())
    for certificate in enterprise.certificates.all():
        yield from (certificate.standard.name_vi, *certificate.standard.aliases.splitlines())
        yield certificate.number
    yield from (enterprise.address, enterprise.former_district)
    for place in (enterprise.ward, enterprise.park):
        if place:
            yield from (place.name_vi, place.name_en)
    yield from (enterprise.description_vi, enterprise.description_en)
