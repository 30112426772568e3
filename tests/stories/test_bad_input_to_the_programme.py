"""Bad input to what runs the programme: told at its place, in the reader's words, nothing lost.

What the report's form, its spreadsheet and the plan's form do with it stands in their own stories:
test_agencies_report_each_quarter, test_reports_in_a_spreadsheet, test_a_report_stops_being_owed,
test_two_officers_write_one_report, test_a_budget_goes_through_finance. Here are the other ways in.
"""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import AnnualPlan, ConsolidatedReport, MeasureValue, Officer
from programme.periods import Period
from tests.backoffice import form_of
from tests.factories.people import StaffFactory, allowed
from tests.factories.plans import (
    DOIT,
    FINANCE,
    AnnualPlanFactory,
    load_roles,
    member,
    officer_of,
    plan_in,
    scan,
)
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    OfficerFactory,
    ProgrammeFactory,
    ReportingProgrammeFactory,
    TargetFactory,
    doit_staff,
)
from tests.factories.reports import (
    MeasureFactory,
    SubmittedReportFactory,
    at_work,
    department,
    document,
    known,
    task_of,
    writer,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
NO_DAY = "31/02/2026"


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Cũ")


@pytest.fixture
def doit():
    return at_work(department())


def merge_away(agency) -> None:
    agency.successor, agency.succession_source = AgencyFactory(name_vi="Sở Mới"), "Nghị quyết"
    agency.confirm_succession(StaffFactory())


def change(record) -> str:
    return reverse(f"admin:programme_{record._meta.model_name}_change", args=[record.pk])


def step(plan: AnnualPlan, name: str) -> str:
    return reverse(f"admin:programme_annualplan_{name}", args=[plan.pk])


def assert_typed_stays(response, *typed: str, told: str = "") -> None:
    """That a page which refuses something says so and still holds what was typed."""
    page = read(response)
    assert response.status_code in {200, 409}
    assert told in " ".join(page.errors.values())
    held = page.form().values() if page.buttons else page.text
    assert [words for words in typed if words not in held] == []


class TestFiguresAsText:
    def test_in_the_form_of_a_report_it_stays_in_its_field(self, programme, agency, clock):
        clock.set(date(2026, 3, 20))
        task, measure = task_of(programme, agency, position=1), MeasureFactory(programme=programme)
        args = [task.pk, agency.code, Period.read("2026-Q1")]
        address = reverse("admin:programme_report_write", args=args)
        data = {"results": "Đã họp.", f"figure_{measure.pk}": "hai trăm"}
        page = at_work(writer(agency)).post(address, data)
        assert_typed_stays(page, "hai trăm", "Đã họp.", told="Hãy ghi một số, ví dụ 1.234,5.")

    def test_a_typed_result_is_told_and_stays(self, programme, doit):
        measure = MeasureFactory(programme=programme)
        wrong = {"values-0-year": "2026", "values-0-value": "hai trăm", "values-0-source": "BC 1"}
        sent = form_of(doit, change(measure)) | {"values-TOTAL_FORMS": 1} | wrong
        page = doit.post(change(measure), sent)
        assert_typed_stays(page, "hai trăm", told="Hãy ghi một số, ví dụ 1.234,5.")
        assert not MeasureValue.objects.exists()

    def test_a_typed_result_is_read_as_it_is_written_here(self, programme, doit):
        task_of(programme, position=1)
        measure = MeasureFactory(programme=programme)
        right = {"values-0-year": "2026", "values-0-value": "1.234,5"}
        right |= {"values-0-source": "BC 1"}
        sent = form_of(doit, change(measure)) | {"values-TOTAL_FORMS": 1} | right
        page = doit.post(change(measure), sent)
        assert page.status_code == 302, page.context["errors"]
        assert MeasureValue.objects.get().value == 1234.5
        assert read(doit.get(change(measure))).form()["values-0-value"] == "1234,5"

    @pytest.mark.parametrize(
        ("field", "label"), [("minimum", "Mức thấp nhất"), ("maximum", "Mức cao nhất")]
    )
    def test_a_level_of_a_target_is_told_and_stays(self, programme, doit, field, label):
        target = TargetFactory(programme=programme)
        page = doit.post(change(target), form_of(doit, change(target)) | {field: "nhiều"})
        assert read(page).errors[label] == "Hãy ghi một số, ví dụ 1.234,5."
        assert_typed_stays(page, "nhiều")

    @pytest.mark.parametrize(("name", "state"), [("appraise", "sent"), ("approve", "appraised")])
    def test_an_amount_of_a_step_is_told_and_stays(self, agency, name, state):
        load_roles()
        plan = plan_in(state, agency=agency)
        first, second = plan.lines.all()
        client = at_work(member(FINANCE if name == "appraise" else DOIT))
        data = {f"amount-{first.pk}": "một tỷ", f"amount-{second.pk}": "5.000"}
        page = client.post(step(plan, name), data | {"seen_version": plan.version})
        assert "Hãy ghi số tiền bằng đồng" in str(page.context["form"].errors[f"amount-{first.pk}"])
        assert_typed_stays(page, "một tỷ", "5.000")


class TestAPeriodThatIsNotDue:
    def test_a_filled_sheet_is_refused_with_words(self, programme, agency, clock):
        clock.set(date(2026, 3, 20))
        args = [agency.code, programme.slug, Period.read("2026-Q2")]
        address = reverse("admin:programme_report_sheet", args=args)
        page = at_work(writer(agency)).post(address, {}, follow=True)
        assert "báo cáo viết được từ ngày 15/6/2026" in read(page).notices

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            ("2031-Q1", "Chương trình kéo dài từ năm 2026 đến năm 2030."),
            ("2025", "Chương trình kéo dài từ năm 2026 đến năm 2030."),
            ("2026-Q3", "Kỳ này chưa bắt đầu."),
        ],
    )
    def test_a_consolidated_report_is_told_at_its_period(self, programme, clock, code, reason):
        clock.set(date(2026, 3, 20))
        rights = [f"programme.{verb}_consolidatedreport" for verb in ("view", "add", "change")]
        client = at_work(allowed(StaffFactory(), *rights))
        add = reverse("admin:programme_consolidatedreport_add")
        data = {"programme": programme.pk, "period_code": code, "assessment": "Nhận định của Sở."}
        page = client.post(add, form_of(client, add) | data)
        assert read(page).errors["Kỳ báo cáo"] == reason
        assert_typed_stays(page, code, "Nhận định của Sở.")
        assert not ConsolidatedReport.objects.exists()

    def test_a_plan_for_a_year_without_work_keeps_what_was_typed(self, agency):
        load_roles()
        plan = AnnualPlanFactory(agency=agency)
        client = at_work(officer_of(agency))
        add = reverse("admin:programme_annualplan_add")
        work = client.get(add).context["adminform"].form.fields["work"].choices[1][0]
        typed = {"year": plan.year + 7, "work": work, "activities": "Đã gõ nhiều.", **no_lines()}
        page = client.post(add, typed)
        (told,) = page.context["adminform"].form.errors["year"]
        assert told == "Hãy chọn một năm trong danh sách."
        assert_typed_stays(page, "Đã gõ nhiều.")


