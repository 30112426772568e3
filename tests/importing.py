"""Importing a spreadsheet as the staff do it in their browsers, and what is said of it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.imports.outcomes import MessageKind, Result, RowOutcome, unpack
from core.models import SpreadsheetImport

IMPORT = "/quan-tri/enterprises/enterprise/import/"


def preview(client: Client, file: SimpleUploadedFile):
    return client.post(IMPORT, {"import_file": file}, follow=True)


def confirm(client: Client, page):
    return client.post(f"{IMPORT}{page.context['job'].pk}/confirm/", follow=True)


def take_in(client: Client, file: SimpleUploadedFile):
    return confirm(client, preview(client, file))


def counts(page) -> dict[str, int]:
    return {k: n for k, n in page.context["job"].counts.items() if k in Result.values}


def outcomes(page) -> list[RowOutcome]:
    return unpack(SpreadsheetImport.objects.get(pk=page.context["job"].pk).outcomes)


def said(page, kind: MessageKind) -> dict[tuple[int, str], str]:
    """What the report says of this kind, by row and column."""
    return {(o.number, m.column): m.text for o in outcomes(page) for m in o.of_kind(kind)}


def found(client: Client, query: str) -> set[str]:
    page = client.get("/doanh-nghiep/", {"q": query})
    return {card.enterprise.legal_name for card in page.context["page"].items}


def errors(page) -> str:
    return " ".join(page.context["form"].errors.get("import_file", []))
