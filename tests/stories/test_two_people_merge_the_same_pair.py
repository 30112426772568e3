"""Second clicks, stale pages and two people at once make one merge, and nothing is lost."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client

from enterprises.duplicates.merging import merge
from enterprises.models import DuplicatePair, Enterprise, Merge
from tests.factories.duplicates import DuplicatePairFactory, chosen, merged
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import StaffFactory
from tests.merging import (
    MERGES,
    form_of,
    merging_client,
    page_of,
    pair_in_doubt,
)
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def mergers(client: Client) -> Client:
    return merging_client(client)


@pytest.fixture
def pair() -> DuplicatePair:
    return pair_in_doubt()


class TestTwoPeopleAndTwoClicks:
    def test_a_second_click_merges_nothing_more(self, mergers, pair):
        data = form_of(mergers, pair)
        for _ in range(2):
            page = mergers.post(page_of(pair), data, follow=True)
            assert page.redirect_chain[0][0].startswith(MERGES)
        assert Merge.objects.count() == 1

    def test_a_second_service_call_gives_the_first_merge(self, pair):
        decided = chosen(pair.first, pair.second)
        assert merge(pair.pk, decided, None) == merge(pair.pk, decided, None)

    def test_an_edit_since_the_page_was_opened_is_told_and_choices_stay(self, mergers, pair):
        data = form_of(mergers, pair) | {"take_website": "first", "reason": "Lý do của tôi"}
        record = Enterprise.objects.get(pk=pair.second_id)
        record.short_name = "GSC"
        record._history_user = editor = StaffFactory()
        record.save()
        page = mergers.post(page_of(pair), data)
        text = read(page)
        # The short names differ now.
        assert "Hãy chọn giá trị được giữ lại." in text.errors["Tên viết tắt khác nhau"]
        assert "Lý do của tôi" in text.fields["Lý do, căn cứ"]
        page = mergers.post(page_of(pair), data | {"take_short_name": "second"})
        late = read(page).non_field_errors
        assert "Có người vừa sửa" in late
        assert f"{editor} đã sửa “{record}” lúc" in late
        assert not Merge.objects.exists()
        again = read(page).form("survivor") | {"merge": "1"}
        assert again["take_website"] == "first"
        assert mergers.post(page_of(pair), again).status_code == 302
        assert Enterprise.objects.get(pk=pair.first_id).short_name == "GSC"

    def test_a_record_merged_elsewhere_meanwhile_is_told(self, mergers, pair):
        data = form_of(mergers, pair)
        merged(EnterpriseFactory(), pair.second)
        page = mergers.post(page_of(pair), data, follow=True)
        assert "không còn trong danh sách" in read(page).notices
        assert Merge.objects.count() == 1

    def test_a_pair_told_apart_meanwhile_is_not_merged(self, mergers, pair):
        data = form_of(mergers, pair)
        mergers.post(page_of(pair), {"not_same": "1"})
        page = mergers.post(page_of(pair), data)
        assert "hai doanh nghiệp khác nhau" in read(page).notices
        assert not Merge.objects.exists()

    @pytest.mark.parametrize("missing", ["survivor", "take_legal_name", "seen_first"])
    def test_what_is_missing_or_made_up_is_refused(self, mergers, pair, missing):
        data = form_of(mergers, pair)
        for value in ("", "third"):
            page = mergers.post(page_of(pair), data | {missing: value})
            assert (page.status_code, Merge.objects.count()) == (200, 0)
            assert page.context["form"].errors[missing]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
def test_two_who_merge_at_the_same_moment_in_opposite_directions_make_one_merge():
    first, second = EnterpriseFactory(), EnterpriseFactory()
    pair = DuplicatePairFactory(first=first, second=second)
    decisions = [chosen(first, second), chosen(second, first)]
    together, done = Barrier(2), []

    def decide(decision):
        together.wait()
        try:
            done.append(merge(pair.pk, decision, None).pk)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[decision]) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 2
    assert set(done) == {Merge.objects.get().pk}
    assert Enterprise.objects.filter(merged_into=None).count() == 1
