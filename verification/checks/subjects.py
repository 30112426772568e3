"""What can be checked of a profile: its parts, and each of its certificates.

A subject is known by its key: a part's name, or `certificate-<id>`.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models

from core.concurrency.conflicts import fingerprint
from core.templatetags.formatting import official_date
from enterprises.models import Certificate, Enterprise
from membership.editing.parts import PARTS, plain

CERTIFICATES = "certificates"
PREFIX = "certificate-"
# What a document or a visit can prove; an introduction or a photo may change without it.
PROVEN = {
    "identity": (
        "legal_name", "tax_code", "ownership", "founding_year", "address", "ward_id", "park_id",
    ),
    "products": (
        "name_vi", "hs_code", "size_min", "size_max", "size_unit", "tolerance", "tolerance_unit",
        "monthly_capacity", "monthly_unit",
    ),
    "capability": ("industries", "processes", "materials", "floor_area"),
    "machines": ("kind_id", "model_name", "maker", "year", "quantity", "capacity", "capacity_unit"),
    "markets": ("markets", "export_share", "customers"),
    "contacts": ("person", "position", "phone", "email"),
    CERTIFICATES: ("standard_id", "number", "issuer", "valid_from", "valid_to"),
}  # fmt: skip
ROWS = {"products", "machines", "contacts"}


@dataclass(frozen=True)
class Subject:
    """One thing that can be checked, and what it says now."""

    key: str
    part: str
    label: str
    said: str  # in a line, for who decides whether this is what was seen
    fingerprint: str
    certificate: Certificate | None = None


def subjects(enterprise: Enterprise) -> list[Subject]:
    """All that an enterprise of `EnterpriseQuerySet.for_profile()` says, in the profile's order."""
    found = []
    for part in PARTS:
        if part == CERTIFICATES:
            found += [_of_certificate(each) for each in enterprise.certificates.all()]
        elif part in PROVEN:
            found.append(_of_part(enterprise, part))
    return found


def part_fingerprint(enterprise: Enterprise, part: str) -> str:
    """Return the fingerprint of what a part says now."""
    if part in ROWS:
        rows = [_values(row, part) for row in getattr(enterprise, part).all()]
        return fingerprint(sorted(rows, key=json.dumps))
    return fingerprint(_values(enterprise, part))


def certificate_fingerprint(certificate: Certificate) -> str:
    """Return the fingerprint of what a certificate says now."""
    return fingerprint(_values(certificate, CERTIFICATES))


def _values(record: models.Model, part: str) -> list:
    return [_plain(getattr(record, name)) for name in PROVEN[part]]


def _plain(value: object) -> object:
    return plain(value.all() if isinstance(value, models.Manager) else value)


def _of_part(enterprise: Enterprise, part: str) -> Subject:
    said = "; ".join(filter(None, map(str, _SAID[part](enterprise))))
    return Subject(part, part, str(PARTS[part].label), said, part_fingerprint(enterprise, part))


def _of_certificate(certificate: Certificate) -> Subject:
    begins, ends = (
        official_date(day) if day else "…" for day in (certificate.valid_from, certificate.valid_to)
    )
    said = "; ".join(filter(None, (certificate.number, certificate.issuer, f"{begins} – {ends}")))
    key, mark = f"{PREFIX}{certificate.pk}", certificate_fingerprint(certificate)
    return Subject(key, CERTIFICATES, str(certificate.standard), said, mark, certificate)


_SAID: dict[str, Callable[[Enterprise], Iterable]] = {
    "identity": lambda own: (own.legal_name, own.tax_code_display, own.address),
    "products": lambda own: own.products.all(),
    "capability": lambda own: (*own.processes.all(), *own.materials.all()),
    "machines": lambda own: own.machines.all(),
    "markets": lambda own: (*own.markets.all(), *own.customers.splitlines()),
    "contacts": lambda own: own.contacts.all(),
}
