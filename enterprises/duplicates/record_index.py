"""Records kept for finding those that another one may be, without comparing it with all."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from enterprises.duplicates.compared_records import ComparedRecord
from enterprises.duplicates.matching import Likeness, Matcher
from enterprises.duplicates.name_likeness import Name, keys_of_name
from enterprises.duplicates.word_weights import WordWeights

MAX_SHARING = 20  # records with one telephone, website or spot; more share an office, not an owner
MAX_NAMED = 200  # records under one key of names; what more have points at nobody
MOST_COMPARED = 10  # records that one is compared with for its name
Compare = Callable[[ComparedRecord, ComparedRecord], Likeness | None]


@dataclass(frozen=True)
class AlikeRecord:
    """A record that another one may be."""

    key: Hashable
    likeness: Likeness


class RecordIndex:
    """Records by couples of their words, by telephone, website, tax code and place."""

    def __init__(self, names: WordWeights, places: WordWeights) -> None:
        self.matcher = Matcher(names, places)
        self.records: dict[Hashable, ComparedRecord] = {}
        self._named: dict[tuple, list[Hashable]] = defaultdict(list)
        self._marked: dict[tuple, list[Hashable]] = defaultdict(list)

    @classmethod
    def of(cls, records: list[ComparedRecord], more_names: Iterable[Name] = ()) -> "RecordIndex":
        """Index these records; words weigh by how many of them, and of other names, have them."""
        weights = WordWeights(name.words for record in records for name in record.names)
        for name in more_names:
            weights.add(name.words)
        index = cls(weights, WordWeights(record.place.words for record in records))
        for record in records:
            index.add(record)
        return index

    def add(self, record: ComparedRecord) -> None:
        self.records[record.pk] = record
        for key in self._keys(record):
            self._named[key].append(record.pk)
        for mark in _marks(record):
            self._marked[mark].append(record.pk)

    def alike(self, record: ComparedRecord) -> list[AlikeRecord]:
        """Return the records that this one may be, the most alike first."""
        return self._found(record, self.matcher.compare)

    def doubts(self, record: ComparedRecord) -> list[AlikeRecord]:
        """Return those for which this one, which is new, has to wait, the most alike first."""
        return self._found(record, self.matcher.doubt)

    def _found(self, record: ComparedRecord, compare: Compare) -> list[AlikeRecord]:
        found = []
        for key in self._near(record):
            if key == record.pk:
                continue
            if likeness := compare(record, self.records[key]):
                found.append(AlikeRecord(key, likeness))
        return sorted(found, key=lambda each: -each.likeness.score)

    def _near(self, record: ComparedRecord) -> Iterable[Hashable]:
        """Return those worth comparing: something in common, or the most of the name."""
        near = dict.fromkeys(
            key
            for mark in _marks(record)
            if len(keys := self._marked.get(mark, ())) <= MAX_SHARING
            for key in keys
        )
        shared: Counter[Hashable] = Counter()
        for clue in self._keys(record):
            keys = self._named.get(clue, ())
            if len(keys) <= MAX_NAMED:
                shared.update(keys)
        near.update(dict.fromkeys(key for key, _number in shared.most_common(MOST_COMPARED)))
        return near

    def _keys(self, record: ComparedRecord) -> dict[tuple, None]:
        weights = self.matcher.names
        return dict.fromkeys(
            key for name in record.names for key in keys_of_name(name.words, weights)
        )


def _marks(record: ComparedRecord) -> Iterator[tuple]:
    yield from (("phone", phone) for phone in sorted(record.phones))
    if record.site:
        yield ("site", record.site)
    if record.tax_head:
        yield ("tax", record.tax_head)
    yield from (("spot", *spot) for spot in record.place.spots())
