"""What happens in the two years, and when: the worker each morning, then who is to act that day."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.core import mail
from django.core.management import call_command
from django.test import Client

from programme.periods import Period
from tests.conftest import Clock
from tests.factories.reports import at_work
from tests.pages import read
from tests.planning import step
from tests.two_years.cast import AgencyDesk, Cast

START, COMMITTEE = "/quan-tri/", "/quan-tri/ban-chi-dao/"
# Days after a deadline: of the reminders, those beside them, and the end of what can be made up.
AROUND = {-8, -7, -6, -2, -1, 0, 2, 3, 4, 9, 10, 11, 30, 31}
# The quarters for which a report was sent back, and for which one was late.
RETURNED, LATE = Period.read("2026-Q2"), Period.read("2027-Q2")
CORRECTED = "Đã đào tạo 45 học viên."
ADVICE, PAPERS = "Thuê chuyên gia tư vấn", "Biên soạn tài liệu"
CONFERENCE, SURVEY = "Tổ chức hội nghị", "Khảo sát doanh nghiệp"


class Life:
    """The programme's days one after another: the worker in the morning, then who is to act."""

    def __init__(self, clock: Clock, cast: Cast) -> None:
        self.clock = clock
        self.deadlines = [cast.programme.deadline(quarter) for quarter in cast.quarters]
        self.agenda: dict[date, list[Callable[[], object]]] = defaultdict(list)
        self.letters: list[tuple[date, str]] = []

    def on(self, day: date, act: Callable[..., object], *args, **kwargs) -> None:
        self.agenda[day].append(lambda: act(*args, **kwargs))

    def go_to(self, last: date) -> None:
        while self.clock.day < last:
            self.clock.advance(days=1)
            if self.may_be_reminded:
                self._send_reminders()
            for act in self.agenda.pop(self.clock.day, []):
                act()
            self.letters += [(self.clock.day, *letter.to) for letter in mail.outbox]
            mail.outbox.clear()

    @property
    def may_be_reminded(self) -> bool:
        """Whether a letter may go out on this day, or went out on the day before or after."""
        return any((self.clock.day - deadline).days in AROUND for deadline in self.deadlines)

    def _send_reminders(self) -> None:
        """The daily job, and once more on the days on which it had something to send."""
        call_command("send_reminders", verbosity=0)
        if mail.outbox:
            call_command("send_reminders", verbosity=0)


def reports_are_due_for(quarter: Period, life: Life, cast: Cast) -> None:
    """The quarter closes on the 14th, its reports are due on the 24th."""

    def on(day: int, act: Callable[..., object], *args) -> None:
        life.on(quarter.closes.replace(day=day), act, *args)

    for desk in (cast.science, cast.education, cast.park):
        on(day_of_report(desk, quarter).day, cast.reports, desk, quarter)
    uploaded = day_of_report(cast.institute, quarter).day
    on(uploaded, cast.hands_in_a_spreadsheet, cast.institute, quarter)
    if quarter == RETURNED:
        on(18, a_report_is_sent_back, cast)
        on(27, it_is_corrected_after_the_deadline, cast)
    on(30, cast.takes_in_what_waits)


def day_of_report(desk: AgencyDesk, quarter: Period) -> date:
    day = {"skhcn": 16, "sgddt": 16, "khu-cnc": 20, "vien-ncpt": 22}[desk.agency.code]
    return quarter.closes.replace(day=29 if day == 20 and quarter == LATE else day)


def a_report_is_sent_back(cast: Cast) -> None:
    report = cast.report(cast.education, "1.3", RETURNED)
    cast.decides(report, "return", "Thiếu số học viên.")
    [letter] = mail.outbox
    assert "Thiếu số học viên." in letter.body
    assert waiting(cast.education.browser) == {"Báo cáo quý bị trả lại, cần bổ sung": 1}


