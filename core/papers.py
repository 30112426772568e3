"""Papers as Word files: a file that is laid out in Word, filled in with what it says."""

import io
from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from docxtpl import DocxTemplate

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def filled_in(template: Path, context: dict) -> bytes:
    """Return the .docx with its placeholders filled in; what people typed is text in it."""
    word = DocxTemplate(template)
    word.render(context, autoescape=True)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def docx_response(content: bytes, name: str) -> HttpResponse:
    """Return a Word file to download."""
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
    return response
