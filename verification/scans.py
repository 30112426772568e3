"""Scans of signed papers: PDF alone, and no page of the public's leads to them."""

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from core.files.documents import validate_document


def validate_scan(file: File) -> None:
    """Raise ValidationError unless this is a PDF of reasonable size and says so."""
    if not getattr(file, "_committed", False) and not file.name.lower().endswith(".pdf"):
        raise ValidationError(_("Bản quét phải là tệp PDF."), code="ending")
    validate_document(file)
