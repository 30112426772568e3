"""The existing records that rows of a file may describe, read for many rows at once."""

from collections.abc import Iterable

from django.db.models import Q

from core.batches import batches
from enterprises.importing.kept_profiles import kept
from enterprises.importing.profiles import ImportedProfile
from enterprises.models import Enterprise

NameAndAddress = tuple[str, str]  # name_key and address_key


class ExistingRecords:
    """Profiles by tax code and by name with address: of the database, and new ones of the file."""

    def __init__(self) -> None:
        self.by_pk: dict[int, ImportedProfile] = {}
        self.by_code: dict[str, ImportedProfile] = {}
        self.by_place: dict[NameAndAddress, list[ImportedProfile]] = {}
        self._loaded: list[ImportedProfile] = []  # since untouched ones were last dropped

    def load(self, codes: Iterable[str], places: Iterable[NameAndAddress]) -> None:
        """Read the records with these tax codes, or with these very names and addresses."""
        codes, known = sorted({*codes} - {""}), {*places}
        places = sorted(known)
        wanted = [Q(tax_code__in=batch) for batch in batches(codes)]
        wanted += [Q(name_key__in={name for name, _address in b}) for b in batches(places)]
        for which in wanted:
            found = Enterprise.objects.filter(which)
            if "name_key__in" in dict(which.children):
                keys = found.values_list("pk", "name_key", "address_key")
                found = Enterprise.objects.filter(
                    pk__in=[pk for pk, *place in keys if tuple(place) in known]
                )
            records = [e for e in found.order_by("pk").for_profile() if e.pk not in self.by_pk]
            keeping = kept([enterprise.pk for enterprise in records]) if records else {}
            for enterprise in records:
                if enterprise.pk not in self.by_pk:
                    self.by_pk[enterprise.pk] = profile = ImportedProfile.of(enterprise)
                    profile.keeping = keeping.get(enterprise.pk)
                    self._loaded.append(profile)
                    self.remember(profile)

    def remember(self, profile: ImportedProfile) -> None:
        """Let later rows find the profile under what it is called now."""
        enterprise = profile.enterprise
        if enterprise.tax_code:
            self.by_code[enterprise.tax_code] = profile
        at_place = self.by_place.setdefault((enterprise.name_key, enterprise.address_key), [])
        if profile not in at_place:
            at_place.append(profile)

    def find(self, code: str, place: NameAndAddress) -> ImportedProfile | None:
        """Return the record that a row describes: by its tax code, or else by name and address."""
        if code and code in self.by_code:
            return self.by_code[code]
        same = self.by_place.get(place, [])
        same = sorted(same, key=lambda profile: profile.enterprise.merged_into_id is not None)
        without = [profile for profile in same if not profile.enterprise.tax_code]
        # A row with another tax code is another enterprise.
        return next(iter(without if code else without + same), None)

    def drop_untouched(self) -> None:
        """Drop records without changes: a long file has too many to keep them."""
        for profile in self._loaded:
            if not profile.is_touched:
                enterprise = profile.enterprise
                self.by_pk.pop(enterprise.pk)
                self.by_code.pop(enterprise.tax_code, None)
                self.by_place[enterprise.name_key, enterprise.address_key].remove(profile)
        self._loaded = []

    def touched(self) -> list[ImportedProfile]:
        """Return what is to be written, new records in the order of the file."""
        seen = {id(p): p for profiles in self.by_place.values() for p in profiles}
        return [profile for profile in seen.values() if profile.is_touched]
