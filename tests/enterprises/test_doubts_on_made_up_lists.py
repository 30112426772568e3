"""Doubts are worth a person's time: on made-up lists few are wrong, and few are missed."""

import pytest

from bench.duplicates import measure
from bench.firms import REGISTERS

THERE, OTHERS, PAIRS = 1_000, 200, 48


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_other_firms_are_not_held_and_the_same_are_found(register):
    figures = measure(register, seed="7", sizes=(THERE, OTHERS, PAIRS))
    assert figures.held + figures.held_with_code <= OTHERS / 100
    assert figures.held_with_code == 0
    assert figures.found >= 0.95 * PAIRS
