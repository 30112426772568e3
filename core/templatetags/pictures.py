"""Photos in pages: small, in the formats that browsers have, never cut."""

from django import template
from django.core.files.storage import default_storage

from core.files.thumbnails import FORMATS, WIDTHS, thumbnail_name

register = template.Library()


@register.inclusion_tag("components/photo.html")
def photo(name: str, alt: str, lang: str = "") -> dict:
    """Show a stored photo in its place of 208 × 156 pixels; `lang` is what `lang_of` returns."""
    sources = [(f"image/{ending}", _offered(name, ending)) for ending in FORMATS]
    return {"url": default_storage.url(name), "sources": sources, "alt": alt, "lang": lang}


def _offered(name: str, ending: str) -> str:
    """Return the thumbnails of one format, each with its width."""
    return ", ".join(
        f"{default_storage.url(thumbnail_name(name, width, ending))} {width}w" for width in WIDTHS
    )
