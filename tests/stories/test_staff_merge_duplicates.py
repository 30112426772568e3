"""Staff compare two records, merge them, and may take it back for 30 days: nothing is lost."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now

from enterprises.duplicates.merging import FOLLOWING, merge
from enterprises.duplicates.records import ROWS, snapshot
from enterprises.duplicates.undoing import undo
from enterprises.models import Certificate, DuplicatePair, Enterprise, Merge, SearchEntry, Tally
from enterprises.resources.outcomes import Result, unpacked
from tests.enterprises.sheets import csv_file
from tests.factories.confirmation import AssessmentFactory
from tests.factories.duplicates import DuplicatePairFactory, chosen, merged, merging_staff
from tests.factories.enterprises import (
    CertificateFactory,
    ContactFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    MachineFactory,
    MaterialFactory,
    PendingEnterpriseFactory,
    ProcessFactory,
    ProductFactory,
    StandardFactory,
)
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, allowed, in_group

pytestmark = pytest.mark.django_db
PAIRS = "/quan-tri/enterprises/duplicatepair/"
MERGES = "/quan-tri/enterprises/merge/"
IMPORT = "/quan-tri/enterprises/enterprise/import/"
# What merging or search writes itself, and drafts of a profile that is no longer shown.
LEFT_WITH_THE_MERGED = """search_entry possible_duplicates merged_records pairs_as_first
pairs_as_second merges_taken_in merges_given_up revisions""".split()
CODES = ["0100233488", "0300588569"]


def page_of(pair: DuplicatePair) -> str:
    return f"{PAIRS}{pair.pk}/compare/"


def form_of(client: Client, pair: DuplicatePair) -> dict:
    """The page as it would be sent with every suggestion taken."""
    form = client.get(page_of(pair)).context["form"]
    return {field.html_name: field.value() or "" for field in form} | {"merge": "1"}


def whole(enterprise: Enterprise) -> dict:
    """All that is known of it, but for what each save counts on."""
    known = snapshot(Enterprise.objects.get(pk=enterprise.pk))
    for name in ("version", "updated_at"):
        del known["fields"][name]
    return known


@pytest.fixture
def mergers(client: Client) -> Client:
    """Logged in as someone who decides about duplicates."""
    client.force_login(merging_staff())
    return client


@pytest.fixture
def pair() -> DuplicatePair:
    """A known record, and a fuller one that an import brought in another spelling."""
    known = EnterpriseFactory(
        legal_name="Golden Sun", products=["Trục"], processes=[ProcessFactory(slug="tien")]
    )
    fuller = PendingEnterpriseFactory(
        legal_name="GOLDEN SUN CO., LTD",
        tax_code=CODES[0],
        website="https://golden.example",
        possible_duplicate_of=known,
        products=["Bạc lót", "TRỤC"],
        processes=[ProcessFactory(slug="phay")],
        materials=[MaterialFactory()],
    )
    MachineFactory(enterprise=fuller)
    ContactFactory(enterprise=fuller)
    return DuplicatePairFactory(first=known, second=fuller)


class TestMerging:
    def test_what_both_know_is_one_record_now(self, mergers, pair):
        known, gone = pair.first, pair.second
        data = form_of(mergers, pair)
        assert data["survivor"] == "first"  # the public knows it
        page = mergers.post(page_of(pair), data | {"reason": "Cùng giấy đăng ký"}, follow=True)
        assert "Đã gộp" in page.content.decode()
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
            assert (last.history_user, last.history_change_reason) == (user, "Gộp bản ghi trùng")

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
        assert Tally.objects.numbers()["record_0"] == 1
        assert pair.first in Enterprise.objects.published().search("bạc lót")

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
        assert "trùng với một doanh nghiệp khác" in page.content.decode()
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
        assert relations == {*ROWS, *FOLLOWING, *LEFT_WITH_THE_MERGED}


class TestTheAddressOfTheMergedRecord:
    def test_it_leads_to_the_survivor_in_the_readers_language(self, client):
        survivor, gone = EnterpriseFactory(), EnterpriseFactory()
        merged(survivor, gone)
        page = client.get(gone.get_absolute_url())
        assert (page.status_code, page["Location"]) == (301, survivor.get_absolute_url())
        with translation.override("en"):
            page = client.get(gone.get_absolute_url())
            assert page["Location"] == survivor.get_absolute_url()

    def test_it_leads_through_a_second_merge(self, client):
        last, middle, first = (EnterpriseFactory() for _ in range(3))
        merged(middle, first)
        merged(last, middle)
        assert client.get(first.get_absolute_url())["Location"] == last.get_absolute_url()

    def test_it_tells_nothing_of_a_survivor_that_is_not_public(self, client):
        survivor, gone = HiddenEnterpriseFactory(), HiddenEnterpriseFactory()
        merged(survivor, gone)
        assert client.get(gone.get_absolute_url()).status_code == 404


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
        (outcome,) = unpacked(page.context["job"].outcomes)
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
        assert (pair.first, pair.second, pair.reasons) == (survivor, row, ["doubt"])


class TestUndoing:
    def undo(self, client: Client):
        data = {"action": "undo_merges", "_selected_action": [Merge.objects.get().pk]}
        return client.post(MERGES, data, follow=True).content.decode()

    def test_both_records_are_exactly_what_they_were(self, mergers, pair):
        shaft = pair.second.products.get(name_vi="TRỤC")
        shaft.hs_code = "8483"
        shaft.save()
        before = [whole(pair.first), whole(pair.second)]
        data = form_of(mergers, pair) | {"take_legal_name": "second", "take_address": "second"}
        mergers.post(page_of(pair), data)
        assert [whole(pair.first), whole(pair.second)] != before
        assert "Đã hoàn tác" in self.undo(mergers)
        assert [whole(pair.first), whole(pair.second)] == before
        done = Merge.objects.get()
        assert (done.undone_by, done.left) == (merging_staff_of(mergers), [])
        assert DuplicatePair.objects.get().is_open
        assert pair.first not in Enterprise.objects.search("bạc lót")
        assert pair.second in Enterprise.objects.search("bạc lót")

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
        assert "trang web: https://new.example" in text
        assert "máy, thiết bị đã bị xóa sau khi gộp" in text
        record.refresh_from_db()
        assert (record.website, record.tax_code) == ("https://new.example", None)
        assert pair.second.products.count() == 2

    def test_it_is_refused_after_thirty_days(self, mergers, pair):
        mergers.post(page_of(pair), form_of(mergers, pair))
        Merge.objects.update(at=now() - timedelta(days=29, hours=23))
        assert Merge.objects.get().may_be_undone
        Merge.objects.update(at=now() - timedelta(days=30, minutes=1))
        assert "Đã quá 30 ngày" in self.undo(mergers)
        assert Enterprise.objects.get(pk=pair.second_id).merged_into_id == pair.first_id

    def test_it_is_done_once(self, mergers, pair):
        mergers.post(page_of(pair), form_of(mergers, pair))
        self.undo(mergers)
        assert "đã được hoàn tác" in self.undo(mergers)

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
        record.save()
        page = mergers.post(page_of(pair), data)
        text = page.content.decode()
        assert "Hãy chọn giá trị được giữ lại." in text  # the short names differ now
        assert "Lý do của tôi" in text
        page = mergers.post(page_of(pair), data | {"take_short_name": "second"})
        assert "Có người vừa sửa" in page.content.decode()
        assert not Merge.objects.exists()
        form = page.context["form"]
        assert form["take_website"].value() == "first"
        again = {field.html_name: field.value() or "" for field in form} | {"merge": "1"}
        assert mergers.post(page_of(pair), again).status_code == 302
        assert Enterprise.objects.get(pk=pair.first_id).short_name == "GSC"

    def test_a_record_merged_elsewhere_meanwhile_is_told(self, mergers, pair):
        data = form_of(mergers, pair)
        merged(EnterpriseFactory(), pair.second)
        page = mergers.post(page_of(pair), data, follow=True)
        assert "không còn trong danh sách" in page.content.decode()
        assert Merge.objects.count() == 1

    def test_a_pair_told_apart_meanwhile_is_not_merged(self, mergers, pair):
        data = form_of(mergers, pair)
        mergers.post(page_of(pair), {"not_same": "1"})
        page = mergers.post(page_of(pair), data)
        assert "hai doanh nghiệp khác nhau" in page.content.decode()
        assert not Merge.objects.exists()

    @pytest.mark.parametrize("missing", ["survivor", "take_legal_name", "seen_first"])
    def test_what_is_missing_or_made_up_is_refused(self, mergers, pair, missing):
        data = form_of(mergers, pair)
        for value in ("", "third"):
            page = mergers.post(page_of(pair), data | {missing: value})
            assert (page.status_code, Merge.objects.count()) == (200, 0)
            assert page.context["form"].errors[missing]


class TestTellingApart:
    def test_it_ends_the_doubt_and_is_remembered(self, mergers, pair):
        page = mergers.post(page_of(pair), {"not_same": "1"}, follow=True)
        assert "hai doanh nghiệp khác nhau" in page.content.decode()
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
        page = mergers.get(f"{MERGES}{Merge.objects.get().pk}/change/").content.decode()
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


def merging_staff_of(client: Client):
    """Who is logged in here."""
    return client.get("/quan-tri/").wsgi_request.user


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