def no_lines() -> dict:
    return {"lines-TOTAL_FORMS": 0, "lines-INITIAL_FORMS": 0}


class TestTwoOnOneReport:
    """The Department's word, while a colleague has just said another."""

    @pytest.fixture
    def report(self, programme, agency):
        return SubmittedReportFactory(task=task_of(programme, agency), agency=agency)

    @pytest.mark.parametrize("colleague", ["return_with", "accept"])
    def test_the_remark_is_not_lost(self, doit, report, colleague):
        seen = report.version
        getattr(known(report), colleague)(
            *(["Thiếu số liệu."] if colleague == "return_with" else []), StaffFactory()
        )
        word = {"return": "1", "remark": "Ý kiến đã gõ dài.", "seen_version": seen}
        page = doit.post(change(report), word)
        assert_typed_stays(page, "Ý kiến đã gõ dài.", told="Báo cáo đã đổi sau khi bạn mở trang.")
        assert_typed_stays(page, "Ý kiến đã gõ dài.", told=f"đã sửa “{report}” lúc")
        assert known(report).remark != "Ý kiến đã gõ dài."


class TestLinesThatDoNotAddUp:
    @pytest.mark.parametrize(("name", "state"), [("appraise", "sent"), ("approve", "appraised")])
    def test_are_told_at_the_total_and_stay(self, agency, name, state):
        load_roles()
        plan = plan_in(state, agency=agency)
        first, second = plan.lines.all()
        client = at_work(member(FINANCE if name == "appraise" else DOIT))
        data = {f"amount-{first.pk}": "1.000", f"amount-{second.pk}": "2.000"}
        data |= {"stated_total": "4.000", "seen_version": plan.version}
        data |= {f"reason-{row.pk}": "Theo định mức" for row in (first, second)}
        data |= {"decision_number": "1/QĐ-UBND", "decision_on": f"{localdate():%d/%m/%Y}"}
        data |= {"appraisal_number": "1/STC", "appraisal_on": f"{localdate():%d/%m/%Y}"}
        data |= {"file": scan()}
        page = client.post(step(plan, name), data)
        errors = page.context["form"].errors
        assert list(errors) == ["stated_total"]
        assert errors["stated_total"] == ["Tổng các dòng là 3.000 đồng, khác số ghi ở đây."]
        assert_typed_stays(page, "1.000", "2.000", "4.000")
        plan.refresh_from_db()
        assert plan.state == state


