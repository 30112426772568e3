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


def worth(*parts: QueryPart, **fields) -> int:
    """What a profile is worth, in optional words that another one has."""
    subject, rival = candidate(1, **fields), candidate(2, completeness=0)
    for number in range(40):
        words = [QueryPart(f"w{n}", (f"w{n}",), is_optional=True) for n in range(number)]
        helped = rival._replace(codes=" | ".join(word.typed for word in words))
        if order(ParsedQuery("", (*parts, *words)), subject, helped) == [2, 1]:
            return number - 1
    raise AssertionError("worth more than anything")


PHRASE = QueryPart("vo hop", ("vo hop", "gearbox"), frozenset({"process_7"}), also=("hop so",))


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({"names": "vo hop"}, 8),
        ({"names": "cong ty gearbox"}, 8),
        ({"names": "gearbox", "products": "vo hop"}, 8),
        ({"products": "gearbox"}, 6),
        ({"products": "vo hop | truc", "codes": "process_7"}, 6),
        ({"codes": "process_7"}, 5),
        ({"names": "vo may hop"}, 4),
        ({"names": "vo may", "products": "hop"}, 3),
        ({"products": "vo may hop"}, 3),
        ({"names": "hop so"}, 3),
        ({"products": "tay | hop so"}, 3),
        ({"codes": "hop so"}, 0),
        ({"names": "vo may", "codes": "hop"}, 0),
        ({"names": "vo hopkim", "products": "gearboxes"}, 0),
        ({}, 0),
    ],
)
def test_the_best_place_of_a_part_counts(fields, points):
    assert worth(PHRASE, **fields) == points


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        ({"names": "vo hop so"}, 8 + 8 + 2),
        ({"products": "vo hop so"}, 6 + 6 + 2),
        ({"names": "vo hop", "products": "so"}, 8 + 6),
        ({"names": "so vo hop"}, 8 + 8),
        ({"codes": "process_7 vo hop so"}, 5 + 5),
    ],
)
def test_two_parts_side_by_side_are_worth_two_more(fields, points):
    assert worth(PHRASE, QueryPart("so", ("so",)), **fields) == points


def test_all_that_was_typed_is_worth_four_more_in_a_product_and_most_in_a_name():
    query = ParsedQuery("a b c", tuple(QueryPart(word, (word,)) for word in "abc"))
    in_product, in_name = candidate(1, products="a b c"), candidate(2, names="a b c")
    beside = candidate(3, names="c a b")  # 3 · 8 + 2 = 3 · 6 + 2 · 2 + 4
    for fuller in (in_product, beside):
        rivals = [
            each._replace(completeness=51 * (each is fuller)) for each in (beside, in_product)
        ]
        assert order(query, *rivals, in_name) == [2, fuller.pk, 4 - fuller.pk]
    later = candidate(4, names="cong ty a b c", completeness=49)
    assert order(query, later, in_name) == [2, 4], "at the very beginning, too"


def test_an_optional_word_beside_another_part_is_worth_more_than_apart():
    query = ParsedQuery("", (GEAR, QueryPart("nghieng", ("nghieng",), is_optional=True)))
    apart = candidate(1, products="banh rang | nghieng", completeness=90)
    assert order(query, apart, candidate(2, products="banh rang nghieng")) == [2, 1]


def test_the_beginning_of_a_word_counts_where_it_is_asked_for():
    begun, whole = QueryPart("gea", ("gea",), starts=True), QueryPart("gea", ("gea",))
    assert (worth(begun, names="gearbox"), worth(whole, names="gearbox")) == (8, 0)
    pieces = QueryPart("gea box", ("gea box",), starts=True)
    assert worth(pieces, names="boxes and gears") == 4


def test_an_optional_word_is_worth_one_wherever_it_stands():
    optional = QueryPart("nghieng", ("nghieng",), is_optional=True)
    assert worth(optional, names="nghieng") == worth(optional, products="nghieng") == 1
