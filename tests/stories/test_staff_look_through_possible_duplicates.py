"""The queue of possible duplicates: what its pages show, what is told apart, who may decide."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enterprises.models import DuplicatePair, Enterprise, Merge
from tests.factories.duplicates import DuplicatePairFactory, merged
from tests.factories.enterprises import (
    CertificateFactory,
    EnterpriseFactory,
    MachineFactory,
    ProductFactory,
)
from tests.factories.people import StaffFactory, allowed, in_group
from tests.merging import (
    MERGES,
    PAIRS,
    form_of,
    merging_client,
    merging_staff_of,
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


class TestTellingApart:
    def test_it_ends_the_doubt_and_is_remembered(self, mergers, pair):
        page = mergers.post(page_of(pair), {"not_same": "1"}, follow=True)
        assert "hai doanh nghiệp khác nhau" in read(page).notices
        other = Enterprise.objects.get(pk=pair.second_id)
        assert (other.possible_duplicate_of, other.state) == (None, "pending")
        mergers.post(f"{PAIRS}find/")
        decided = DuplicatePair.objects.get()
        assert (decided.state, decided.decided_by) == ("not_same", merging_staff_of(mergers))

    def test_it_can_be_looked_at_again(self, mergers, pair):
        mergers.post(page_of(pair), {"not_same": "1"})
        mergers.post(page_of(pair), {"reopen": "1"})
        assert DuplicatePair.objects.get().is_open


class TestThePages:
    def test_the_list_shows_open_pairs_and_others_when_asked(self, mergers, pair):
        DuplicatePairFactory(state="not_same")
        assert list(mergers.get(PAIRS).context["cl"].queryset) == [pair]
        assert mergers.get(PAIRS, {"state": "all"}).context["cl"].queryset.count() == 2
        assert mergers.get(PAIRS, {"state": "not_same"}).context["cl"].queryset.count() == 1

    def test_the_start_page_counts_open_pairs(self, mergers, pair):
        waiting = {item.url: item.count for item in mergers.get("/quan-tri/").context["waiting"]}
        assert waiting[PAIRS] == 1

    def test_looking_again_finds_new_pairs(self, mergers):
        for name in ("Golden Sun Textile", "GOLDEN SUN TEXTILE CO LTD"):
            EnterpriseFactory(legal_name=name, address="KCN Sông Xanh")
        assert mergers.get(f"{PAIRS}find/").status_code == 405
        mergers.post(f"{PAIRS}find/")
        assert DuplicatePair.objects.open().count() == 1

    def test_lists_and_comparison_take_as_many_queries_for_much_as_for_little(self, mergers, pair):
        counts = []
        CertificateFactory(enterprise=pair.first)
        merged(EnterpriseFactory(), EnterpriseFactory())
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                for path in (PAIRS, page_of(pair), MERGES):
                    assert mergers.get(path).status_code == 200
            counts.append(len(queries))
            for _each in range(5):
                DuplicatePairFactory()
                merged(EnterpriseFactory(), EnterpriseFactory())
                ProductFactory(enterprise=pair.first)
                MachineFactory(enterprise=pair.second)
                CertificateFactory(enterprise=pair.first)
        assert counts[0] == counts[1]

    def test_a_merge_has_a_page_that_says_what_was_written(self, mergers, pair):
        mergers.post(page_of(pair), form_of(mergers, pair))
        page = read(mergers.get(f"{MERGES}{Merge.objects.get().pk}/change/"))
        assert "https://golden.example" in page

    def test_the_pair_itself_leads_to_the_comparison(self, mergers, pair):
        page = mergers.get(f"{PAIRS}{pair.pk}/change/")
        assert page["Location"] == page_of(pair)
        assert mergers.get(f"{PAIRS}999999/compare/").status_code == 404


class TestWhoMay:
    def paths(self, pair: DuplicatePair) -> list[str]:
        done = merged(EnterpriseFactory(), EnterpriseFactory())
        return [
            PAIRS,
            page_of(pair),
            f"{PAIRS}{pair.pk}/change/",
            MERGES,
            f"{MERGES}{done.pk}/change/",
        ]

    @pytest.mark.parametrize(
        "rights",
        [
            [],
            ["enterprises.view_enterprise", "enterprises.change_enterprise"],
            ["enterprises.view_enterprise", "enterprises.merge_enterprises"],
        ],
    )
    def test_only_those_who_may_change_enterprises_and_merge(self, client, pair, rights):
        client.force_login(allowed(StaffFactory(), *rights))
        for path in self.paths(pair):
            assert client.get(path).status_code == 403
        for button in ("merge", "not_same", "reopen"):
            assert client.post(page_of(pair), {button: "1"}).status_code == 403
        assert client.post(f"{PAIRS}find/").status_code == 403
        done = Merge.objects.get()
        data = {"action": "undo_merges", "_selected_action": [done.pk]}
        assert client.post(MERGES, data).status_code == 403
        assert Merge.objects.get().undone_at is None
        pair.refresh_from_db()
        assert pair.is_open
        assert not [w for w in client.get("/quan-tri/").context["waiting"] if w.url == PAIRS]

    def test_those_who_may(self, mergers, pair):
        codes = [mergers.get(path).status_code for path in self.paths(pair)]
        assert codes == [200, 200, 302, 200, 200]

    def test_strangers_are_sent_to_the_login(self, client, pair):
        for path in self.paths(pair):
            assert client.get(path).status_code == 302
            assert "next=" in client.get(path)["Location"]

    @pytest.mark.usefixtures("start_data")
    def test_the_departments_role_may(self, client, pair):
        client.force_login(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
        assert client.get(page_of(pair)).status_code == 200

    def test_an_enterprise_is_deleted_with_its_open_pairs_but_not_with_a_merge(
        self, staff_client, pair
    ):
        done = merged(EnterpriseFactory(), EnterpriseFactory())
        for enterprise in (pair.first, done.merged, done.survivor):
            delete = reverse("admin:enterprises_enterprise_delete", args=[enterprise.pk])
            staff_client.post(delete, {"post": "yes"})
        assert not Enterprise.objects.filter(pk=pair.first_id).exists()
        assert not DuplicatePair.objects.filter(pk=pair.pk).exists()
        assert Enterprise.objects.filter(pk__in=[done.merged_id, done.survivor_id]).count() == 2

    def test_nobody_edits_or_deletes_a_merge(self, staff_client):
        done = merged(EnterpriseFactory(), EnterpriseFactory())
        assert staff_client.post(f"{MERGES}{done.pk}/change/", {}).status_code == 403
        assert staff_client.post(f"{MERGES}{done.pk}/delete/", {"post": "yes"}).status_code == 403
        assert staff_client.get(f"{MERGES}add/").status_code == 403
