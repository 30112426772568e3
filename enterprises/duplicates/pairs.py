"""The list of pairs that wait for a decision, renewed from the records as they stand."""

from django.db import transaction
from django_tasks import task

from core.concurrency.turns import take_turn
from enterprises.duplicates.candidates import CandidatePair, candidates
from enterprises.duplicates.compared_records import compared_records
from enterprises.duplicates.merging import DECIDING
from enterprises.models import DuplicatePair, Enterprise

BATCH = 500


@task()
def find_pairs() -> None:
    """Renew the list in the worker."""
    renew_pairs()


def renew_pairs() -> int:
    """Find the pairs of today; returns how many wait. What a person has decided stays decided.

    An open pair that nothing speaks for any more is dropped.
    """
    found = {(each.first, each.second): each for each in candidates(compared_records())}
    with transaction.atomic():
        take_turn(DECIDING)
        DuplicatePair.objects.suspect(_doubtful())
        doubts = {tuple(sorted(pair)) for pair in _doubtful().values_list(*_COUPLE)}
        known = DuplicatePair.objects.select_for_update(of=("self",)).order_by("pk")
        known = {(pair.first_id, pair.second_id): pair for pair in known}
        _update(known, found, doubts)
        fresh = [_pair(each) for couple, each in found.items() if couple not in known]
        DuplicatePair.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=BATCH)
    return DuplicatePair.objects.open().count()


_COUPLE = ("pk", "possible_duplicate_of")
Couple = tuple[int, int]


def _doubtful():
    """Return records that an import or a person has pointed out; neither of them is merged."""
    marked = Enterprise.objects.real().exclude(possible_duplicate_of=None)
    return marked.filter(merged_into=None, possible_duplicate_of__merged_into=None).order_by("pk")


def _update(
    known: dict[Couple, DuplicatePair], found: dict[Couple, CandidatePair], doubts: set[Couple]
) -> None:
    """Bring the open pairs to what speaks for them now."""
    gone, changed = [], []
    for couple, pair in known.items():
        if not pair.is_open:
            continue
        now = found.get(couple)
        reasons = [*(now.reasons if now else ()), *([_DOUBT] if couple in doubts else ())]
        score = now.score if now else pair.score
        if not reasons:
            gone.append(pair.pk)
        elif (reasons, score) != (pair.reasons, pair.score):
            pair.reasons, pair.score = reasons, score
            changed.append(pair)
    DuplicatePair.objects.open().filter(pk__in=gone).delete()
    DuplicatePair.objects.bulk_update(changed, ["reasons", "score"], batch_size=BATCH)


_DOUBT = DuplicatePair.Reason.DOUBT.value


def _pair(found: CandidatePair) -> DuplicatePair:
    return DuplicatePair(
        first_id=found.first,
        second_id=found.second,
        score=found.score,
        reasons=list(found.reasons),
    )
