"""Where a row's enterprise is: in the City or outside, and in which ward of today.

Province and country columns count beside the address. Nothing is guessed: what the columns and the
address do not say beyond doubt is left to a person.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalogue.models import IndustrialPark, Ward
from core.imports.outcomes import MessageKind, RowOutcome
from core.imports.rows import ParsedRow
from core.text import fold
from enterprises.importing.column_aliases import heading
from enterprises.models import Enterprise
from enterprises.places.addresses import WardFinder
from enterprises.places.provinces import VIETNAM, locality

Locality, State = Enterprise.Locality, Enterprise.State
MOST_CANDIDATES = 15


@dataclass(frozen=True)
class RowPlace:
    """In the City, outside or unknown, and why the record is not to be published as it comes."""

    locality: str
    why_withheld: str = ""


class RowPlaces:
    """Finds the places of a file's rows; wards and parks are read once."""

    def __init__(self) -> None:
        self.finder = WardFinder(Ward.objects.all(), IndustrialPark.objects.all())

    def settle_new(self, enterprise: Enterprise, row: ParsedRow) -> None:
        """Set ward and locality of a new record; hold it back where it is not in the City."""
        place = place_of(row)
        if place.locality == Locality.OUTSIDE:
            self._put_outside(enterprise, row, place)
            return
        self._check_ward(enterprise, row, None)
        if not enterprise.ward_id:
            self._find_ward(enterprise, row, may_set=not place.why_withheld)
        if enterprise.ward_id and not place.why_withheld:
            enterprise.locality = Locality.IN_CITY
        elif not enterprise.ward_id:
            enterprise.locality = place.locality
        if place.why_withheld:
            enterprise.withheld_reason = place.why_withheld
            row.outcome.add_message(MessageKind.HINT, heading("province"), place.why_withheld)

    def settle_known(self, enterprise: Enterprise, row: ParsedRow, before: Ward | None) -> None:
        """Keep a known record's ward from a name of before; point out what a person should see."""
        place = place_of(row)
        if place.locality == Locality.OUTSIDE:
            enterprise.ward = before
            text = _("%(why)s; địa bàn đang ghi được giữ nguyên, hãy xem lại")
            row.outcome.add_message(
                MessageKind.HINT, heading("locality"), text % {"why": place.why_withheld}
            )
            return
        self._check_ward(enterprise, row, before)
        if not enterprise.ward_id:
            self._find_ward(enterprise, row, may_set=False)

    def _put_outside(self, enterprise: Enterprise, row: ParsedRow, place: RowPlace) -> None:
        enterprise.ward, enterprise.locality = None, Locality.OUTSIDE
        enterprise.withheld_reason = place.why_withheld
        text = _("%(why)s: nhập nhưng không công bố; cán bộ có thể xem lại và công bố")
        row.outcome.add_message(
            MessageKind.HINT, heading("locality"), text % {"why": place.why_withheld}
        )

    def _check_ward(self, enterprise: Enterprise, row: ParsedRow, before: Ward | None) -> None:
        """Take back a ward of today that bears the name of another one of before.

        'Phường Tân Phú' in 'Quận 7' is no part of today's Tân Phú.
        """
        if not row.values.get("ward"):
            return
        guess = self.finder.guess(_words(row))
        if guess.former and guess.wards and enterprise.ward not in guess.wards:
            enterprise.ward = before
            self._tell(enterprise, row.outcome, guess, may_set=before is None)

    def _find_ward(self, enterprise: Enterprise, row: ParsedRow, may_set: bool) -> None:
        guess = self.finder.guess(_words(row))
        if guess.wards and len(guess.wards) <= MOST_CANDIDATES:
            self._tell(enterprise, row.outcome, guess, may_set)

    def _tell(self, enterprise: Enterprise, outcome: RowOutcome, guess, may_set: bool) -> None:
        """Set the ward that is meant beyond doubt, if new; else leave it to a person."""
        names = "; ".join(f"{ward} ({ward.pk})" for ward in guess.wards)
        if guess.former:
            before = _("%(names)s; trước 01/7/2025: %(former)s")
            names = before % {"names": names, "former": guess.former}
        if may_set and guess.is_certain:
            enterprise.ward = guess.wards[0]
            kind, text = MessageKind.REPAIR, _("lấy theo địa chỉ: %(names)s")
        else:
            kind, text = MessageKind.HINT, _("có thể là %(names)s")
        outcome.add_message(kind, heading("ward"), text % {"names": names})


def hold_back(enterprise: Enterprise) -> None:
    """Keep a new record from the public where its place is outside, or not clear."""
    if enterprise.locality == Locality.OUTSIDE:
        enterprise.state = State.HIDDEN
    elif enterprise.withheld_reason and enterprise.state == State.PUBLISHED:
        enterprise.state = State.PENDING


def place_of(row: ParsedRow) -> RowPlace:
    """Return where a row's columns and address say that its enterprise is."""
    country = row.values.get("country", "")
    if fold(country) and fold(country) not in VIETNAM:
        return RowPlace(Locality.OUTSIDE, _("ngoài Việt Nam: “%(text)s”") % {"text": country[:80]})
    province = row.values.get("province", "")
    by_province = _by_province(province)
    address = ", ".join(filter(None, [_district(row), row.values.get("address", "")]))
    by_address = locality(address)
    said = {by_province, by_address} - {Locality.UNKNOWN}
    if len(said) == 2:
        return RowPlace(
            Locality.UNKNOWN,
            _("cột tỉnh, thành phố ghi “%(province)s”, địa chỉ nói nơi khác")
            % {"province": province[:80]},
        )
    if said == {Locality.OUTSIDE}:
        shown = province if by_province == Locality.OUTSIDE else row.values.get("address", address)
        return RowPlace(
            Locality.OUTSIDE, _("ngoài địa bàn Thành phố: “%(text)s”") % {"text": shown[-120:]}
        )
    if not said and fold(province) and fold(province) not in VIETNAM:
        return RowPlace(
            Locality.UNKNOWN,
            _("không nhận ra tỉnh, thành phố “%(text)s”") % {"text": province[:80]},
        )
    return RowPlace(said.pop() if said else Locality.UNKNOWN)


def _by_province(text: str) -> str:
    return locality(text) if text else str(Locality.UNKNOWN)


def _district(row: ParsedRow) -> str:
    text = row.values.get("former_district", "")
    return f"Quận {int(text)}" if text.isdecimal() and len(text) < 3 else text


def _words(row: ParsedRow) -> str:
    """Return all that the row says of its place as one address, the province last."""
    ward = re.sub(r"\b\d{5}\b", "", row.texts.get("ward", "")).strip(" -–,:")
    if ward and not re.match(r"(phuong|p|xa|x|thi tran|tt|dac khu|ward|commune)\b", fold(ward)):
        ward = f"phường {ward}"
    parts = [ward, _district(row), row.values.get("address", ""), row.values.get("province", "")]
    return ", ".join(filter(None, parts))
