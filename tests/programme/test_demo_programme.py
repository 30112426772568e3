"""The made-up programme: every state to be seen, marked wherever it appears, in no real figure."""

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import DateTimeField, Max
from django.utils.timezone import localdate

from accounts.models import User
from core.models import LoadedFixture
from portal.management.commands import load_demo
from programme.delivering.owed import Products
from programme.models import (
    Agency,
    AmendmentProposal,
    AnnualPlan,
    Concern,
    Contribution,
    Direction,
    Filing,
    Inspection,
    Measure,
    Programme,
    Report,
    ReportReminder,
    ReportVersion,
    Scheme,
    SchemeOpinion,
    Target,
    Task,
)
from programme.reporting.fulfilment import Timeliness
from programme.reporting.matrix import Compliance
from programme.reporting.obligations import Obligations
from programme.reporting.overdue import escalations
from programme.reporting.reminders import send_reminders
from tests import loading
from tests.factories.people import StaffFactory, in_group
from tests.pages import Page, read

pytestmark = pytest.mark.django_db
HERE = "/chuong-trinh/minh-hoa/"
AGENCIES = 26  # of the real register
DAY = date(2026, 11, 25)


@pytest.fixture
def load(start_data, clock):
    """Load the demo on a day; the made-up programme."""

    def loaded(day: date) -> Programme:
        clock.set(day)
        loading.demo_data(1)()
        return Programme.objects.get(is_demo=True)

    return loaded


@pytest.fixture
def demo(load) -> Programme:
    return load(DAY)


def test_every_state_is_there_to_be_seen(demo):
    total = Compliance(demo).matrix(2025, 2026).total
    assert set(total.counts) == set(Timeliness) - {Timeliness.DUE}
    assert total.afterwards > 5
    states = Counter(Report.objects.values_list("state", flat=True))
    assert set(states) == set(Report.State.values)
    assert ReportReminder.objects.exists()
    assert {bool(each.officers) for each in escalations()} == {True, False}


def test_its_coordinating_agencies_owe_their_sections_from_the_first_quarter_on(demo):
    quarters = list(demo.reported_quarters)[:8]
    owed = Counter(each.quarter for each in Obligations(demo).of(quarters) if each.role != "lead")
    assert set(owed) == set(quarters)


@pytest.mark.parametrize("day", [date(2026, 1, 5), DAY, date(2027, 3, 31)])
def test_it_can_be_loaded_on_any_day_and_begins_the_year_before(load, day):
    programme = load(day)
    assert (programme.first_year, programme.last_year) == (day.year - 1, day.year + 4)
    assert Report.objects.aggregate(last=Max("reported_on"))["last"] <= day
    for report in Report.objects.all():
        report.full_clean()
    judged = [quarter for quarter, _tally in Compliance(programme).trend()]
    assert judged[0].code == f"{programme.first_year}-Q1"
    assert programme.deadline(judged[-1]) < day


def test_all_that_it_writes_would_pass_its_form(demo):
    models = (Programme, Task, Target, Measure, Direction, Concern, Scheme, SchemeOpinion)
    for model in (*models, Filing, Inspection, AmendmentProposal):
        for record in model.objects.all():
            record.full_clean()


def test_the_steps_of_a_report_are_kept_with_what_it_said(demo):
    report = Report.objects.filter(state="returned").get()
    assert [version.event for version in report.versions.all()] == ["submitted", "returned"]
    first = report.versions.first()
    assert first.at == report.submitted_at
    assert first.content["results"] == report.results
    assert first.content["figures"] == {"luot-dao-tao": "140"}
    assert not ReportVersion.objects.filter(report__state="draft").exists()


def test_a_tasks_status_is_what_its_latest_accepted_report_says(demo):
    for task in Task.objects.of(demo):
        told = task.reports.accepted().filter(role="lead").order_by("year", "quarter").last()
        assert task.status == (told.task_status if told else "no_report")


def test_its_agencies_are_those_of_the_register(demo):
    assert Agency.objects.count() == AGENCIES


def test_a_second_run_adds_nothing_and_an_older_database_gets_it(demo, monkeypatch):
    called = []
    monkeypatch.setattr(load_demo, "load_demo_programme", called.append)
    call_command("load_demo")
    assert called == []
    LoadedFixture.objects.filter(name="demo_programme").delete()
    call_command("load_demo")
    assert called == [User.objects.get(username="sct")]


@pytest.mark.parametrize(
    "path",
    [
        *("", "nhiem-vu/", "nhiem-vu/1.1/", "don-vi/skhcn/", "chi-tieu/", "tinh-hinh-bao-cao/"),
        "tinh-hinh-bao-cao/skhcn/2026-Q3/",
    ],
)
def test_every_page_that_shows_it_says_so(client, demo, path):
    assert "Dữ liệu minh họa" in read(client.get(HERE + path)).notices
    assert not read(client.get("/chuong-trinh/chuong-trinh-2019-2025/" + path)).select(
        "notice--demo"
    )


