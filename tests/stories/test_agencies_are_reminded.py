"""Officers are told in time what their agency owes, never twice; the Department asks the others."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Consent
from programme.models import Agency, ReportReminder
from programme.reporting.reminders import DAYS, send_reminders, step
from tests.factories.people import SuperuserFactory
from tests.factories.programme import (
    AgencyFactory,
    OfficerFactory,
    ProgrammeFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)
from tests.factories.reports import ReportFactory, ReturnedReportFactory, SubmittedReportFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
DEADLINE = date(2026, 3, 24)  # of the first quarter
LATE = reverse("admin:programme_reportreminder_late")


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def officer(programme):
    """Of an agency that leads one task."""
    officer = OfficerFactory(agency__name_vi="Sở Siêng Năng")
    task_of(programme, officer.agency)
    return officer


@pytest.fixture
def on(clock):
    """Make it so many days after the deadline."""
    return lambda days: clock.set(DEADLINE + timedelta(days=days))


def task_of(programme, agency: Agency, **fields):
    return TaskFactory(group=TaskGroupFactory(programme=programme), lead=agency, **fields)


class TestLettersToAgencies:
    def test_four_go_to_who_never_reports_however_often_it_runs(self, officer, on):
        for days in range(-12, 40):
            on(days)
            for _run in range(2):
                call_command("send_reminders", verbosity=0)
        told = ReportReminder.objects.order_by("sent_at")
        assert [row.days for row in told] == list(DAYS) == [-7, -1, 3, 10]
        days = [(row.sent_at.date() - DEADLINE).days for row in told]
        assert days == [-7, -1, 3, 10]
        assert len(mail.outbox) == 4
        assert {letter.to[0] for letter in mail.outbox} == {officer.user.email}

    @pytest.mark.parametrize(
        ("days", "told"),
        [
            *((-8, None), (-7, -7), (-2, -7), (-1, -1), (0, -1), (1, None), (2, None)),
            *((3, 3), (9, 3), (10, 10), (30, 10), (31, None)),
        ],
    )
    def test_a_day_that_was_missed_is_made_up_for_but_not_much_later(self, days, told):
        assert step(days) == told

    def test_days_that_were_missed_make_one_letter(self, officer, on):
        on(12)
        assert send_reminders() == 1
        assert ReportReminder.objects.get().days == 10

    def test_a_letter_lists_all_that_is_not_sent_and_where_to_send_it(
        self, programme, officer, on, settings
    ):
        settings.PORTAL_URL = "https://cnht.example"
        second = task_of(programme, officer.agency, content_vi="Mở lớp đào tạo")
        third = task_of(programme, officer.agency, content_vi="Đã báo cáo rồi")
        unit = AgencyFactory(parent=officer.agency, name_vi="Trung tâm Trực thuộc")
        task_of(programme, unit, content_vi="Việc của đơn vị trực thuộc")
        SubmittedReportFactory(task=third, agency=officer.agency)
        ReportFactory(task=second, agency=officer.agency)  # a draft is not sent
        on(-1)
        assert send_reminders() == 1
        [letter] = mail.outbox
        assert letter.subject == "Nhắc báo cáo quý: 3 báo cáo chưa gửi"
        for words in (
            f"- {second.number} Mở lớp đào tạo",
            "Trung tâm Trực thuộc, quý I năm 2026 (99/QĐ-UBND)",
            "Việc của đơn vị trực thuộc",
            "Hạn gửi: 24/3/2026",
            "https://cnht.example/quan-tri/",
        ):
            assert words in letter.body
        assert "Đã báo cáo rồi" not in letter.body
        assert "quá hạn" not in letter.body

    def test_before_a_new_deadline_older_debts_are_named_too(self, officer, clock):
        clock.set(date(2026, 6, 17))
        assert send_reminders() == 1
        [letter] = mail.outbox
        assert "Nhắc báo cáo quý: 2 báo cáo chưa gửi" in letter.subject
        assert "Hạn gửi: 24/3/2026, đã quá hạn 85 ngày" in letter.body
        assert ReportReminder.objects.get().quarter == 2

    def test_every_officer_of_the_agency_is_told(self, officer, on):
        second = OfficerFactory(agency=officer.agency)
        on(3)
        assert send_reminders() == 2
        assert {letter.to[0] for letter in mail.outbox} == {officer.user.email, second.user.email}

    def test_a_unit_with_an_officer_of_its_own_is_told_itself(self, programme, officer, on):
        own = OfficerFactory(agency__parent=officer.agency)
        task_of(programme, own.agency, content_vi="Việc riêng")
        on(3)
        assert send_reminders() == 2
        bodies = {letter.to[0]: letter.body for letter in mail.outbox}
        assert "Việc riêng" in bodies[own.user.email]
        assert "Việc riêng" not in bodies[officer.user.email]

    def test_who_took_over_an_agency_is_told_of_what_it_left(self, programme, officer, on):
        old = AgencyFactory(
            successor=officer.agency, succession_source="NQ", succeeded_on=date(2026, 3, 20)
        )
        old.confirm_succession(officer.user)
        task_of(programme, old, content_vi="Việc còn lại")
        on(3)
        assert send_reminders() == 1
        assert "Việc còn lại" in mail.outbox[0].body

    def test_a_coordinating_agency_is_told_of_its_part(self, programme, officer, on):
        joint = task_of(programme, AgencyFactory())
        joint.task_agencies.create(agency=officer.agency, role="coordinating")
        on(-7)
        send_reminders()
        assert "(phần việc phối hợp)" in mail.outbox[0].body

    def test_an_officer_who_signed_up_in_english_is_written_to_in_english(self, officer, on):
        Consent.objects.create(user=officer.user, language="en")
        on(3)
        send_reminders()
        [letter] = mail.outbox
        assert letter.subject == "Quarterly reports: 1 not sent yet"
        assert "Due on 24 March 2026, 3 days late" in letter.body

    def test_nobody_is_troubled_without_need(self, programme, on):
        sent, back, closed = (OfficerFactory() for _number in range(3))
        SubmittedReportFactory(task=task_of(programme, sent.agency), agency=sent.agency)
        ReturnedReportFactory(task=task_of(programme, back.agency), agency=back.agency)
        task_of(programme, closed.agency)
        closed.user.is_active = False
        closed.user.save()
        task_of(programme, AgencyFactory())  # that has no officer
        task_of(ProgrammeFactory(is_main=False, last_year=2030), sent.agency)  # asks for nothing
        for days in DAYS:
            on(days)
            assert send_reminders() == 0
        assert mail.outbox == []
        assert not ReportReminder.objects.exists()

    def test_who_comes_to_report_for_an_agency_is_told_then(self, programme, on):
        agency = AgencyFactory()
        task_of(programme, agency)
        on(3)
        assert send_reminders() == 0
        OfficerFactory(agency=agency)
        assert send_reminders() == 1

    def test_the_queries_do_not_grow_with_what_is_owed(
        self, programme, officer, on, django_assert_max_num_queries
    ):
        for _number in range(20):
            task_of(programme, officer.agency)
        on(-7)
        send_reminders()
        with django_assert_max_num_queries(17):
            assert send_reminders() == 0


class TestTheDepartmentsList:
    def test_it_says_who_is_late_by_how_much_and_whom_no_letter_reaches(
        self, client, programme, officer, on
    ):
        silent = AgencyFactory(name_vi="Ủy ban Im Lặng")
        task = task_of(programme, silent)
        for days in (-7, 3, 5):
            on(days)
            send_reminders()
        client.force_login(SuperuserFactory())
        page = read(client.get(LATE))
        late, unreachable = page.section("Sở Siêng Năng"), page.section("Ủy ban Im Lặng")
        assert f"mailto:{officer.user.email}" in late.addresses
        assert "quá hạn 5 ngày" in late
        assert "đã nhắc 2 lần, gần nhất ngày 27/03/2026" in late
        assert (
            f"/chuong-trinh/chuong-trinh-bao-cao/tinh-hinh-bao-cao/{officer.agency.code}/2026-Q1/"
            in late.addresses
        )
        assert "Chưa có tài khoản" not in late
        assert "Chưa có tài khoản" in unreachable
        assert unreachable.links["Thêm cán bộ đầu mối"].endswith(f"?agency={silent.pk}")
        assert "chưa nhắc lần nào" in unreachable
        assert f"nhiệm vụ {task.number}" in unreachable

    def test_before_the_deadline_it_has_only_whom_no_letter_reaches(
        self, client, programme, officer, on
    ):
        task_of(programme, AgencyFactory(name_vi="Ủy ban Im Lặng"))
        on(-3)
        client.force_login(doit_staff())
        page = read(client.get(LATE))
        assert "Sở Siêng Năng" not in page
        assert "sắp đến hạn" in page
        on(-8)
        assert "Không có đơn vị nào quá hạn" in read(client.get(LATE))

    def test_it_waits_on_the_start_page(self, client, programme, officer, on):
        on(1)
        client.force_login(doit_staff())
        waiting = {item.url: item.count for item in client.get("/quan-tri/").context["waiting"]}
        assert waiting[LATE] == 1

    def test_an_officer_gets_neither(self, client, officer, on):
        on(1)
        client.force_login(officer.user)
        assert client.get(LATE).status_code == 403
        assert LATE not in read(client.get("/quan-tri/")).source

    def test_a_stranger_is_asked_to_log_in(self, client):
        assert client.get(LATE).status_code == 302

    def test_it_costs_the_same_however_many_are_late(
        self, client, programme, officer, on, django_assert_num_queries
    ):
        client.force_login(doit_staff())
        on(3)
        send_reminders()
        with django_assert_num_queries(queries := 19):
            client.get(LATE)
        for _number in range(10):
            task_of(programme, OfficerFactory().agency)
            task_of(programme, AgencyFactory())
        send_reminders()
        with django_assert_num_queries(queries):
            assert len(client.get(LATE).context["escalations"]) == 21

    def test_the_record_of_reminders_is_read_and_never_written_by_hand(self, client, officer, on):
        on(3)
        send_reminders()
        client.force_login(SuperuserFactory())
        page = client.get(reverse("admin:programme_reportreminder_changelist"))
        assert "Sở Siêng Năng" in read(page).links
        assert client.get(reverse("admin:programme_reportreminder_add")).status_code == 403
