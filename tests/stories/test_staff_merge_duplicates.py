"""Staff compare two records and merge them: nothing of either is lost, one stands for both."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.imports.outcomes import Result, unpack
from enterprises.duplicates import merged_relations
from enterprises.duplicates.records import ROWS
from enterprises.duplicates.undoing import undo
from enterprises.models import (
    Certificate,
    DuplicatePair,
    Enterprise,
    FacetCount,
    Merge,
    SearchEntry,
)
from enterprises.search.records import matching
from tests.enterprises.sheets import csv_file
from tests.factories.confirmation import AssessmentFactory
from tests.factories.duplicates import DuplicatePairFactory, merged
from tests.factories.enterprises import (
    CertificateFactory,
    ContactFactory,
    EnterpriseFactory,
    PendingEnterpriseFactory,
    StandardFactory,
)
from tests.factories.membership import OwnerFactory
from tests.merging import (
    CODES,
    REASON,
    form_of,
    merging_client,
    merging_staff_of,
    page_of,
    pair_in_doubt,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
IMPORT = "/quan-tri/enterprises/enterprise/import/"
# What merging or search writes itself, drafts of a profile that is no longer shown, and what a
# survey has asked of a record: its answer counts as it was given.
LEFT_WITH_THE_MERGED = """search_entry possible_duplicates merged_records pairs_as_first
pairs_as_second merges_taken_in merges_given_up revisions frame_units idle_warning""".split()


@pytest.fixture
def mergers(client: Client) -> Client:
    return merging_client(client)


@pytest.fixture
def pair() -> DuplicatePair:
    return pair_in_doubt()


class TestMerging:
    def test_what_both_know_is_one_record_now(self, mergers, pair):
        known, gone = pair.first, pair.second
        data = form_of(mergers, pair)
        assert data["survivor"] == "first"  # the public knows it
        page = mergers.post(page_of(pair), data | {"reason": "Cùng giấy đăng ký"}, follow=True)
        assert "Đã gộp" in read(page).notices
        known.refresh_from_db()
        gone.refresh_from_db()
        assert (known.legal_name, known.tax_code) == ("Golden Sun", CODES[0])
        assert known.website == "https://golden.example"  # it had none
        assert set(known.products.values_list("name_vi", flat=True)) == {"Trục", "Bạc lót"}
        assert set(known.processes.values_list("slug", flat=True)) == {"tien", "phay"}
        assert (known.machines.count(), known.contacts.count()) == (1, 1)
        assert (gone.merged_into, gone.state, gone.tax_code) == (known, "hidden", None)
        assert list(gone.products.values_list("name_vi", flat=True)) == ["TRỤC"]  # nothing is lost
        done = Merge.objects.get()
        assert (done.by, done.reason) == (page.wsgi_request.user, "Cùng giấy đăng ký")
        assert done.before[str(gone.pk)]["fields"]["tax_code"] == CODES[0]
        assert DuplicatePair.objects.get().state == "merged"

    def test_staff_choose_which_stays_and_each_value(self, mergers, pair):
        data = form_of(mergers, pair) | {"survivor": "second", "take_legal_name": "first"}
        mergers.post(page_of(pair), data | {"take_address": "second"})
        stays = Enterprise.objects.get(pk=pair.second_id)
        assert (stays.legal_name, stays.address) == ("Golden Sun", pair.second.address)
        assert stays.state == "published"  # as the record that it takes in was
        assert Enterprise.objects.get(pk=pair.first_id).merged_into == stays

    def test_a_tax_code_that_is_not_chosen_stays_with_the_other(self, mergers, pair):
        Enterprise.objects.filter(pk=pair.first_id).update(tax_code=CODES[1])
        mergers.post(page_of(pair), form_of(mergers, pair) | {"take_tax_code": "second"})
        codes = dict(Enterprise.objects.values_list("pk", "tax_code"))
        assert codes == {pair.first_id: CODES[0], pair.second_id: CODES[1]}

    def test_the_history_of_both_names_who_merged(self, mergers, pair):
        mergers.post(page_of(pair), form_of(mergers, pair))
        user = merging_staff_of(mergers)
        for record in (pair.first, pair.second):
            last = record.history.first()
            assert last.history_user == user
            assert last.history_change_reason == f"Gộp bản ghi trùng: {REASON}"

    def test_blank_cells_of_an_equal_product_are_filled_with_their_own_units(self, mergers, pair):
        pair.second.products.filter(name_vi="TRỤC").update(size_max=Decimal(12), size_unit="cm")
        mergers.post(page_of(pair), form_of(mergers, pair))
        shaft = pair.first.products.get(name_vi="Trục")
        assert (shaft.size_max, shaft.size_unit) == (12, "cm")

    def test_equal_certificates_and_contacts_stand_there_once(self, mergers, pair):
        iso = StandardFactory()
        for record, number in ((pair.first, "VN-01 / 22"), (pair.second, "vn01/22")):
            CertificateFactory(enterprise=record, standard=iso, number=number)
            ContactFactory(enterprise=record, person="Trần Thị Bình", phone="0903 123 456")
        mergers.post(page_of(pair), form_of(mergers, pair))
        assert Certificate.objects.filter(enterprise=pair.first).count() == 1
        assert pair.first.contacts.count() == 2  # this one, and the other of the fuller record

    def test_search_knows_the_one_and_no_longer_the_other(self, mergers, pair):
        Enterprise.objects.filter(pk=pair.second_id).update(
            state="published", possible_duplicate_of=None
        )
        mergers.post(page_of(pair), form_of(mergers, pair) | {"survivor": "first"})
        public = SearchEntry.objects.filter(is_public=True)
        assert [entry.enterprise_id for entry in public] == [pair.first_id]
        assert FacetCount.objects.numbers()["record_0"] == 1
        assert pair.first in matching("bạc lót", Enterprise.objects.published())

    def test_records_and_pairs_that_doubt_the_one_that_goes_doubt_the_other(self, mergers, pair):
        third = PendingEnterpriseFactory(possible_duplicate_of=pair.second)
        DuplicatePairFactory(first=pair.second, second=third)
        mergers.post(page_of(pair), form_of(mergers, pair))
        third.refresh_from_db()
        assert third.possible_duplicate_of == pair.first
        handed_on = DuplicatePair.objects.open().get()
        assert (handed_on.first, handed_on.second) == (pair.first, third)

    def test_the_name_and_address_of_the_other_may_be_taken_over(self, mergers):
        pair = DuplicatePairFactory()
        data = form_of(mergers, pair) | {"take_legal_name": "second", "take_address": "second"}
        mergers.post(page_of(pair), data)
        pair.first.refresh_from_db()
        assert pair.first.legal_name == pair.second.legal_name

    def test_a_third_record_with_that_name_and_address_is_told(self, mergers):
        third = EnterpriseFactory(legal_name="Golden Sun", address="12 Lê Lợi")
        pair = DuplicatePairFactory(
            first__legal_name="Golden Sun", first__address="A", second__address=third.address
        )
        data = form_of(mergers, pair) | {"take_address": "second", "take_legal_name": "first"}
        page = mergers.post(page_of(pair), data)
        assert "trùng với một doanh nghiệp khác" in read(page).non_field_errors
        assert not Merge.objects.exists()
        assert DuplicatePair.objects.get().is_open

    def test_members_and_assessments_go_with_it_and_come_back(self, mergers, pair):
        assessment = AssessmentFactory(enterprise=pair.second)
        owner, both = (OwnerFactory(enterprise=pair.second) for _ in range(2))
        OwnerFactory(enterprise=pair.first, user=both.user)
        mergers.post(page_of(pair), form_of(mergers, pair))
        survivor = Enterprise.objects.get(pk=pair.first_id)
        assert survivor.assessments.get() == assessment
        assert {m.user for m in survivor.memberships.all()} == {owner.user, both.user}
        undo(Merge.objects.get().pk, None)
        assert survivor.assessments.count() == 0
        assert {m.user for m in pair.second.memberships.all()} == {owner.user, both.user}
        assert {m.user for m in survivor.memberships.all()} == {both.user}

    def test_every_relation_is_united_or_follows_or_is_left_on_purpose(self):
        relations = {relation.name for relation in Enterprise._meta.related_objects}
        assert relations == {*ROWS, *merged_relations.relations(), *LEFT_WITH_THE_MERGED}


class TestOtherDoorsToTheMergedRecord:
    def test_it_is_read_only_and_cannot_be_published(self, staff_client):
        survivor, gone = EnterpriseFactory(), EnterpriseFactory()
        merged(survivor, gone)
        change = reverse("admin:enterprises_enterprise_change", args=[gone.pk])
        assert staff_client.get(change).status_code == 200
        assert staff_client.post(change, {}).status_code == 403
        action = {"action": "publish", "_selected_action": [gone.pk]}
        staff_client.post("/quan-tri/enterprises/enterprise/", action)
        gone.refresh_from_db()
        assert gone.state == "hidden"

    def test_a_spreadsheets_row_about_it_changes_nothing_and_says_so(self, staff_client):
        survivor, gone = EnterpriseFactory(legal_name="Golden Sun"), EnterpriseFactory()
        merged(survivor, gone)
        text = f'Tên,Địa chỉ,Số lao động\n{gone.legal_name},"{gone.address}",99\n'
        page = staff_client.post(IMPORT, {"import_file": csv_file(text)}, follow=True)
        (outcome,) = unpack(page.context["job"].outcomes)
        assert outcome.result == Result.SAME
        assert "đã gộp vào “Golden Sun”" in outcome.messages[0].text

    def test_a_new_row_that_resembles_it_is_compared_with_the_survivor(self, staff_client):
        survivor = EnterpriseFactory(legal_name="Nhựa Ánh Sao")
        gone = EnterpriseFactory(legal_name="Golden Sun Textile")
        merged(survivor, gone)
        text = "Tên\nGolden Sun Textiles Ltd\n"
        job = staff_client.post(IMPORT, {"import_file": csv_file(text)}, follow=True).context["job"]
        staff_client.post(f"{IMPORT}{job.pk}/confirm/")
        row = Enterprise.objects.get(legal_name="Golden Sun Textiles Ltd")
        assert row.possible_duplicate_of == survivor
        pair = DuplicatePair.objects.open().get()
        assert (pair.first, pair.second, pair.reasons) == (survivor, row, ["name"])
