"""One row of a file, applied to the profile that it describes."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.imports.cells import Notes
from core.imports.outcomes import Result
from core.imports.rows import ParsedRow
from core.text import fold
from enterprises.importing.column_aliases import COLUMNS
from enterprises.importing.columns import PlainColumn
from enterprises.importing.profiles import CONTACT_FIELDS, ImportedProfile
from enterprises.models import Certificate, Contact, Enterprise

HEADINGS = {name: column.heading for name, column in COLUMNS.items()}
# Places come from the catalogue itself; what has no column is no cell's business.
CHECKED = {name for name, column in COLUMNS.items() if column.is_read} - {"ward", "park"}
# Other columns add to what a record has.
PLAIN_FIELDS = {f.name for f in Enterprise._meta.concrete_fields} - {"customers"}
NOT_CHECKED = {f.name for f in Enterprise._meta.concrete_fields} - CHECKED


def tax_code_of(row: ParsedRow) -> str:
    return row.values.get("tax_code", "")


def place_of(row: ParsedRow) -> tuple[str, str]:
    """Return name and address as records store them to find the same one again."""
    name, address = (row.values.get(each, "") for each in ("legal_name", "address"))
    return fold(name)[:300], fold(address)[:500]


def apply_row(profile: ImportedProfile, row: ParsedRow, columns: dict[str, PlainColumn]) -> None:
    """Apply the row's values to the profile and check them as a form would.

    Cells that are wrong are left out; where the record cannot do without one, nothing is applied.
    """
    before = profile.enterprise.__dict__.copy()
    plain = {name for name in row.values if name in PLAIN_FIELDS}
    _apply(profile, row, columns, plain)
    while left := _wrong_cells(profile.enterprise, row):
        for name in left:
            setattr(profile.enterprise, name, before.get(name))
    if row.has_errors:
        profile.enterprise.__dict__.clear()
        profile.enterprise.__dict__.update(before)
        row.outcome.result = Result.REFUSED
        return
    _apply(profile, row, columns, set(row.values) - plain)
    _apply_contact(profile, row)
    _check_certificates(profile, row)


def _apply(
    profile: ImportedProfile, row: ParsedRow, columns: dict[str, PlainColumn], names: set[str]
) -> None:
    for name in [name for name in row.values if name in names]:
        notes, column = Notes(), columns[name]
        try:
            column.apply(profile, row.values[name], notes)
        except ValueError as error:
            row.leave_out(name, column.heading, str(error))
        row.add_repairs(column.heading, notes)


def _wrong_cells(enterprise: Enterprise, row: ParsedRow) -> set[str]:
    try:
        enterprise.clean_fields(exclude=NOT_CHECKED)
    except ValidationError as error:
        return row.add_errors(error, HEADINGS)
    return set()


def _apply_contact(profile: ImportedProfile, row: ParsedRow) -> None:
    cells = {name: row.values.get(name, "") for name in CONTACT_FIELDS}
    while any(cells.values()):
        contact = profile.add_contact(cells, is_public=bool(row.values.get("is_public")))
        wrong = _wrong_contact_cells(contact, row) if contact else set()
        if not wrong:
            return
        profile.contacts.remove(contact)
        cells = {name: "" if name in wrong else cell for name, cell in cells.items()}


def _wrong_contact_cells(contact: Contact, row: ParsedRow) -> set[str]:
    try:
        contact.clean_fields(exclude=["enterprise"])
    except ValidationError as error:
        return row.add_errors(error, HEADINGS)
    return set()


def _check_certificates(profile: ImportedProfile, row: ParsedRow) -> None:
    if "standards" not in row.values:
        return
    for certificate in [*(c for c in profile.certificates if not c.pk), *profile.renewed]:
        starts, ends = certificate.valid_from, certificate.valid_to
        if starts and ends and ends < starts:
            text = _("Ngày hết hiệu lực phải sau ngày bắt đầu hiệu lực.")
            row.leave_out("standards", HEADINGS["standards"], text)
            _drop(certificate, profile)


def _drop(certificate: Certificate, profile: ImportedProfile) -> None:
    """Leave the profile without a new certificate, or with a known one as it is stored."""
    if certificate.pk:
        profile.renewed.remove(certificate)
        certificate.refresh_from_db(fields=["valid_from", "valid_to"])
    else:
        profile.certificates.remove(certificate)
