"""What the search box offers to someone who is still typing."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.directory.suggestions import suggestions
from tests.factories.enterprises import EnterpriseFactory, HiddenEnterpriseFactory, ProcessFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def foundry():
    casting = ProcessFactory(
        slug="duc-ap-luc", name_vi="Đúc áp lực", name_en="Die casting", aliases="HPDC"
    )
    return EnterpriseFactory(legal_name="Công ty TNHH Đúc Kim Phong Vân", processes=[casting])


def labels(text: str) -> list[str]:
    return [suggestion.label for suggestion in suggestions(text)]


@pytest.mark.parametrize("text", ["đúc á", "duc ap", "ĐÚC", "die c", "hpd", "áp lực"])
def test_a_process_is_offered_from_the_beginning_of_any_of_its_words(foundry, text):
    assert "Đúc áp lực" in labels(text)


def test_an_entry_leads_to_its_enterprises_and_says_how_many_they_are(foundry, client: Client):
    offered = suggestions("đúc áp")[0]
    assert offered.number == 1
    assert client.get(offered.url).context["page"].items[0].enterprise == foundry


def test_an_entry_that_nobody_has_is_not_offered():
    ProcessFactory(name_vi="Rèn khuôn")
    assert labels("rèn") == []


@pytest.mark.parametrize("text", ["duc kim", "Công ty TNHH Đúc Kim", "kim phong", "Phong Vâ"])
def test_an_enterprise_is_offered_by_what_its_name_holds(foundry, text):
    assert "Công ty TNHH Đúc Kim Phong Vân" in labels(text)


def test_what_is_not_public_is_not_offered(foundry):
    HiddenEnterpriseFactory(legal_name="Công ty TNHH Đúc Kim Phong Ẩn")
    assert labels("kim phong") == ["Công ty TNHH Đúc Kim Phong Vân"]
    assert "Công ty TNHH Đúc Kim Phong Ẩn" not in labels("đúc kim")


@pytest.mark.parametrize("text", ["", "đ", "  ", "'&|!*", '"'])
def test_too_little_offers_nothing(foundry, text):
    assert suggestions(text) == []


def test_the_fragment_is_a_list_of_links_and_escapes_names(client: Client):
    EnterpriseFactory(legal_name="Khuôn <b>Đậm</b>")
    page = client.get(reverse("enterprises:enterprise-suggestions"), {"q": "khuon"})
    shown = read(page)
    assert any(label.startswith("Khuôn <b>Đậm</b>") for label in shown.links)
    assert "<b>" not in shown.source
    assert "<html" not in shown.source


def test_the_number_of_queries_does_not_grow(foundry, client, django_assert_max_num_queries):
    address = reverse("enterprises:enterprise-suggestions")
    for number in range(12):
        EnterpriseFactory(legal_name=f"Công ty Kim Phong {number}")
        client.get(address, {"q": "kim phong"})
    with django_assert_max_num_queries(4):
        client.get(address, {"q": "kim phong"})
