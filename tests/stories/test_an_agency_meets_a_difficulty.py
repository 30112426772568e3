"""An agency reports a difficulty when it arises; the Department answers or takes it higher."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import Concern
from tests.factories.people import allowed
from tests.factories.programme import OfficerFactory, ProgrammeFactory, doit_staff
from tests.factories.reports import AcceptedReportFactory, at_work
from tests.pages import read

pytestmark = pytest.mark.django_db
ADD = reverse("admin:programme_concern_add")
LIST = reverse("admin:programme_concern_changelist")
TODAY = f"{date.today():%d/%m/%Y}"


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def officer():
    rights = ("view_concern", "add_concern", "withdraw_concern")
    return allowed(OfficerFactory().user, *(f"programme.{right}" for right in rights))


@pytest.fixture
def department():
    rights = ("view_concern", "add_concern", "answer_concern", "view_report", "accept_report")
    return allowed(doit_staff(), *(f"programme.{right}" for right in rights))


def typed(programme, officer, **fields) -> dict:
    told = {"kind": "difficulty", "text": "Chưa có hướng dẫn định mức chi.", "task": ""}
    known = {"programme": programme.pk, "agency": officer.officer.agency_id}
    return {**known, **told, **fields}


@pytest.fixture
def concern(programme, officer):
    at_work(officer).post(ADD, typed(programme, officer))
    return Concern.objects.get()


def page(concern: Concern, name: str = "change") -> str:
    return reverse(f"admin:programme_concern_{name}", args=[concern.pk])


def test_the_department_answers_and_the_agency_is_told(concern, officer, department):
    assert (concern.raised_by, concern.state, concern.report) == (officer, "raised", None)
    desk = at_work(department)
    assert "Khó khăn, kiến nghị chờ trả lời" in read(desk.get(reverse("admin:index")))
    assert "Hãy ghi nội dung trả lời." in read(desk.post(page(concern, "answer"))).text
    desk.post(page(concern, "answer"), {"answer": "Áp dụng định mức hiện hành."})
    concern.refresh_from_db()
    assert (concern.state, concern.answered_by) == ("answered", department)
    (letter,) = mail.outbox
    assert letter.to == [officer.email]
    assert "Áp dụng định mức hiện hành." in letter.body
    assert "Áp dụng định mức hiện hành." in read(at_work(officer).get(page(concern)))


def test_it_is_taken_to_the_peoples_committee_and_its_answer_is_followed(concern, department):
    desk = at_work(department)
    ahead = f"{localdate() + timedelta(days=1):%d/%m/%Y}"
    refused = desk.post(page(concern, "escalate"), {"number": "15/SCT-CN", "day": ahead})
    assert "Ngày văn bản không thể ở tương lai." in read(refused).text
    desk.post(page(concern, "escalate"), {"number": "15/SCT-CN", "day": TODAY})
    concern.refresh_from_db()
    assert (concern.state, concern.submission_number) == ("escalated", "15/SCT-CN")
    early = {"number": "99/UBND-KT", "day": "01/01/2020", "decision": "Đồng ý."}
    answer = read(desk.post(page(concern, "decide"), early))
    assert "không thể có trước văn bản kiến nghị" in answer.text
    desk.post(page(concern, "decide"), {**early, "day": TODAY})
    concern.refresh_from_db()
    assert (concern.state, concern.decision) == ("decided", "Đồng ý.")
    assert len(mail.outbox) == 2, "the agency hears of both"


def test_what_is_being_decided_is_not_withdrawn(concern, officer, department):
    seen = Concern.objects.get()
    concern.escalate("15/SCT-CN", localdate(), department)
    with pytest.raises(ValidationError, match="Đã kiến nghị"):
        seen.withdraw(officer)
    answer = read(at_work(officer).post(page(concern, "withdraw")))
    assert "Đã kiến nghị Ủy ban nhân dân Thành phố" in answer.text


def test_an_agency_withdraws_what_nobody_has_touched(concern, officer, department):
    at_work(officer).post(page(concern, "withdraw"))
    concern.refresh_from_db()
    assert concern.state == "withdrawn"
    with pytest.raises(ValidationError):
        concern.reply("Muộn", department)


def test_nobody_writes_in_another_agencys_name_or_sees_its_concerns(programme, concern, officer):
    rights = ("view_concern", "add_concern", "withdraw_concern")
    other = allowed(OfficerFactory().user, *(f"programme.{right}" for right in rights))
    stranger = at_work(other)
    answer = stranger.post(ADD, typed(programme, officer))
    assert answer.status_code == 200, "refused at the field"
    assert Concern.objects.count() == 1
    assert "định mức" not in read(stranger.get(LIST))
    for name in ("change", "withdraw"):
        assert stranger.post(page(concern, name)).status_code == 403
    assert at_work(officer).get(page(concern, "answer")).status_code == 403


def test_what_an_accepted_report_says_is_taken_up_once(department):
    report = AcceptedReportFactory(difficulties="Giá thuê tăng.", proposals="")
    desk = at_work(department)
    review = read(desk.get(reverse("admin:programme_report_change", args=[report.pk])))
    (link,) = [url for label, url in review.links.items() if "Ghi nhận để trả lời" in label]
    form = read(desk.get(link))
    assert "Giá thuê tăng." in form.source
    known = {"programme": report.task.programme.pk, "agency": report.agency_id}
    told = {**known, "task": report.task_id, "kind": "difficulty", "text": "Giá thuê tăng."}
    assert desk.post(link, told).status_code == 302
    assert Concern.objects.get().report == report
    again = desk.post(link, told)
    assert "đã được ghi nhận" in read(again).text
    assert Concern.objects.count() == 1
