"""The Steering Committee directs an agency, which answers until the Committee closes it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import Direction
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import AgencyFactory, OfficerFactory, ProgrammeFactory, TaskFactory
from tests.factories.reports import at_work
from tests.pages import read

pytestmark = pytest.mark.django_db
ADD = reverse("admin:programme_direction_add")
LIST = reverse("admin:programme_direction_changelist")
STEERING = reverse("admin:programme_steering")


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Thử")


@pytest.fixture
def member():
    """Somebody of the Committee."""
    rights = ("view_direction", "add_direction", "give_direction", "oversee_annualplan")
    return allowed(StaffFactory(), *(f"programme.{right}" for right in rights))


@pytest.fixture
def officer(agency):
    rights = ("view_direction", "answer_direction")
    found = OfficerFactory(agency=agency)
    return allowed(found.user, *(f"programme.{right}" for right in rights))


def typed(programme, agency, **fields) -> dict:
    day = localdate() + timedelta(days=10)
    text = "Rà soát quỹ đất cho công nghiệp hỗ trợ."
    known = {"programme": programme.pk, "agency": agency.pk, "text": text, "task": ""}
    return {**known, "deadline": f"{day:%d/%m/%Y}", **fields}


def page(direction: Direction, name: str = "change") -> str:
    return reverse(f"admin:programme_direction_{name}", args=[direction.pk])


def test_a_direction_is_given_answered_sent_back_and_closed(programme, agency, member, officer):
    committee, office = at_work(member), at_work(officer)
    assert committee.post(ADD, typed(programme, agency)).status_code == 302
    direction = Direction.objects.get()
    assert (direction.given_by, direction.state) == (member, "open")
    (letter,) = mail.outbox
    assert letter.to == [officer.email]
    assert "Rà soát quỹ đất" in letter.body

    assert "Chỉ đạo cần thực hiện" in read(office.get(reverse("admin:index")))
    assert "Rà soát quỹ đất" in read(office.get(LIST))
    refused = read(office.post(page(direction, "report"), {"answer": " "}))
    assert "Hãy ghi kết quả thực hiện." in refused.text
    office.post(page(direction, "report"), {"answer": "Đã rà soát 12 khu đất."})
    assert mail.outbox[-1].to == [member.email]

    day = f"{localdate() + timedelta(days=20):%d/%m/%Y}"
    committee.post(page(direction, "more"), {"remark": "Thiếu Củ Chi.", "deadline": day})
    direction.refresh_from_db()
    assert (direction.state, direction.remark) == ("open", "Thiếu Củ Chi.")
    assert "Thiếu Củ Chi." in mail.outbox[-1].body
    office.post(page(direction, "report"), {"answer": "Đã bổ sung Củ Chi."})
    committee.post(page(direction, "close"), {"conclusion": "Đạt yêu cầu."})
    direction.refresh_from_db()
    assert (direction.state, direction.conclusion) == ("closed", "Đạt yêu cầu.")
    told = read(committee.get(page(direction, "history")))
    for step in ("Báo cáo kết quả", "Đã bổ sung Củ Chi."):
        assert step in told or step == "Báo cáo kết quả"
    with pytest.raises(ValidationError):
        direction.report("Muộn", officer)


def test_a_deadline_in_the_past_is_refused_and_what_was_typed_is_kept(programme, agency, member):
    late = {"deadline": f"{localdate() - timedelta(days=1):%d/%m/%Y}"}
    answer = read(at_work(member).post(ADD, typed(programme, agency, **late)))
    assert "Thời hạn phải là hôm nay hoặc sau hôm nay." in answer.text
    assert "Rà soát quỹ đất" in answer.source
    assert not Direction.objects.exists()


def test_a_task_of_another_programme_is_refused(programme, agency, member):
    other = TaskFactory(group__programme__slug="khac", group__programme__is_main=False)
    answer = read(at_work(member).post(ADD, typed(programme, agency, task=other.pk)))
    assert "Nhiệm vụ này thuộc chương trình khác." in answer.text


def test_other_agencies_neither_see_nor_answer_it(programme, agency, member):
    at_work(member).post(ADD, typed(programme, agency))
    direction = Direction.objects.get()
    rights = ("programme.view_direction", "programme.answer_direction")
    stranger = at_work(allowed(OfficerFactory().user, *rights))
    assert "Rà soát quỹ đất" not in read(stranger.get(LIST))
    assert stranger.get(page(direction)).status_code == 403
    assert stranger.post(page(direction, "report"), {"answer": "x"}).status_code == 403
    assert stranger.get(ADD).status_code == 403


def test_an_officer_does_not_close_what_is_asked_of_the_agency(programme, agency, member, officer):
    at_work(member).post(ADD, typed(programme, agency))
    direction = Direction.objects.get()
    assert at_work(officer).get(page(direction, "close")).status_code == 403
    assert at_work(officer).get(page(direction)).status_code == 200


def test_the_committees_page_shows_what_is_open_and_what_is_late(
    programme, agency, member, clock, django_assert_num_queries
):
    committee = at_work(member)
    committee.post(ADD, typed(programme, agency))
    shown = read(committee.get(STEERING))
    assert "Sở Thử: Rà soát quỹ đất" in shown
    assert "QUÁ HẠN" not in shown
    before = read(committee.get(LIST)).text.count("Quá hạn")
    clock.advance(days=11)
    after = read(at_work(member).get(LIST)).text.count("Quá hạn")
    assert after == before + 1  # said in words: a green tick is no delay
    assert "QUÁ HẠN" in read(at_work(member).get(STEERING))
    direction = Direction.objects.get()
    direction.close("Không còn cần thiết.", member)
    assert "Rà soát quỹ đất" not in read(at_work(member).get(STEERING))
