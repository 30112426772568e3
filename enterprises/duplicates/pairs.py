"""The list of pairs that wait for a decision, renewed from the records as they stand."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django_tasks import task

from core.batches import batches
from core.concurrency.turns import take_turn
from enterprises.duplicates.candidates import CandidatePair, candidates
from enterprises.duplicates.compared_records import compared_records
from enterprises.duplicates.matching import Matcher, are_other_codes
from enterprises.duplicates.merging import DECIDING, Signature
from enterprises.models import DuplicatePair, Enterprise
from enterprises.models.duplicates import DuplicatePairQuerySet

BATCH = 500
Couple = tuple[int, int]
_DOUBT = DuplicatePair.Reason.DOUBT.value
State = Enterprise.State
_COMPARED = ("legal_name", "international_name", "address", "tax_code", "website")


@task()
def find_pairs() -> None:
    """Renew the list in the worker."""
    renew_pairs()


@task()
def recheck_pairs(keys: list[int]) -> None:
    """Look again at the open pairs of these records, which have changed."""
    recheck(keys)


@receiver(pre_save, sender=Enterprise, dispatch_uid="pairs-of-changing-records")
def note_change(instance: Enterprise, *, raw: bool = False, **kwargs) -> None:
    """Note whether a record with open pairs gets another name, place or code, or is hidden."""
    instance._has_other_pairs = False
    if raw or not instance.pk or getattr(instance, "_is_decided", False):
        return
    if DuplicatePair.objects.open().about([instance.pk]).exists():
        stored = Enterprise.objects.filter(pk=instance.pk).values(*_COMPARED).first()
        is_other = stored != {name: getattr(instance, name) for name in _COMPARED}
        instance._has_other_pairs = is_other or instance.state == State.HIDDEN


@receiver(post_save, sender=Enterprise, dispatch_uid="pairs-of-changed-records")
def recheck_later(instance: Enterprise, **kwargs) -> None:
    """Have the pairs of a record that is another now looked at again."""
    if instance._has_other_pairs:
        recheck_pairs.enqueue([instance.pk])


def recheck_of(keys: Iterable[int]) -> None:
    """Have the worker look at the open pairs of these records again, if there are any."""
    for batch in batches(keys):
        if DuplicatePair.objects.open().about(batch).exists():
            recheck_pairs.enqueue(batch)


def renew_pairs() -> int:
    """Find the pairs of today; returns how many wait. What a person has decided stays decided.

    An open pair that nothing speaks for any more is dropped.
    """
    found = {(each.first, each.second): each for each in candidates(compared_records())}
    hidden = set(Enterprise.objects.filter(state=State.HIDDEN).values_list("pk", flat=True))
    with transaction.atomic():
        take_turn(DECIDING)
        DuplicatePair.objects.suspect(_doubtful())
        known = set(DuplicatePair.objects.values_list("first_id", "second_id"))
        _update(DuplicatePair.objects.open(), found)
        fresh = [
            _pair(each)
            for couple, each in found.items()
            if couple not in known and hidden.isdisjoint(couple)
        ]
        DuplicatePair.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)
    return DuplicatePair.objects.open().count()


def recheck(keys: Iterable[int]) -> None:
    """Bring the open pairs of these records to what speaks for them now, or drop them."""
    pairs = DuplicatePair.objects.open().about(list(keys))
    couples = list(pairs.values_list("first_id", "second_id"))
    if not couples:
        return
    of_pairs = Enterprise.objects.filter(pk__in={key for couple in couples for key in couple})
    records = {record.pk: record for record in compared_records(of_pairs)}
    matcher, found = Matcher.of_database(), {}
    for couple in couples:
        one, other = (records.get(key) for key in couple)
        likeness = matcher.compare(one, other) if one and other else None
        if likeness:
            found[couple] = CandidatePair(*couple, likeness.score, likeness.reasons)
    with transaction.atomic():
        take_turn(DECIDING)
        _update(pairs, found)


def _doubtful():
    """Return records that an import or a person has pointed out; neither of them is merged."""
    marked = Enterprise.objects.real().exclude(possible_duplicate_of=None)
    marked = marked.exclude(state=State.HIDDEN)
    return marked.filter(merged_into=None, possible_duplicate_of__merged_into=None).order_by("pk")


def _update(pairs: DuplicatePairQuerySet, found: dict[Couple, CandidatePair]) -> None:
    """Bring open pairs to what speaks for them now, within the turn of those who decide."""
    open_pairs = list(pairs.select_for_update(of=("self",)).order_by("pk"))
    keys = {key for pair in open_pairs for key in (pair.first_id, pair.second_id)}
    records = {pk: r for b in batches(sorted(keys)) for pk, r in _of_pairs(b).items()}
    gone, changed = [], []
    for pair in open_pairs:
        reasons, score = _now(pair, records, found.get((pair.first_id, pair.second_id)))
        if not reasons:
            gone.append(pair)
        elif (reasons, score) != (pair.reasons, pair.score):
            pair.reasons, pair.score = reasons, score
            changed.append(pair)
    _end_doubts(gone, records)
    DuplicatePair.objects.open().filter(pk__in=[pair.pk for pair in gone]).delete()
    DuplicatePair.objects.bulk_update(changed, ["reasons", "score"], batch_size=BATCH)


def _of_pairs(keys: list[int]) -> dict[int, Enterprise]:
    columns = ["state", "updated_at", "tax_code", "possible_duplicate_of", "merged_into"]
    return Enterprise.objects.only(*columns).in_bulk(keys)


def _now(
    pair: DuplicatePair, records: dict[int, Enterprise], found: CandidatePair | None
) -> tuple[list[str], int]:
    """Return what speaks for a pair now, nothing where it is no matter for anybody any more."""
    two = records[pair.first_id], records[pair.second_id]
    # Who has hidden one of them has seen to it; what was hidden before was found nevertheless.
    is_over = any(
        record.merged_into_id
        or (record.state == State.HIDDEN and record.updated_at > pair.found_at)
        for record in two
    )
    if is_over or are_other_codes(*(record.tax_code or "" for record in two)):
        return [], 0
    reasons = list(found.reasons) if found else []
    is_marked = _marked(*two) is not None
    if is_marked and _DOUBT in pair.reasons:
        reasons.append(_DOUBT)
    return reasons, found.score if found else pair.score


def _marked(one: Enterprise, other: Enterprise) -> Enterprise | None:
    """Return the one of two records on which the doubt about the other is written."""
    pairs = ((one, other), (other, one))
    return next((a for a, b in pairs if a.possible_duplicate_of_id == b.pk), None)


def _end_doubts(gone: list[DuplicatePair], records: dict[int, Enterprise]) -> None:
    """Take the doubt from records that wait for pairs which are dropped."""
    marked = (_marked(records[pair.first_id], records[pair.second_id]) for pair in gone)
    keys = {record.pk for record in marked if record and record.state != State.HIDDEN}
    sign = Signature(None, _("Không còn nghi trùng"))
    waiting = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    for record in waiting.order_by("pk"):
        record.possible_duplicate_of = None
        sign(record).save()


def _pair(found: CandidatePair) -> DuplicatePair:
    return DuplicatePair(
        first_id=found.first,
        second_id=found.second,
        score=found.score,
        reasons=list(found.reasons),
    )