def test_what_leaves_the_portal_says_so_too(client, demo):
    for name in ("nhiem-vu", "tinh-hinh-bao-cao"):
        document = client.get(f"{HERE}{name}.json")
        assert document.json()["programme"]["is_demo"] is True
        assert "mau-qd-ubnd" in document["Content-Disposition"]
    for task in Task.objects.of(demo):
        assert task.content_vi.endswith("(minh họa)")
        assert task.content_en.endswith("(made up)")
    assert not Report.objects.exclude(results__startswith="(Minh họa) ").exists()


def test_it_enters_no_real_figure(client, demo):
    home = client.get("/").context
    assert (home["programme"].number, home["tasks"]) == ("2869/QĐ-UBND", 28)
    assert client.get("/chuong-trinh/chuong-trinh-2019-2025/").context["total"] == 28
    assert client.get("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu.json").json()["count"] == 28
    assert (
        "minh họa" not in read(client.get("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/")).source
    )
    assert (
        len(client.get("/chuong-trinh/chuong-trinh-2019-2025/chi-tieu/").context["results"]) == 11
    )
    assert "MẪU" not in read(client.get("/ty-le-noi-dia-hoa/"))
    title = "Chương trình minh họa 2025–2030 (MẪU/QĐ-UBND)"
    [offered] = read(client.get("/chuong-trinh/chuong-trinh-2019-2025/")).root.xpath(
        ".//li[a[.=$title]]", title=title
    )
    assert Page(offered).select("badge--demo")


def test_the_portal_without_the_decision_does_not_take_it_for_one(client, demo):
    Programme.objects.filter(is_demo=False).update(is_demo=True)
    assert Programme.objects.main() is None
    assert client.get("/chuong-trinh/").status_code == 404
    assert client.get("/chuong-trinh/nhiem-vu/1.1/").status_code == 404
    assert client.get("/").status_code == 200


def times() -> set[tuple]:
    """Every point in time that is stored, with its field and the key of its row."""
    return {
        (field, *row)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, DateTimeField)
        for row in model._base_manager.values_list("pk", field.name)
    }


def test_nothing_of_the_demo_has_happened_in_the_future(start_data, clock):
    before = times()
    clock.set(DAY)
    loading.demo_data(1)()
    added = times() - before
    assert len({field.model for field, _key, _time in added}) > 15
    assert [row for row in added if row[-1] and row[-1] > clock.now] == []


def test_whoever_tries_the_portal_sees_a_reminder_come(load, clock):
    load(DAY)
    clock.set(date(2026, 12, 17))
    assert send_reminders() == 2


def test_the_departments_staff_read_the_record_of_reminders(client, demo):
    client.force_login(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
    page = read(client.get("/quan-tri/programme/reportreminder/"))
    assert "Ban Quản lý các Khu chế xuất" in page
    client.force_login(in_group(StaffFactory(), "Cán bộ đơn vị"))
    assert client.get("/quan-tri/programme/reportreminder/").status_code == 403


def test_plans_stand_at_every_step_and_add_up(demo):
    plans = AnnualPlan.objects.filter(task__group__programme=demo)
    this_year = localdate().year
    assert {made.state for made in plans.filter(year=this_year)} == {"received"}
    assert {made.state for made in plans.filter(year=this_year + 1)} == {
        *("draft", "returned", "sent", "appraised", "approved", "received")
    }
    given = Contribution.objects.filter(line__plan__in=plans)
    assert given.values("contributor").distinct().count() == 3
    assert given.exclude(withdrawn_at=None).count() == 2
    paid = [line for made in plans.filter(year=this_year) for line in made.lines.all()]
    assert all(0 < line.disbursed < line.allocated < line.approved for line in paid)


def test_what_takes_part_ask_of_one_another_is_there_in_its_states(client, demo):
    """Each record is of the made-up programme, says so, and was taken there by demo people."""
    expected = {
        Direction: {"open": 2, "answered": 1, "closed": 1},
        Concern: {"raised": 1, "answered": 1, "decided": 1},
        Scheme: {"sent": 1, "commented": 1, "approved": 1},
        Filing: {"confirmed": 4, "returned": 1, "filed": 1},
        Inspection: {"open": 1, "closed": 1},
        AmendmentProposal: {"consulting": 1},
    }
    for model, states in expected.items():
        records = list(model.objects.all())
        assert Counter(record.state for record in records) == states
        assert all("(minh họa)" in " ".join(map(str, vars(each).values())) for each in records)
    hands = User.objects.filter(pk__in=Scheme.history.values("history_user"))
    assert hands.exists()
    assert not hands.filter(is_demo=False).exists()
    assert any(product.is_missing(DAY) for product in Products(demo).owed())
    page = read(client.get(f"{HERE}nhiem-vu/2.1/"))
    assert "Đề án tư vấn IATF 16949 (minh họa)" in page


def test_whoever_tries_finance_finds_plans_waiting(client, demo):
    client.force_login(User.objects.get(username="stc"))
    waiting = client.get("/quan-tri/").context["waiting"]
    found = {each.label: each for each in waiting}
    assert set(found) == {"Dự toán chờ thẩm định", "Đơn vị cần đôn đốc báo cáo quý"}
    to_appraise = found["Dự toán chờ thẩm định"]
    assert len(client.get(to_appraise.url).context["cl"].result_list) == to_appraise.count == 2
