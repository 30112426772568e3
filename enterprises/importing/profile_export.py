"""One enterprise's profile as its members export it: the columns of the staff's spreadsheet."""

from collections.abc import Iterator

from django.utils.translation import override
from tablib import Dataset

from enterprises.importing.column_aliases import heading
from enterprises.importing.columns import NO, YES
from enterprises.importing.enterprise import EnterpriseResource
from enterprises.models import Enterprise

SAME_RECORD = ("legal_name", "tax_code", "address")  # by these an import finds the record
CONTACT = ("person", "phone", "email")


def export_of(enterprise: Enterprise) -> Dataset:
    """Return the whole record, contacts that are not public included; imports read it back.

    A row has room for one contact, so each further one has a row of its own. The words are
    Vietnamese whatever the reader's language, because that is what imports read.
    """
    with override("vi"):
        records = Enterprise.objects.filter(pk=enterprise.pk)
        table = EnterpriseResource().export(records)
        for cells in _further_contacts(enterprise):
            table.append([cells.get(name, "") for name in table.headers])
    return table


def _further_contacts(enterprise: Enterprise) -> Iterator[dict[str, str]]:
    record = {heading(name): getattr(enterprise, name) or "" for name in SAME_RECORD}
    for contact in enterprise.contacts.all()[1:]:
        cells = {heading(name): getattr(contact, name) for name in CONTACT}
        yield {**record, **cells, heading("is_public"): YES if contact.is_public else NO}
