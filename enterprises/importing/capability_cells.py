"""Machines and certificates as one part of a cell, written and read back."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _

from catalogue import units
from catalogue.models import MachineKind, Standard
from core.imports.cells import Notes, day, decimal
from core.text import fold
from enterprises.importing.profiles import ImportedProfile
from enterprises.models import Certificate, Machine

Words = dict[str, models.Model]  # folded name -> term
_MACHINE = re.compile(
    r"(?:(?P<number>\d[\d.,]*) ?(?P<unit>[^\d\s(][^(×]*?)?)?"
    r"(?: ?\(?[x×] ?(?P<quantity>\d+)\)?"
    r"| ?[(:,-] ?(?P<count>\d+) ?(?:máy|cái|bộ|chiếc|sets?|units?)?\)?)?"
)
_UNIT_WORDS = {
    "tấn": ("tonne_force", "tonne"),
    "tấn lực": ("tonne_force",),
    "tan": ("tonne_force", "tonne"),
    "t": ("tonne_force", "tonne"),
    "ton": ("tonne_force", "tonne"),
    "tons": ("tonne_force", "tonne"),
    "lít": ("litre",),
    "l": ("litre",),
}


@dataclass(frozen=True)
class CertificateCell:
    """A certificate as a cell describes it."""

    standard: Standard
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class MachineCell:
    """A machine as a cell describes it."""

    kind: MachineKind
    capacity: Decimal | None = None
    unit: str = ""
    quantity: int = 1


def _leading_term(text: str, words: Words) -> tuple[models.Model, str]:
    """Return the term with the longest name that begins the text, and what follows it."""
    ends = [m.end() for m in re.finditer(r"\S+", text)]
    for end in reversed(ends):
        if term := words.get(fold(text[:end])):
            return term, text[end:].strip()
    head = text.partition("(")[0]  # 'ISO 9001(đến …)', with no blank between
    if head != text and (term := words.get(fold(head))):
        return term, text[len(head) :].strip()
    raise ValueError(_("không có trong danh mục: %(names)s") % {"names": text})


def certificate(text: str, words: Words) -> CertificateCell:
    """Read 'ISO 9001 (số AB 12, từ 01/01/2025, đến 31/12/2027)'; bracketed details are optional."""
    standard, rest = _leading_term(text, words)
    found = {"number": "", "valid_from": None, "valid_to": None}
    for detail in filter(None, (each.strip() for each in rest.strip(" ()").split(","))):
        name, value = _detail(detail, text)
        found[name] = value
    return CertificateCell(standard, **found)


def _detail(detail: str, text: str) -> tuple[str, str | date]:
    for name, opening in (
        ("number", r"số|no\.?|number"),
        ("valid_from", r"từ|from"),
        ("valid_to", r"đến|hết hạn|hiệu lực đến|to|until|valid to|exp\.?"),
    ):
        if found := re.fullmatch(rf"(?:{opening}):? (.+)", detail, re.IGNORECASE):
            return name, found[1] if name == "number" else day(found[1])
    raise ValueError(
        _("không hiểu “%(detail)s” trong “%(text)s”") % {"detail": detail, "text": text}
    )


def certificate_text(certificate: Certificate) -> str:
    """Return the text of a certificate in an export."""
    details = [
        f"số {re.sub('[;,()]', ' ', certificate.number)}" if certificate.number else "",
        f"từ {certificate.valid_from:%d/%m/%Y}" if certificate.valid_from else "",
        f"đến {certificate.valid_to:%d/%m/%Y}" if certificate.valid_to else "",
    ]
    text = ", ".join(filter(None, details))
    return f"{certificate.standard} ({text})" if text else str(certificate.standard)


def add_certificate(profile: ImportedProfile, cell: CertificateCell, notes: Notes) -> None:
    """Add the certificate, or the later end of a known one; the standard alone adds nothing."""
    same = [c for c in profile.certificates if c.standard_id == cell.standard.pk]
    if cell.number:
        same = [c for c in same if fold(c.number) == fold(cell.number)]
    if not same:
        profile.certificates.append(Certificate(**vars(cell)))
    elif cell.valid_to and all(c.valid_to != cell.valid_to for c in same):
        _extend(profile, same[0], cell, notes)


def _extend(
    profile: ImportedProfile, known: Certificate, cell: CertificateCell, notes: Notes
) -> None:
    if known.valid_to and known.valid_to > cell.valid_to:
        notes.append(
            _("đã biết chứng nhận %(name)s đến %(day)s, muộn hơn, nên giữ nguyên")
            % {"name": known.standard, "day": f"{known.valid_to:%d/%m/%Y}"}
        )
        return
    known.valid_to = cell.valid_to
    known.valid_from = cell.valid_from or known.valid_from
    if known.pk and known not in profile.renewed:
        profile.renewed.append(known)


def machine(text: str, words: Words) -> MachineCell:
    """Read 'Máy ép nhựa 250 tấn x 3'; number, unit and quantity are optional."""
    kind, rest = _leading_term(text, words)
    found = _MACHINE.fullmatch(rest)
    if not found:
        raise ValueError(
            _("không hiểu “%(detail)s” trong “%(text)s”") % {"detail": rest, "text": text}
        )
    quantity = max(1, int(found["quantity"] or found["count"] or 1))
    if found["number"] is None:
        return MachineCell(kind, quantity=quantity)
    if not kind.unit:
        raise ValueError(_("loại máy này không có thông số: %(text)s") % {"text": text})
    unit = _unit(found["unit"] or "", kind)
    return MachineCell(kind, _figure(found["number"]), unit, quantity)


def _figure(text: str) -> Decimal:
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text)
    return decimal(re.sub(r"[.,]", "", text) if grouped else text)


def _unit(text: str, kind: MachineKind) -> str:
    """Return the unit of the kind's dimension that is written so, or the kind's own if none is."""
    if not text:
        return kind.unit
    dimension, written = units.UNITS[kind.unit].dimension, text.strip().lower()
    alike = [c for c, unit in units.UNITS.items() if written in {c, str(unit.label).lower()}]
    for code in [*alike, *_UNIT_WORDS.get(written, ())]:
        if units.UNITS[code].dimension == dimension:
            return code
    raise ValueError(
        _("đơn vị “%(unit)s” không so được với đơn vị của loại máy này (%(own)s)")
        % {"unit": text, "own": units.label(kind.unit)}
    )


def machine_text(machine: Machine) -> str:
    """Return the text of a machine in an export."""
    text = str(machine.kind)
    # A kind that has lost its unit since cannot read a figure back.
    if machine.comparable_capacity is not None:
        text += f" {_plain(machine.capacity)} {units.label(machine.capacity_unit)}"
    return f"{text} x {machine.quantity}" if machine.quantity > 1 else text


def _plain(number: Decimal) -> str:
    """Write '250' or '2,5': no grouping, so that reading back is never in doubt."""
    text = f"{number.normalize():f}"
    # Three decimals would read as thousands.
    return (f"{text}0" if re.search(r"\.\d{3}$", text) else text).replace(".", ",")


def add_machine(profile: ImportedProfile, cell: MachineCell, notes: Notes) -> None:
    """Add the machine, unless one of its kind and capacity is known."""
    for known in profile.machines:
        if known.kind_id == cell.kind.pk and _same_capacity(known, cell):
            if known.quantity != cell.quantity:
                notes.append(
                    _("đã có %(name)s, số lượng %(number)d giữ nguyên")
                    % {"name": machine_text(known), "number": known.quantity}
                )
            return
    profile.machines.append(
        Machine(
            kind=cell.kind,
            capacity=cell.capacity,
            capacity_unit=cell.unit,
            quantity=cell.quantity,
        )
    )


def _same_capacity(known: Machine, cell: MachineCell) -> bool:
    if cell.capacity is None:
        return known.comparable_capacity is None
    if known.capacity is None or known.comparable_capacity is None:
        return False
    return units.to_base(known.capacity, known.capacity_unit) == units.to_base(
        cell.capacity, cell.unit
    )
