"""An agency works out a scheme; the Department gives its opinion; a decision approves it."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from core.models import AuditEvent
from programme.models import Scheme
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    ApprovedSchemeFactory,
    OfficerFactory,
    ProgrammeFactory,
    SchemeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.factories.reports import at_work, document, task_of
from tests.pages import read
from tests.tables import of_spreadsheet

pytestmark = pytest.mark.django_db
ADD = reverse("admin:programme_scheme_add")
LIST = reverse("admin:programme_scheme_changelist")
FILE = reverse("admin:list_file", args=["programme", "scheme"])
INDEX = reverse("admin:index")
ROWS = {"files-TOTAL_FORMS": "1", "files-INITIAL_FORMS": "0"}
WRITES = ("view_scheme", "add_scheme", "change_scheme")
DEPARTMENT = ("view_scheme", "comment_scheme", "decide_scheme", "manage_register")


def with_rights(user, rights):
    return allowed(user, *(f"programme.{right}" for right in rights))


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def task(programme):
    return task_of(programme, position=3)


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Thử")


@pytest.fixture
def officer(agency):
    return with_rights(OfficerFactory(agency=agency).user, WRITES)


@pytest.fixture
def staff():
    return with_rights(StaffFactory(), DEPARTMENT)


def typed(agency, *tasks, **fields) -> dict:
    known = {
        **{"title": "Đề án khuôn mẫu chính xác", "agency": agency.pk},
        **{"tasks": [task.pk for task in tasks], "research": "Khảo sát 40 doanh nghiệp."},
        **{"solution": "Lập trung tâm dùng chung.", "cost": "12.500.000.000"},
        "enterprises": "Công ty A, 0300000001\nCông ty B",
    }
    return {**known, **ROWS, **fields}


def day_typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def page(scheme: Scheme, name: str = "change") -> str:
    return reverse(f"admin:programme_scheme_{name}", args=[scheme.pk])


def opinion(verdict: str = "agree", **fields) -> dict:
    known = {"verdict": verdict, "text": "Bổ sung nguồn vốn.", "number": "88/SCT-CN"}
    return {**known, "day": day_typed(localdate()), "file": document(), **fields}


def decision(**fields) -> dict:
    return {"number": "12/QĐ-UBND", "day": day_typed(localdate()), "file": document(), **fields}


def test_a_scheme_goes_from_its_draft_to_its_decision(
    client, programme, task, agency, officer, staff
):
    office, department = at_work(officer), at_work(staff)
    with_file = {"files-0-title": "Thuyết minh", "files-0-file": document("thuyet-minh.pdf")}
    assert office.post(ADD, typed(agency, task, **with_file)).status_code == 302
    scheme = Scheme.objects.get()
    assert (scheme.programme, scheme.cost, scheme.written_by) == (
        programme,
        12_500_000_000,
        officer,
    )
    assert department.get(page(scheme)).status_code == 403  # a draft is its agency's alone
    office.post(page(scheme, "send"))

    assert "Đề án chờ ý kiến" in read(department.get(INDEX))
    shown = read(department.get(page(scheme)))
    for words in ("Lập trung tâm dùng chung.", "12.500.000.000 đồng", "Thuyết minh", "Công ty B"):
        assert words in shown
    file = reverse("admin:programme_scheme_file", args=[scheme.files.get().pk])
    assert department.get(file).status_code == 200
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.PRIVATE_READ, actor=staff).exists()

    department.post(page(scheme, "opinion"), opinion("changes"))
    (letter,) = mail.outbox
    assert letter.to == [officer.email]
    assert "Bổ sung nguồn vốn." in letter.body
    assert "Đề án đã có ý kiến, cần hoàn thiện" in read(office.get(INDEX))
    seen = read(office.get(page(scheme)))
    assert "88/SCT-CN" in seen
    form = {**seen.form("seen_version"), "solution": "Lập trung tâm, vốn hỗn hợp."}
    assert office.post(page(scheme), form).status_code == 302
    refused = read(office.post(page(scheme, "revise"), {"revision": " "}))
    assert "Hãy ghi đã tiếp thu, giải trình ý kiến thế nào." in refused.text
    office.post(page(scheme, "revise"), {"revision": "Đã bổ sung nguồn vốn."})

    assert "Đề án chờ ghi quyết định" in read(department.get(INDEX))
    department.post(page(scheme, "approve"), decision())
    scheme.refresh_from_db()
    assert (scheme.state, scheme.decision_number) == ("approved", "12/QĐ-UBND")
    assert "12/QĐ-UBND" in mail.outbox[-1].body
    assert office.get(page(scheme, "decision")).status_code == 200
    told = read(department.get(page(scheme, "history")))
    assert "Lập trung tâm, vốn hỗn hợp." in told
    public = read(client.get(task.get_absolute_url()))
    for words in ("Đề án khuôn mẫu chính xác", "12/QĐ-UBND", "Sở Thử", "12.500.000.000 đồng"):
        assert words in public
    for private in ("Khảo sát 40 doanh nghiệp", "Công ty A", "88/SCT-CN", "Lập trung tâm"):
        assert private not in public.source


def test_after_a_disagreement_the_opinion_is_asked_for_again(agency, officer, staff, task):
    scheme = SchemeFactory(agency=agency, programme=task.programme, tasks=[task])
    office, department = at_work(officer), at_work(staff)
    department.post(page(scheme, "opinion"), opinion("disagree"))
    refused = read(office.post(page(scheme, "revise"), {"revision": "Vẫn trình."}))
    assert "Sở Công Thương chưa thống nhất" in refused.text
    office.post(page(scheme, "send"))
    department.post(page(scheme, "opinion"), opinion(number="90/SCT-CN"))
    office.post(page(scheme, "revise"), {"revision": ""})
    scheme.refresh_from_db()
    assert scheme.state == "revised"
    assert [each.number for each in scheme.opinions.all()] == ["88/SCT-CN", "90/SCT-CN"]


def test_what_is_recorded_wrongly_is_recorded_anew_and_what_is_declined_says_why(
    client, agency, officer, staff, task
):
    scheme = SchemeFactory(agency=agency, programme=task.programme, tasks=[task], state="revised")
    department = at_work(staff)
    department.post(page(scheme, "approve"), decision())
    department.post(page(scheme, "reopen"), {"remark": "Ghi nhầm số."})
    scheme.refresh_from_db()
    assert (scheme.state, scheme.decision_number) == ("revised", "")
    assert "Ghi nhầm số." in mail.outbox[-1].body
    refused = read(department.post(page(scheme, "decline"), decision(remark=" ")))
    assert "Hãy ghi lý do." in refused.text
    department.post(page(scheme, "decline"), decision(remark="Chưa có nguồn.", file=""))
    scheme.refresh_from_db()
    assert (scheme.state, scheme.remark) == ("declined", "Chưa có nguồn.")
    assert scheme.title not in read(client.get(task.get_absolute_url()))


def test_a_scheme_withdrawn_while_it_is_being_decided_is_not_decided(agency, officer, staff, task):
    scheme = SchemeFactory(agency=agency, programme=task.programme, tasks=[task], state="revised")
    department = at_work(staff)
    opened = read(department.get(page(scheme, "approve")))
    assert "Số quyết định" in opened
    at_work(officer).post(page(scheme, "withdraw"), {"remark": "Đổi hướng nghiên cứu."})
    answer = read(department.post(page(scheme, "approve"), decision()))
    assert "bản ghi đang ở tình trạng “Đơn vị đã rút”" in answer
    scheme.refresh_from_db()
    assert (scheme.state, scheme.remark) == ("withdrawn", "Đổi hướng nghiên cứu.")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"day": "31/12/2099"}, "Ngày văn bản không thể ở tương lai."),
        ({"day": "31/02/2026"}, "Ngày không có trong lịch."),
        ({"file": ""}, "Hãy tải tệp văn bản."),
        ({"file": document(content=b"not a document")}, "Tệp không phải PDF, JPEG hoặc PNG"),
        ({"verdict": ""}, "Hãy chọn ý kiến."),
        ({"text": " "}, "Hãy ghi nội dung ý kiến."),
    ],
)
def test_an_opinion_that_lacks_something_is_refused_and_kept(staff, sent, message):
    scheme = SchemeFactory()
    answer = read(at_work(staff).post(page(scheme, "opinion"), opinion(**sent)))
    assert message in answer.text
    assert "88/SCT-CN" in answer.source
    scheme.refresh_from_db()
    assert (scheme.state, scheme.opinions.count()) == ("sent", 0)


def test_a_decision_is_not_older_than_the_opinion(staff):
    scheme = SchemeFactory()
    scheme.comment("agree", "Được.", "1/SCT", localdate(), document(), staff)
    scheme.revise("", StaffFactory())
    before = day_typed(localdate() - timedelta(days=1))
    answer = read(at_work(staff).post(page(scheme, "approve"), decision(day=before)))
    assert "không thể có trước ý kiến của Sở Công Thương" in answer.text


@pytest.mark.parametrize(
    ("cost", "message"),
    [
        ("10000000000000000", "Số tiền quá lớn."),
        ("-5", "Số tiền không thể âm."),
        ("mười tỷ", "Hãy ghi số tiền bằng đồng"),
    ],
)
def test_a_cost_that_is_none_is_refused(agency, officer, task, cost, message):
    answer = read(at_work(officer).post(ADD, typed(agency, task, cost=cost)))
    assert message in answer.text
    assert "Lập trung tâm dùng chung." in answer.source
    assert not Scheme.objects.exists()


def test_its_tasks_are_of_one_programme_and_there_is_one(agency, officer, task):
    other = ProgrammeFactory(slug="khac", is_main=False)
    elsewhere = TaskFactory(group=TaskGroupFactory(programme=other))
    office = at_work(officer)
    answer = read(office.post(ADD, typed(agency, task, elsewhere)))
    assert "Các nhiệm vụ phải thuộc cùng một chương trình." in answer.text
    assert office.post(ADD, typed(agency)).status_code == 200
    assert not Scheme.objects.exists()


def test_others_neither_see_nor_write_nor_decide(agency, officer, staff, task):
    scheme = SchemeFactory(agency=agency, programme=task.programme, tasks=[task], title="Của mình")
    stranger = at_work(with_rights(OfficerFactory().user, WRITES))
    assert "Của mình" not in read(stranger.get(LIST))
    assert len(of_spreadsheet(stranger.get(FILE))) == 1
    for name in ("change", "withdraw", "send", "opinion", "history"):
        assert stranger.get(page(scheme, name)).status_code == 403, name
    assert stranger.post(page(scheme, "withdraw"), {"remark": "x"}).status_code == 403
    foreign = read(stranger.post(ADD, typed(agency, task)))
    assert foreign.errors
    for name in ("opinion", "approve"):
        assert at_work(officer).get(page(scheme, name)).status_code == 403
    for name in ("send", "withdraw", "revise"):
        assert at_work(staff).get(page(scheme, name)).status_code == 403
    assert at_work(staff).get(ADD).status_code == 403


def test_who_wrote_it_gives_no_opinion_and_decides_nothing(agency, task):
    both = with_rights(OfficerFactory(agency=agency).user, (*WRITES, *DEPARTMENT))
    desk = at_work(both)
    desk.post(ADD, typed(agency, task))
    scheme = Scheme.objects.get()
    desk.post(page(scheme, "send"))
    answer = read(desk.post(page(scheme, "opinion"), opinion()))
    assert "Không ai được tự quyết định việc của chính mình" in answer
    scheme.refresh_from_db()
    assert scheme.state == "sent"
    scheme.comment("agree", "Được.", "1/SCT", localdate(), document(), StaffFactory())
    scheme.revise("", StaffFactory())
    with pytest.raises(ValidationError):
        scheme.approve("1/QĐ", localdate(), document(), both)


def test_who_gives_the_opinion_may_record_the_decision(staff):
    scheme = SchemeFactory()
    scheme.comment("agree", "Được.", "1/SCT", localdate(), document(), staff)
    scheme.revise("", StaffFactory())
    scheme.approve("1/QĐ", localdate(), document(), staff)
    assert scheme.state == "approved"


def test_a_scheme_that_was_sent_meanwhile_is_not_overwritten(agency, officer, task):
    office = at_work(officer)
    office.post(ADD, typed(agency, task))
    scheme = Scheme.objects.get()
    form = read(office.get(page(scheme))).form("seen_version")
    scheme.send(officer)
    answer = read(office.post(page(scheme), {**form, "solution": "Viết muộn."}))
    assert "nên không sửa được" in answer
    assert "Viết muộn." in answer.source
    scheme.refresh_from_db()
    assert scheme.solution == "Lập trung tâm dùng chung."


def test_the_list_filters_and_gives_what_it_shows_as_a_file(staff, programme):
    SchemeFactory(title="Đề án chờ", programme=programme)
    tasks = [task_of(programme, position=number, content_vi="Lập trung tâm") for number in (11, 12)]
    ApprovedSchemeFactory(title="Đề án xong", programme=programme, tasks=tasks)
    department = at_work(staff)
    shown = read(department.get(LIST, {"state__exact": "approved"}))
    assert "Đề án xong" in shown
    assert "Đề án chờ" not in shown
    headings, *rows = of_spreadsheet(department.get(f"{FILE}?state__exact=approved"))
    (row,) = [dict(zip(headings, each, strict=True)) for each in rows]
    assert row["Tên đề án"] == "Đề án xong"
    assert row["Kinh phí dự kiến (đồng)"] == 1_500_000_000
    assert row["Nhiệm vụ"] == "; ".join(str(task) for task in tasks)
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.EXPORT).exists()


def test_lists_and_pages_ask_as_often_for_many_as_for_few(
    client, staff, task, django_assert_max_num_queries
):
    department, programme = at_work(staff), task.programme
    ApprovedSchemeFactory(programme=programme, tasks=[task])
    addresses = [(department, LIST), (department, FILE), (client, task.get_absolute_url())]
    few = []
    for browser, address in addresses:
        browser.get(address)
        with django_assert_max_num_queries(60) as asked:
            browser.get(address)
        few.append(len(asked))
    for _each in range(5):
        ApprovedSchemeFactory(programme=programme, tasks=[task, task_of(programme)])
    for (browser, address), number in zip(addresses, few, strict=True):
        with django_assert_max_num_queries(number):
            browser.get(address)


def test_an_amended_task_keeps_its_schemes(client, programme, task):
    ApprovedSchemeFactory(programme=programme, tasks=[task], title="Đề án còn giữ")
    task.amend(AmendmentFactory(programme=programme))
    assert "Đề án còn giữ" in read(client.get(task.get_absolute_url()))
