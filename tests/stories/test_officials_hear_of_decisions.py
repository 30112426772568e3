"""Story: officials hear by letter what was decided on their work, as they have chosen."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import DecisionNotice, User
from accounts.work_letters import send_at_once, send_daily
from programme.models import Officer, Report
from tests.factories import plans
from tests.factories.confirmation import ScoredAssessmentFactory
from tests.factories.people import DemoStaffFactory, StaffFactory, SuperuserFactory
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory, SubscriptionFactory
from tests.factories.reports import SubmittedReportFactory, at_work, department, task_of, writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Thử nghiệm")


@pytest.fixture
def officer(agency) -> User:
    return official(writer(agency))


def official(user: User) -> User:
    user.is_staff = True
    user.save()
    return user


def sent_report(agency, **fields) -> Report:
    task = task_of(ReportingProgrammeFactory(), lead=agency)
    return SubmittedReportFactory(task=task, agency=agency, **fields)


def letters_to(user) -> list[EmailMessage]:
    return [sent for sent in mail.outbox if user.email in sent.to]


def all_is_known() -> None:
    """Everybody has had a letter on what waits now."""
    send_daily()
    mail.outbox.clear()


def decide(report: Report, by: User, verb: str, remark: str = "") -> None:
    """Take a step on the report's page, as the Department does."""
    page = reverse("admin:programme_report_change", args=[report.pk])
    seen = {"seen_version": Report.objects.get(pk=report.pk).version, "remark": remark}
    at_work(by).post(page, {**seen, verb: "1"})


def test_an_agency_hears_once_that_its_reports_are_accepted(agency, officer):
    doit, reports = department(), [sent_report(agency), sent_report(agency)]
    all_is_known()
    for report in reports:
        decide(report, doit, "accept")
    send_daily()
    send_daily()
    (told,) = letters_to(officer)
    assert told.subject.startswith("2 kết quả xử lý")
    assert f"- Báo cáo quý {report}: Đã tiếp nhận" in told.body
    assert reverse("admin:programme_report_change", args=[report.pk]) in told.body
    assert letters_to(doit) == []  # who took the decision


def test_work_and_decisions_are_counted_apart_in_one_letter(agency):
    doit = official(writer(agency))
    doit.user_permissions.add(*department().user_permissions.all())
    sent_report(agency).accept(StaffFactory())
    sent_report(agency, quarter=2)
    send_daily()
    (told,) = letters_to(doit)
    assert told.subject.startswith("Việc mới chờ bạn xử lý và 1 kết quả")
    assert "* Báo cáo quý chờ tiếp nhận: 1" in told.body
    assert "hoặc thuộc đơn vị bạn (1):" in told.body


def test_what_has_a_letter_of_its_own_is_told_to_others_alone(agency, officer):
    report = sent_report(agency)
    typist = report.submitted_by  # of the Department, from the agency's paper
    typist.user_permissions.add(*department().user_permissions.all())
    all_is_known()
    decide(report, department(), "return", "Thiếu số liệu.")
    send_daily()
    assert "Thiếu số liệu." in letters_to(officer)[0].body
    assert all("Kết quả" not in told.body for told in letters_to(officer))
    assert f"{report}: Trả lại" in letters_to(typist)[-1].body


def test_a_subscriber_is_not_told_twice_that_a_report_is_accepted(agency, officer):
    report = sent_report(agency)
    programme = report.task.programme
    SubscriptionFactory(programme=programme, email=officer.email, confirmed_at=now())
    all_is_known()
    decide(report, department(), "accept")
    send_daily()
    assert len(letters_to(officer)) == 1


def test_a_further_step_takes_the_place_of_what_was_not_told_yet(agency):
    plans.load_roles()
    officer = official(plans.officer_of(agency))
    finance, doit = StaffFactory(), plans.member(plans.DOIT)
    plan = plans.plan_in("sent", agency=agency)
    all_is_known()
    plans.take(plan, "appraised", finance)
    plans.take(plan, "approved", doit)
    send_daily()
    (told,) = letters_to(officer)
    assert told.body.count(str(plan)) == 1
    assert f"{plan}: Đã phê duyệt" in told.body
    assert letters_to(finance) == []  # may not see plans any more


def test_the_department_hears_what_finance_sends_back(agency):
    plans.load_roles()
    doit, finance = plans.member(plans.DOIT), plans.member(plans.FINANCE)
    plan = plans.plan_in("sent", agency=agency)
    plan.return_to_agency("Thiếu báo giá.", finance)
    send_daily()
    assert f"{plan}: Trả lại" in letters_to(doit)[0].body
    assert all("Kết quả" not in told.body for told in letters_to(finance))


def test_an_assessor_hears_what_the_second_officer_decides():
    assessor, second = SuperuserFactory(), SuperuserFactory()
    assessment = ScoredAssessmentFactory()
    assessment.history.update(history_user=assessor)
    assessment.refuse("Chưa đạt.", second)
    send_daily()
    told = [each for each in letters_to(assessor) if "Kết quả" in each.body]
    assert f"- Đánh giá năng lực {assessment}: Đã quyết định" in told[0].body
    assert "Chưa đạt" not in told[0].body  # the reason is read on the record


@pytest.mark.parametrize("choice", ["at_once", "none"])
def test_people_choose_when_they_hear(agency, officer, choice):
    User.objects.filter(pk=officer.pk).update(work_letters=choice)
    sent_report(agency).accept(StaffFactory())
    send_daily()
    assert letters_to(officer) == []
    send_at_once()
    assert len(letters_to(officer)) == (choice == "at_once")


def test_nobody_hears_of_what_they_may_not_see_or_of_what_demo_accounts_decide(agency, officer):
    sent_report(agency).accept(DemoStaffFactory())
    assert DecisionNotice.objects.count() == 0
    sent_report(agency).accept(StaffFactory())
    Officer.objects.filter(user=officer).update(agency=AgencyFactory())
    send_daily()
    assert letters_to(officer) == []


def test_who_wants_no_letters_any_more_leaves_nothing_waiting(agency, officer):
    sent_report(agency).accept(StaffFactory())
    User.objects.filter(pk=officer.pk).update(work_letters="none")
    send_daily()
    assert DecisionNotice.objects.count() == 0
