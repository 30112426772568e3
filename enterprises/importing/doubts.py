"""Which record a new row of a file resembles: one that is there, or a row before it."""

from collections.abc import Hashable, Iterable

from core.imports.table import Row
from enterprises.duplicates.compared_records import (
    ComparedRecord,
    compared_record,
    compared_records,
    phone_numbers,
)
from enterprises.duplicates.name_likeness import name_of
from enterprises.duplicates.record_index import RecordIndex
from enterprises.importing.profiles import ImportedProfile, Twin
from enterprises.models import Enterprise


class Doubts:
    """The real records, public or not, and the new rows of a file, by what they resemble.

    Who resembles a merged record is referred to the record that it was merged into.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        real = Enterprise.objects.real()
        self.labels: dict[Hashable, str] = {}
        self.survivors: dict[Hashable, Hashable] = {}
        for pk, name, address, survivor in real.values_list(
            "pk", "legal_name", "address", "merged_into"
        ).iterator():
            self.labels[pk] = _label(name, address)
            if survivor:
                self.survivors[pk] = survivor
        texts = (cells.get("legal_name", "") for _number, cells, _surplus in rows)
        names = (name_of(str(text)) for text in texts if text)
        self.index = RecordIndex.of(compared_records(real), names)

    def closest(self, profile: ImportedProfile) -> Twin | None:
        """Return what the row most resembles, if anything; rows after it may resemble this one."""
        record = _compared(profile)
        found = self.index.doubts(record)
        self.index.add(record)
        self.labels[profile] = _label(profile.enterprise.legal_name, profile.enterprise.address)
        if not found:
            return None
        key = self._standing(found[0].key)
        if isinstance(key, int):
            return Twin(found[0].likeness, self.labels[key], key=key)
        return Twin(found[0].likeness, self.labels[key], profile=key)

    def _standing(self, key: Hashable) -> Hashable:
        """Return the record into which this one was merged, through any number of merges."""
        while key in self.survivors:
            key = self.survivors[key]
        return key


def _compared(profile: ImportedProfile) -> ComparedRecord:
    enterprise = profile.enterprise
    phones = [number for each in profile.contacts for number in phone_numbers(each.phone)]
    return compared_record(
        profile,
        enterprise.legal_name,
        enterprise.international_name,
        enterprise.address,
        enterprise.tax_code,
        enterprise.website,
        phones,
    )


def _label(name: str, address: str) -> str:
    return f"{name}, {address}" if address else name
