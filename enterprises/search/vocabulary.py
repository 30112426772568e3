"""The words of taxonomies and places, cached in each process until one of them is edited."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save

from catalogue.models import (
    IndustrialPark,
    Industry,
    MachineKind,
    Market,
    Material,
    Process,
    ProcessFamily,
    Sector,
    Standard,
    SynonymGroup,
    Term,
    Ward,
)
from core import cache_versions
from core.languages import is_english
from core.text import fold
from enterprises.search.codes import code

VOCABULARY = "enterprises.vocabulary"  # the cache version
Entry = Term | Ward | IndustrialPark
KINDS: dict[str, type[Entry]] = {
    "industry": Industry,
    "sector": Sector,
    "family": ProcessFamily,
    "process": Process,
    "material": Material,
    "standard": Standard,
    "machine": MachineKind,
    "market": Market,
    "ward": Ward,
    "park": IndustrialPark,
}
# Words around the proper name of a place.
PLACE_WORDS = (
    "phuong", "xa", "dac khu", "ward", "commune", "special zone", "khu cong nghiep", "khu che xuat",
    "cum cong nghiep", "kcn", "kcx", "industrial park", "industrial zone", "export processing zone",
)  # fmt: skip
ABBREVIATIONS = {"khu cong nghiep": "kcn", "khu che xuat": "kcx", "cum cong nghiep": "ccn"}
# Kinds of entries that profiles also name in their own words: 'mold' for Chế tạo khuôn mẫu.
DESCRIBED = ("process", "material", "machine")
# A part of a name that occurs in more names than this is too common.
MAX_ENTRIES_OF_PART = 8


@dataclass(frozen=True)
class Named:
    """One entry of a taxonomy or one place: its code, its value in URLs, its names."""

    code: str
    kind: str
    value: str
    name_vi: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if is_english() else "") or self.name_vi


@dataclass
class Meaning:
    """What a phrase means: entries, and other phrases that mean the same."""

    codes: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    also: set[str] = field(default_factory=set)  # the entries' other names of one word


class Vocabulary:
    """Every name of every entry, and what each phrase means."""

    def __init__(self) -> None:
        self.named: dict[str, Named] = {}
        self.by_kind: dict[str, list[Named]] = defaultdict(list)
        self.phrases: dict[str, Meaning] = defaultdict(Meaning)
        self.words: dict[str, set[str]] = {}  # code: every phrase that names the entry
        self.machine_kinds = {code("machine", k.pk): k for k in MachineKind.objects.all()}
        for kind, model in KINDS.items():
            for entry in model.objects.all():
                self._add(kind, entry)
        for group in SynonymGroup.objects.all():
            phrases = group.phrases()
            codes = {code for phrase in phrases for code in self.phrases[phrase].codes}
            for phrase in phrases:
                self.phrases[phrase].phrases.update(phrases)
                self.phrases[phrase].codes.update(codes)
        self.phrases = dict(self.phrases)

    def _add(self, kind: str, entry: Entry) -> None:
        value = entry.code if isinstance(entry, Ward) else entry.slug
        named = Named(code(kind, entry.pk), kind, value, entry.name_vi, entry.name_en)
        self.named[named.code] = named
        self.by_kind[kind].append(named)
        self.words[named.code] = entry.words()
        is_place = kind in ("ward", "park")
        own = {fold(entry.name_vi), fold(entry.name_en)} - {""}
        for phrase in entry.words():
            for spoken in _spoken(phrase) if is_place else [phrase]:
                meaning = self.phrases[spoken]
                meaning.codes.add(named.code)
                # A place is in its enterprises' addresses; a process may be in no text.
                meaning.phrases.update(set() if is_place else own)
                if kind in DESCRIBED:
                    meaning.also.update(w for w in entry.words() - own if " " not in w)

    @cached_property
    def longest(self) -> int:
        """The most words that a phrase has."""
        return max((phrase.count(" ") + 1 for phrase in self.phrases), default=1)

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        """The phrases by their number of letters, to compare a mistyped one with few."""
        found: dict[int, list[str]] = defaultdict(list)
        for phrase in sorted(self.phrases):
            found[len(phrase)].append(phrase)
        return found

    @cached_property
    def pieces(self) -> dict[str, frozenset[str]]:
        """Neighbouring words of names, single ones too, with the entries of those names."""
        found: dict[str, set[str]] = defaultdict(set)
        for phrase, meaning in self.phrases.items():
            codes = {c for c in meaning.codes if self.named[c].kind not in ("ward", "park")}
            words = phrase.split() if codes else []
            for start, end in combinations(range(len(words) + 1), 2):
                found[" ".join(words[start:end])].update(codes)
        return {piece: frozenset(codes) for piece, codes in found.items()}

    @cached_property
    def parts(self) -> dict[str, frozenset[str]]:
        """Pieces of names ('áp lực' of 'đúc áp lực') that are distinctive by themselves.

        They occur in few names; a single word has four letters or more.
        """
        return {
            piece: codes
            for piece, codes in self.pieces.items()
            if len(codes) <= MAX_ENTRIES_OF_PART and (" " in piece or len(piece) > 3)
        }


def _spoken(phrase: str) -> set[str]:
    """Return a place's name with its kind of place, in full and short, and without it."""
    bare = f" {phrase} "
    for word in PLACE_WORDS:
        bare = bare.replace(f" {word} ", " ", 1)
    bare = " ".join(bare.split())
    short = {
        f"{abbreviation} {bare}"
        for word, abbreviation in ABBREVIATIONS.items()
        if f"{word} {bare}" == phrase
    }
    # 'Phường 12' without its kind would be a mere number.
    return {phrase, *short, bare} if bare and not bare.isdigit() else {phrase, *short}


def vocabulary() -> Vocabulary:
    """Return the current vocabulary."""
    return cache_versions.cached(VOCABULARY, (VOCABULARY,), Vocabulary)


def _invalidate(**kwargs: Any) -> None:
    cache_versions.invalidate(VOCABULARY)


_senders: list[type[models.Model]] = [*KINDS.values(), SynonymGroup]
for _model in _senders:
    post_save.connect(
        _invalidate, sender=_model, dispatch_uid=f"vocabulary-saved-{_model.__name__}"
    )
    post_delete.connect(
        _invalidate, sender=_model, dispatch_uid=f"vocabulary-gone-{_model.__name__}"
    )