def it_is_corrected_after_the_deadline(cast: Cast) -> None:
    cast.writes(cast.education, "1.3", RETURNED, {"results": CORRECTED})
    report = cast.report(cast.education, "1.3", RETURNED)
    assert report.reported_on == date(2026, 6, 16), "the day on which it was first reported"
    assert [each.event for each in report.versions.all()] == ["submitted", "returned", "submitted"]


def plans_for_2027_are_due(life: Life, cast: Cast) -> None:
    """Before 31 August 2026: three come in time, one on that very day, one never."""
    planning = [cast.science, cast.park, cast.education, cast.institute]
    life.on(date(2026, 6, 1), the_agencies_write_their_plans, cast)
    for desk in planning:
        life.on(date(2026, 6, 15), cast.takes, desk.officers[0], desk, "send")
    life.on(date(2026, 6, 30), finance_appraises, cast)
    life.on(date(2026, 7, 20), the_citys_decision_is_recorded, cast)
    for desk in planning:
        day = date(2026, 8, 31 if desk is cast.institute else 24)
        life.on(day, cast.takes, cast.department, desk, "receive", received_on=f"{day:%d/%m/%Y}")


def the_agencies_write_their_plans(cast: Cast) -> None:
    rows = (ADVICE, "city", "1.500.000.001"), (PAPERS, "sponsorship", "20000000")
    cast.plans(cast.science, *rows, stated_total="1.520.000.001")
    cast.plans(cast.park, (CONFERENCE, "city", "987 654 321"))
    cast.plans(cast.education, without_budget="on")
    cast.plans(cast.institute, (SURVEY, "other", "333.333.333 đồng"))
    assert waiting(cast.silent.browser)["Kế hoạch năm 2027 chưa lập"] == 1


def finance_appraises(cast: Cast) -> None:
    assert waiting(at_work(cast.finance)) == {"Dự toán chờ thẩm định": 4}
    less = cast.appraisal(cast.science, {ADVICE: 1_400_000_001})
    unexplained = step(at_work(cast.finance), cast.plan(cast.science), "appraise", **less)
    assert "Hãy ghi lý do thẩm định khác số đề nghị." in read(unexplained)
    less = cast.appraisal(cast.science, {ADVICE: 1_400_000_001}, "Theo định mức")
    cast.takes(cast.finance, cast.science, "appraise", **less)
    for desk in (cast.park, cast.education, cast.institute):
        cast.takes(cast.finance, desk, "appraise", **cast.appraisal(desk, {}))


def the_citys_decision_is_recorded(cast: Cast) -> None:
    assert waiting(at_work(cast.department))["Kế hoạch đã thẩm định, chờ quyết định phê duyệt"] == 4
    assert "chờ phê duyệt (4)" in read(at_work(cast.committee).get(COMMITTEE))
    for desk in (cast.science, cast.park, cast.education, cast.institute):
        approval = cast.approval(desk, {SURVEY: 300_000_000})
        cast.takes(cast.department, desk, "approve", **approval)


def money_is_spent_in_2027(life: Life, cast: Cast) -> None:
    """Finance writes down what was allocated, officers what they have paid out."""
    february, september = date(2027, 2, 15), date(2027, 9, 10)
    park, science = cast.park.officers[0], cast.science.officers[0]
    given = (cast.science, ADVICE, 1_000_000_000), (cast.science, PAPERS, 20_000_000)
    for desk, activity, amount in (*given, (cast.park, CONFERENCE, 987_654_321)):
        life.on(february, cast.pays, cast.finance, desk, activity, "allocated", amount)
    life.on(september, cast.pays, science, cast.science, ADVICE, "disbursed", 600_000_003)
    life.on(september, cast.pays, park, cast.park, CONFERENCE, "disbursed", 987_654_321)


def waiting(client: Client) -> dict[str, int]:
    """What the start page of the back office says to them."""
    return {str(item.label): item.count for item in client.get(START).context["waiting"]}
