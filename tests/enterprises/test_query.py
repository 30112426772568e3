"""What a person's words ask for."""

import unicodedata

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue.models import MachineKind, SynonymGroup
from core.text import fold
from enterprises.search.codes import machine_code
from enterprises.search.query import MAX_NEEDED, parse_query
from enterprises.search.records import matching
from tests.factories.enterprises import EnterpriseFactory, ProcessFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
# The database stays the same from one example to the next: texts are read, nothing is written.
READING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
# What an address can hold: no half of a surrogate pair; NUL is no text and gets a 400.
ADDRESSABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")


@pytest.fixture
def press() -> MachineKind:
    return MachineKind.objects.create(
        slug="may-dap", name_vi="Máy dập", unit="tonne_force", steps="60 250 400"
    )


@pytest.fixture
def firms() -> dict:
    """A gear maker and a moulder, with the words by which people ask for them."""
    SynonymGroup.objects.create(words="bánh răng\ngear")
    gears = ProcessFactory(slug="banh-rang", name_vi="Gia công bánh răng", name_en="Gear making")
    moulding = ProcessFactory(slug="ep-nhua", name_vi="Ép phun nhựa", aliases="ép nhựa")
    return {
        "gears": EnterpriseFactory(
            legal_name="Công ty TNHH Kim Phong Vân", processes=[gears], products=["Trục vít"]
        ),
        "moulder": EnterpriseFactory(
            legal_name="Công ty TNHH Nhựa Sài Gòn", processes=[moulding], products=["Cửa tủ"]
        ),
    }


def needed(text: str, **kwargs) -> list[str]:
    return [part.typed for part in parse_query(text, **kwargs).needed]


def names(client: Client, text: str) -> list[str]:
    page = client.get(reverse("enterprises:enterprise-list"), {"q": text})
    return [card.enterprise.legal_name for card in page.context["page"].items]


@pytest.mark.parametrize("text", ["", "  ", "?!", "日本", "---"])
def test_a_text_without_letters_or_digits_asks_for_nothing(text):
    assert parse_query(text) is None


def test_the_longest_known_phrase_is_one_part(firms):
    assert needed("gia công bánh răng trục") == ["gia cong banh rang", "truc"]


def test_words_around_a_request_need_not_be_found(firms):
    text = "cần tìm nhà cung cấp bánh răng ở gần Sài Gòn"
    assert needed(text) == ["banh rang", "sai gon"]


def test_a_request_of_nothing_but_such_words_asks_for_them():
    assert needed("nhà máy") == ["nha may"]


def test_short_words_are_left_out_of_sentences_alone(firms):
    assert "dat" in needed("Thành Đạt")
    assert "dat" not in needed("tôi muốn đặt hàng chục bộ bánh răng đạt chuẩn")


@pytest.mark.parametrize(
    "text", ["0309 139 092", "0309-139-092", "MST: 0309.139.092", "0309139092"]
)
def test_a_tax_code_is_one_word_however_it_is_written(text):
    assert needed(text) == ["0309139092"]


def test_digits_that_are_no_tax_code_stay_apart():
    assert needed("loại 0309 139 093") == ["loai", "0309", "139", "093"]


@pytest.mark.parametrize("text", ["máy dập 300 tấn", "may dap 300t", "máy dập 2.950 kN"])
def test_a_figure_beside_a_machine_is_its_minimum(press, text):
    figure = parse_query(text).needed[-1]
    assert figure.codes == {machine_code(press.pk, press.minimums[1])}


def test_a_figure_below_every_minimum_narrows_nothing(press):
    assert needed("máy dập 20 tấn") == ["may dap"]


def test_a_figure_without_a_machine_helps_the_order_only(press, firms):
    assert needed("bánh răng 300 tấn") == ["banh rang"]


def test_the_first_digits_of_a_code_find_it(client):
    EnterpriseFactory(legal_name="Công ty Khuôn", tax_code="0309139092")
    assert names(client, "030913") == ["Công ty Khuôn"]
    assert names(client, "030914") == []


@pytest.mark.parametrize(
    "text",
    ["bánh răng", "banh rang", "BÁNH RĂNG", "gear", "bánh rănng", "banh rang truc vit", "gaer"],
)
def test_a_gear_maker_is_found_in_any_spelling(client, firms, text):
    assert names(client, text) == ["Công ty TNHH Kim Phong Vân"]


@pytest.mark.parametrize("text", ["Saigon", "Sài Gòn", "saigon nhua", "ep nhua Sai Gon"])
def test_names_are_found_joined_and_apart(client, firms, text):
    assert names(client, text) == ["Công ty TNHH Nhựa Sài Gòn"]


# 'Vat' is a word of the directory, and a wrong letter away from 'Vân'.
@pytest.mark.parametrize("text", ["Kim Phong Vat", "kimphongvan", "Kim Phong Vân runnerzz"])
def test_what_nothing_answers_is_read_with_more_good_will(client, firms, text):
    EnterpriseFactory(legal_name="Công ty Vat", products=["Đồ gá"])
    assert names(client, text) == ["Công ty TNHH Kim Phong Vân"]


def test_good_will_is_not_spent_where_something_answers(client, firms):
    EnterpriseFactory(legal_name="Công ty Phong Vat")
    assert names(client, "Phong Vat") == ["Công ty Phong Vat"]


def test_good_will_is_not_spent_where_a_facet_is_the_reason(client, firms):
    EnterpriseFactory(legal_name="Công ty Phong Vat")
    page = client.get(
        reverse("enterprises:enterprise-list"), {"q": "Phong Vat", "process": "banh-rang"}
    )
    assert page.context["page"].items == []


