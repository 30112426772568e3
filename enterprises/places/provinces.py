"""Whether an address lies in the City of since 1 July 2025, by the provinces that it names."""

import re
from functools import lru_cache

from core.text import fold
from enterprises.models import Enterprise

Locality = Enterprise.Locality
# Ho Chi Minh City with the two provinces that joined it, as people write them.
HO_CHI_MINH, BINH_DUONG, VUNG_TAU = "Hồ Chí Minh", "Bình Dương", "Bà Rịa - Vũng Tàu"
_CITY = {
    "ho chi minh": HO_CHI_MINH, "hochiminh": HO_CHI_MINH, "hcm": HO_CHI_MINH,
    "hcmc": HO_CHI_MINH, "tphcm": HO_CHI_MINH, "sai gon": HO_CHI_MINH, "saigon": HO_CHI_MINH,
    "binh duong": BINH_DUONG, "b duong": BINH_DUONG,
    "ba ria vung tau": VUNG_TAU, "brvt": VUNG_TAU, "br vt": VUNG_TAU,
    "ba ria": VUNG_TAU, "vung tau": VUNG_TAU,
}  # fmt: skip
# Provinces and cities outside it, by their names before and after the 2025 mergers.
_OUTSIDE = (
    """
An Giang|Bắc Giang|Bắc Kạn|Bạc Liêu|Bắc Ninh|Bến Tre|Bình Định|Bình Phước|Bình Thuận|Cà Mau|Cần Thơ
Cao Bằng|Đà Nẵng|Đắk Lắk|Đắc Lắc|Daklak|Đắk Nông|Đồng Nai|Đồng Tháp|Điện Biên|Gia Lai|Hà Giang
Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum
Lai Châu|Lâm Đồng|Lạng Sơn|Lào Cai|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên
Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình
Thái Nguyên|Thanh Hóa|Thừa Thiên Huế|Thành phố Huế|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long
Vĩnh Phúc|Yên Bái|Biên Hòa|Quy Nhơn|Nha Trang|Đà Lạt|Mỹ Tho
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
_ABROAD = (
    """
afghanistan|an do|anh quoc|argentina|australia|austria|azerbaijan|bangladesh|belarus|belgium|brazil
brunei|bulgaria|cambodia|campuchia|canada|chile|china|trung quoc|pr china|colombia|croatia
czech republic|czechia|denmark|dai loan|duc quoc|egypt|estonia|ethiopia|finland|france|germany
ghana|greece|guatemala|han quoc|honduras|hong kong|hongkong|hungary|india|indonesia|ireland|israel
italy|japan|kazakhstan|kenya|korea|south korea|republic of korea|laos|latvia|lesotho|lithuania
macao|macau|madagascar|malaysia|mauritius|mexico|moldova|mongolia|morocco|myanmar|nepal|netherlands
new zealand|nhat ban|nicaragua|nigeria|norway|pakistan|peru|philippines|poland|portugal|romania
russia|russian federation|lien bang nga|saudi arabia|serbia|singapore|slovakia|slovenia
south africa|spain|sri lanka|sweden|switzerland|taiwan|taiwan roc|thai lan|thailand|tunisia|turkey
turkiye|uae|uk|united kingdom|ukraine|united arab emirates|united states|united states of america
usa|hoa ky|uc|y|uzbekistan|el salvador|dominican republic|haiti|jordan|malta
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
_SHORT = {"uk", "uc", "y", "usa", "uae"}  # too short for the end of anything but a part of its own
VIETNAM = {"viet nam", "vietnam", "vn", "vnm", "vietnamese", "cong hoa xa hoi chu nghia viet nam"}
# Former districts and towns of the City whose names are no place elsewhere.
DISTRICTS = (
    "thu duc", "binh chanh", "cu chi", "hoc mon", "nha be", "can gio", "go vap", "phu nhuan",
    "di an", "ben cat", "tan uyen", "thu dau mot", "bau bang", "dau tieng", "phu giao",
    "chau duc", "xuyen moc", "con dao",
)  # fmt: skip


def _alternatives(names: object) -> str:
    # 'TayNinh' and 'Bacninh' are written in one word too.
    return "|".join(name.replace(" ", " ?") for name in sorted(names, key=len, reverse=True))


_OUTSIDE_NAMES = {fold(name) for name in _OUTSIDE}
_PROVINCE = _alternatives({*_CITY, *_OUTSIDE_NAMES})
_BY_WORD = {name.replace(" ", ""): name for name in (*_CITY, *_OUTSIDE_NAMES, "hue")}
_KIND = r"(?:tinh|thanh pho|tp|t|city of|province of)"
_WHOLE = re.compile(rf"(?:{_KIND} )?(?P<name>{_PROVINCE}|hue)(?: (?:province|prov|city|tinh))?")
_AT_END = re.compile(rf"(?P<before>.*)\b(?P<name>{_PROVINCE})(?: (?:province|prov|city))?")
_MARKED = re.compile(
    rf"\b(?:tinh|thanh pho|tp|province of) (?P<name>{_PROVINCE})\b"
    rf"|\b(?P<name_en>{_PROVINCE}) (?:province|city)\b"
)
_ANYWHERE = re.compile(rf"\b(?P<name>{_PROVINCE})\b")
# Streets, wards and quarters that are named after provinces say nothing about where they are.
_NAMESAKES = re.compile(
    rf"\b(?:xa lo|duong|(?<!thanh )pho|dai lo|quoc lo|phuong|p|(?<!thi )xa|x"
    rf"|thi tran|khu pho|kp|ap|thon|cu xa|street|cho|cau) (?:{_PROVINCE})\b"
    rf"|\b(?:{_PROVINCE}) (?:street|str|st|road|rd|ward|commune|highway|bridge)\b"
)
_IN_CITY = re.compile(
    r"\b(?:quan|q|district|dist) ?0?(?:[1-9]|1[0-2])\b|\bd(?:[1-9]|1[0-2])\b"
    r"|\b(?:quan|q) (?:binh thanh|tan binh|tan phu|binh tan)\b"
    r"|\b(?:tx|tp|thi xa|thanh pho) thuan an\b"
    rf"|\b(?:{'|'.join(DISTRICTS)})\b"
)
_HOUSE = re.compile(r"(?:so |no |lo |lot )?[\d ]*[a-z]?\d*[a-z]? ?")
_ABROAD_AT_END = re.compile(
    rf"(?P<before>.* )?(?:{'|'.join(sorted({*_ABROAD} - _SHORT, key=len, reverse=True))})"
)
_GLUED_NAMES = sorted(
    {*_OUTSIDE, HO_CHI_MINH, BINH_DUONG, "Bà Rịa", "Vũng Tàu"}
    | {fold(name).title() for name in (*_OUTSIDE, HO_CHI_MINH, BINH_DUONG, "Ba Ria", "Vung Tau")}
)
GLUED = rf"(?<=[a-zà-ỹ])(?=(?:{'|'.join(_GLUED_NAMES)})\b)"
_GLUED_FOLDED = re.compile(rf"\b({'|'.join(DISTRICTS)})({_PROVINCE})\b")
_GLUED_MARKED = re.compile(GLUED)
_BR_VT = re.compile(
    r"\bb[àa] ?r[ịi]a\s*[-–/,&]?\s*v[ũu]ng ?t[àa]u\b|\bbr ?[-–/.]? ?vt\b", re.IGNORECASE
)
_VSIP = re.compile(r"\bvi[ệe]t ?nam\s*[-–]?\s*singapore?\b", re.IGNORECASE)


@lru_cache(maxsize=100)
def folded_parts(address: str) -> tuple[str, ...]:
    """Return what stands between the address's commas, folded, from small to large.

    Parts that are written as one word are set apart, the country and postal codes left out.
    """
    text = _VSIP.sub("VSIP", _BR_VT.sub("Bà Rịa Vũng Tàu", address))
    parts = []
    for part in re.split(r"[,;\n()]| [-–] ", _GLUED_MARKED.sub(", ", text)):
        folded = re.sub(r"\b\d{5,6}$|(?<=\S) (?:viet ?nam|vn)$", "", fold(part)).strip()
        parts += _GLUED_FOLDED.sub(r"\1,\2", folded).split(",")
    return tuple(part for part in parts if part and part not in VIETNAM)


@lru_cache(maxsize=100)
def province_named(address: str) -> str | None:
    """Return the province-level unit that the address is in, folded as written, if it names one.

    Vietnamese addresses go from small to large, so the last name decides. A name alone between
    commas counts before one at the end of other words, and that before any other.
    """
    parts = folded_parts(address)
    bare = [_NAMESAKES.sub(" ", part).strip() for part in parts]
    if parts and (parts[-1] in _ABROAD or _is_abroad(bare[-1])):
        return parts[-1]
    for part in reversed(bare):
        if found := _WHOLE.fullmatch(part):
            return _name(found["name"])
    for part in reversed(bare):
        found = _AT_END.fullmatch(part)
        if found and not _is_house(found["before"]):
            return _name(found["name"])
    for part in reversed(bare):
        if marked := list(_MARKED.finditer(part)):
            return _name(marked[-1]["name"] or marked[-1]["name_en"])
    return None


def _is_house(before: str) -> bool:
    """Whether what stands before a name is a house's number, so that the name is a street's."""
    return bool(before) and bool(_HOUSE.fullmatch(before))


def _is_abroad(part: str) -> bool:
    found = _ABROAD_AT_END.fullmatch(part)
    return bool(found) and not re.search(r"\b(kcn|khu|zone|park)\b", part)


def _name(written: str) -> str:
    """Return a province's folded name with its blanks."""
    return _BY_WORD[written.replace(" ", "")]


def former_province(address: str) -> str | None:
    """Return which of the City's three former provinces the address names last, if any."""
    return _CITY.get(province_named(address) or "")


def locality(address: str) -> str:
    """Return whether the address is in the City, outside, or unknown.

    The last province decides; without one, a former district of the City does. Nothing is guessed
    from a ward's or a street's name.
    """
    if province := province_named(address):
        return Locality.IN_CITY if province in _CITY else Locality.OUTSIDE
    parts = [_NAMESAKES.sub(" ", part) for part in folded_parts(address)]
    if any(_IN_CITY.search(part) for part in parts):
        return Locality.IN_CITY
    for part in reversed(parts):
        found = list(_ANYWHERE.finditer(part))
        if found and not _is_house(part[: found[-1].start()]):
            inside = _name(found[-1]["name"]) in _CITY
            return Locality.IN_CITY if inside else Locality.OUTSIDE
    return Locality.UNKNOWN
