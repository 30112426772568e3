"""Documents as PDF, set by typst from a template and data."""

import json
from pathlib import Path

import segno
import typst
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def pdf(template: str, data: dict) -> bytes:
    """Return the PDF that a typst template (`enterprises/profile/sheet.typ`) makes of these data.

    The template reads them by `json(bytes(sys.inputs.data))`: what people typed is data there and
    never markup. It may read files of `templates/` and nothing else. typst.TypstError where the
    template is wrong.
    """
    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
    )


def qr_svg(url: str) -> str:
    """Return a QR code as SVG, to draw in a document (`image(bytes(data.qr), format: "svg")`)."""
    return segno.make(url, error="m").svg_inline(border=0)
