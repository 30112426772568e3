"""What a page may say: the portal's own texts in a language, the libraries', and stored data."""

import gettext
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path

import allauth
import django
import import_export
import lxml.html
import simple_history
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from lxml.html import HtmlElement

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAGS = re.compile(r"<[^>]+>")
READ_ATTRIBUTES = ("title", "placeholder", "aria-label", "alt", "aria-description", "data-confirm")
UNREAD = ("script", "style", "template", "textarea")
LETTER = re.compile(r"[^\W\d_]")
VIETNAMESE_LETTER = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
UNREAD_TYPES = (int, float, Decimal, date, datetime, time, bytes, memoryview)
# Where data and words meet in a text: the pieces on both sides are looked up each for itself.
BORDERS = re.compile(
    r"\s[·|›•–—/→-]\s|[:;,()“”\"…?!\n]+|\.\s|\.$|/|\s(?=\d|quý [iv])|[<>\[\]]|(?<=\d)\s|[%+=#–]+"
)
EDGES = ' .:…,;()–—-→←↑↓›‹“”"×✓|·*/<>[]'
# Numbers of requests, of quarters and groups, of versions and editions.
CODE = re.compile(r"[0-9a-f]{12}|[a-z0-9]{4}(-[a-z0-9]{3}){2}|[ivx]+|v\d+|[a-z]{1,2}\d+")
CUT = 15  # characters, from which on the beginning of a name is taken for the name
MAIL_OR_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|(https?://)?[\w-]+(\.[\w-]+)+(/\S*)?|/[\w/.-]*")


def _read(text: str) -> str:
    """Return the text as it is compared: single spaces, no capitals."""
    return " ".join(text.split()).lower()


class KnownTexts:
    """Texts that are known, and texts with gaps that are known when what fills them is.

    `allowed` says of each text why it stands in no catalogue; a text without any of `letters`
    needs to be in none.
    """

    def __init__(
        self, texts: Iterable[str], allowed: dict[str, str], letters: re.Pattern = LETTER
    ) -> None:
        self.letters = letters
        self.words: set[str] = {_read(text).strip(EDGES) for text in allowed}
        # By the longest of the pattern's own words: a text without them is not compared with it.
        self.patterns: dict[re.Pattern, str] = {}
        for text in set(texts):
            for piece in TAGS.split(text):
                self._learn(piece)
        self.data: set[str] = set()
        self._judged: dict[str, bool] = {}
        self._sorted: list[str] = []

    def _learn(self, text: str) -> None:
        text = _read(text.replace("%%", "%")).strip(EDGES)
        if not PLACEHOLDER.search(text):
            self.words.add(text)
        elif LETTER.search(PLACEHOLDER.sub("", text)):
            parts = PLACEHOLDER.split(text)
            pattern = re.compile("(.*?)".join(map(re.escape, parts)))
            self.patterns[pattern] = max(parts, key=len)

    def learn_data(self) -> None:
        """Read every text of the database."""
        self._judged.clear()
        for model in apps.get_models():
            for values in model._base_manager.values_list(*_columns(model)):
                for value in values:
                    self.data.update(_texts(value))

    def _begins(self, text: str) -> bool:
        """Whether some text of the database begins so; they are sorted once they are read."""
        if len(self._sorted) != len(self.data):
            self._sorted = sorted(self.data)
        place = bisect_left(self._sorted, text)
        return place < len(self._sorted) and self._sorted[place].startswith(text)

    def knows(self, text: str) -> bool:
        """Whether a text is known as a whole, by its pattern, or piece by piece."""
        text = _read(text).strip(EDGES)
        if text not in self._judged:
            self._judged[text] = self._is_known(text)
        return self._judged[text]

    def _is_known(self, text: str) -> bool:
        if not self.letters.search(text) or text in self.words or text in self.data:
            return True
        if MAIL_OR_ADDRESS.fullmatch(text) or CODE.fullmatch(text):
            return True
        if len(text) > CUT and self._begins(text):
            return True  # the beginning of a long name
        for pattern, words in self.patterns.items():
            found = words in text and pattern.fullmatch(text)
            if found and all(self.knows(each) for each in found.groups()):
                return True
        return any(
            self.knows(text[: each.start()]) and self.knows(text[each.end() :])
            for each in BORDERS.finditer(text)
            if text[: each.start()] and text[each.end() :]
        )


def in_vietnamese(allowed: dict[str, str]) -> KnownTexts:
    return KnownTexts({*_own("id"), *_libraries()}, allowed)


def in_english(allowed: dict[str, str]) -> KnownTexts:
    return KnownTexts(_own("string"), allowed, VIETNAMESE_LETTER)


@cache
def _own(side: str) -> frozenset[str]:
    """Return one side of the portal's catalogue: what is translated, `id`, or its `string`."""
    with Path("locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return frozenset(_each(getattr(message, side) for message in read_po(file, "en")))


@cache
def _libraries() -> frozenset[str]:
    roots = [
        Path(each.__file__).parent for each in (django, allauth, simple_history, import_export)
    ]
    found: set[str] = set()
    for root in (*roots, settings.BASE_DIR / "locale_libraries"):
        for path in sorted(root.glob("**/vi/LC_MESSAGES/django.mo")):
            with path.open("rb") as file:
                told = gettext.GNUTranslations(file)._catalog
            found.update(text for text in told.values() if isinstance(text, str))
    return frozenset(found)


def _each(ids: Iterator) -> Iterator[str]:
    for each in ids:
        yield from [each] if isinstance(each, str) else each


def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        for line in (value, *value.splitlines()):
            yield _read(line).strip(EDGES)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield _read(str(key)).strip(EDGES)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif value is not None and not isinstance(
        value, int | float | bool | Decimal | date | datetime | time | bytes | memoryview
    ):
        yield _read(str(value)).strip(EDGES)


def texts_of(source: str) -> Iterator[str]:
    """Yield what a page says: its texts, what its attributes tell, and the names of its buttons."""
    root = lxml.html.document_fromstring(source)
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            if element.tail and element.getparent() is not None:
                yield element.tail
            continue
        yield element.text or ""
        yield element.tail or ""
        yield from (element.get(name, "") for name in READ_ATTRIBUTES)
        if _is_button(element):
            yield element.get("value", "")


def _is_button(element: HtmlElement) -> bool:
    return element.tag == "input" and element.get("type") in ("submit", "button", "reset")
