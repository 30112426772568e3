"""Form fields of a list: they ignore what they do not understand instead of raising errors."""

from collections.abc import Iterable
from typing import cast

from django import forms

QUERY_LENGTH = 200  # characters


def split_known(
    values: Iterable[object] | None, known: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the distinct values that are known and those that are not, each in their order."""
    distinct, known = [str(value) for value in dict.fromkeys(values or [])], set(known)
    return [v for v in distinct if v in known], [v for v in distinct if v not in known]


class KnownChoicesField(forms.MultipleChoiceField):
    """Several choices; a value that is not among them goes into `unknown`, without an error."""

    unknown: list[str]

    def clean(self, value: list[str] | None) -> list[str]:
        choices = cast(Iterable[tuple[object, object]], self.choices)
        chosen, self.unknown = split_known(value, (str(key) for key, _label in choices))
        return chosen


class SearchField(forms.CharField):
    """The text of the search box, cut at QUERY_LENGTH characters."""

    was_cut = False

    def clean(self, value: str | None) -> str:
        text = " ".join((value or "").split())
        self.was_cut = len(text) > QUERY_LENGTH
        return text[:QUERY_LENGTH]
