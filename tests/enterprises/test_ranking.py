"""The order of what was found."""

import pytest

from enterprises.search.parsed_query import ParsedQuery, QueryPart
from enterprises.search.ranking import Candidate, ranked

GEAR = QueryPart("banh rang", ("banh rang", "gear"), frozenset({"process_7"}))


def candidate(pk: int, **fields) -> Candidate:
    plain = {
        "is_demo": False,
        "codes": "",
        "completeness": 50,
        "names": "cong ty",
        "products": "",
    }
    return Candidate(pk=pk, **plain | fields)


def order(query: ParsedQuery, *candidates: Candidate) -> list[int]:
    return [found.pk for found in ranked(query, candidates)]


def test_name_comes_before_product_before_process_before_other_text():
    query = ParsedQuery("bánh răng", (GEAR,))
    found = order(
        query,
        candidate(4),
        candidate(3, codes="industry_1 process_7"),
        candidate(2, products="banh rang con | bevel gear"),
        candidate(1, names="cong ty banh rang tan"),
    )
    assert found == [1, 2, 3, 4]


def test_a_code_is_not_found_inside_a_longer_one():
    query = ParsedQuery("bánh răng", (GEAR,))
    assert order(query, candidate(2, codes="process_77"), candidate(3, codes="process_7")) == [3, 2]


def test_the_whole_phrase_comes_before_its_pieces():
    query = ParsedQuery("kim phong", (QueryPart("kim phong", ("kim phong",)),))
    pieces = candidate(1, names="phong van kim")
    whole = candidate(2, names="kim phong van")
    assert order(query, pieces, whole) == [2, 1]


def test_neighbours_side_by_side_come_before_neighbours_apart():
    query = ParsedQuery(
        "vỏ hộp số", tuple(QueryPart(word, (word,)) for word in ("vo", "hop", "so"))
    )
    apart = candidate(1, products="so tay | vo may | hop giay")
    beside = candidate(2, products="so tay | vo hop dien")
    assert order(query, apart, beside) == [2, 1]


def test_an_optional_word_helps_only_between_equals():
    optional = QueryPart("nghieng", ("nghieng",), is_optional=True)
    query = ParsedQuery("bánh răng nghiêng", (GEAR, optional))
    plain = candidate(1, products="banh rang con")
    helped = candidate(2, products="banh rang con | truc nghieng")
    named = candidate(3, names="banh rang dong")
    assert order(query, plain, helped, named) == [3, 2, 1]


def test_real_records_come_before_demo_ones_however_well_those_answer():
    query = ParsedQuery("bánh răng", (GEAR,))
    demo = candidate(1, names="banh rang", is_demo=True)
    assert order(query, demo, candidate(2)) == [2, 1]


def test_the_fuller_profile_comes_first_between_equals():
    query = ParsedQuery("bánh răng", (GEAR,))
    poor, rich = candidate(1, completeness=20), candidate(2, completeness=80)
    assert order(query, poor, rich) == [2, 1]


@pytest.mark.parametrize("turn", [1, 7, 29])
def test_the_order_does_not_hang_on_the_order_in_which_a_database_gives_rows(turn):
    query = ParsedQuery("bánh răng", (GEAR,))
    rows = [candidate(pk, products="gear" * (pk % 2)) for pk in range(30)]
    assert ranked(query, rows[turn:] + rows[:turn]) == ranked(query, rows)
