"""Products, machines, certificates, contacts and files of two records as one, equal ones once."""

import re
from collections.abc import Callable

from django.db import models

from core.text import fold
from enterprises.duplicates.compared_records import phone_numbers
from enterprises.duplicates.records import ROWS, changed, plain_values, values_of
from enterprises.models import Attachment, Certificate, Contact, Enterprise, Machine, Product

# Cells that say something only together: a number without its own unit would say another thing.
_TOGETHER = {
    Product: [
        ("name_en",),
        ("description_vi",),
        ("description_en",),
        ("hs_code",),
        ("size_min", "size_max", "size_unit"),
        ("tolerance", "tolerance_unit"),
        ("monthly_capacity", "monthly_unit"),
        ("photo",),
    ],
    Machine: [],
    Certificate: [("issuer",), ("valid_from", "valid_to")],
    Contact: [("position",)],
    Attachment: [],  # each has a file of its own, so no two are one
}
_UNITS = {"size_unit", "tolerance_unit", "monthly_unit"}
_NOT_CONTENT = {"id", "enterprise_id"}
Sign = Callable[[models.Model], models.Model]  # writes who and why into the history to come


def sameness(row: models.Model) -> tuple:
    """Return what two rows share when they are one."""
    if isinstance(row, Product):
        return (fold(row.name_vi),)
    if isinstance(row, Certificate):
        return (row.standard_id, re.sub(r"[^0-9a-z]", "", fold(row.number)))
    if isinstance(row, Contact):
        return (fold(row.person), frozenset(phone_numbers(row.phone)), row.email.lower())
    values = [getattr(row, field.attname) for field in row._meta.concrete_fields]
    names = [field.attname for field in row._meta.concrete_fields]
    return tuple(
        fold(value) if isinstance(value, str) else value
        for name, value in zip(names, values, strict=True)
        if name not in _NOT_CONTENT
    )


def unite(survivor: Enterprise, merged: Enterprise, sign: Sign) -> dict[str, list]:
    """Move what the survivor lacks to it, and fill the blanks of what both have.

    An equal row stays on the merged record. Returns what was moved ([kind, key]) and what was
    filled ([kind, key, {column: [before, after]}]).
    """
    moved, filled = [], []
    for name in ROWS:
        known = {sameness(row): row for row in getattr(survivor, name).order_by("-pk")}
        for row in getattr(merged, name).order_by("pk"):
            if (same := known.get(sameness(row))) is None:
                row.enterprise = survivor
                sign(row).save()
                known[sameness(row)] = row
                moved.append([name, row.pk])
            elif changes := _fill(same, row, sign):
                filled.append([name, same.pk, changes])
    return {"moved": moved, "filled": filled}


def _fill(row: models.Model, other: models.Model, sign: Sign) -> dict[str, list]:
    """Take over what the row leaves blank; returns what that changed."""
    before = values_of(row)
    for cells in _TOGETHER[type(row)]:
        if _tells(other, cells) and not _tells(row, cells):
            for name in cells:
                setattr(row, name, getattr(other, name))
    if plain_values(row) == before:
        return {}
    sign(row).save()
    return changed(before, values_of(row))


def _tells(row: models.Model, cells: tuple[str, ...]) -> bool:
    """Return whether any of these cells says something; a unit alone does not."""
    values = [getattr(row, name) for name in cells if name not in _UNITS]
    return any(value is not None and str(value) for value in values)
