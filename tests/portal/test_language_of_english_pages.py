"""Every public page, and every page of an account, speaks English to whoever asks for English."""

from collections.abc import Iterator
from urllib.parse import urlencode

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml.html import HtmlElement

from tests import loading
from tests.portal.access_rows import Places, all_names, entered
from tests.portal.known_texts import READ_ATTRIBUTES, UNREAD, VIETNAMESE_LETTER, in_english

pytestmark = pytest.mark.django_db
LEFT = {"account_logout"}  # ends the session
SEARCHES = {
    "q": ["đúc áp lực xyzzyq", "khuon epp", "máy ép 5000 tấn", "アルミ"],
    "industry": ["khong-co", "co-khi"],
    "sort": ["updated"],
    "export": ["1"],
    "machine": ["may-ep-phun-nhua"],
}
ALLOWED = {
    "Tiếng Việt": "the name of a language",
    "5792/QĐ-UBND": "the number of a decision before the programme's",
    **dict.fromkeys(SEARCHES["q"], "what the reader typed"),
}


@pytest.fixture
def places(start_data) -> Places:
    loading.demo_data(10)()
    return Places()


def test_no_text_of_the_portal_is_vietnamese(places):
    known, seen = in_english(ALLOWED), {}
    for visitor in (Client(), entered(places.owner.user)):
        for address in addresses(places):
            page = visitor.get(address, follow=True)
            if "text/html" in page.get("Content-Type", "") and page.content.strip():
                for text in vietnamese_in(page.content.decode()):
                    seen.setdefault(text, address)
    known.learn_data()
    unknown = [f"{text} ({address})" for text, address in seen.items() if not known.knows(text)]
    assert "\n".join(unknown) == ""


def addresses(places: Places) -> list[str]:
    """Return an address of each kind outside the back office, as English readers have it."""
    names = {name for name in all_names() if not name.startswith("admin:")}
    with translation.override("en"):
        found = sorted({places.address(name) for name in names - LEFT})
        directory = reverse("enterprises:enterprise-list")
    searches = [{key: value} for key, values in SEARCHES.items() for value in values]
    return [*found, *(f"{directory}?{urlencode(search)}" for search in searches)]


def vietnamese_in(source: str) -> Iterator[str]:
    """Yield the texts with Vietnamese letters that no `lang` says to be Vietnamese."""
    for element in lxml.html.document_fromstring(source).iter():
        parent = element.getparent()
        texts = [(parent, element.tail)] if parent is not None else []
        if isinstance(element.tag, str) and element.tag not in UNREAD:
            told = [element.text, *(element.get(name) for name in READ_ATTRIBUTES)]
            texts += [(element, text) for text in told]
        for of, text in texts:
            if text and VIETNAMESE_LETTER.search(text) and language_of(of) != "vi":
                yield " ".join(text.split())


def language_of(element: HtmlElement) -> str:
    """Return what the nearest `lang` around a text says."""
    around = (each.get("lang") for each in (element, *element.iterancestors()))
    return next(filter(None, around), "")
