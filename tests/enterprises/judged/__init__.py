"""A directory written for judging the search, and searches with the enterprises they should find.

Who wrote a search decided what it should find before anything had answered it. All firms are
invented.
"""

import csv
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from catalogue.models import (
    IndustrialPark,
    MachineKind,
    Material,
    Process,
    Standard,
    VsicClass,
    Ward,
)
from core.text import fold
from enterprises.models import Certificate, Enterprise, Machine, Product

FOLDER = Path(__file__).parent
VSIC_VERSION = "2025"


@dataclass(frozen=True)
class JudgedSearch:
    """What somebody types, and the keys of the enterprises of which one should come first."""

    kind: str
    query: str
    wanted: frozenset[str]


def searches() -> list[JudgedSearch]:
    """The judged searches."""
    with (FOLDER / "searches.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return [JudgedSearch(r["kind"], r["query"], frozenset(r["wanted"].split())) for r in rows]


def load_directory() -> dict[str, int]:
    """Write the enterprises into a database that has the start data; the id under each key."""
    firms = [
        firm
        for path in sorted(FOLDER.glob("*.toml"))
        for firm in tomllib.loads(path.read_text(encoding="utf-8"))["enterprise"]
    ]
    return {firm["key"]: _written(firm).pk for firm in firms}


def _written(firm: dict) -> Enterprise:
    enterprise = Enterprise(
        legal_name=firm["name"],
        international_name=firm["english"],
        short_name=firm.get("short", ""),
        tax_code=firm["tax_code"],
        former_district=firm.get("former_district", ""),
        description_vi=firm["text"],
        state=Enterprise.State.PUBLISHED,
        **_place(firm),
    )
    enterprise.full_clean()
    enterprise.save()
    enterprise.processes.set(_terms(Process, firm.get("processes", [])))
    enterprise.materials.set(_terms(Material, firm.get("materials", [])))
    enterprise.vsic_classes.set(_vsic(code) for code in firm["vsic"])
    _write_what_hangs_on(enterprise, firm)
    return enterprise


def _place(firm: dict) -> dict:
    """Park, ward and the address as people write it."""
    name = firm["place"]
    park = None if name.isdigit() else IndustrialPark.objects.get(slug=name)
    ward = park.ward if park else Ward.objects.get(code=name)
    parts = [firm["address"], park and park.name_vi, ward and ward.name_vi, "TP. Hồ Chí Minh"]
    return {"park": park, "ward": ward, "address": ", ".join(filter(None, parts))}


def _terms(model: type, slugs: list[str]) -> list:
    return [model.objects.get(slug=slug) for slug in slugs]


def _vsic(code: str) -> VsicClass:
    return VsicClass.objects.get(version=VSIC_VERSION, code=code)


def _fields(line: str, number: int) -> list[str]:
    fields = [field.strip() for field in line.split("|")]
    return fields + [""] * (number - len(fields))


def _write_what_hangs_on(enterprise: Enterprise, firm: dict) -> None:
    for line in firm["products"]:
        name_vi, name_en, hs_code = _fields(line, 3)
        Product.objects.create(
            enterprise=enterprise, name_vi=name_vi, name_en=name_en, hs_code=hs_code
        )
    for line in firm.get("machines", []):
        _write_machine(enterprise, *_fields(line, 3))
    for line in firm.get("certificates", []):
        slug, number = _fields(line, 2)
        Certificate.objects.create(
            enterprise=enterprise, standard=Standard.objects.get(slug=slug), number=number
        )


def _write_machine(enterprise: Enterprise, kind: str, maker: str, capacity: str) -> None:
    number, _blank, unit = capacity.partition(" ")
    Machine.objects.create(
        enterprise=enterprise,
        kind=next(k for k in MachineKind.objects.all() if fold(kind) in k.words()),
        maker=maker,
        capacity=Decimal(number) if number else None,
        capacity_unit=unit,
    )
