"""Whether searches find what people want, amid 300 other enterprises of the same trades."""

import unicodedata
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.demo import load_demo_enterprises
from enterprises.models import Enterprise
from enterprises.search.entries import reindex
from tests.enterprises.judged import JudgedSearch, load_directory, searches

FIRST = 5  # cards in which a wanted enterprise must stand
FEWEST, LEAST_SUCCESS = 60, 0.95


@pytest.fixture
def judged_directory(start_data) -> dict[str, int]:
    """The judged enterprises among made-up ones that count as real, so that finding is not easy."""
    load_demo_enterprises()
    Enterprise.objects.update(is_demo=False)
    keys = load_directory()
    reindex(Enterprise.objects.all())
    return keys


def _first(client: Client, search: JudgedSearch) -> list[int]:
    """The enterprises on the first cards of the public page."""
    query = search.query
    if "NFD" in search.kind:
        query = unicodedata.normalize("NFD", query)
    page = client.get(f"{reverse('enterprises:enterprise-list')}?{urlencode({'q': query})}")
    assert page.status_code == 200
    return [card.enterprise.pk for card in page.context["page"].items[:FIRST]]


def test_95_of_100_judged_searches_have_a_wanted_enterprise_among_the_first_five(
    judged_directory, client: Client
):
    judged = searches()
    failed = [
        search
        for search in judged
        if not {judged_directory[key] for key in search.wanted} & set(_first(client, search))
    ]
    for search in failed:
        print(f"{search.kind}: {search.query!r} should find {', '.join(sorted(search.wanted))}")
    success = 1 - len(failed) / len(judged)
    print(f"success@{FIRST}: {success:.1%} of {len(judged)}")
    assert success >= LEAST_SUCCESS


def test_the_judged_searches_are_enough_and_of_every_kind():
    judged = searches()
    assert len({search.query for search in judged}) >= FEWEST
    assert all(search.wanted for search in judged)
    spoken = " | ".join({search.kind for search in judged})
    for kind in ("with marks", "without marks", "NFD", "English", "synonym", "typo", "tax code"):
        assert kind in spoken
