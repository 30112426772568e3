"""Yearly plans by state, brought there by their own steps."""

from datetime import date, timedelta

import factory
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from accounts.models import User
from portal.management.commands.load_data import load
from programme.models import Agency, AnnualPlan, BudgetLine
from tests.factories.enterprises import PDF
from tests.factories.people import StaffFactory, UserFactory, in_group
from tests.factories.programme import (
    OfficerFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.loading import Loaded

AGENCY, DOIT = "Cán bộ đơn vị", "Cán bộ Sở Công Thương"
FINANCE = "Cán bộ Sở Tài chính (thẩm định kinh phí)"
MONITOR, COMMITTEE = "Cán bộ theo dõi kế hoạch", "Thành viên Ban Chỉ đạo"
STEPS = ["draft", "sent", "appraised", "approved", "received"]
APPRAISAL, DECISION = "1234/STC-HCSN", "4150/QĐ-UBND"


class PlanningProgrammeFactory(ReportingProgrammeFactory):
    """A programme on which agencies report here whenever the tests are run."""

    is_main = False
    signed_on = date(2019, 12, 1)
    first_year = 2020
    last_year = 2099
    reports_from = "2020-Q1"


class AnnualPlanFactory(factory.django.DjangoModelFactory):
    """A draft for this year by the agency that leads the task: two lines, 1,5 tỷ and 300 triệu."""

    class Meta:
        model = AnnualPlan
        skip_postgeneration_save = True

    agency = factory.SubFactory("tests.factories.programme.AgencyFactory")
    task = factory.LazyAttribute(lambda plan: task_of(plan.agency))
    year = factory.LazyFunction(lambda: localdate().year)
    activities = "Quý I: mời doanh nghiệp. Quý II: tổ chức hội nghị kết nối."

    @factory.post_generation
    def amounts(self, create: bool, amounts: dict[str, int] | None, **kwargs) -> None:
        for source, amount in (amounts or {"city": 1_500_000_000, "other": 300_000_000}).items():
            BudgetLineFactory(plan=self, source=source, amount=amount)


class BudgetLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BudgetLine

    plan = factory.SubFactory(AnnualPlanFactory)
    activity = factory.Sequence(lambda n: f"Hội nghị kết nối {n}")
    source = "city"
    amount = 1_500_000
    basis = "Thông tư 29/2018/TT-BTC"


def task_of(agency: Agency, **fields):
    """A yearly task that the agency leads for certain."""
    group = TaskGroupFactory(programme=PlanningProgrammeFactory())
    return TaskFactory(**{"group": group, "lead": agency, **fields})


def plan_in(state: str, **fields) -> AnnualPlan:
    """A plan that has gone its way up to this state."""
    plan = AnnualPlanFactory(**fields)
    for step in STEPS[1 : STEPS.index(state) + 1]:
        take(plan, step, UserFactory())
    return plan


def take(plan: AnnualPlan, step: str, by: User) -> None:
    """Bring a plan into the next state, everything as asked for, decided thirty days ago."""
    lines = list(plan.lines.all())
    decided = localdate() - timedelta(days=30)
    if step == "sent":
        plan.send(by)
    elif step == "appraised":
        appraise(plan, {line.pk: (line.amount, "") for line in lines}, by)
    elif step == "approved":
        plan.approve(DECISION, decided, {line.pk: line.appraised for line in lines}, by)
    elif step == "received":
        plan.receive(decided + timedelta(days=5), by)


def scan(name: str = "van-ban.pdf") -> SimpleUploadedFile:
    """A signed document as somebody uploads it."""
    return SimpleUploadedFile(name, PDF)


def appraise(plan: AnnualPlan, amounts: dict[int, tuple[int, str]], by: User, file=None) -> None:
    """Finance says so much of each line, by its document of forty days ago."""
    plan.appraise(APPRAISAL, localdate() - timedelta(days=40), amounts, by, file)


@Loaded
def load_roles() -> None:
    """The roles of who writes, appraises, records and reads plans, as load_data brings them."""
    for name in ("0200_groups", "0230_plans", "0232_budgets", "0395_supervising"):
        load(settings.BASE_DIR / "fixtures" / f"{name}.json")


def officer_of(agency: Agency) -> User:
    """The agency's officer, with the rights of the role."""
    return in_group(OfficerFactory(agency=agency).user, AGENCY)


def member(group: str) -> User:
    """Somebody with one role and no agency."""
    return in_group(StaffFactory(), group)
