"""Whether an address as people write it lies in the City as it is since 1 July 2025."""

import re

from enterprises.models import Enterprise
from portal.text import fold

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
# Former districts and towns of the City whose names stand for no place elsewhere.
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


def locality(address: str) -> str:
    """In the City, outside, or unknown.

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
