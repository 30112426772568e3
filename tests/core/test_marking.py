"""Marking what was searched for in a text."""

import re
import unicodedata

import pytest
from django.template import Context, Template
from django.utils.html import conditional_escape, escape
from hypothesis import given
from hypothesis import strategies as st

from core.templatetags.marking import mark

HITS = [(("duc", "ap", "luc"), False), (("duc",), False), (("khuon",), False)]


def test_marks_and_case_of_the_text_stay_as_they_are():
    assert mark("Xưởng ĐÚC áp lực", HITS) == "Xưởng <mark>ĐÚC áp lực</mark>"


def test_the_longest_phrase_is_marked_and_none_inside_another():
    assert mark("đúc áp lực, đúc", HITS) == "<mark>đúc áp lực</mark>, <mark>đúc</mark>"


def test_a_word_inside_a_longer_one_is_not_marked():
    assert mark("khuôns đức-tin kkhuôn", [(("khuon",), False)]) == "khuôns đức-tin kkhuôn"


def test_a_beginning_is_marked_with_its_whole_word_where_words_may_go_on():
    assert mark("Mã 0312601817", [(("03126",), True)]) == "Mã <mark>0312601817</mark>"
    assert mark("Mã 0312601817", [(("03126",), False)]) == "Mã 0312601817"


def test_text_in_nfd_is_marked_too():
    text = unicodedata.normalize("NFD", "Khuôn đúc")
    marked = unicodedata.normalize("NFC", mark(text, HITS))
    assert marked == "<mark>Khuôn</mark> <mark>đúc</mark>"


@pytest.mark.parametrize("hits", [None, [], [(("vit",), False)]])
def test_a_text_without_hits_comes_back_as_it_was(hits):
    assert mark("Khuôn & <b>đúc</b>", hits) == "Khuôn & <b>đúc</b>"


@pytest.mark.parametrize("hits", [None, HITS])
def test_a_page_never_shows_the_text_s_own_tags(hits):
    page = Template("{% load marking %}{{ text|mark:hits }}")
    shown = page.render(Context({"text": "<script>khuôn</script>", "hits": hits}))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


words = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy", min_size=1, max_size=6)
hit_lists = st.lists(
    st.tuples(
        st.lists(st.text("abcdeghiklmnopqrstuvxy", min_size=1), min_size=1).map(tuple),
        st.booleans(),
    )
)


@given(st.text() | st.lists(words).map(" ".join), hit_lists)
def test_marking_adds_mark_tags_and_nothing_else(text, hits):
    # A single letter as a hit makes sure that something is marked now and then.
    shown = conditional_escape(mark(text, [*hits, (("a",), True)]))
    assert re.sub("</?mark>", "", shown) == escape(text)
    assert shown.count("<mark>") == shown.count("</mark>")
