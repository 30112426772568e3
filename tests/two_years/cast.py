"""A programme with five agencies, and what their officers and the offices around them do.

Each act goes through the page on which that person does it, in a browser of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from portal.management.commands.load_data import load
from programme.models import Agency, AnnualPlan, Report, Task
from programme.periods import Period
from tests.factories.plans import COMMITTEE, DOIT, FINANCE, MONITOR, member, officer_of, scan
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory, TargetFactory
from tests.factories.reports import MeasureFactory, at_work, sent_back, task_of
from tests.pages import read
from tests.planning import lines, step
from tests.reporting import ReportForms

ROLES = (
    *("0200_groups", "0210_reports", "0220_compliance", "0230_plans", "0245_targets_roles"),
    "0250_consolidated_reports",
)
DECISION = {"decision_number": "4150/QĐ-UBND", "decision_on": "15/7/2026"}


@dataclass
class AgencyDesk:
    """Where an agency's officers work; `duties` are the tasks on which it reports, by number."""

    agency: Agency
    officers: list[User]
    duties: dict[str, Task] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.agency.name_vi

    @property
    def browser(self) -> Client:
        return at_work(self.officers[0])

    def leads(self, number: str) -> bool:
        return self.duties[number].leads == [self.agency]


class Cast:
    """The programme from 2026 on, its agencies, and the offices that they have to do with."""

    def __init__(self, contents: Iterable[str]) -> None:
        for name in ROLES:
            load(settings.BASE_DIR / "fixtures" / f"{name}.json")
        self.programme = ReportingProgrammeFactory()
        self.quarters = [each for each in self.programme.reported_quarters if each.year <= 2027]
        self.science = _desk("skhcn", "Sở Khoa học và Công nghệ")
        self.park = _desk("khu-cnc", "Ban Quản lý Khu công nghệ cao")
        self.education = _desk("sgddt", "Sở Giáo dục và Đào tạo")
        self.institute = _desk("vien-ncpt", "Viện Nghiên cứu phát triển")
        self.silent = _desk("sxd", "Sở Xây dựng", officers=2)
        self.desks = [self.science, self.park, self.education, self.institute, self.silent]
        self.department, self.finance = member(DOIT), member(FINANCE)
        self.monitor, self.committee = member(MONITOR), member(COMMITTEE)
        self._give_tasks(contents)

    def _give_tasks(self, contents: Iterable[str]) -> None:
        """Each agency leads one of the tasks 1.1 to 1.5; two also join in another's."""
        for position, (desk, content) in enumerate(zip(self.desks, contents, strict=True), 1):
            task = task_of(self.programme, desk.agency, position=position, content_vi=content)
            desk.duties[task.number] = task
        for desk, number, lead in (
            (self.science, "1.2", self.park),
            (self.institute, "1.3", self.education),
        ):
            desk.duties[number] = lead.duties[number]
            desk.duties[number].task_agencies.create(agency=desk.agency, role="coordinating")
        target = {"name_vi": "Doanh nghiệp áp dụng", "minimum": 60, "maximum": 60}
        target = TargetFactory(programme=self.programme, **target)
        self.measure = MeasureFactory(programme=self.programme, target=target)

    def said(self, desk: AgencyDesk, number: str, quarter: Period) -> dict:
        """What an agency tells of a task; each quarter a lead is ten per cent further."""
        place = self.quarters.index(quarter) + 1
        told = {"results": results(desk, quarter)}
        if desk.leads(number):
            told |= {"task_status": "in_progress", "progress": 10 * place}
        if number == "1.1":
            told[f"figure_{self.measure.pk}"] = 10 + place
        if desk is self.park:
            told |= {"difficulties": "Thiếu kinh phí.", "proposals": "Bổ sung kinh phí."}
        return told

    def reports(self, desk: AgencyDesk, quarter: Period) -> None:
        """An officer fills in the form of each report that the agency owes, and sends it."""
        for number in desk.duties:
            self.writes(desk, number, quarter, self.said(desk, number, quarter))

    def writes(self, desk: AgencyDesk, number: str, quarter: Period, told: dict) -> None:
        args = [desk.duties[number].pk, desk.agency.code, quarter]
        browser, address = desk.browser, reverse("admin:programme_report_write", args=args)
        filled = sent_back(browser, address) | told | {"send": "1"}
        assert browser.post(address, filled).status_code == 302
        assert self.report(desk, number, quarter).state == "submitted"

    def hands_in_a_spreadsheet(self, desk: AgencyDesk, quarter: Period) -> None:
        """An officer fills in the quarter's form offline, uploads it, looks, and sends all."""
        sheet = ReportForms(desk.browser, desk.agency, self.programme, quarter)
        for row, number in enumerate(sorted(desk.duties), 1):
            told = self.said(desk, number, quarter)
            if "task_status" in told:
                told["task_status"] = "Đang thực hiện"
            sheet.fill(row, **told)
        done = read(sheet.confirm("send"))
        assert f"Đã gửi {len(desk.duties)} báo cáo." in done.notices

    def report(self, desk: AgencyDesk, number: str, quarter: Period) -> Report:
        key = {"year": quarter.year, "quarter": quarter.number}
        return Report.objects.get(task=desk.duties[number], agency=desk.agency, **key)

    def decides(self, report: Report, verb: str, remark: str = "") -> None:
        """The Department takes a report in, sends it back, or opens it again."""
        address = reverse("admin:programme_report_change", args=[report.pk])
        seen = {verb: "1", "seen_version": report.version, "remark": remark}
        assert at_work(self.department).post(address, seen).status_code == 302

    def takes_in_what_waits(self) -> None:
        """The Department works off its queue."""
        queue = reverse("admin:programme_report_changelist")
        listed = at_work(self.department).get(queue, {"state__exact": "submitted"})
        for report in listed.context["cl"].result_list:
            self.decides(report, "accept")

    def plans(self, desk: AgencyDesk, *rows: tuple[str, str, str], **more) -> None:
        """An officer writes next year's plan and budget of the task that the agency leads."""
        listed = desk.browser.get(reverse("admin:programme_annualplan_changelist"))
        to_begin = listed.context["to_begin"]
        work = next(value for value, label in to_begin if label.endswith("(Chủ trì)"))
        data = {"year": localdate().year + 1, "work": work, "activities": "Quý II: tổ chức."}
        address = reverse("admin:programme_annualplan_add")
        assert desk.browser.post(address, data | lines(*rows) | more).status_code == 302

    def plan(self, desk: AgencyDesk) -> AnnualPlan:
        return AnnualPlan.objects.get(agency=desk.agency)

    def takes(self, who: User, desk: AgencyDesk, name: str, **data) -> None:
        """Somebody takes a step with the agency's plan."""
        answer = step(at_work(who), self.plan(desk), name, **data)
        assert answer.status_code == 302, answer.context["form"].errors

    def appraisal(self, desk: AgencyDesk, other: dict[str, int], reason: str = "") -> dict:
        """What Finance types: of each line what was asked for, but for some by their activity."""
        typed = {
            "appraisal_number": "1234/STC-HCSN",
            "appraisal_on": f"{localdate():%d/%m/%Y}",
            "file": scan(),
        }
        for line in self.plan(desk).lines.all():
            typed[f"amount-{line.pk}"] = other.get(line.activity, line.amount)
            typed[f"reason-{line.pk}"] = reason
        return typed

    def approval(self, desk: AgencyDesk, other: dict[str, int]) -> dict:
        """What the Department types of the City's decision: what was appraised, but for some."""
        amounts = {
            f"amount-{line.pk}": other.get(line.activity, line.appraised)
            for line in self.plan(desk).lines.all()
        }
        return DECISION | {"file": scan()} | amounts

    def pays(self, who: User, desk: AgencyDesk, activity: str, kind: str, amount: int) -> None:
        """Somebody writes down that a line of the agency's budget was given money, or spent it."""
        line = self.plan(desk).lines.get(activity=activity)
        data = {"line": line.pk, "kind": kind, "amount": amount, "source": "Lệnh chi"}
        self.takes(who, desk, "pay", **data, on=f"{localdate():%d/%m/%Y}")


def _desk(code: str, name: str, officers: int = 1) -> AgencyDesk:
    agency = AgencyFactory(code=code, name_vi=name)
    return AgencyDesk(agency, [officer_of(agency) for _number in range(officers)])


def results(desk: AgencyDesk, quarter: Period) -> str:
    return f"{desk.name} đã làm trong {quarter}."
