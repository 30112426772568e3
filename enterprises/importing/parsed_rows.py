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
from enterprises.models import Enterprise

HEADINGS = {name: column.heading for name, column in COLUMNS.items()}
# Places come from the catalogue itself; what has no column is no cell's business.
CHECKED = {name for name, column in COLUMNS.items() if column.is_read} - {"ward", "park"}
NOT_CHECKED = {f.name for f in Enterprise._meta.concrete_fields} - CHECKED


def tax_code_of(row: ParsedRow) -> str:
    return row.values.get("tax_code", "")


def place_of(row: ParsedRow) -> tuple[str, str]:
    """Return name and address as records store them to find the same one again."""
    name, address = (row.values.get(each, "") for each in ("legal_name", "address"))
    return fold(name)[:300], fold(address)[:500]


def apply_row(profile: ImportedProfile, row: ParsedRow, columns: dict[str, PlainColumn]) -> None:
    """Apply the row's values to the profile and check them as a form would."""
    for name, value in row.values.items():
        notes, column = Notes(), columns[name]
        try:
            column.apply(profile, value, notes)
        except ValueError as error:
            row.add_error(name, column.heading, str(error))
        row.add_repairs(column.heading, notes)
    _check(profile.enterprise, row)
    _apply_contact(profile, row)
    _check_certificates(profile, row)
    if row.has_errors:
        row.outcome.result = Result.REFUSED


def _check(enterprise: Enterprise, row: ParsedRow) -> None:
    try:
        enterprise.clean_fields(exclude=NOT_CHECKED)
    except ValidationError as error:
        row.add_errors(error, HEADINGS)


def _apply_contact(profile: ImportedProfile, row: ParsedRow) -> None:
    cells = {name: row.values.get(name, "") for name in CONTACT_FIELDS}
    if not any(cells.values()):
        return
    contact = profile.add_contact(cells, is_public=bool(row.values.get("is_public")))
    if contact is None:
        return
    try:
        contact.clean_fields(exclude=["enterprise"])
    except ValidationError as error:
        row.add_errors(error, HEADINGS)


def _check_certificates(profile: ImportedProfile, row: ParsedRow) -> None:
    if "standards" not in row.values:
        return
    for certificate in [*(c for c in profile.certificates if not c.pk), *profile.renewed]:
        starts, ends = certificate.valid_from, certificate.valid_to
        if starts and ends and ends < starts:
            text = _("Ngày hết hiệu lực phải sau ngày bắt đầu hiệu lực.")
            row.add_error("standards", HEADINGS["standards"], text)
