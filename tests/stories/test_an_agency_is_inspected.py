"""An agency is inspected, puts right what is amiss, and is followed until that is done (V.3 b)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import Inspection
from tests.factories.people import StaffFactory, allowed, in_group
from tests.factories.programme import (
    AgencyFactory,
    InspectionFactory,
    OfficerFactory,
    ProgrammeFactory,
    TaskFactory,
)
from tests.factories.reports import at_work, document
from tests.pages import read

pytestmark = pytest.mark.django_db
ADD = reverse("admin:programme_inspection_add")
LIST = reverse("admin:programme_inspection_changelist")
STEERING = reverse("admin:programme_steering")
FOLLOWS = ("view_inspection", "add_inspection", "follow_inspection", "oversee_annualplan")


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Thử")


@pytest.fixture
def inspector():
    """Somebody of Finance."""
    return allowed(StaffFactory(), *(f"programme.{right}" for right in FOLLOWS))


@pytest.fixture
def officer(agency):
    found = OfficerFactory(agency=agency).user
    return allowed(found, "programme.view_inspection", "programme.answer_inspection")


def day(number: int) -> str:
    return f"{localdate() + timedelta(days=number):%d/%m/%Y}"


def typed(programme, agency, **fields) -> dict:
    return {
        **{"programme": programme.pk, "agency": agency.pk, "inspected_on": day(-2)},
        **{"inspector": AgencyFactory(name_vi="Sở Tài chính").pk},
        **{"finding": "Chưa lập sổ theo dõi chi.", "remedy": "Lập sổ theo dõi."},
        **{"deadline": day(10), "document_number": "12/KL-STC", "document_on": day(-1), **fields},
    }


def page(inspection: Inspection, name: str = "change") -> str:
    return reverse(f"admin:programme_inspection_{name}", args=[inspection.pk])


def test_it_is_recorded_answered_sent_back_and_closed(programme, agency, inspector, officer):
    task = TaskFactory(group__programme=programme)
    desk, office = at_work(inspector), at_work(officer)
    sent = typed(programme, agency, tasks=[task.pk], file=document("ket-luan.pdf"))
    answer = desk.post(ADD, sent)
    assert answer.status_code == 302, read(answer).text
    inspection = Inspection.objects.get()
    assert (inspection.recorded_by, list(inspection.tasks.all())) == (inspector, [task])
    (letter,) = mail.outbox
    assert letter.to == [officer.email]
    assert "Lập sổ theo dõi." in letter.body

    assert "Yêu cầu khắc phục sau kiểm tra" in read(office.get(reverse("admin:index")))
    assert "Sở Thử" in read(office.get(LIST))
    assert office.get(page(inspection, "document")).getvalue().startswith(b"%PDF")
    assert "Hãy ghi kết quả khắc phục." in read(office.post(page(inspection, "report"), {}))
    office.post(page(inspection, "report"), {"answer": "Đã lập sổ."})
    assert mail.outbox[-1].to == [inspector.email]

    again = {"remark": "Thiếu quý II.", "deadline": day(20)}
    desk.post(page(inspection, "more"), again)
    assert "Thiếu quý II." in mail.outbox[-1].body
    office.post(page(inspection, "report"), {"answer": "Đã bổ sung quý II."})
    desk.post(page(inspection, "close"), {"conclusion": "Đã khắc phục xong."})
    inspection.refresh_from_db()
    assert (inspection.state, inspection.conclusion) == ("closed", "Đã khắc phục xong.")
    assert "Đã bổ sung quý II." in read(desk.get(page(inspection, "history")))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"inspected_on": 1}, "Ngày không thể ở tương lai."),
        ({"deadline": -1}, "Thời hạn phải là hôm nay hoặc sau hôm nay."),
        ({"deadline": ""}, "Yêu cầu khắc phục và hạn khắc phục đi cùng nhau."),
        ({"document_on": ""}, "Số và ngày của văn bản kết luận đi cùng nhau."),
        ({"document_on": -3}, "Ngày này không thể trước ngày kiểm tra."),
        ({"finding": " "}, "Trường này là bắt buộc."),
    ],
)
def test_what_cannot_be_is_refused_and_kept(programme, agency, inspector, fields, told):
    fields = {name: day(text) if isinstance(text, int) else text for name, text in fields.items()}
    answer = read(at_work(inspector).post(ADD, typed(programme, agency, **fields)))
    assert told in answer
    assert "Lập sổ theo dõi." in answer.source
    assert not Inspection.objects.exists()


def test_nobody_inspects_the_own_agency_or_a_task_of_another_programme(
    programme, agency, inspector
):
    desk = at_work(inspector)
    own = read(desk.post(ADD, typed(programme, agency, inspector=agency.pk)))
    assert "Đơn vị không tự kiểm tra chính mình." in own
    other = TaskFactory(group__programme__slug="khac", group__programme__is_main=False)
    answer = read(desk.post(ADD, typed(programme, agency, tasks=[other.pk])))
    assert "Có nhiệm vụ thuộc chương trình khác." in answer


def test_other_agencies_neither_see_nor_answer_it(programme, officer):
    inspection = InspectionFactory(programme=programme)
    stranger = at_work(officer)
    listed = read(stranger.get(LIST))
    assert str(inspection) not in listed
    assert "(tổng số 1)" not in listed
    assert stranger.get(page(inspection)).status_code == 403
    assert stranger.post(page(inspection, "report"), {"answer": "x"}).status_code == 403
    assert stranger.get(ADD).status_code == 403


def test_who_inspects_does_not_answer_in_the_agencys_place(programme, agency, inspector):
    inspection = InspectionFactory(programme=programme, agency=agency)
    both = allowed(inspector, "programme.answer_inspection")
    assert at_work(both).post(page(inspection, "report"), {"answer": "x"}).status_code == 403


def test_who_answered_for_the_agency_does_not_close_it(programme, agency, officer):
    inspection = InspectionFactory(programme=programme, agency=agency)
    office = at_work(allowed(officer, "programme.follow_inspection"))
    office.post(page(inspection, "report"), {"answer": "Đã lập sổ."})
    office.post(page(inspection, "close"), {"conclusion": "Xong."})
    inspection.refresh_from_db()
    assert inspection.state == "answered"


def test_the_committee_sees_what_is_followed_and_what_is_late(programme, agency, inspector, clock):
    inspection = InspectionFactory(programme=programme, agency=agency)
    shown = read(at_work(inspector).get(STEERING))
    assert "Sở Thử" in shown
    assert "QUÁ HẠN khắc phục" not in shown
    clock.advance(days=31)
    assert "QUÁ HẠN khắc phục" in read(at_work(inspector).get(STEERING))
    inspection.close("Không còn cần thiết.", inspector)
    assert "Sở Thử" not in read(at_work(inspector).get(STEERING))


@pytest.mark.parametrize(
    ("role", "may_add"),
    [
        ("Cán bộ Sở Công Thương", True),
        ("Cán bộ Sở Tài chính (thẩm định kinh phí)", True),
        ("Cán bộ theo dõi kế hoạch", True),
        ("Thành viên Ban Chỉ đạo", False),
        ("Cán bộ đơn vị", False),
    ],
)
def test_roles_that_inspect(start_data, role, may_add):
    desk = at_work(in_group(StaffFactory(), role))
    assert (desk.get(ADD).status_code == 200) is may_add
    assert desk.get(LIST).status_code == 200
