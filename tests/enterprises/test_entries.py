"""What search knows follows what happens to enterprises."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from enterprises.models import Certificate, Enterprise, FacetCount, SearchEntry, Spelling
from enterprises.search.entries import reindex, reindex_stale
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    StandardFactory,
)

pytestmark = pytest.mark.django_db


def number(code: str, **which) -> int:
    return FacetCount.objects.numbers(**which)[code]


def everything() -> list:
    entries = SearchEntry.objects.order_by("pk").values_list("pk", "words", "codes", "is_public")
    tallies = FacetCount.objects.filter(number__gt=0).order_by("code", "is_demo")
    return [
        list(entries),
        list(tallies.values_list("code", "is_demo", "number")),
        sorted(Spelling.objects.values_list("form", "word")),
    ]


def test_the_tallies_count_public_records_real_and_demo_apart():
    EnterpriseFactory.create_batch(2)
    DemoEnterpriseFactory()
    HiddenEnterpriseFactory()
    assert FacetCount.objects.by_kind() == {"0": 2, "1": 1}
    assert number("locality_unknown") == 3


def test_a_record_that_is_hidden_counts_no_more_and_one_that_changes_counts_elsewhere():
    enterprise = EnterpriseFactory(size_class="small")
    assert number("size_small") == 1
    Enterprise.objects.filter(pk=enterprise.pk).update(size_class="large")
    reindex(Enterprise.objects.all())
    assert (number("size_small"), number("size_large")) == (0, 1)
    enterprise.refresh_from_db()
    enterprise.hide("Đã giải thể")
    reindex(Enterprise.objects.all())
    assert number("size_large") == 0


def test_indexing_twice_counts_once():
    EnterpriseFactory(products=["Bánh răng"])
    before = everything()
    reindex(Enterprise.objects.all())
    assert everything() == before


def test_a_deleted_enterprise_counts_nowhere():
    EnterpriseFactory(size_class="small")
    Enterprise.objects.all().delete()
    assert not SearchEntry.objects.exists()
    assert number("size_small") == 0


def test_a_certificate_that_ends_leaves_the_index_on_the_next_day(clock):
    standard = StandardFactory()
    enterprise = EnterpriseFactory()
    Certificate.objects.create(enterprise=enterprise, standard=standard, valid_to=localdate())
    reindex(Enterprise.objects.all())
    code = f"standard_{standard.pk}"
    assert number(code) == 1
    assert reindex_stale() == 0
    clock.advance(days=1)
    assert reindex_stale() == 1
    assert number(code) == 0
    assert reindex_stale() == 0


def test_everything_can_be_made_anew():
    EnterpriseFactory.create_batch(3, products=["Trục"])
    before = everything()
    FacetCount.objects.update(number=99)
    SearchEntry.objects.update(words="gone")
    call_command("reindex", stdout=StringIO())
    assert everything() == before