class TestThe31stOfFebruary:
    def test_in_the_form_of_a_report_it_stays_in_its_field(self, agency):
        task = task_of(ProgrammeFactory(is_main=False), agency)
        args = [task.pk, agency.code, Period.read("2021-Q2")]
        address = reverse("admin:programme_report_write", args=args)
        page = at_work(writer(agency)).post(address, {"results": "Đã họp.", "reported_on": NO_DAY})
        assert_typed_stays(page, NO_DAY, "Đã họp.", told="Ngày không có trong lịch.")

    @pytest.mark.parametrize(
        ("name", "state", "field"),
        [
            ("receive", "approved", "received_on"),
            ("pay", "received", "on"),
            ("approve", "appraised", "decision_on"),
        ],
    )
    def test_in_a_step_of_a_plan(self, agency, name, state, field):
        load_roles()
        plan = plan_in(state, agency=agency)
        data = {field: NO_DAY, "source": "Lệnh chi 12", "seen_version": plan.version}
        page = at_work(member(DOIT)).post(step(plan, name), data)
        (told,) = page.context["form"].errors[field]
        assert told.startswith("Không có ngày này.")
        assert_typed_stays(page, NO_DAY)

    @pytest.mark.parametrize(
        ("make", "field"),
        [
            (ReportingProgrammeFactory, "signed_on"),
            (AmendmentFactory, "signed_on"),
            (AmendmentFactory, "effective_on"),
            (AgencyFactory, "succeeded_on"),
        ],
    )
    def test_in_the_register(self, make, field):
        staff = doit_staff()
        rights = [f"programme.{verb}_amendment" for verb in ("view", "change")]
        client, record = at_work(allowed(staff, *rights)), make()
        page = client.post(change(record), form_of(client, change(record)) | {field: NO_DAY})
        assert page.context["adminform"].form.errors[field] == ["Nhập một ngày hợp lệ."]
        assert_typed_stays(page, NO_DAY)

    def test_in_a_consolidated_report(self, programme):
        rights = [f"programme.{verb}_consolidatedreport" for verb in ("view", "add", "change")]
        client = at_work(allowed(StaffFactory(), *rights))
        add = reverse("admin:programme_consolidatedreport_add")
        data = {"programme": programme.pk, "period_code": "2026-Q1", "signed_on": NO_DAY}
        page = client.post(add, form_of(client, add) | data)
        assert page.context["adminform"].form.errors["signed_on"] == ["Nhập một ngày hợp lệ."]
        assert_typed_stays(page, NO_DAY)


class TestAnAgencyThatWasMergedAway:
    def test_its_officers_spreadsheet_is_told(self, programme, agency, clock):
        clock.set(date(2026, 3, 20))
        task_of(programme, agency)
        client = at_work(writer(agency))
        args = [agency.code, programme.slug, Period.read("2026-Q1")]
        file = client.get(reverse("admin:programme_report_sheet_file", args=args)).content
        merge_away(agency)
        address = reverse("admin:programme_report_sheet", args=args)
        page = client.post(address, {"file": document("bao-cao.xlsx", file)}, follow=True)
        assert "Sở Cũ đã được Sở Mới kế thừa" in read(page).notices
        assert "Các cột đã khác" not in read(page)

    def test_its_officers_plan_comes_back_with_the_reason(self, agency):
        load_roles()
        plan = AnnualPlanFactory(agency=agency)
        client = at_work(officer_of(agency))
        typed = form_of(client, change(plan)) | {"activities": "Bản của tôi"}
        typed |= {"lines-0-amount": "777.000"}
        merge_away(agency)
        page = client.post(change(plan), typed)
        assert_typed_stays(page, "Bản của tôi", "777.000", told="Sở Cũ đã được Sở Mới kế thừa")
        plan.refresh_from_db()
        assert (plan.activities == "Bản của tôi", plan.sums.planned) == (False, 1_800_000_000)
        assert client.get(change(plan)).status_code == 403
        for name in ("send", "delete"):
            sent = {"seen_version": plan.version, "post": "yes"}
            assert client.post(step(plan, name), sent).status_code == 403, name
        assert AnnualPlan.objects.get().state == "draft"

    def test_its_officers_new_plan_comes_back_with_the_reason(self, agency):
        load_roles()
        AnnualPlanFactory(agency=agency)
        client = at_work(officer_of(agency))
        add = reverse("admin:programme_annualplan_add")
        work = client.get(add).context["adminform"].form.fields["work"].choices[1][0]
        merge_away(agency)
        typed = {"year": localdate().year, "work": work, "activities": "Đã gõ nhiều."}
        page = client.post(add, typed | no_lines())
        (told,) = page.context["adminform"].form.errors["work"]
        assert "Sở Cũ đã được Sở Mới kế thừa" in told
        assert_typed_stays(page, "Đã gõ nhiều.")
        assert AnnualPlan.objects.count() == 1

    @pytest.mark.parametrize("existing", [True, False])
    def test_nobody_becomes_its_officer(self, agency, existing):
        client, person = at_work(doit_staff()), StaffFactory()
        if existing:
            officer = OfficerFactory(user=person)
            address = change(officer)
        else:
            address = reverse("admin:programme_officer_add")
        merge_away(agency)
        page = client.post(address, {"user": person.pk, "agency": agency.pk})
        (told,) = page.context["adminform"].form.errors["agency"]
        assert told == "Đơn vị này đã được Sở Mới kế thừa. Hãy chọn đơn vị kế thừa."
        assert not Officer.objects.filter(agency=agency).exists()
