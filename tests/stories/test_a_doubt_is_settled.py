"""A doubt goes when nothing speaks for it any more, and many are settled at once."""

import pytest

from core.models import Job, SpreadsheetImport
from enterprises.duplicates.pairs import renew_pairs
from enterprises.models import DuplicatePair, Enterprise
from tests.backoffice import form_of
from tests.enterprises.sheets import xlsx_file
from tests.factories.duplicates import DuplicatePairFactory
from tests.factories.enterprises import EnterpriseFactory, PendingEnterpriseFactory
from tests.factories.people import StaffFactory, allowed
from tests.importing import confirm, outcomes, preview
from tests.merging import CODES, PAIRS, merging_client, merging_staff_of
from tests.merging import form_of as merge_form_of
from tests.merging import page_of as merge_page_of
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/enterprises/enterprise/"
PLACE = "12 Lê Lợi, Phường Sài Gòn, TP. Hồ Chí Minh"
HEADINGS = ["Tên doanh nghiệp", "Địa chỉ", "Điện thoại"]


@pytest.fixture
def known() -> Enterprise:
    return EnterpriseFactory(legal_name="Công ty TNHH Cơ khí Hải Khang", address=PLACE)


@pytest.fixture
def row(known, staff_client) -> Enterprise:
    """What an import has held, because it resembles the known record."""
    rows = [HEADINGS, ["CTY CO KHI HAI KHANG", "Số 12 đường Lê Lợi", ""]]
    confirm(staff_client, preview(staff_client, xlsx_file(rows)))
    return Enterprise.objects.get(possible_duplicate_of=known)


def changed(client, record: Enterprise, **values: str):
    page = f"{LIST}{record.pk}/change/"
    return client.post(page, form_of(client, page) | values)


class TestADoubtThatNoLongerHolds:
    def test_it_is_stored_with_what_speaks_for_it(self, known, row):
        pair = DuplicatePair.objects.get()
        assert (pair.first, pair.second, pair.reasons) == (known, row, ["name", "address"])
        assert renew_pairs() == 1

    @pytest.mark.parametrize(
        "values",
        [
            {"legal_name": "Công ty TNHH Nhựa Song Ngư"},
            {"address": "99 Trần Phú, Phường Chợ Quán"},
        ],
    )
    def test_it_goes_when_one_record_is_edited(self, staff_client, known, row, values):
        assert changed(staff_client, known, **values).status_code == 302
        assert not DuplicatePair.objects.exists()
        row.refresh_from_db()
        assert (row.possible_duplicate_of, row.state) == (None, "pending")
        assert row.history.first().history_change_reason == "Không còn nghi trùng"
        assert renew_pairs() == 0

    def test_it_goes_when_both_have_a_tax_code(self, staff_client, known, row):
        changed(staff_client, known, tax_code=CODES[0])
        assert DuplicatePair.objects.open().count() == 1
        changed(staff_client, row, tax_code=CODES[1])
        assert not DuplicatePair.objects.exists()

    def test_it_stays_when_something_else_is_edited(self, staff_client, known, row):
        changed(staff_client, known, short_name="HK")
        assert DuplicatePair.objects.open().count() == 1

    def test_it_goes_when_the_other_is_hidden_or_deleted(self, staff_client, known, row):
        staff_client.post(
            LIST, {"action": "hide", "_selected_action": [known.pk], "reason": "Đã giải thể"}
        )
        row.refresh_from_db()
        assert row.possible_duplicate_of is None
        assert renew_pairs() == 0

    def test_what_an_officer_has_written_stays(self, staff_client, known):
        other = PendingEnterpriseFactory(legal_name="Nhựa Song Ngư")
        changed(staff_client, other, possible_duplicate_of=known.pk)
        assert DuplicatePair.objects.get().reasons == ["doubt"]
        changed(staff_client, other, legal_name="Nhựa Song Ngư Xanh")
        assert renew_pairs() == 1
        changed(staff_client, other, possible_duplicate_of="")
        assert not DuplicatePair.objects.exists()

    def test_a_decision_stays(self, client, staff_client, known, row):
        mergers = merging_client(client)
        mergers.post(merge_page_of(DuplicatePair.objects.get()), {"not_same": "1"})
        changed(staff_client, known, address="99 Trần Phú, Phường Chợ Quán")
        renew_pairs()
        assert DuplicatePair.objects.get().state == "not_same"