def test_a_word_of_names_counts_as_mistyped_only_where_nothing_else_answers(firms):
    """'Răng' stands in 'bánh răng': only a relaxed query also takes it for 'rãnh'."""
    EnterpriseFactory(legal_name="Công ty Mai", products=["Dao rãnh"])

    def taken_for(is_relaxed: bool) -> set[str]:
        (part,) = (p for p in parse_query("răng cưa", is_relaxed).parts if p.typed == "rang")
        return set(part.phrases) - {"rang"}

    assert taken_for(is_relaxed=False) == set()
    assert "ranh" in taken_for(is_relaxed=True)


def test_a_word_that_nobody_has_is_left_out_and_told(client, firms):
    page = client.get(reverse("enterprises:enterprise-list"), {"q": "bánh răng runnerzz"})
    assert "“runnerzz”" in read(page).notices
    assert parse_query("bánh răng runnerzz", is_relaxed=True).left_out == ("runnerzz",)


def test_a_lone_word_that_nobody_has_finds_nothing(client, firms):
    assert names(client, "runnerzz") == []


@pytest.mark.parametrize("typed", ["ep nhu", "ep nhuaa", "ep nhia"])
def test_one_letter_of_a_name_may_be_wrong_too_many_or_missing(firms, typed):
    query = parse_query(typed)
    assert query.corrections == ((typed, "ep nhua"),)
    assert [part.typed for part in query.parts] == ["ep nhua"]


@pytest.mark.parametrize(
    ("typed", "phrases", "starts"),
    [
        ("trucx", ("trucx", "truc"), True),
        ("nhu", ("nhu", "nhua"), True),
        ("truc", ("truc",), False),
        ("xy", ("xy",), False),
    ],
)
def test_a_strange_word_stands_for_those_like_it_and_for_what_begins_so(
    firms, typed, phrases, starts
):
    [part] = parse_query(typed).parts
    assert (part.phrases, part.starts, part.is_optional) == (phrases, starts, False)


def test_a_common_word_of_a_name_counts_only_where_words_count_by_themselves(firms):
    [moulding] = parse_query("ép phun").parts[0].codes
    assert parse_query("ép").parts[0].codes == set()
    assert parse_query("ép", is_relaxed=True).parts[0].codes == {moulding}
    assert needed("phun nhựa") == ["phun nhua"]
    assert needed("phun nhựa", is_relaxed=True) == ["phun", "nhua"]


def test_a_short_name_is_mended_with_good_will_alone(firms):
    ProcessFactory(slug="ma-kem", name_vi="Mạ kẽm", aliases="zinc")
    assert parse_query("zinx").corrections == ()
    assert parse_query("zinx", is_relaxed=True).corrections == (("zinx", "zinc"),)


def test_a_word_that_profiles_hold_is_not_told_as_a_mistake(firms):
    EnterpriseFactory(legal_name="Công ty Vat")
    query = parse_query("vat", is_relaxed=True)
    assert "van" in query.parts[0].phrases
    assert query.corrections == ()


def test_small_numbers_help_the_order_only_in_sentences(firms):
    assert needed("bánh răng 20") == ["banh rang", "20"]
    assert needed("tôi muốn đặt hàng 20 bánh răng") == ["banh rang"]
    assert needed("tôi muốn đặt hàng 2000 bánh răng") == ["2000", "banh rang"]


def test_six_words_are_a_sentence(firms):
    assert "dat" in needed("trục vít kim phong đạt")
    assert "dat" not in needed("trục vít kim phong vân đạt")


def test_forty_eight_words_are_read():
    assert needed("nhà máy " * 23 + "máy trục") == ["may", "truc"]
    assert "truc" not in needed("nhà máy " * 24 + "trục")


def test_reading_takes_two_queries_at_most(firms, django_assert_max_num_queries):
    parse_query("bánh răng")  # the words are in memory from here on
    for is_relaxed in (False, True):
        with django_assert_max_num_queries(2):
            parse_query(
                "tìm bánh rănng kimphongvan ở Sài Gòn mst 0309139092", is_relaxed=is_relaxed
            )


def test_a_very_long_text_asks_for_so_many_parts_and_no_more(firms):
    words = [f"khuon{letter}" for letter in "abcdeghiklmnopqrstuv"]
    assert len(parse_query(" ".join(words)).needed) == MAX_NEEDED
    assert needed("khuon tien " * 200) == ["khuon", "tien"]


@READING
@given(st.text(max_size=200), st.booleans())
@example("' \" \\ : & | ! ( ) * AND OR NOT NEAR", False)
@example("\x00\u0301\u200b", True)
@example("máy dập 99999999999999999999999999 tấn", False)
def test_no_text_fails(firms, press, text, is_relaxed):
    query = parse_query(text, is_relaxed)
    assert query is None or query.needed
    list(matching(text))


@READING
@given(
    st.text(max_size=100)
    | st.lists(st.sampled_from("bánh răng Đúc ép nhựa gear 400 tấn".split())).map(" ".join)
)
def test_what_folds_alike_is_understood_alike(firms, press, text):
    variants = [unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text), fold(text)]
    parts = [query and query.parts for query in map(parse_query, variants)]
    assert parts[0] == parts[1] == parts[2]


@READING
@given(st.text(ADDRESSABLE, max_size=150))
def test_the_page_answers_any_text(client, firms, text):
    page = client.get(reverse("enterprises:enterprise-list"), {"q": text})
    assert page.status_code == 200
