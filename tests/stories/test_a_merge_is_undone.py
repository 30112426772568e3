"""A merge is taken back within 30 days: both records are what they were, edits since are named."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.timezone import now

from enterprises.duplicates.undoing import undo
from enterprises.models import DuplicatePair, Enterprise, Merge
from enterprises.search.records import matching
from tests.factories.duplicates import merged
from tests.factories.enterprises import (
    EnterpriseFactory,
)
from tests.merging import (
    CODES,
    MERGES,
    form_of,
    merging_client,
    merging_staff_of,
    page_of,
    pair_in_doubt,
    whole,
)
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def mergers(client: Client) -> Client:
    return merging_client(client)


@pytest.fixture
def pair() -> DuplicatePair:
    return pair_in_doubt()


class TestUndoing:
    def undo(self, client: Client):
        data = {"action": "undo_merges", "_selected_action": [Merge.objects.get().pk]}
        return read(client.post(MERGES, data, follow=True))

    def test_both_records_are_exactly_what_they_were(self, mergers, pair):
        shaft = pair.second.products.get(name_vi="TRỤC")
        shaft.hs_code = "8483"
        shaft.save()
        before = [whole(pair.first), whole(pair.second)]
        data = form_of(mergers, pair) | {"take_legal_name": "second", "take_address": "second"}
        mergers.post(page_of(pair), data)
        assert [whole(pair.first), whole(pair.second)] != before
        assert "Đã hoàn tác" in self.undo(mergers).notices
        assert [whole(pair.first), whole(pair.second)] == before
        done = Merge.objects.get()
        assert (done.undone_by, done.left) == (merging_staff_of(mergers), [])
        assert DuplicatePair.objects.get().is_open
        assert pair.first not in matching("bạc lót")
        assert pair.second in matching("bạc lót")

    def test_a_swapped_tax_code_goes_back_to_each(self, mergers, pair):
        Enterprise.objects.filter(pk=pair.first_id).update(tax_code=CODES[1])
        mergers.post(page_of(pair), form_of(mergers, pair) | {"take_tax_code": "second"})
        self.undo(mergers)
        codes = dict(Enterprise.objects.values_list("pk", "tax_code"))
        assert codes == {pair.first_id: CODES[1], pair.second_id: CODES[0]}

    def test_what_was_edited_since_stays_and_is_named(self, mergers, pair):
        mergers.post(page_of(pair), form_of(mergers, pair))
        record = Enterprise.objects.get(pk=pair.first_id)
        record.website = "https://new.example"
        record.save()
        record.machines.get().delete()
        text = self.undo(mergers)
        assert "trang web: https://new.example" in text.notices
        assert "máy, thiết bị đã bị xóa sau khi gộp" in text.notices
        record.refresh_from_db()
        assert (record.website, record.tax_code) == ("https://new.example", None)
        assert pair.second.products.count() == 2

    def test_it_is_refused_after_thirty_days(self, mergers, pair):
        mergers.post(page_of(pair), form_of(mergers, pair))
        Merge.objects.update(at=now() - timedelta(days=29, hours=23))
        assert Merge.objects.get().may_be_undone
        Merge.objects.update(at=now() - timedelta(days=30, minutes=1))
        assert "Đã quá 30 ngày" in self.undo(mergers).notices
        assert Enterprise.objects.get(pk=pair.second_id).merged_into_id == pair.first_id

    def test_it_is_done_once(self, mergers, pair):
        mergers.post(page_of(pair), form_of(mergers, pair))
        self.undo(mergers)
        assert "đã được hoàn tác" in self.undo(mergers).notices

    def test_a_later_merge_is_undone_first(self):
        last, middle, first = (EnterpriseFactory() for _ in range(3))
        earlier = merged(middle, first)
        later = merged(last, middle)
        with pytest.raises(ValidationError, match="hãy hoàn tác lần gộp đó trước"):
            undo(earlier.pk, None)
        undo(later.pk, None)
        assert undo(earlier.pk, None).undone_at

    def test_an_old_name_that_somebody_else_has_by_now_is_told_and_changes_nothing(self):
        survivor, gone = EnterpriseFactory(), EnterpriseFactory()
        done = merged(survivor, gone)
        EnterpriseFactory(legal_name=gone.legal_name, address=gone.address)
        with pytest.raises(ValidationError, match="Chưa có gì thay đổi"):
            undo(done.pk, None)
        gone.refresh_from_db()
        assert gone.merged_into == survivor

    def test_the_two_can_be_merged_again(self, mergers, pair):
        for _ in range(2):
            mergers.post(page_of(pair), form_of(mergers, pair))
            merge_again = Merge.objects.filter(undone_at=None).get()
            undo(merge_again.pk, None)
        assert Merge.objects.count() == 2