class TestPublishingDecides:
    @pytest.mark.parametrize("way", ["action", "form"])
    def test_who_publishes_a_record_tells_it_apart(self, staff_client, row, way):
        if way == "action":
            staff_client.post(LIST, {"action": "publish", "_selected_action": [row.pk]})
        else:
            changed(staff_client, row, state="published", possible_duplicate_of="")
        row.refresh_from_db()
        pair = DuplicatePair.objects.get()
        assert (row.state, pair.state) == ("published", "not_same")
        user = staff_client.get(LIST).wsgi_request.user
        assert (pair.decided_by, pair.history.first().history_user) == (user, user)

    def test_the_question_of_another_that_waits_stays_open(self, staff_client):
        first = PendingEnterpriseFactory()
        second = PendingEnterpriseFactory(possible_duplicate_of=first)
        DuplicatePairFactory(first=first, second=second)
        staff_client.post(LIST, {"action": "publish", "_selected_action": [first.pk]})
        assert DuplicatePair.objects.get().is_open

    def test_both_published_together_are_told_apart(self, staff_client):
        first = PendingEnterpriseFactory()
        second = PendingEnterpriseFactory(possible_duplicate_of=first)
        DuplicatePairFactory(first=first, second=second)
        keys = [first.pk, second.pk]
        staff_client.post(LIST, {"action": "publish", "_selected_action": keys})
        assert DuplicatePair.objects.get().state == "not_same"


class TestManyAtOnce:
    @pytest.fixture
    def pairs(self) -> list[DuplicatePair]:
        made = [DuplicatePairFactory() for _ in range(3)]
        Enterprise.objects.filter(pk=made[0].second_id).update(
            state="pending", possible_duplicate_of=made[0].first_id
        )
        return made

    def chosen(self, pairs: list[DuplicatePair]) -> dict:
        return {"action": "tell_apart", "_selected_action": [pair.pk for pair in pairs]}

    def test_they_are_told_apart_with_a_message_in_numbers(self, client, pairs):
        mergers = merging_client(client)
        page = mergers.post(PAIRS, self.chosen(pairs), follow=True)
        assert "Đã thực hiện với 3 bản ghi" in read(page).notices
        states = set(DuplicatePair.objects.values_list("state", "decided_by"))
        assert states == {("not_same", merging_staff_of(mergers).pk)}
        assert not Enterprise.objects.exclude(possible_duplicate_of=None).exists()

    def test_one_that_is_decided_stays_as_it_is(self, client, pairs):
        pairs[0].mark_not_same(None)
        page = merging_client(client).post(PAIRS, self.chosen(pairs), follow=True)
        assert "Đã thực hiện với 2 bản ghi" in read(page).notices

    def test_many_are_left_to_the_worker(self, client, pairs, monkeypatch):
        monkeypatch.setattr("core.jobs.AT_ONCE", 2)
        merging_client(client).post(PAIRS, self.chosen(pairs))
        assert Job.objects.get().state == Job.State.DONE
        assert not DuplicatePair.objects.open().exists()

    def test_only_who_may_merge(self, client, pairs):
        client.force_login(allowed(StaffFactory(), "enterprises.change_enterprise"))
        assert client.post(PAIRS, self.chosen(pairs)).status_code == 403
        assert DuplicatePair.objects.open().count() == 3


def test_a_merge_without_a_reason_is_refused(client):
    mergers, pair = merging_client(client), DuplicatePairFactory()
    page = mergers.post(merge_page_of(pair), merge_form_of(mergers, pair) | {"reason": " "})
    assert "Hãy ghi lý do, căn cứ gộp hai bản ghi." in read(page)
    pair.refresh_from_db()
    assert pair.is_open


class TestThePreviewOfAnImport:
    def test_it_tells_the_strongest_doubts_first_and_why(self, staff_client, known):
        EnterpriseFactory(legal_name="Công ty CP Nhựa Song Ngư Xanh", address="")
        rows = [
            HEADINGS,
            ["CTY CP Nhựa Song Ngư Xanh", "", "0281234567"],
            ["CTY CO KHI HAI KHANG", PLACE, ""],
        ]
        page = preview(staff_client, xlsx_file(rows))
        doubts = [row.of_kind("doubt") for row in page.context["rows"]]
        shown = [messages[0].text for messages in doubts if messages]
        assert shown[0].endswith("– rất giống (tên giống nhau, cùng địa chỉ)")
        assert shown[1].endswith("– khá giống (tên giống nhau)")
        assert not page.context["odd_doubts"]

    def test_rows_of_one_file_are_compared_too(self, staff_client):
        rows = [
            HEADINGS,
            ["Công ty TNHH Cơ khí Hải Khang", PLACE, ""],
            ["Cơ khí Hải Khang", "", "0281234567"],
        ]
        results = [o.result for o in outcomes(preview(staff_client, xlsx_file(rows)))]
        assert results == ["new", "doubtful"]

    def test_it_says_when_the_share_of_doubts_is_odd(self, staff_client):
        names = [f"Công ty TNHH Silver {a}{b}" for a in ("Kra", "Zwo", "Plu") for b in "bdfgk"]
        for name in names:
            EnterpriseFactory(legal_name=name, address="")
        page = preview(staff_client, xlsx_file([HEADINGS, *([name, PLACE, ""] for name in names)]))
        assert page.context["odd_doubts"] == 100
        assert "100% số dòng nghi trùng" in read(page)
        SpreadsheetImport.objects.update(state="waiting")
        again = staff_client.get(page.request["PATH_INFO"])
        assert again.status_code == 200, "while it waits to be checked once more"
        assert "số dòng nghi trùng" not in read(again)
