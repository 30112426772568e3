"""Which ward of today an address means: by the names of today, and of before 1 July 2025."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from catalogue.former_units import FormerWard, former_wards
from catalogue.models import IndustrialPark, Ward
from core.text import fold
from enterprises.models import Enterprise
from enterprises.places.provinces import (
    DISTRICTS,
    HO_CHI_MINH,
    folded_parts,
    former_province,
    locality,
)

_KINDS = {
    "phuong": "phuong", "p": "phuong", "ward": "phuong", "xa": "xa", "x": "xa", "commune": "xa",
    "thi tran": "thi tran", "tt": "thi tran", "town": "thi tran", "dac khu": "dac khu",
}  # fmt: skip
_KIND_OF_WARD = re.compile(r"^(phuong|xa|dac khu|thi tran) | (ward|commune|special zone)$")
_KIND_OF_DISTRICT = re.compile(r"^(quan|huyen|thi xa|thanh pho) ")
_NO_PLACES = {"", "binh duong", "ba ria", "vung tau", "sai gon", "saigon"}  # names of provinces too


@dataclass(frozen=True)
class WardGuess:
    """The wards that an address may mean, and whether it leaves no doubt."""

    wards: tuple[Ward, ...] = ()
    is_certain: bool = False
    former: str = ""  # the unit of before 1 July 2025 by which they were found


@dataclass(frozen=True)
class _Mention:
    """A ward that an address names: its folded name, and of which kind it is called."""

    name: str
    kind: str  # empty where it stands alone between commas


class WardFinder:
    """Finds the ward of today that an address names, by the names and aliases of all wards.

    A name counts only behind a word for a ward ('phường', 'xã', 'P.') or alone between commas:
    streets are named like wards, and provinces too. Wards of before 01/7/2025 had the same names
    and other bounds, so an address that names a district or a former province is read by the table
    of former units: beyond doubt where its ward went whole into one of today's, else as candidates.
    """

    def __init__(self, wards: Iterable[Ward], parks: Iterable[IndustrialPark] = ()) -> None:
        self.wards = {ward.code: ward for ward in wards}
        self.by_name: dict[str, list[Ward]] = {}
        for ward in self.wards.values():
            for name in {_bare(words) for words in ward.words()} - {""}:
                self.by_name.setdefault(name, []).append(ward)
        self.parks = {word: park for park in parks for word in park.words() if " " in word}
        names = _alternatives({*self.by_name, *_former_by_name()})
        self.marked = re.compile(
            rf"(?<!duong )(?<!pho )\b(?P<kind>phuong|(?<!thi )xa|dac khu|thi tran|tt|p|x|ward"
            rf"|commune) ?(?:0?(?P<number>\d\d?)\b|(?<= )(?P<name>{names})\b)"
            rf"|\b(?P<name_en>{names}) (?P<kind_en>ward|commune|town)\b"
        )

    def guess(self, address: str) -> WardGuess:
        """Return the wards that the address may mean."""
        mentions: list[_Mention] = []
        districts: set[str] = set()
        parts = folded_parts(address)
        for at, part in enumerate(parts):
            rest = part
            for found in self.marked.finditer(part):
                mentions.append(_mention(found))
                rest = rest.replace(found.group(), ",")
            named = {d for each in rest.split(",") for d in _districts_in(each.strip())}
            is_alone = not named and part not in _NO_PLACES and part == rest
            if part in _NO_PLACES and at < len(parts) - 1 and part in _former_by_district():
                named = {part}
            if is_alone and (part in self.by_name or part in _former_by_name()):
                mentions.append(_Mention(part, ""))
            districts |= named
        marked = [mention for mention in mentions if mention.kind]
        province = former_province(address)
        is_former = bool(districts) or province not in (None, HO_CHI_MINH)
        if found := marked or [m for m in mentions if not m.name.isdecimal()]:
            guess = self._of_wards(found, districts, province, address, is_former)
            if guess.wards:
                return guess
        return self._of_area(parts, districts)

    def _of_wards(
        self,
        mentions: list[_Mention],
        districts: set[str],
        province: str | None,
        address: str,
        is_former: bool,
    ) -> WardGuess:
        wards: dict[str, None] = {}
        former: list[FormerWard] = []
        is_certain = len(set(mentions)) == 1 and bool(mentions[0].kind)
        for mention in dict.fromkeys(mentions):
            before = _former_rows(mention, districts, province)
            today = self._as_written(self._of_today(mention), address)
            if is_former or not today:
                if before:
                    former += before
                    wards |= dict.fromkeys(code for each in before for code in each.today)
                    continue
                is_certain = False
            elif mixed := {code for each in before for code in each.today} - {
                ward.code for ward in today
            }:
                # A ward of before had this name elsewhere in the same city.
                is_certain = False
                wards |= dict.fromkeys([ward.code for ward in today] + sorted(mixed))
            else:
                is_certain = is_certain and province == HO_CHI_MINH
            wards |= dict.fromkeys(ward.code for ward in today)
        if len(former) > 1 and not districts:
            return WardGuess()  # 'Phường 5' of any district
        is_certain = is_certain and len(wards) == 1 and len(former) <= 1
        if is_certain and former:
            is_certain = locality(address) == Enterprise.Locality.IN_CITY
        return WardGuess(self._known(wards), is_certain, "; ".join(map(str, former)))

    def _of_area(self, parts: tuple[str, ...], districts: set[str]) -> WardGuess:
        """Return the wards that a park lies in, or else those that a district became."""
        rows = [row for name in districts for row in _former_by_district()[name]]
        codes = dict.fromkeys(sorted({code for row in rows for code in row.today}))
        for part in parts:
            park = next((self.parks[w] for w in self._park_words(part)), None)
            if park and park.ward_id and (not codes or park.ward_id in codes):
                return WardGuess(self._known([park.ward_id]))
        return WardGuess(self._known(codes), former="; ".join(sorted({r.district for r in rows})))

    def _park_words(self, part: str) -> Iterator[str]:
        return (word for word in self.parks if re.search(rf"\b{re.escape(word)}\b", part))

    def _known(self, codes: Iterable[str]) -> tuple[Ward, ...]:
        return tuple(self.wards[code] for code in codes if code in self.wards)

    def _of_today(self, mention: _Mention) -> list[Ward]:
        return self.by_name.get(mention.name, [])

    def _as_written(self, wards: list[Ward], address: str) -> list[Ward]:
        """Distinguish wards that fold alike by their marks or their kind, where written."""
        if len(wards) < 2:
            return wards
        written = address.lower()
        return [ward for ward in wards if ward.name_vi.lower() in written] or wards


def is_former_name(ward: str) -> bool:
    """Return whether a ward was called so before 1 July 2025, with its kind or without."""
    name = re.sub(r"^(?:phuong|p|xa|x|thi tran|tt) |^p(?=\d)", "", fold(ward))
    name = re.sub(r"^0(?=\d)", "", name)
    return name in _former_by_name()


def _alternatives(names: Iterable[str]) -> str:
    spelled = [name for name in names if not name.isdecimal()]
    return "|".join(sorted(spelled, key=len, reverse=True)) or "(?!)"


def _bare(name: str) -> str:
    return _KIND_OF_WARD.sub("", name).strip()


def _mention(found: re.Match[str]) -> _Mention:
    kind = _KINDS[found["kind"] or found["kind_en"]]
    return _Mention(found["number"] or found["name"] or found["name_en"], kind)


def _former_rows(mention: _Mention, districts: set[str], province: str | None) -> list[FormerWard]:
    """Return the units of before with this name, within what else of before the address names."""
    rows = _former_by_name().get(mention.name, [])
    if districts:
        rows = [row for row in rows if districts & _names_of_district(row)]
    elif province:
        rows = [row for row in rows if row.province == province]
    return [row for row in rows if not mention.kind or _kind(row) == mention.kind]


def _kind(row: FormerWard) -> str:
    found = _KIND_OF_WARD.match(fold(row.ward))
    return found[1] if found else ""


@cache
def _former_by_name() -> dict[str, list[FormerWard]]:
    found: dict[str, list[FormerWard]] = {}
    for row in former_wards():
        if name := _bare(fold(row.ward)):
            found.setdefault(name, []).append(row)
    return found


@cache
def _names_of_district(row: FormerWard) -> frozenset[str]:
    names = (fold(name) for name in (row.district, row.earlier_district) if name)
    return frozenset(_KIND_OF_DISTRICT.sub("", name) for name in names)


@cache
def _former_by_district() -> dict[str, list[FormerWard]]:
    """Map districts by their names without a kind: '7', 'go vap', 'vung tau'."""
    found: dict[str, list[FormerWard]] = {}
    for row in former_wards():
        for name in _names_of_district(row):
            found.setdefault(name, []).append(row)
    return found


@cache
def _district_pattern() -> re.Pattern[str]:
    names = _alternatives(_former_by_district())
    return re.compile(
        r"\b(?:quan|q|district|dist|d) ?0?(?P<number>[1-9]|1[0-2])\b"
        rf"|\b(?:quan|q|huyen|h|thi xa|tx|thanh pho|tp|district|dist) (?P<name>{names})\b"
        rf"|\b(?P<name_en>{names}) (?:district|dist|town|city)\b"
        rf"|(?:^|.* )(?P<end>{'|'.join(DISTRICTS)})$"
    )


def _districts_in(part: str) -> set[str]:
    """Return the districts of before that a part of an address names."""
    if part in _former_by_district() and not part.isdecimal() and part not in _NO_PLACES:
        return {part}
    found = (m.groupdict().values() for m in _district_pattern().finditer(part))
    names = {name for groups in found for name in groups if name}
    return {name for name in names if name in _former_by_district()}
