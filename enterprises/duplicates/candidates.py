"""Pairs of records that may be the same enterprise, over the whole database."""

from dataclasses import dataclass

from enterprises.duplicates.compared_records import ComparedRecord
from enterprises.duplicates.record_index import RecordIndex


@dataclass(frozen=True)
class CandidatePair:
    """Two records, by rising key, with how alike they are (1-100) and why."""

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


def candidates(records: list[ComparedRecord]) -> list[CandidatePair]:
    """Return every pair that a person should look at."""
    index, pairs = RecordIndex.of(records), {}
    for record in records:
        for found in index.alike(record):
            couple = tuple(sorted([record.pk, found.key]))
            pairs.setdefault(couple, CandidatePair(*couple, *_shown(found.likeness)))
    return [pairs[couple] for couple in sorted(pairs)]


def _shown(likeness) -> tuple[int, tuple[str, ...]]:
    return likeness.score, likeness.reasons
