"""The address of an enterprise as an official paper writes it: down to ward and city of today."""

from django.utils.translation import override

from core.text import fold
from enterprises.models import Enterprise

CITY = "Thành phố Hồ Chí Minh"
_CITY_WORDS = ("ho chi minh", "hcm")
_MERGED_PROVINCES = ("binh duong", "vung tau", "brvt")
_KINDS = ("phuong ", "xa ", "dac khu ", "khu cong nghiep ", "khu che xuat ")


def whole_address(enterprise: Enterprise) -> str:
    """Return the address as stored, completed by park, ward and city where it does not name them.

    Where it ends in a former ward or province, what that is today follows in brackets.
    """
    with override("vi"):
        park = enterprise.park.name if enterprise.park else ""
        ward = enterprise.ward.name if enterprise.ward else ""
    stored = enterprise.address.strip().rstrip(".,;")
    city = CITY if enterprise.locality == Enterprise.Locality.IN_CITY else ""
    known = fold(stored)
    has_city = any(words in known for words in _CITY_WORDS)
    has_ward = _names(known, ward)
    was_elsewhere = known.endswith(_MERGED_PROVINCES) and not (
        has_ward and fold(ward).endswith(_MERGED_PROVINCES)
    )
    if has_city or was_elsewhere:
        today = [] if has_city and has_ward else [part for part in (ward, city) if part]
        return f"{stored} (nay thuộc {', '.join(today)})" if ward and today else stored
    missing = [part for part in (park, ward) if not _names(known, part)]
    return ", ".join(part for part in (stored, *missing, city) if part)


def _names(known: str, place: str) -> bool:
    """Whether a folded address names the place, with or without its kind (phường, xã, khu ...)."""
    words = fold(place)
    for kind in _KINDS:
        words = words.removeprefix(kind)
    return f" {words} " in f" {known} "
