"""What is published of an industry's tables gives no owner's figures away."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localization.estimating.disclosure import (
    COMPLEMENT,
    DOMINATED,
    FEW,
    MAX_SHARE,
    MIN_OWNERS,
    WHOLE,
    CellContribution,
    largest_share,
    owners,
    reason,
    withheld,
)

TABLES = ("subsector", "ownership", "size")


def parts(code: str, xs: Sequence[float], owner: str | None = None) -> list[CellContribution]:
    """Answers of one size class, each of an owner of its own unless one owns them all."""
    return [CellContribution(owner or f"{code}{i}", x, 1.0, (code,)) for i, x in enumerate(xs)]


def hidden(*groups: list[CellContribution]) -> dict:
    told = withheld([part for group in groups for part in group], ("size",), {})
    return {key[1] or "whole": why for key, why in told.items()}


def test_five_answers_of_which_four_are_one_owners_are_two_owners():
    told = parts("micro", [1] * 4, owner="một chủ") + parts("micro", [1])
    assert owners(told) == 2
    assert reason(told) == FEW


def test_four_enterprises_are_too_few_and_five_are_enough():
    assert reason(parts("micro", [1] * 4)) == FEW
    assert reason(parts("micro", [1] * 5)) == ""


def test_an_owner_with_more_than_the_limit_dominates():
    assert reason(parts("micro", [70, 10, 10, 5, 5])) == ""
    assert reason(parts("micro", [71, 10, 10, 5, 4])) == DOMINATED


def test_weights_make_an_owner_dominate_too():
    told = [*parts("micro", [1] * 5), CellContribution("nặng", 3, 9.0, ("micro",))]
    assert largest_share(told) == pytest.approx(27 / 32)
    assert reason(told) == DOMINATED


def test_with_a_withheld_cell_goes_the_next_smallest():
    told = hidden(parts("micro", [5] * 4), parts("small", [9] * 8), parts("large", [20] * 9))
    assert told == {"micro": FEW, "small": COMPLEMENT}


def test_cells_that_fail_together_need_no_further_one():
    told = hidden(parts("micro", [5] * 4), parts("small", [6] * 4), parts("large", [20] * 9))
    assert told == {"micro": FEW, "small": FEW}


def test_what_is_withheld_together_has_no_dominating_owner_either():
    """The giant is still seven tenths of itself and the small ones: the large ones go too."""
    told = hidden(parts("giant", [500]), parts("small", [9] * 8), parts("large", [40] * 9))
    assert told == {"giant": FEW, "small": COMPLEMENT, "large": COMPLEMENT}


def test_where_the_whole_may_not_be_shown_nothing_is():
    told = hidden(parts("micro", [1] * 5), parts("large", [999]))
    assert told == {"whole": DOMINATED, "micro": COMPLEMENT, "large": FEW}


def test_the_last_cell_of_a_table_goes_with_the_others():
    told = hidden(parts("micro", [5] * 4), parts("large", [20] * 9))
    assert told == {"micro": FEW, "large": COMPLEMENT}


def test_a_cell_without_a_rate_is_covered_like_any_other():
    told = parts("micro", [5] * 6) + parts("small", [9] * 8) + parts("large", [20] * 9)
    found = withheld(told, ("size",), {("size", "micro"): "no_rate"})
    assert found == {("size", "micro"): "no_rate", ("size", "small"): COMPLEMENT}


def test_two_tables_together_do_not_give_a_cell_away():
    """Every foreign maker is large and but one large maker is foreign: foreign less large is it."""
    told = [
        *(CellContribution(f"f{i}", 10, 1.0, ("foreign", "large")) for i in range(8)),
        CellContribution("odd", 10, 1.0, ("local", "large")),
        *(CellContribution(f"s{i}", 10, 1.0, ("local", "small")) for i in range(20)),
        *(CellContribution(f"m{i}", 10, 1.0, ("local", "medium")) for i in range(20)),
    ]
    assert not hidden([CellContribution(p.owner, p.x, 1.0, p.codes[1:]) for p in told]), (
        "alone all is well"
    )
    found = withheld(told, ("ownership", "size"), {})
    assert found
    assert not gives_away(told, ("ownership", "size"), found)


@st.composite
def industries(draw) -> list[CellContribution]:
    """A few groups of makers, so that some crossings are empty and some groups are small."""
    codes = st.tuples(*(st.sampled_from("abcd") for _ in TABLES))
    groups = draw(st.lists(codes, min_size=1, max_size=6, unique=True))
    found: list[CellContribution] = []
    for group in groups:
        for _ in range(draw(st.integers(1, 9))):
            own = str(len(found)) if draw(st.integers(0, 5)) else "group"
            x = draw(st.sampled_from([1.0, 2.0, 5.0, 5.0, 9.0, 300.0]))
            found.append(CellContribution(own, x, draw(st.sampled_from([1.0, 4.0])), group))
    return found


def rows_of(
    told: Sequence[CellContribution], tables: Sequence[str]
) -> dict[tuple, list[CellContribution]]:
    cells: dict[tuple, list[CellContribution]] = {}
    for part, (place, table) in product(told, enumerate(tables)):
        cells.setdefault((table, part.codes[place]), []).append(part)
    return cells


def rank(rows: list[list[int]]) -> int:
    """By elimination in fractions, so that nothing is rounded."""
    left, found = [[Fraction(value) for value in row] for row in rows], 0
    for column in range(len(rows[0])):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for row in left[found + 1 :]:
            if row[column]:
                factor = row[column] / pivot[column]
                row[:] = [a - factor * b for a, b in zip(row, pivot, strict=True)]
        found += 1
    return found


def gives_away(told: Sequence[CellContribution], tables: Sequence[str], found: dict) -> list[tuple]:
    """Withheld cells that the whole and the published cells determine.

    The reader knows which groups there are and has, of the whole and of each published cell, both
    exact sums; a withheld cell is determined if it is a combination of them.
    """
    finest = sorted({part.codes for part in told})
    cells = rows_of(told, tables)

    def row(members: Sequence[CellContribution]) -> list[int]:
        inside = {part.codes for part in members}
        return [int(codes in inside) for codes in finest]

    known = [row(told), *(row(members) for key, members in cells.items() if key not in found)]
    known_rank = rank(known)
    secrets = {key: row(members) for key, members in cells.items() if key in found}
    return [
        key
        for key, secret in secrets.items()
        if not all(secret) and rank([*known, secret]) == known_rank
    ]


@settings(max_examples=300, deadline=None)
@given(industries())
def test_no_withheld_cell_can_be_computed(told):
    found = withheld(told, TABLES, {})
    cells = rows_of(told, TABLES)
    if reason(told):
        assert found.keys() == {WHOLE, *cells}
        return
    assert WHOLE not in found
    assert not gives_away(told, TABLES, found)
    for table in TABLES:
        kept = [members for key, members in cells.items() if key[0] == table and key in found]
        together = [part for members in kept for part in members]
        if kept and len(together) < len(told):
            assert len(kept) >= 2
            assert owners(together) >= MIN_OWNERS
            assert largest_share(together) <= MAX_SHARE


@settings(max_examples=300, deadline=None)
@given(industries())
def test_every_published_cell_passes_the_rule(told):
    found = withheld(told, TABLES, {})
    for key, members in rows_of(told, TABLES).items():
        if key not in found:
            assert owners(members) >= MIN_OWNERS
            assert largest_share(members) <= MAX_SHARE


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(1, 99), max_size=9), min_size=2, max_size=6))
def test_a_table_alone_leaves_every_withheld_cell_open(columns):
    """The simple case by hand: from the total and the published cells one sum is left for two."""
    told = [part for code, xs in zip("abcdef", columns, strict=False) for part in parts(code, xs)]
    found = withheld(told, ("size",), {})
    if told and WHOLE not in found:
        assert len(found) != 1
