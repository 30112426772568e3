"""What an address as people write it says: in the City of since 1 July 2025 or not, which ward."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.models import Ward
from core.text import fold
from enterprises.models import Enterprise

# Ho Chi Minh City with the two provinces that joined it.
_CITY = [
    "ho chi minh",
    "hcm",
    "hcmc",
    "tphcm",
    "tp hcm",
    "sai gon",
    "binh duong",
    "ba ria",
    "vung tau",
]
# Provinces and centrally run cities outside it, by their names before and after the 2025 mergers.
_OUTSIDE = (
    """
an giang|bac giang|bac kan|bac lieu|bac ninh|ben tre|binh dinh|binh phuoc|binh thuan|ca mau|can tho
cao bang|da nang|dak lak|dak nong|dong nai|dong thap|gia lai|ha giang|ha nam|ha noi|ha tinh
hai duong|hai phong|hau giang|hoa binh|hung yen|khanh hoa|kien giang|kon tum|lai chau|lam dong
lang son|lao cai|long an|nam dinh|nghe an|ninh binh|ninh thuan|phu tho|phu yen|quang binh
quang nam|quang ngai|quang ninh|quang tri|soc trang|son la|tay ninh|thai binh|thai nguyen
thanh hoa|thua thien hue|tien giang|tra vinh|tuyen quang|vinh long|vinh phuc|yen bai
bien hoa|quy nhon|nha trang|da lat|my tho
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
# Former districts and towns of the City whose names are no place elsewhere.
_DISTRICTS = [
    "thu duc", "binh chanh", "cu chi", "hoc mon", "nha be", "can gio", "go vap", "phu nhuan",
    "di an", "ben cat", "tan uyen", "thu dau mot", "bau bang", "dau tieng", "phu giao",
    "chau duc", "xuyen moc", "con dao",
]  # fmt: skip
# Streets named after provinces say nothing about where they run.
_STREETS = re.compile(
    r"\b(xa lo|duong|pho) (ha noi|hai phong|thai nguyen|nam dinh)\b|\bhanoi highway\b"
)


def _pattern(names: list[str]) -> re.Pattern:
    # 'TayNinh' and 'Bacninh' are written in one word too.
    return re.compile(r"\b(" + "|".join(name.replace(" ", " ?") for name in names) + r")\b")


_PROVINCE = _pattern(_CITY + _OUTSIDE)
_CITY_NAME = _pattern(_CITY)
_DISTRICT = _pattern(_DISTRICTS)
_OF_TODAY = ("ho chi minh", "hochiminh", "hcm", "hcmc", "tphcm", "tp hcm")
_FORMER = re.compile(
    r"\b(quan|q|huyen|district|dist|thi xa|town) ?(\d+|[a-z]+)|\bd\d+\b"
    r"|\b(binh duong|ba ria|vung tau)\b|" + _DISTRICT.pattern
)
_KIND_OF_WARD = re.compile(r"^(phuong|xa|dac khu|thi tran) | (ward|commune|special zone)$")


def locality(address: str) -> str:
    """Return whether the address is in the City, outside, or unknown.

    Vietnamese addresses go from small to large, so the last province-level name decides; without
    one, a former district of the City does. Nothing is guessed from a ward's or a street's name.
    """
    text = _STREETS.sub(" ", fold(address))
    provinces = [match.group() for match in _PROVINCE.finditer(text)]
    if provinces:
        inside = _CITY_NAME.fullmatch(provinces[-1])
        return Enterprise.Locality.IN_CITY if inside else Enterprise.Locality.OUTSIDE
    if _DISTRICT.search(text):
        return Enterprise.Locality.IN_CITY
    return Enterprise.Locality.UNKNOWN


@dataclass(frozen=True)
class WardGuess:
    """The wards that an address may mean, and whether it leaves no doubt."""

    wards: tuple[Ward, ...] = ()
    is_certain: bool = False


class WardFinder:
    """Finds the ward of today that an address names, by the names and aliases of all wards.

    A name counts only behind a word for a ward ('phường', 'xã', 'P.') or alone between commas:
    streets are named like wards. Wards of before 01/7/2025 had the same names and other bounds, so
    an address that still names a district or a former province leaves the ward to a person.
    """

    def __init__(self, wards: Iterable[Ward]) -> None:
        self.by_name: dict[str, list[Ward]] = {}
        for ward in wards:
            for name in {_bare(words) for words in ward.words()} - {""}:
                self.by_name.setdefault(name, []).append(ward)
        names = "|".join(sorted(self.by_name, key=len, reverse=True)) or "(?!)"
        self.marked = re.compile(
            rf"(?<!duong )(?<!pho )\b(phuong|xa|dac khu|p|x|ward|commune) (?P<name>{names})\b"
            rf"|\b(?P<name_en>{names}) (ward|commune)\b"
        )

    def guess(self, address: str) -> WardGuess:
        """Return the wards that the address may mean."""
        found = {}
        for part in re.split(r"[,;\n]| [-–] ", address):
            for ward, is_marked in self._in_part(fold(part)):
                found[ward] = found.get(ward, False) or is_marked
        marked = tuple(ward for ward, is_marked in found.items() if is_marked)
        wards = self._as_written(marked or tuple(found), address)
        return WardGuess(wards, is_certain=bool(marked) and len(wards) == 1 and _is_new(address))

    def _in_part(self, part: str) -> Iterator[tuple[Ward, bool]]:
        for match in self.marked.finditer(part):
            for ward in self.by_name[match["name"] or match["name_en"]]:
                yield ward, True
        yield from ((ward, False) for ward in self.by_name.get(part, ()))

    def _as_written(self, wards: tuple[Ward, ...], address: str) -> tuple[Ward, ...]:
        """Distinguish wards that fold alike by their marks or their kind, where written."""
        if len(wards) < 2:
            return wards
        written = address.lower()
        return tuple(ward for ward in wards if ward.name_vi.lower() in written) or wards


def _bare(name: str) -> str:
    return _KIND_OF_WARD.sub("", name).strip()


def _is_new(address: str) -> bool:
    """Return whether it names the City, and no unit abolished by the 2025 reorganisation."""
    text = fold(address)
    bare = re.sub(r"\b(phuong|xa|p|ward) [a-z ]+", " ", ", ".join(map(fold, address.split(","))))
    provinces = {match.group() for match in _PROVINCE.finditer(text)}
    return bool(provinces & set(_OF_TODAY)) and not _FORMER.search(bare)
