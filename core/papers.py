"""Papers as Word files: a file that is laid out in Word, filled in with what it says."""

import io
from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def filled_in(template: Path, context: dict) -> bytes:
    """Return the .docx with its placeholders filled in; what people typed is text in it."""
    word = DocxTemplate(template)
    word.render(context, autoescape=True)
    _keep_last_rows(word.docx)
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _keep_last_rows(document: Document) -> None:
    """Keep the last row of each table, mostly its total, on the page of the row before it."""
    for table in document.element.body.iter(qn("w:tbl")):
        for row in list(table.iter(qn("w:tr")))[-2:-1]:
            for paragraph in row.iter(qn("w:p")):
                Paragraph(paragraph, document).paragraph_format.keep_with_next = True


def docx_response(content: bytes, name: str) -> HttpResponse:
    """Return a Word file to download."""
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.docx")
    return response
