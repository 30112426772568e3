"""Reports are closed by default: for each thing somebody may do, the twin who may not."""

from datetime import date

import pytest
from django.urls import reverse

from programme.models import Report
from programme.periods import Period
from tests.factories.people import StaffFactory, UserFactory, allowed
from tests.factories.programme import AgencyFactory, OfficerFactory, ReportingProgrammeFactory
from tests.factories.reports import (
    AcceptedReportFactory,
    ReportFactory,
    ReturnedReportFactory,
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
Q1 = Period.read("2026-Q1")
RIGHTS = ("programme.view_report", "programme.change_report")


@pytest.fixture
def agency(clock):
    clock.set(date(2026, 3, 22))
    return AgencyFactory()


@pytest.fixture
def report(agency) -> Report:
    return SubmittedReportFactory(task=task_of(ReportingProgrammeFactory(), agency), agency=agency)


@pytest.fixture
def draft(report) -> Report:
    return ReportFactory(task=task_of(report.task.programme, report.agency), agency=report.agency)


def pages(report: Report) -> list[str]:
    """Every page about one report or its agency, by address."""
    written = [report.task_id, report.agency.code, report.period]
    sheet = [report.agency.code, report.task.programme.slug, report.period]
    old = [report.pk, report.history.first().pk]
    addresses = [
        *(("report_write", written), ("report_agency", [report.agency.code])),
        *(("report_sheet", sheet), ("report_sheet_file", sheet)),
        *(("report_change", [report.pk]), ("report_versions", [report.pk])),
        *(("report_history", [report.pk]), ("report_simple_history", old)),
    ]
    return [reverse(f"admin:programme_{name}", args=args) for name, args in addresses]


def strangers() -> dict:
    officer_without_rights = OfficerFactory().user
    return {
        "officer of another agency": writer(),
        "staff without rights": StaffFactory(),
        "officer without rights to reports": officer_without_rights,
        "staff with rights and no agency": allowed(StaffFactory(), *RIGHTS),
    }


def test_the_agencys_officer_opens_every_page(report, draft):
    client = at_work(writer(report.agency))
    assert {client.get(path).status_code for path in pages(draft)} == {200}
    answers = [client.get(path).status_code for path in pages(report)]
    assert answers == [302, *[200] * 7], "what is sent is read, not written"


def test_strangers_open_none(report, draft):
    for who, user in strangers().items():
        client = at_work(user)
        for path in [*pages(report), *pages(draft)]:
            answer = client.get(path)
            assert answer.status_code in {403, 404}, (who, path)


def test_an_account_outside_the_back_office_is_sent_to_its_door(report):
    client = at_work(UserFactory())
    for path in pages(report):
        assert client.get(path).url.startswith(reverse("admin:login"))
        assert client.get(path, follow=True).status_code == 403


def test_strangers_write_nothing(report, draft):
    for user in strangers().values():
        client = at_work(user)
        for path in pages(draft):
            sent = client.post(path, {"results": "Đè", "seen_version": draft.version, "send": "1"})
            assert sent.status_code in {403, 404, 405}, path
    assert known(draft).results == draft.results
    assert Report.objects.count() == 2


def test_officers_of_the_body_above_write_for_a_unit(report):
    unit = AgencyFactory(parent=report.agency)
    task = task_of(report.task.programme, unit)
    address = reverse("admin:programme_report_write", args=[task.pk, unit.code, Q1])
    assert at_work(writer(report.agency)).get(address).status_code == 200
    assert at_work(writer(AgencyFactory(parent=report.agency))).get(address).status_code == 403


def test_officers_come_from_the_list_to_their_own_page(report):
    queue = reverse("admin:programme_report_changelist")
    client = at_work(writer(report.agency))
    page = client.get(queue, follow=True)
    assert page.redirect_chain[-1][0] == pages(report)[1]
    lost = at_work(allowed(StaffFactory(), *RIGHTS)).get(queue, follow=True)
    assert "chưa gắn với đơn vị nào" in read(lost)


def test_the_department_sees_what_is_sent_and_no_drafts_in_its_queue(report, draft):
    page = at_work(department()).get(reverse("admin:programme_report_changelist"))
    assert [each.pk for each in page.context["cl"].result_list] == [report.pk]


@pytest.mark.parametrize(
    ("verb", "make"),
    [
        ("accept", SubmittedReportFactory),
        ("return", SubmittedReportFactory),
        ("unlock", AcceptedReportFactory),
    ],
)
def test_only_the_department_decides(agency, verb, make):
    report = make(task=task_of(ReportingProgrammeFactory(), agency), agency=agency)
    address = reverse("admin:programme_report_change", args=[report.pk])
    word = {verb: "1", "remark": "Lý do", "seen_version": report.version}
    assert at_work(writer(agency)).post(address, word).status_code == 403
    assert known(report).state == report.state
    assert at_work(department()).post(address, word).status_code == 302
    assert known(report).state != report.state


def test_a_decision_needs_a_verb_and_the_version_that_was_seen(report):
    address = reverse("admin:programme_report_change", args=[report.pk])
    client = at_work(department())
    assert client.post(address, {"seen_version": report.version}).status_code == 403
    stale = client.post(address, {"accept": "1", "seen_version": report.version - 1})
    assert "Báo cáo đã đổi sau khi bạn mở trang" in read(stale).non_field_errors
    assert known(report).state == "submitted"


def test_nobody_adds_or_deletes_a_report_by_the_admin_itself(report):
    client = at_work(department())
    for name, args in (("add", []), ("delete", [report.pk])):
        address = reverse(f"admin:programme_report_{name}", args=args)
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert Report.objects.exists()


def test_an_unknown_report_or_agency_is_missing(report):
    client = at_work(department())
    for address in ("programme/report/9999999/change/", "programme/report/x/change/"):
        assert client.get(f"/quan-tri/{address}").status_code == 404
    assert client.get("/quan-tri/programme/report/don-vi/khong-co/").status_code == 404


class TestEvidence:
    """Files come out for those who see their report, and for nobody else."""

    @pytest.fixture
    def file(self, agency) -> str:
        report = ReturnedReportFactory(
            task=task_of(ReportingProgrammeFactory(), agency), agency=agency
        )
        row = report.evidence.create(title="Biên bản họp", file=document())
        return reverse("admin:programme_report_evidence", args=[row.pk])

    def test_for_the_agency_and_the_department(self, agency, file):
        for user in (writer(agency), department()):
            answer = at_work(user).get(file)
            assert answer.status_code == 200
            assert 'filename="bien-ban-hop.pdf"' in answer["Content-Disposition"]
            assert "no-store" in answer["Cache-Control"]

    def test_for_nobody_else(self, client, file):
        assert client.get(file).status_code == 302, "to the log-in"
        for user in strangers().values():
            assert at_work(user).get(file).status_code in {403, 404}
