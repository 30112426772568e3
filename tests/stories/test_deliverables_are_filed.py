"""Products of tasks are handed in each year, confirmed by the Department, and missed where not."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse

from core.models import AuditEvent
from programme.delivering.owed import Products, owed_by
from programme.models import Deliverable, Filing, OpenCell, Task
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    ApprovedSchemeFactory,
    ConfirmedFilingFactory,
    FilingFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    TaskFactory,
)
from tests.factories.reports import at_work, document, task_of
from tests.pages import read
from tests.tables import of_spreadsheet

pytestmark = pytest.mark.django_db
ADD = reverse("admin:programme_filing_add")
LIST = reverse("admin:programme_filing_changelist")
FILE = reverse("admin:list_file", args=["programme", "filing"])
INDEX = reverse("admin:index")
STEERING = reverse("admin:programme_steering")
WRITES = ("view_filing", "add_filing", "change_filing")
DEPARTMENT = (*WRITES, "confirm_filing", "manage_register")
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def today(clock):
    clock.set(TODAY)


def with_rights(user, rights):
    return allowed(user, *(f"programme.{right}" for right in rights))


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Thử")


@pytest.fixture
def task(programme, agency):
    return task_of(programme, agency, position=3)


@pytest.fixture
def officer(agency):
    return with_rights(OfficerFactory(agency=agency).user, WRITES)


@pytest.fixture
def staff():
    return with_rights(StaffFactory(), DEPARTMENT)


def product_of(task: Task) -> Deliverable:
    return task.deliverables.get()


def content(**fields) -> dict:
    known = {"kind": "report", "number": "15/BC-ST", "signed_on": "02/11/2026"}
    return {**known, "title": "Báo cáo kết nối cung cầu", "file": document(), **fields}


def typed(task: Task, **fields) -> dict:
    return content(**{"deliverable": product_of(task).pk, "year": "2026", **fields})


def not_required(**fields) -> dict:
    empty = dict.fromkeys(("kind", "number", "signed_on", "title", "file"), "")
    return {**empty, "not_required": "on", "reason": "Năm này không tổ chức.", **fields}


def page(filing: Filing, name: str = "change") -> str:
    return reverse(f"admin:programme_filing_{name}", args=[filing.pk])


def standings(programme, day: date = TODAY) -> list[tuple[str, int, str]]:
    owed = Products(programme, day).owed()
    return [(each.task.number, each.year, each.standing(day).value) for each in owed]


def test_a_product_is_handed_in_sent_back_and_confirmed(
    client, programme, task, agency, officer, staff
):
    office, department = at_work(officer), at_work(staff)
    assert "Sản phẩm của nhiệm vụ cần nộp trong năm 2026" in read(office.get(INDEX))
    listed = read(office.get(LIST))
    assert "Báo cáo năm 2026, nhiệm vụ 1.3 – Sở Thử, hạn 31/12/2026" in listed
    assert "Đến hạn trong năm" in read(client.get(task.get_absolute_url()))
    assert office.post(ADD, typed(task)).status_code == 302
    filing = Filing.objects.get()
    assert (filing.agency, filing.filed_by, filing.state) == (agency, officer, "filed")
    assert "cần nộp trong năm 2026" not in read(office.get(INDEX))

    assert "Sản phẩm chờ xác nhận" in read(department.get(INDEX))
    shown = read(client.get(task.get_absolute_url()))
    assert "Đã nộp, chờ xác nhận" in shown
    assert "Báo cáo kết nối cung cầu" not in shown
    public = reverse("programme:filing-file", args=[filing.pk])
    assert client.get(public).status_code == 404
    assert department.get(page(filing, "file")).status_code == 200
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.PRIVATE_READ, actor=staff).exists()

    department.post(page(filing, "return"), {"remark": "Thiếu phụ lục."})
    (letter,) = mail.outbox
    assert letter.to == [officer.email]
    assert "Thiếu phụ lục." in letter.body
    assert "Sản phẩm bị trả lại, cần bổ sung" in read(office.get(INDEX))
    office.post(page(filing, "file-again"), content(number="16/BC-ST", file=""))
    filing.refresh_from_db()
    assert (filing.state, filing.number, bool(filing.file)) == ("filed", "16/BC-ST", True)
    department.post(page(filing, "confirm"))
    told = read(client.get(task.get_absolute_url()))
    for words in ("Đã nộp", "Báo cáo kết nối cung cầu", "Báo cáo số 16/BC-ST ngày 02/11/2026"):
        assert words in told
    assert client.get(public).status_code == 200
    history = read(department.get(page(filing, "history")))
    assert "16/BC-ST" in history


def test_a_year_that_needs_none_says_why(client, programme, task, officer, staff):
    office = at_work(officer)
    refused = read(office.post(ADD, typed(task, **not_required(reason=""))))
    assert "Hãy ghi lý do năm này không yêu cầu sản phẩm." in refused.text
    both = read(office.post(ADD, typed(task, not_required="on", reason="Không tổ chức.")))
    assert "Đã ghi văn bản: hãy bỏ chọn ô này" in both.text
    office.post(ADD, typed(task, **not_required()))
    assert standings(programme) == [("1.3", 2026, "filed")]
    Filing.objects.get().confirm(staff)
    assert standings(programme) == [("1.3", 2026, "not_required")]
    told = read(client.get(task.get_absolute_url()))
    assert "Năm này không yêu cầu" in told
    assert "Năm này không tổ chức." in told


def test_a_correction_is_a_new_version_and_counts_once_confirmed(client, task, officer, staff):
    first = ConfirmedFilingFactory(task=task, agency=officer.officer.agency)
    office, department = at_work(officer), at_work(staff)
    refused = read(office.post(page(first, "correct"), content(correction_reason=" ")))
    assert "Hãy ghi lý do đính chính." in refused.text
    sent = content(number="20/BC-ST", link="", correction_reason="Sai số liệu.")
    answer = office.post(page(first, "correct"), sent)
    second = first.correction
    assert answer["Location"] == page(second)
    again = read(office.post(page(first, "correct"), content(link="", correction_reason="Nữa.")))
    assert "đang có bản đính chính chờ xử lý" in again.text
    told = read(client.get(task.get_absolute_url()))
    assert "15/BC-ST" in told
    assert "20/BC-ST" not in told
    department.post(page(second, "confirm"))
    first.refresh_from_db()
    assert first.state == "replaced"
    told = read(client.get(task.get_absolute_url()))
    assert "20/BC-ST" in told
    assert "15/BC-ST" not in told
    assert "Sai số liệu." in read(department.get(page(second)))


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"signed_on": "31/12/2099"}, "Ngày không thể ở tương lai."),
        ({"signed_on": "31/02/2026"}, "Ngày không có trong lịch."),
        ({"signed_on": ""}, "Hãy ghi ngày văn bản."),
        ({"number": ""}, "Hãy ghi số, ký hiệu văn bản."),
        ({"title": ""}, "Hãy ghi trích yếu văn bản."),
        ({"kind": ""}, "Hãy chọn loại văn bản."),
        ({"file": ""}, "Hãy tải một tệp hoặc ghi một liên kết."),
        ({"link": "https://example.com/a"}, "Hãy tải một tệp hoặc ghi một liên kết."),
        ({"file": document(content=b"not a document")}, "Tệp không phải PDF, JPEG hoặc PNG"),
        ({"year": "2027"}, "Năm này chưa đến."),
        ({"year": "2025"}, "Nhiệm vụ không có việc phải làm trong năm này"),
        ({"year": "hai nghìn"}, "Hãy ghi năm bằng bốn chữ số"),
        ({"year": "0"}, "Nhiệm vụ không có việc phải làm trong năm này"),
        ({"year": "99999999999999999999"}, "Năm này chưa đến."),
    ],
)
def test_what_lacks_something_is_refused_and_kept(task, officer, sent, message):
    answer = read(at_work(officer).post(ADD, typed(task, **sent)))
    assert message in answer.text
    if "title" not in sent:
        assert "Báo cáo kết nối cung cầu" in answer.source
    assert not Filing.objects.exists()


def test_a_product_of_a_year_is_handed_in_once(task, officer):
    office = at_work(officer)
    office.post(ADD, typed(task))
    answer = read(office.post(ADD, typed(task)))
    assert "đã được nộp, đang ở tình trạng “Đã nộp, chờ xác nhận”" in answer.text
    assert Filing.objects.count() == 1


def test_an_amended_wording_owes_nothing_twice(client, programme, task, officer):
    FilingFactory(task=task, agency=officer.officer.agency, year=2026)
    copy = task.amend(
        AmendmentFactory(programme=programme, signed_on=TODAY, effective_on=date(2026, 11, 1))
    )
    assert standings(programme) == [("1.3", 2026, "filed")]
    assert "đã được nộp" in read(at_work(officer).post(ADD, typed(copy))).text
    assert "Đã nộp, chờ xác nhận" in read(client.get(copy.get_absolute_url()))


def test_who_handed_it_in_does_not_confirm_it(task, agency):
    both = with_rights(OfficerFactory(agency=agency).user, DEPARTMENT)
    desk = at_work(both)
    desk.post(ADD, typed(task))
    filing = Filing.objects.get()
    for step, sent in (("confirm", {}), ("return", {"remark": "x"})):
        answer = read(desk.post(page(filing, step), sent))
        assert "Không ai được tự quyết định việc của chính mình" in answer
    filing.return_with("Thiếu.", StaffFactory())
    filing.file_again(OfficerFactory(agency=agency).user, number="17/BC-ST")
    with pytest.raises(ValidationError):
        filing.confirm(both)


def test_other_agencies_neither_see_nor_hand_in(task, officer, staff):
    filing = FilingFactory(task=task, agency=officer.officer.agency)
    stranger = at_work(with_rights(OfficerFactory().user, WRITES))
    assert "15/BC-ST" not in read(stranger.get(LIST))
    for name in ("change", "history", "confirm", "file-again", "correct"):
        assert stranger.get(page(filing, name)).status_code == 403, name
    assert stranger.get(page(filing, "file")).status_code == 404
    assert len(of_spreadsheet(stranger.get(FILE))) == 1
    filing.delete()
    assert read(stranger.post(ADD, typed(task))).errors
    assert not Filing.objects.exists()
    own = FilingFactory(task=task, agency=officer.officer.agency)
    for name in ("confirm", "return"):
        assert at_work(officer).get(page(own, name)).status_code == 403


def test_the_department_hands_in_what_came_on_paper_and_a_colleague_confirms(task, staff, agency):
    at_work(staff).post(ADD, typed(task))
    filing = Filing.objects.get()
    assert filing.agency == agency
    filing.confirm(with_rights(StaffFactory(), DEPARTMENT))
    assert filing.state == "confirmed"


class TestWhatIsOwed:
    def test_each_year_of_a_yearly_task(self, programme, task):
        assert standings(programme, date(2028, 3, 1)) == [
            ("1.3", 2026, "missing"),
            ("1.3", 2027, "missing"),
            ("1.3", 2028, "due"),
        ]

    def test_every_second_year_and_the_years_of_a_period(self, programme, agency):
        every_two = {"recurrence": Task.Recurrence.EVERY_TWO_YEARS, "first_year": 2027}
        task_of(programme, agency, position=1, **every_two)
        period = {"recurrence": Task.Recurrence.PERIOD, "first_year": 2027, "last_year": 2028}
        task_of(programme, agency, position=2, **period)
        owed = [each[:2] for each in standings(programme, date(2031, 1, 1))]
        assert owed == [("1.1", 2027), ("1.2", 2027), ("1.2", 2028), ("1.1", 2029)]

    def test_nothing_from_before_the_programme_was_entered(self, programme, task):
        programme.reports_from = "2028-Q2"
        programme.save()
        assert standings(programme, date(2028, 12, 1)) == [("1.3", 2028, "due")]
        programme.reports_from = ""
        programme.save()
        assert standings(programme, date(2028, 12, 1)) == []

    @pytest.mark.parametrize("cell", ["lead", "deliverable", "timeframe"])
    def test_a_cell_in_doubt_obliges_nobody(self, programme, task, cell):
        OpenCell.objects.create(task=task, cell=cell, reason_vi="Không đọc được.")
        assert standings(programme) == []

    def test_an_agencys_own_alone(self, programme, task, agency):
        task_of(programme, AgencyFactory(), position=9)
        assert [each.task for each in owed_by({agency.pk}, TODAY)] == [task]
        assert len(owed_by(None, TODAY)) == 2


def test_what_was_missed_is_shown_to_all_and_to_the_committee(client, programme, task, clock):
    clock.advance(days=60)
    told = read(client.get(task.get_absolute_url()))
    assert "Chưa nộp" in told
    rights = ("oversee_annualplan", "view_filing")
    committee = at_work(with_rights(StaffFactory(), rights))
    address = f"{STEERING}?chuong-trinh={programme.slug}&nam=2027"
    assert "1.3: Báo cáo năm 2026 – Sở Thử, Chưa nộp" in read(committee.get(address))
    FilingFactory(task=task)
    shown = read(committee.get(address.replace("2027", "2026")))
    assert "1.3: Báo cáo năm 2026 – Sở Thử, Đã nộp, chờ xác nhận" in shown
    assert "Năm 2026: đã nộp 1 trên 1 sản phẩm." in shown
    assert "1.3: Báo cáo năm 2026 – Sở Thử, Chưa nộp" not in shown


def test_an_officer_is_told_what_is_overdue(programme, task, officer, clock):
    clock.advance(days=60)
    office = at_work(officer)
    assert "Sản phẩm của nhiệm vụ đã quá hạn nộp" in read(office.get(INDEX))
    listed = read(office.get(LIST))
    assert "hạn 31/12/2026 – quá hạn" in listed


def test_what_is_confirmed_without_being_owed_is_shown_too(client, programme, task):
    programme.reports_from = ""
    programme.save()
    ConfirmedFilingFactory(task=task)
    told = read(client.get(task.get_absolute_url()))
    assert "15/BC-ST" in told
    assert "Chưa nộp" not in told


def test_the_list_gives_what_its_filters_show_as_a_file(staff, task):
    ConfirmedFilingFactory(task=task)
    FilingFactory(task=TaskFactory(group=task.group), number="99/BC")
    headings, *rows = of_spreadsheet(at_work(staff).get(f"{FILE}?state__exact=confirmed"))
    (row,) = [dict(zip(headings, each, strict=True)) for each in rows]
    assert (row["Số, ký hiệu"], row["Năm"]) == ("15/BC-ST", 2026)
    assert row["Chương trình"] == str(task.programme)


def test_pages_ask_as_often_for_many_as_for_few(
    client, programme, task, agency, officer, staff, django_assert_max_num_queries
):
    ConfirmedFilingFactory(task=task, agency=agency)
    committee = at_work(with_rights(StaffFactory(), ("oversee_annualplan", "view_filing")))
    steering = f"{STEERING}?chuong-trinh={programme.slug}&nam=2027"
    addresses = [
        *((at_work(officer), LIST), (at_work(officer), ADD), (at_work(officer), INDEX)),
        *((at_work(staff), LIST), (at_work(staff), FILE), (committee, steering)),
        (client, task.get_absolute_url()),
    ]
    few = []
    for browser, address in addresses:
        browser.get(address)
        with django_assert_max_num_queries(90) as asked:
            browser.get(address)
        few.append(len(asked))
    for _each in range(4):
        ConfirmedFilingFactory(task=task_of(programme, agency), agency=agency)
        task_of(programme, agency)
    for (browser, address), number in zip(addresses, few, strict=True):
        with django_assert_max_num_queries(number):
            browser.get(address)


def test_files_of_the_register_tell_what_was_handed_in_and_approved(client, programme, task):
    ConfirmedFilingFactory(task=task)
    FilingFactory(task=task_of(programme, position=4), number="99/BC")
    ApprovedSchemeFactory(programme=programme, tasks=[task], title="Đề án khuôn mẫu")
    address = reverse("programme:task-download", kwargs={**programme.url_kwargs(), "form": "csv"})
    told = client.get(address).content.decode("utf-8-sig")
    assert "2026: Báo cáo: Báo cáo số 15/BC-ST ngày 02/11/2026" in told
    assert "Đề án khuôn mẫu (quyết định 12/QĐ-UBND ngày 02/03/2026" in told
    assert "99/BC" not in told
    data = client.get(address.replace(".csv", ".json")).json()
    (known,) = [each for each in data["tasks"] if each["number"] == "1.3"]
    assert known["schemes"][0]["cost"] == 1_500_000_000
    assert known["products"][0]["address"] == "https://example.com/bao-cao.pdf"


def test_what_was_handed_in_keeps_its_product_in_the_register(task):
    FilingFactory(task=task)
    with pytest.raises(ProtectedError):
        product_of(task).delete()
