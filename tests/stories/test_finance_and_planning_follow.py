"""Finance and Planning follow reports and money, and urge agencies (section V.3 b)."""

import io
from datetime import date

import docx
import openpyxl
import pytest
from django.core import mail
from django.test import override_settings
from django.urls import reverse
from django.utils.translation import override

from core import jobs
from core.models import Job
from programme.consolidating.collecting import collect
from programme.models import AgencyReminder, ConsolidatedReport, Report
from programme.supervising.missing import Owed
from programme.supervising.reminding import remind_now
from tests.factories.people import StaffFactory, in_group
from tests.factories.programme import (
    AgencyFactory,
    ConsolidatedReportFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
)
from tests.factories.reports import (
    AcceptedReportFactory,
    ReportFactory,
    ReturnedReportFactory,
    SubmittedReportFactory,
    at_work,
    task_of,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
FINANCE = "Cán bộ Sở Tài chính (thẩm định kinh phí)"
FOLLOWERS = (FINANCE, "Cán bộ theo dõi kế hoạch", "Thành viên Ban Chỉ đạo")
REPORTS = reverse("admin:programme_report_changelist")
REPORTS_FILE = reverse("admin:list_file", args=["programme", "report"])
CONSOLIDATED = reverse("admin:programme_consolidatedreport_changelist")
LATE = reverse("admin:programme_reportreminder_late")
MANY = reverse("admin:programme_agencyreminder_remind_many")
AFTER = date(2026, 4, 2)  # nine days after the first quarter's deadline


@pytest.fixture
def programme(start_data):
    return ReportingProgrammeFactory(is_main=False)


@pytest.fixture
def agency(programme, clock):
    """An agency with an officer that has not reported on the one task that it leads."""
    found = OfficerFactory(agency=AgencyFactory(name_vi="Sở Chậm", code="so-cham")).agency
    task_of(programme, found, content_vi="Hội nghị kết nối", position=1)
    clock.set(AFTER)
    return found


def person(role: str = FINANCE):
    return in_group(StaffFactory(), role)


def report_page(report, name: str = "change") -> str:
    return reverse(f"admin:programme_report_{name}", args=[report.pk])


def rows_of(response) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    return list(book.active.iter_rows(values_only=True))


class TestReports:
    @pytest.mark.parametrize("role", FOLLOWERS)
    def test_sent_and_accepted_ones_are_read_drafts_and_returned_ones_are_not(
        self, programme, role
    ):
        def task():
            return task_of(programme, AgencyFactory())

        sent, accepted = SubmittedReportFactory(task=task()), AcceptedReportFactory(task=task())
        hidden = [ReportFactory(task=task()), ReturnedReportFactory(task=task())]
        reader = at_work(person(role))
        listed = read(reader.get(REPORTS))
        for report in (sent, accepted):
            assert str(report.agency) in listed
            shown = read(reader.get(report_page(report)))
            assert report.results in shown
            assert 'name="accept"' not in shown.source
            assert reader.get(report_page(report, "history")).status_code == 200
        for report in hidden:
            assert str(report.agency) not in listed
            assert reader.get(report_page(report)).status_code == 404

    @pytest.mark.parametrize("role", FOLLOWERS)
    def test_who_follows_decides_and_writes_nothing(self, programme, role):
        report = SubmittedReportFactory(task=task_of(programme, AgencyFactory()))
        reader = at_work(person(role))
        seen = {"seen_version": report.version, "accept": "1"}
        assert reader.post(report_page(report), seen).status_code == 403
        report.refresh_from_db()
        assert report.state == "submitted"
        agencies = reader.get(reverse("admin:programme_report_agencies"))
        assert agencies.status_code == 403

    def test_the_list_is_taken_away_as_its_filters_leave_it(self, programme):
        sent = SubmittedReportFactory(task=task_of(programme, AgencyFactory()))
        AcceptedReportFactory(task=task_of(programme, AgencyFactory()))
        ReportFactory(task=task_of(programme, AgencyFactory()))
        reader = at_work(person())
        assert len(rows_of(reader.get(REPORTS_FILE))) == 1 + 2
        heads, row = rows_of(reader.get(f"{REPORTS_FILE}?state__exact=submitted"))
        assert "Kết quả thực hiện trong quý" in heads
        assert str(sent.agency) in row
        assert "Đã gửi, chờ tiếp nhận" in row
        stranger = at_work(StaffFactory())
        assert stranger.get(REPORTS_FILE).status_code == 403

    def test_an_officer_takes_away_the_own_agencys_reports_alone(self, programme):
        officer = in_group(OfficerFactory().user, "Cán bộ đơn vị")
        SubmittedReportFactory(task=task_of(programme, AgencyFactory()))
        own = SubmittedReportFactory(
            task=task_of(programme, officer.officer.agency), agency=officer.officer.agency
        )
        rows = rows_of(at_work(officer).get(REPORTS_FILE))
        assert len(rows) == 2
        assert str(own.agency) in rows[1]

    def test_a_long_list_is_made_by_the_worker_of_what_may_still_be_seen(
        self, programme, monkeypatch
    ):
        monkeypatch.setattr("core.jobs.AT_ONCE", 1)
        for _number in range(3):
            SubmittedReportFactory(task=task_of(programme, AgencyFactory()))
        who = person()
        reader = at_work(who)
        with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
            page = reader.get(REPORTS_FILE)
            gone = Report.objects.order_by("pk").first()
            gone.return_with("Thiếu số liệu.", StaffFactory())
            jobs.run_job.call(Job.objects.get().pk)
        assert page["Location"] == reverse("admin:job", args=[Job.objects.get().pk])
        file = reader.get(reverse("admin:job_file", args=[Job.objects.get().pk]))
        book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
        assert book.active.max_row == 1 + 2


def test_consolidated_reports_are_read_once_they_are_published(programme):
    draft = ConsolidatedReportFactory(programme=programme)
    public = ConsolidatedReportFactory(programme=programme, number=7, signed_on=date(2026, 4, 1))
    public.store(collect(public), StaffFactory())
    public.publish(StaffFactory())
    reader = at_work(person())

    def page(report: ConsolidatedReport, name: str = "change") -> str:
        return reverse(f"admin:programme_consolidatedreport_{name}", args=[report.pk])

    assert "7/" in read(reader.get(CONSOLIDATED))
    assert (
        len(
            rows_of(
                reader.get(reverse("admin:list_file", args=["programme", "consolidatedreport"]))
            )
        )
        == 2
    )
    assert reader.get(page(public)).status_code == 200
    assert reader.get(page(public, "docx")).status_code == 200
    assert reader.get(page(public, "withdraw")).status_code == 403
    assert reader.get(page(draft, "docx")).status_code == 404
    assert reader.get(page(draft, "history")).status_code == 403
    assert reader.get(page(draft)).status_code == 302


class TestReminding:
    def address(self, programme, agency, query: str = "") -> str:
        args = [programme.slug, agency.code]
        return reverse("admin:programme_agencyreminder_remind", args=args) + query

    def test_a_late_agency_is_reminded_now_once_a_day(self, programme, agency, clock):
        who = person()
        desk = at_work(who)
        page = self.address(programme, agency)
        assert page in desk.get(LATE).content.decode()
        shown = read(desk.get(page))
        officer = agency.officers.get().user
        assert "Hội nghị kết nối" in shown
        assert officer.email in shown
        assert mail.outbox == []

        assert desk.post(page).status_code == 302
        (letter,) = mail.outbox
        assert letter.to == [officer.email]
        assert "Hội nghị kết nối" in letter.body
        reminder = AgencyReminder.objects.get()
        assert (reminder.sent_by, reminder.letters, reminder.on) == (who, 1, AFTER)
        assert reminder.sent_at is not None

        again = read(desk.post(page))
        assert "mỗi ngày chỉ nhắc một lần" in again
        assert len(mail.outbox) == 1
        clock.advance(days=1)
        at_work(who).post(page)
        assert len(mail.outbox) == 2
        log = read(at_work(who).get(reverse("admin:programme_agencyreminder_changelist")))
        assert "Sở Chậm" in log

    def test_the_letter_speaks_its_receivers_language_whoever_sends_it(self, programme, agency):
        with override("en"):
            page = self.address(programme, agency)
        assert at_work(person()).post(page).status_code == 302
        (letter,) = mail.outbox
        assert "Báo cáo quý I năm 2026, nhiệm vụ 1.1" in letter.body
        assert "Báo cáo quý I năm 2026, nhiệm vụ 1.1" in AgencyReminder.objects.get().missing

    def test_an_agency_without_officers_is_never_written_to(self, programme, clock):
        lonely = AgencyFactory(name_vi="Sở Vắng")
        task_of(programme, lonely)
        clock.set(AFTER)
        desk = at_work(person())
        page = self.address(programme, lonely)
        assert "Đơn vị chưa có tài khoản" in read(desk.get(page))
        assert "Đơn vị chưa có tài khoản" in read(desk.post(page))
        assert not AgencyReminder.objects.exists()
        assert mail.outbox == []

    def test_who_owes_nothing_is_not_reminded(self, programme, agency):
        other = OfficerFactory().agency
        desk = at_work(person())
        assert "không còn thiếu gì" in read(desk.post(self.address(programme, other)))
        assert mail.outbox == []

    def test_plans_of_a_year_are_a_matter_of_their_own(self, programme, agency):
        desk = at_work(person("Cán bộ theo dõi kế hoạch"))
        desk.post(self.address(programme, agency))
        plans = self.address(programme, agency, "?nam=2027")
        city = reverse("admin:programme_city_plan") + f"?chuong-trinh={programme.slug}&nam=2027"
        assert plans in desk.get(city).content.decode()
        desk.post(plans)
        assert [each.year for each in AgencyReminder.objects.order_by("pk")] == [None, 2027]
        assert "Kế hoạch, dự toán năm 2027" in mail.outbox[-1].body

    def test_several_agencies_are_reminded_at_once_and_the_others_are_named(
        self, programme, agency, clock
    ):
        late = [OfficerFactory().agency for _number in range(2)]
        for each in late:
            task_of(programme, each)
        nobody = AgencyFactory(name_vi="Sở Vắng")  # has no account
        task_of(programme, nobody)
        who = person()
        remind_now(Owed(programme), late[0], person())
        ticks = [f"{programme.slug}/{each.code}" for each in (agency, *late, nobody)]
        shown = at_work(who).get(LATE).content.decode()
        assert [f'value="{tick}"' in shown for tick in ticks] == [True, False, True, False]
        assert shown.count(" checked") == 0
        assert at_work(who).get(f"{LATE}?chon=tat-ca").content.decode().count(" checked") == 2

        told = read(at_work(who).post(MANY, {"chon": [*ticks, "la/la"]}, follow=True))
        assert "Đã gửi thư nhắc 2 đơn vị (2 thư)." in told
        assert f"1 đơn vị không được nhắc ({late[0]}): Hôm nay đã nhắc" in told
        assert "1 đơn vị không được nhắc (Sở Vắng): Đơn vị chưa có tài khoản" in told
        assert len(mail.outbox) == 3
        by_who = AgencyReminder.objects.filter(sent_by=who)
        assert {each.agency for each in by_who} == {agency, late[1]}
        nothing = read(at_work(who).post(MANY, follow=True))
        assert "Hãy chọn ít nhất một đơn vị" in nothing

    def test_several_are_reminded_of_a_years_plans_on_its_page(self, programme, agency):
        desk = at_work(person("Cán bộ theo dõi kế hoạch"))
        city = reverse("admin:programme_city_plan") + f"?chuong-trinh={programme.slug}&nam=2027"
        form = read(desk.get(f"{city}&chon=tat-ca")).form("chon")
        told = desk.post(f"{MANY}?chuong-trinh={programme.slug}&nam=2027", form)
        assert told["Location"] == city
        assert [each.year for each in AgencyReminder.objects.all()] == [2027]

    @pytest.mark.parametrize("role", ["Cán bộ đơn vị", "Thành viên Ban Chỉ đạo"])
    def test_nobody_else_reminds_or_prints_the_letter(self, programme, agency, role):
        other = at_work(person(role))
        assert other.post(self.address(programme, agency)).status_code == 403
        letter = reverse("admin:programme_agencyreminder_letter", args=[programme.slug])
        assert other.get(letter).status_code == 403
        ticked = {"chon": f"{programme.slug}/{agency.code}"}
        assert other.post(MANY, ticked).status_code == 403
        assert not AgencyReminder.objects.exists()

    def test_queries_do_not_grow_with_agencies(
        self, programme, agency, django_assert_max_num_queries
    ):
        for _number in range(5):
            task_of(programme, OfficerFactory().agency)
        with django_assert_max_num_queries(60):
            remind_now(Owed(programme), agency, person())


class TestLetter:
    def asked(self, *agencies, **fields) -> dict:
        return {
            **{"agencies": [agency.pk for agency in agencies], "agency_name": "SỞ TÀI CHÍNH"},
            **{"place": "Thành phố Hồ Chí Minh", "reply_by": "15/04/2026"},
            **{"signatory_title": "GIÁM ĐỐC", "recipients": "Như trên;\nLưu: VT.", **fields},
        }

    def test_it_lists_what_is_missing_in_official_form(self, programme, agency):
        other = AgencyFactory(name_vi="Sở Vắng")  # without an account: paper reaches it
        task_of(programme, other, content_vi="Đào tạo nhân lực")
        desk = at_work(person())
        page = reverse("admin:programme_agencyreminder_letter", args=[programme.slug])
        assert "SỞ TÀI CHÍNH" in desk.get(page).content.decode()
        answer = desk.post(page, self.asked(agency, other))
        paper = docx.Document(io.BytesIO(answer.content))
        head, missing = paper.tables[0], paper.tables[1]
        assert "Số: ……/……" in head.cell(1, 0).text
        assert "V/v đôn đốc gửi báo cáo quý" in head.cell(1, 0).text
        assert "ngày … tháng … năm …" in head.cell(1, 1).text
        rows = [[cell.text for cell in row.cells] for row in missing.rows]
        assert rows[0] == ["TT", "Đơn vị", "Nội dung chưa gửi", "Hạn gửi"]
        assert {(row[1], row[3]) for row in rows[1:]} == {
            ("Sở Chậm", "24/3/2026"),
            ("Sở Vắng", "24/3/2026"),
        }
        words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
        assert "Kính gửi:" in words
        assert "ngày 15 tháng 4 năm 2026" in words

    def test_a_day_that_is_past_and_an_agency_that_owes_nothing_are_refused(
        self, programme, agency
    ):
        desk = at_work(person())
        page = reverse("admin:programme_agencyreminder_letter", args=[programme.slug])
        late = read(desk.post(page, self.asked(agency, reply_by="01/04/2026")))
        assert "Thời hạn phải là hôm nay hoặc sau hôm nay." in late
        assert (
            desk.post(page, self.asked(AgencyFactory()))
            .headers["Content-Type"]
            .startswith("text/html")
        )
