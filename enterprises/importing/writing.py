"""Writing checked profiles: all of them at once or none, many rows a query, histories included."""

import logging
from collections.abc import Callable, Iterable
from itertools import count

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from simple_history.utils import get_m2m_reverse_field_name

from accounts.models import User
from core.batches import batches
from core.bulk_history import BulkHistory
from core.imports.importers import ChangedMeanwhile
from enterprises.duplicates.pairs import recheck_of
from enterprises.importing import kept_profiles
from enterprises.importing.profiles import PLAIN, TERMS, ImportedProfile
from enterprises.models import Certificate, Contact, DuplicatePair, Enterprise, Machine, Product

BATCH = 500
logger = logging.getLogger(__name__)
RELATED_MODELS = (Product, Machine, Certificate, Contact)
WRITTEN = [*PLAIN, "name_key", "address_key", "name_sort", "version"]


def write(profiles: list[ImportedProfile], by: User | None, reason: str, then: Callable) -> None:
    """Write the profiles in one transaction; what the enterprises keep is proposed to them.

    `then` is called with the ids of all that were touched before the transaction ends, so that
    what it writes is committed with the rest or not at all.
    """
    kept = [profile for profile in profiles if profile.keeping]
    free = [profile for profile in profiles if not profile.keeping]
    new = [profile for profile in free if profile.is_new]
    known = [profile for profile in free if not profile.is_new]
    _name_pages(new)
    writer = _Writer(by, reason)

    def write_kept() -> None:
        writer.update(kept)
        writer.create_related(kept)

    try:
        with transaction.atomic():
            writer.update(known)
            writer.create(new)
            writer.create_related(free)
            recheck_of([profile.enterprise.pk for profile in known])
            if kept:
                kept_profiles.propose([profile.enterprise.pk for profile in kept], write_kept, by)
            then([profile.enterprise.pk for profile in free])
    except IntegrityError as error:
        logger.warning("Import taken back: %s", error)
        raise ChangedMeanwhile from error


def _name_pages(new: list[ImportedProfile]) -> None:
    """Give each new record a free page address, as `Enterprise.save()` would."""
    taken = set(Enterprise.objects.values_list("slug", flat=True).iterator())
    numbers: dict[str, count] = {}
    for profile in new:
        stem = slugify(profile.enterprise.name_key)[:100].strip("-") or "doanh-nghiep"
        slug = stem
        while slug in taken:
            slug = f"{stem}-{next(numbers.setdefault(stem, count(2)))}"
        taken.add(slug)
        profile.enterprise.slug = slug


class _Writer:
    """Writes many records with their histories, in the name of one person."""

    def __init__(self, by: User | None, reason: str) -> None:
        self.histories = BulkHistory(by, reason)

    def create(self, profiles: list[ImportedProfile]) -> None:
        for profile in profiles:
            profile.enterprise.version = 1
        Enterprise.objects.bulk_create([p.enterprise for p in profiles], batch_size=BATCH)
        doubtful = [profile for profile in profiles if profile.resembles]
        for profile in doubtful:
            profile.enterprise.possible_duplicate_of_id = profile.resembles.pk
        records = [profile.enterprise for profile in doubtful]
        Enterprise.objects.bulk_update(records, ["possible_duplicate_of"], batch_size=BATCH)
        DuplicatePair.objects.found(
            (profile.enterprise.pk, twin.pk, twin.likeness.score, twin.likeness.reasons)
            for profile in doubtful
            if (twin := profile.resembles)
        )
        self._terms(profiles)
        self.histories.copy([p.enterprise for p in profiles], is_new=True)

    def update(self, profiles: list[ImportedProfile]) -> None:
        """Write known records, unless one of them is no longer what it was when it was read."""
        _lock(profiles)
        for batch in batches(profiles, BATCH):
            records = [profile.enterprise for profile in batch]
            made = [record.created_at for record in records]
            for record in records:
                record.version += 1
            # One statement for many records, all of which exist: `_lock` has checked that.
            Enterprise.objects.bulk_create(
                records,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[*dict.fromkeys(_names(WRITTEN)), "updated_at"],
            )
            for record, created_at in zip(records, made, strict=True):
                record.created_at = created_at  # bulk_create takes every record for a new one
        self._terms(profiles)
        self.histories.copy([p.enterprise for p in profiles], is_new=False)

    def create_related(self, profiles: list[ImportedProfile]) -> None:
        """Write products, machines, certificates and contacts."""
        rows = {model: [] for model in RELATED_MODELS}
        for profile in profiles:
            for row in profile.new_related():
                row.enterprise = profile.enterprise
                rows[type(row)].append(row)
        for model, fresh in rows.items():
            model.objects.bulk_create(fresh, batch_size=BATCH)
            self.histories.copy(fresh, is_new=True)
        renewed = [row for profile in profiles for row in profile.renewed]
        Certificate.objects.bulk_update(renewed, ["valid_from", "valid_to"], batch_size=BATCH)
        self.histories.copy(renewed, is_new=False)

    def _terms(self, profiles: list[ImportedProfile]) -> None:
        for name in TERMS:
            through = Enterprise._meta.get_field(name).remote_field.through
            column = _through_column(name)
            through.objects.bulk_create(
                [
                    through(enterprise_id=profile.enterprise.pk, **{column: term.pk})
                    for profile in profiles
                    for term in profile.added.get(name, [])
                ],
                batch_size=BATCH,
                ignore_conflicts=True,
            )


def _lock(profiles: list[ImportedProfile]) -> None:
    """Lock the records; ChangedMeanwhile where one was edited or deleted since it was read."""
    read = {profile.enterprise.pk: profile.enterprise.version for profile in profiles}
    for keys in batches(sorted(read), BATCH):
        locked = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=keys)
        found = dict(locked.order_by("pk").values_list("pk", "version"))
        if any(found.get(key) != read[key] for key in keys):
            raise ChangedMeanwhile


def _names(columns: Iterable[str]) -> list[str]:
    fields = {field.attname: field.name for field in Enterprise._meta.concrete_fields}
    return [fields[column] for column in columns]


def _through_column(name: str) -> str:
    return f"{get_m2m_reverse_field_name(Enterprise._meta.get_field(name))}_id"
