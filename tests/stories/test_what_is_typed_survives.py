"""What an officer types into a plan or report is on the server within seconds, saved or not."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import TypedForm
from programme.models import AnnualPlan
from tests.factories.plans import AnnualPlanFactory, load_roles, officer_of
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory
from tests.factories.reports import ReportFactory, at_work, known, sent_back, task_of, writer
from tests.pages import read

pytestmark = pytest.mark.django_db
KEEP = reverse("admin:typed")
AGAIN = "chưa lưu còn nguyên bên dưới"


class TestAPlan:
    @pytest.fixture
    def plan(self) -> AnnualPlan:
        load_roles()
        return AnnualPlanFactory()

    @pytest.fixture
    def officer(self, plan):
        return officer_of(plan.agency)

    @pytest.fixture
    def address(self, plan) -> str:
        return reverse("admin:programme_annualplan_change", args=[plan.pk])

    def typed(self, browser, address: str) -> dict:
        """The form with a new text and a line whose amount cannot be read."""
        form = read(browser.get(address)).form("activities")
        return form | {"activities": "Đang gõ dở", "lines-1-amount": "1 tỷ rưỡi"}

    def test_it_comes_back_with_every_mistake_and_the_record_is_as_it_was(
        self, plan, officer, address
    ):
        browser = at_work(officer)
        answer = browser.post(KEEP, self.typed(browser, address))
        assert answer.is_unattended  # so that it prolongs no session
        assert "Đã giữ lúc" in read(answer)
        plan.refresh_from_db()
        assert "Đang gõ" not in plan.activities
        again = at_work(officer).get(address)
        assert AGAIN in read(again)
        assert again.context["adminform"].form["activities"].value() == "Đang gõ dở"
        assert "Dòng dự toán 2 – " in read(again)
        plan.refresh_from_db()
        assert "Đang gõ" not in plan.activities

    def test_saving_it_ends_that(self, plan, officer, address):
        browser = at_work(officer)
        browser.post(KEEP, self.typed(browser, address))
        form = read(browser.get(address)).form("activities") | {"lines-1-amount": "300.000.000"}
        form.pop("give_up_typed", None)
        assert browser.post(address, form).status_code == 302
        plan.refresh_from_db()
        assert plan.activities == "Đang gõ dở"
        assert AGAIN not in read(browser.get(address))

    def test_it_can_be_given_up(self, plan, officer, address):
        browser = at_work(officer)
        browser.post(KEEP, self.typed(browser, address))
        browser.post(address, {"give_up_typed": "1"})
        assert (
            browser.get(address).context["adminform"].form["activities"].value() == plan.activities
        )

    def test_what_is_typed_is_there_after_the_session_has_ended(self, plan, officer, address):
        browser = at_work(officer)
        form = self.typed(browser, address)
        browser.session.flush()
        browser.cookies.clear()
        assert "/login/" in browser.post(address, form)["Location"]
        assert AGAIN in read(at_work(officer).get(address))
        browser.post(KEEP, form | {"activities": "Gõ tiếp"})
        assert "Gõ tiếp" in at_work(officer).get(address).content.decode()

    def test_nothing_is_sent_while_something_else_is_typed(self, plan, officer, address):
        browser = at_work(officer)
        browser.post(KEEP, self.typed(browser, address))
        send = reverse("admin:programme_annualplan_send", args=[plan.pk])
        answer = browser.post(send, read(browser.get(send)).form())
        assert "Bạn đã gõ nội dung mà chưa lưu" in read(answer)
        plan.refresh_from_db()
        assert plan.state == "draft"

    def test_it_is_nobody_elses(self, plan, officer, address):
        browser, colleague = at_work(officer), officer_of(plan.agency)
        form = self.typed(browser, address)
        at_work(colleague).post(KEEP, form)
        browser.post(KEEP, form | {"writer": "giả mạo"})
        assert not TypedForm.objects.exists()
        browser.post(KEEP, form)
        assert AGAIN not in read(at_work(colleague).get(address))


class TestAReport:
    @pytest.fixture
    def report(self, clock):
        clock.set(date(2026, 3, 20))
        agency = AgencyFactory()
        return ReportFactory(task=task_of(ReportingProgrammeFactory(), agency), agency=agency)

    @pytest.fixture
    def officer(self, report):
        return writer(report.agency)

    @pytest.fixture
    def address(self, report) -> str:
        args = [report.task_id, report.agency.code, report.period]
        return reverse("admin:programme_report_write", args=args)

    def test_what_cannot_be_saved_comes_back_too(self, report, officer, address):
        browser = at_work(officer)
        form = sent_back(browser, address) | {"results": "Đang gõ", "progress": "200"}
        browser.post(f"{address}luu-tam/", form)
        assert known(report).results == "Đang gõ"
        again = at_work(officer).get(address)
        assert again.context["writing"].form["progress"].value() == "200"
        assert AGAIN in read(again)
        right = sent_back(browser, address) | {"progress": "70"}
        assert browser.post(address, right).status_code == 302
        assert known(report).progress == 70
        assert AGAIN not in read(browser.get(address))

    def test_what_is_typed_is_there_after_the_session_has_ended(self, report, officer, address):
        browser = at_work(officer)
        form = sent_back(browser, address) | {"results": "Gõ khi hết phiên"}
        browser.cookies.clear()
        assert "/login/" in browser.post(address, form | {"send": "1"})["Location"]
        assert known(report).state == "draft"
        again = at_work(officer).get(address)
        assert again.context["writing"].form["results"].value() == "Gõ khi hết phiên"
        assert known(report).results == report.results
