"""Agencies as cells name them: by any of their names, several in one cell, abbreviated."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.imports.cells import Notes, UnknownValue
from core.imports.columns import Option, RecordsByWords
from core.text import fold
from programme.models import Agency

_ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "bql": "ban quan ly",
    "tp": "thanh pho",
    "tphcm": "thanh pho",
}
_CITY = re.compile(r"\bthanh pho (ho chi minh|hcm)$")
_BULLET = re.compile(r"^[-–•+*]\s*")


class AgencyWords(RecordsByWords):
    """All agencies by their names, codes and printed names, abbreviations spelled out."""

    def __init__(self) -> None:
        super().__init__(())
        self._new: dict[str, Agency] = {}  # of the file that is read, not stored yet
        for agency in Agency.objects.select_related("parent"):
            self.take(agency)
            self._options[agency.code] = agency.printed_name

    def take(self, agency: Agency) -> None:
        """Know one agency more."""
        names = [agency.name_vi, agency.name_en, agency.printed_name]
        words = {_spelled(name) for name in names if name} | {fold(agency.code)}
        if agency.pk is None:
            self._new |= {word: self._new.get(word, agency) for word in words}
        else:
            self.add(agency, words)

    def find(self, text: str) -> Agency:
        found = self._found.get(fold(text), set()) | self._found.get(_spelled(text), set())
        found = {each for each in found if each.name_vi.lower() == text.lower()} or found
        if len(found) == 1:
            return next(iter(found))
        if found:
            names = ", ".join(sorted(f"{each} ({each.code})" for each in found))
            raise UnknownValue(_("có thể là %(names)s: hãy ghi mã") % {"names": names}, [text])
        if new := self._new.get(_spelled(text)):
            return new
        raise UnknownValue(_("không có trong danh mục đơn vị"), [text])

    def knows(self, text: str) -> bool:
        try:
            self.find(text)
        except UnknownValue:
            return False
        return True


class AgenciesReader:
    """Reads a cell with several agencies, one a line or parted by semicolons or commas."""

    def __init__(self, agencies: AgencyWords, heading: str) -> None:
        self.agencies, self.heading = agencies, heading

    def parse(self, text: str, notes: Notes) -> list[Agency]:
        parts = [part for chunk in parts_of(text) for part in self._named(chunk)]
        unknown = [part for part in parts if not self.agencies.knows(part)]
        if unknown:
            raise UnknownValue(_("không có trong danh mục đơn vị"), unknown, parts)
        return list(dict.fromkeys(self.agencies.find(part) for part in parts))

    def options(self) -> list[Option]:
        return self.agencies.options()

    def _named(self, chunk: str) -> Iterator[str]:
        """Yield the agencies of a chunk; commas part names, and stand within some of them."""
        pieces, at, unknown = [piece.strip() for piece in chunk.split(",")], 0, []
        while at < len(pieces):
            ends = range(len(pieces), at, -1)
            end = next((e for e in ends if self.agencies.knows(", ".join(pieces[at:e]))), None)
            if end is None:
                unknown.append(pieces[at])
                at += 1
                continue
            if unknown:
                yield ", ".join(unknown)
            yield ", ".join(pieces[at:end])
            at, unknown = end, []
        if unknown:
            yield ", ".join(unknown)


def parts_of(text: str) -> list[str]:
    """Return the lines and the parts between semicolons of a cell, without bullets and stops."""
    parts = (_BULLET.sub("", part.strip()).strip(" .,") for part in re.split(r"[;\n]", text))
    return [part for part in parts if part]


def _spelled(text: str) -> str:
    words = [_ABBREVIATIONS.get(word, word) for word in fold(text).split()]
    return _CITY.sub("thanh pho", " ".join(words))
