"""The rules of facets, chips and pages that every list shares, with records that are plain data."""

from collections import Counter

import pytest
from django.http import QueryDict

from accounts.models import User
from core.lists import (
    Facet,
    FacetedFilterSet,
    KeysetPage,
    ListPage,
    QuerySetFilterSet,
    numbered_page,
)
from programme.models import Agency
from tests.factories.programme import AgencyFactory

COLOURS, SIZES = ("red", "green", "blue"), ("small", "large")
RECORDS = [("red", "small"), ("red", "large"), ("green", "small"), ("green", "small")]
COLUMNS = ("colour", "size")


class Things(FacetedFilterSet):
    """A list whose records come from neither the ORM nor an index."""

    SORTS = {"colour": ("Colour", ()), "size": ("Size", ())}

    colour = Facet(label="Colour", choices=[(each, each.title()) for each in COLOURS])
    size = Facet(label="Size", choices=[(each, each.title()) for each in SIZES])

    def _matching(self, conditions) -> list[dict[str, str]]:
        records = [dict(zip(COLUMNS, each, strict=True)) for each in RECORDS]
        return [r for r in records if all(r[name] in conditions[name] for name in conditions)]

    def count(self, conditions) -> int:
        return len(self._matching(conditions))

    def count_values(self, name, conditions) -> Counter:
        return Counter(record[name] for record in self._matching(conditions))


class ThingsByPair(Things):
    """The same, but the two facets make one condition."""

    size = Facet(label="Size", choices=[(each, each) for each in SIZES], condition="colour")


class Agencies(QuerySetFilterSet):
    """A list of records whose facets are look-ups of the model."""

    SORTS = {"code": ("Code", ("code",))}

    kind = Facet(label="Kind", choices=Agency.Kind.choices)
    parent = Facet(label="Parent", choices=[("a", "A"), ("b", "B")], field_name="parent__code")
    year = Facet(label="Year", choices=[("2025", "2025")], field_name="succeeded_on__year")


def things(query: str, cls: type[Things] = Things) -> Things:
    return cls(QueryDict(query), queryset=User.objects.none())


def counts(filterset: Things) -> dict[str, dict[str, int]]:
    return {box.name: {o.value: o.count for o in box.options} for box in filterset.boxes()}


def test_a_facet_is_counted_with_its_own_choice_left_aside():
    assert counts(things("colour=red")) == {
        "colour": {"red": 2, "green": 2},
        "size": {"small": 1, "large": 1},
    }
    assert counts(things("colour=red&size=small"))["colour"] == {"red": 1, "green": 2}


def test_values_of_a_facet_combine_with_or_and_facets_with_and():
    either = things("colour=red&colour=green")
    assert either.count(either.conditions()) == 4
    both = things("colour=red&colour=green&size=large")
    assert both.count(both.conditions()) == 1


def test_facets_of_one_condition_are_left_aside_together():
    filterset = things("colour=red&size=large", ThingsByPair)
    assert filterset.conditions(without=["size"]) == filterset.conditions(without=["colour"]) == {}


def test_a_chosen_value_without_records_stays_on_offer():
    assert counts(things("colour=blue"))["colour"] == {"red": 2, "green": 2, "blue": 0}


def test_a_facet_with_one_choice_that_changes_nothing_is_left_out():
    assert [box.name for box in things("colour=green").boxes()] == ["colour"]


def test_chips_lead_to_the_list_without_them_from_its_first_page():
    filterset = things("q=a  b&colour=red&colour=green&page=3&sort=size")
    assert [(chip.name, chip.value, chip.url) for chip in filterset.chips] == [
        ("q", "a b", "?colour=red&colour=green&sort=size"),
        ("colour", "red", "?q=a++b&colour=green&sort=size"),
        ("colour", "green", "?q=a++b&colour=red&sort=size"),
    ]


def test_relaxations_say_what_each_condition_costs_the_most_first():
    filterset = things("colour=blue&size=large")
    assert [(chip.value, n) for chip, n in filterset.relaxations] == [("blue", 1)]


@pytest.mark.parametrize(
    ("query", "sort"), [("", "colour"), ("sort=size", "size"), ("sort=x", "colour")]
)
def test_an_unknown_sort_key_is_the_default(query, sort):
    assert things(query).sort == sort


def test_unknown_values_and_long_texts_become_notices():
    assert things("").notices == []
    assert "“pink”" in things("colour=pink&colour=red").notices[0]
    assert things("colour=pink&colour=red").conditions() == {"colour": ["red"]}
    assert len(things("q=" + "a" * 201).notices) == 1


def test_a_page_beyond_the_end_is_the_last_one_with_a_notice():
    page, notices = numbered_page(list(range(5)), 2, "1")
    assert (list(page), notices) == ([0, 1], [])
    page, notices = numbered_page(list(range(5)), 2, "9")
    assert (list(page), len(notices)) == ([4], 1)
    assert ListPage(list(page), numbered=page).page_numbers == [1, 2, 3]


def test_pages_by_key_have_no_numbers():
    found = KeysetPage([1, 2], has_previous=False, has_next=True)
    assert ListPage(found.rows, next="?after=b").page_numbers == []


@pytest.mark.django_db
def test_a_facet_that_is_a_look_up_filters_and_counts_by_it():
    parent = AgencyFactory(code="a", kind="department", succeeded_on="2025-03-01")
    AgencyFactory.create_batch(2, parent=parent, kind="unit", succeeded_on="2025-07-01")
    AgencyFactory(kind="unit")

    def found(query: str) -> tuple[int, dict[str, dict[str, int]]]:
        filterset = Agencies(QueryDict(query), queryset=Agency.objects.select_related("parent"))
        return filterset.qs.count(), counts(filterset)

    assert found("year=2025&kind=unit") == (
        2,
        {"kind": {"unit": 2, "department": 1}, "year": {"2025": 2}},
    )
    assert found("parent=a") == (2, {"parent": {"a": 2}})
