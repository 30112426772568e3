"""Mistyped words and the words that profiles hold."""

import pytest

from enterprises.models import Spelling
from enterprises.search.spelling import forms, learn, pieces, spellings_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def words() -> None:
    learn({"nghieng", "khung", "khuon", "gear", "kim", "phong", "van", "su"}, {"saigon"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ngieng", "nghieng"),  # a letter is missing
        ("nghiengg", "nghieng"),  # doubled
        ("ngiheng", "nghieng"),  # swapped
        ("nghienh", "nghieng"),  # wrong
        ("gaer", "gear"),
    ],
)
def test_one_wrong_letter_finds_the_word(words, typed, meant):
    assert meant in spellings_of([typed]).near[typed]


def test_two_wrong_letters_find_nothing(words):
    assert "nghieng" not in spellings_of(["ngihenh"]).near.get("ngihenh", ())


def test_a_word_that_profiles_hold_is_known_and_its_neighbours_too(words):
    found = spellings_of(["khuon"])
    assert found.known == {"khuon"}
    assert spellings_of(["khuong"]).near["khuong"] == ("khung", "khuon")


def test_two_words_written_as_one_are_known_but_never_guessed(words):
    assert "saigon" in spellings_of(["saigon"]).known
    assert spellings_of(["saigin"]).near == {}


def test_looking_up_takes_one_query_however_many_words(words, django_assert_num_queries):
    with django_assert_num_queries(1):
        spellings_of(["khung", "khuonn", "gaer", "nghieng"], is_relaxed=True)
    with django_assert_num_queries(0):
        spellings_of([])


def test_words_written_as_one_are_taken_apart(words):
    known = spellings_of(["kimphongvan"], is_relaxed=True).known
    assert pieces("kimphongvan", known) == "kim phong van"
    assert pieces("kimphongvon", known) == ""


def test_learning_again_adds_nothing(words):
    before = Spelling.objects.count()
    learn({"gear"}, {"saigon"})
    assert Spelling.objects.count() == before


def test_numbers_and_very_long_words_are_not_guessed_at():
    assert forms("8483") == {"8483"}
    assert len(forms("a" * 24 + "b")) == 1
