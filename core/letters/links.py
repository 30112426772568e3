"""Links in what strangers write: taken out, so that the portal carries nobody to other sites."""

import re

from django.utils.translation import gettext as _

# Endings under which people share links. Not every one there is: 'TP.HCM/Đồng Nai' and 'N.mm/s'
# are no addresses.
ENDINGS = """ai app asia biz cc click cn co com club de dev edu eu fr gov hk info io jp kr link live
ly me net online org page pro ru sg shop site store th top tv tw uk us vn xyz"""
LINK = re.compile(
    r"""
    (?: [^\W\d_][\w+.-]{0,15}[:：]SLASH{2}         # http://, https:// and any other scheme
      | mailto:
      | (?<![\w.@-])www\d?DOT(?=\w)
      | (?<![\w.@-])                               # congty.vn/bao-gia: a domain with a path
        (?: (?:\d[\w-]+|[^\W\d_][\w-]*)DOT )+
        (?: ENDINGS )(?:[:：]\d+)?SLASH
    )
    [^\s<>"“”]*
    """.replace("ENDINGS", "|".join(ENDINGS.split()))
    .replace("DOT", "[.。．｡]")  # browsers and readers take these for the same
    .replace("SLASH", "[/／⁄∕]"),
    re.IGNORECASE | re.VERBOSE,
)
SENTENCE_END = ".,;:!?)]…"


def mark() -> str:
    """Return the text that replaces a link, in the reader's language."""
    return _("[đã bỏ liên kết]")


def without_links(text: str) -> tuple[str, int]:
    """Return the text with a mark in place of each link, and how many links there were.

    A domain alone ('congty.vn') and an e-mail address stay: they tell who somebody is.
    """
    return LINK.subn(_marked, text)


def _marked(link: re.Match) -> str:
    """Return the mark, and the sentence's own end, which is no part of the link."""
    whole = link[0]
    return mark() + whole[len(whole.rstrip(SENTENCE_END)) :]
