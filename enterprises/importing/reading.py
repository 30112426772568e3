"""One row of a file, read cell by cell onto the profile that it means."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import fold
from enterprises.importing.columns import Column
from enterprises.importing.headings import HEADINGS, SHOWN_ONLY, heading
from enterprises.importing.outcomes import Kind, Outcome, Result
from enterprises.importing.profiles import CONTACT_CELLS, Profile
from enterprises.importing.repairs import Notes, tidied
from enterprises.models import Enterprise

# Places come from the catalogue itself; what has no column is no cell's business.
CHECKED = set(HEADINGS) - {"ward", "park", *SHOWN_ONLY}
NOT_CHECKED = {f.name for f in Enterprise._meta.concrete_fields} - CHECKED


@dataclass
class Row:
    """The cells of a row as values, and what had to be said while reading them."""

    outcome: Outcome
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)

    @property
    def tax_code(self) -> str:
        return self.values.get("tax_code", "")

    @property
    def place(self) -> tuple[str, str]:
        """Name and address as records keep them for telling the same one again."""
        name, address = (self.values.get(each, "") for each in ("legal_name", "address"))
        return fold(name)[:300], fold(address)[:500]


def read_row(number: int, cells: dict[str, str], surplus: list[str], columns: dict) -> Row:
    """Read every cell that says something; a cell that cannot be read is an error of the row."""
    row = Row(Outcome(number, ""))
    for name, raw in cells.items():
        if column := columns.get(name):
            _read_cell(row, column, raw)
    row.outcome.name = str(row.values.get("legal_name", ""))
    if surplus:
        row.outcome.say(
            Kind.ERROR,
            "",
            _("Dòng có nhiều ô hơn dòng tiêu đề: %(cells)s") % {"cells": "; ".join(surplus)[:300]},
        )
    return row


def _read_cell(row: Row, column: Column, raw: str) -> None:
    notes, name = Notes(), column.attribute
    text = tidied(raw, notes)
    if not text:
        return
    row.texts[name] = text
    try:
        row.values[name] = column.parse(text, notes)
    except ValueError as error:
        row.outcome.say(Kind.ERROR, column.column_name, f"“{text}”: {error}")
    _tell(row.outcome, column, notes)


def _tell(outcome: Outcome, column: Column, notes: Notes) -> None:
    for note in notes:
        outcome.say(Kind.REPAIR, column.column_name, note)


def put_on(profile: Profile, row: Row, columns: dict[str, Column]) -> None:
    """Put the row's values on the profile and check them as a form would."""
    for name, value in row.values.items():
        notes, column = Notes(), columns[name]
        try:
            column.apply(profile, value, notes)
        except ValueError as error:
            row.outcome.say(Kind.ERROR, column.column_name, f"“{row.texts[name]}”: {error}")
        _tell(row.outcome, column, notes)
    _check(profile.enterprise, row)
    _put_contact(profile, row)
    _check_certificates(profile, row)
    if row.outcome.of_kind(Kind.ERROR):
        row.outcome.result = Result.REFUSED


def _check(enterprise: Enterprise, row: Row) -> None:
    try:
        enterprise.clean_fields(exclude=NOT_CHECKED)
    except ValidationError as error:
        _tell_errors(row, error)


def _tell_errors(row: Row, error: ValidationError) -> None:
    told = {message.column for message in row.outcome.of_kind(Kind.ERROR)}
    for name, texts in error.message_dict.items():
        if (column := heading(name)) in told:
            continue  # the cell could not even be read, which says more
        value = row.texts.get(name, "")
        for text in texts:
            row.outcome.say(Kind.ERROR, column, f"“{value}”: {text}" if value else text)


def _put_contact(profile: Profile, row: Row) -> None:
    cells = {name: row.values.get(name, "") for name in CONTACT_CELLS}
    if not any(cells.values()):
        return
    contact = profile.add_contact(cells, is_public=bool(row.values.get("is_public")))
    if contact is None:
        return
    try:
        contact.clean_fields(exclude=["enterprise"])
    except ValidationError as error:
        _tell_errors(row, error)


def _check_certificates(profile: Profile, row: Row) -> None:
    if "standards" not in row.values:
        return
    for certificate in [*(c for c in profile.certificates if not c.pk), *profile.renewed]:
        starts, ends = certificate.valid_from, certificate.valid_to
        if starts and ends and ends < starts:
            text = _("Ngày hết hiệu lực phải sau ngày bắt đầu hiệu lực.")
            row.outcome.say(Kind.ERROR, heading("standards"), f"“{row.texts['standards']}”: {text}")
