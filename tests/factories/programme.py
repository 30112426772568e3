"""Programmes, agencies and tasks, by state."""

from datetime import date, timedelta

import factory
from django.utils.timezone import localdate, now

from core.letters.tokens import digest_of
from programme.models import (
    Agency,
    AgencyReminder,
    Amendment,
    AmendmentProposal,
    Assignment,
    Concern,
    ConsolidatedReport,
    Deliverable,
    Direction,
    Filing,
    Inspection,
    Measure,
    MeasureValue,
    Officer,
    OpenCell,
    Programme,
    Scheme,
    Subscription,
    Target,
    Task,
    TaskAgency,
    TaskGroup,
)
from tests.factories.people import StaffFactory, allowed


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """The main programme, whose period is over."""

    class Meta:
        model = Programme
        django_get_or_create = ["slug"]

    slug = "chuong-trinh-thu"
    is_main = True
    number = "1/QĐ-UBND"
    signed_on = date(2019, 7, 5)
    issuer = "Ủy ban nhân dân Thành phố"
    title_vi = "Chương trình thử"
    first_year = 2019
    last_year = 2025


class SecondProgrammeFactory(ProgrammeFactory):
    """A programme beside the main one, whose period goes on."""

    slug = "chuong-trinh-2026-2030"
    is_main = False
    number = "99/QĐ-UBND"
    signed_on = date(2026, 1, 15)
    title_vi = "Chương trình phát triển công nghiệp hỗ trợ từ năm 2026 đến năm 2030"
    first_year = 2026
    last_year = 2099


class ReportingProgrammeFactory(ProgrammeFactory):
    """A programme on which agencies report here, from 2026 to 2030."""

    slug = "chuong-trinh-bao-cao"
    number = "99/QĐ-UBND"
    signed_on = date(2025, 12, 1)
    first_year = 2026
    last_year = 2030
    reports_from = "2026-Q1"


class AmendmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Amendment

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.Sequence(lambda n: f"{n + 100}/QĐ-UBND")
    signed_on = date(2021, 6, 25)
    effective_on = date(2021, 7, 1)
    issuer = "Ủy ban nhân dân Thành phố"


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"don-vi-{n}")
    kind = Agency.Kind.DEPARTMENT
    name_vi = factory.Sequence(lambda n: f"Sở Thử nghiệm {n}")


class TaskGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TaskGroup
        django_get_or_create = ["programme", "number"]

    programme = factory.SubFactory(ProgrammeFactory)
    number = 1
    title_vi = "Nhóm thử"


class TaskFactory(factory.django.DjangoModelFactory):
    """A yearly task, certain in every cell: its deliverable, and its lead if one is given."""

    class Meta:
        model = Task
        skip_postgeneration_save = True

    group = factory.SubFactory(TaskGroupFactory)
    position = factory.Sequence(lambda n: n + 1)
    content_vi = factory.Sequence(lambda n: f"Nhiệm vụ thử {n}")
    timeframe = "Hàng năm"
    recurrence = Task.Recurrence.YEARLY

    @factory.post_generation
    def lead(self, create: bool, agency: Agency | None, **kwargs) -> None:
        Deliverable.objects.create(task=self, name_vi="Báo cáo")
        if agency:
            TaskAgency.objects.create(task=self, agency=agency, role="lead")

    @factory.post_generation
    def unplaced(self, create: bool, agency: Agency | None, **kwargs) -> None:
        if agency:
            TaskAgency.objects.create(task=self, agency=agency, role="unplaced")

    @factory.post_generation
    def open_cells_of(self, create: bool, cells: list[str] | None, **kwargs) -> None:
        for cell in cells or []:
            OpenCell.objects.create(task=self, cell=cell, reason_vi="Không đọc được.")


class AssignmentFactory(factory.django.DjangoModelFactory):
    """From the first quarter of 2026 on another agency reports on the whole task."""

    class Meta:
        model = Assignment

    task = factory.SubFactory(TaskFactory)
    agency = factory.SubFactory(AgencyFactory)
    year = 2026
    quarter = 1
    reason = "Công văn phân công"


class ConsolidatedReportFactory(factory.django.DjangoModelFactory):
    """A draft in which nothing has been collected yet."""

    class Meta:
        model = ConsolidatedReport

    programme = factory.SubFactory(ProgrammeFactory)
    period_code = "2026-Q1"
    agency_name = "SỞ CÔNG THƯƠNG"
    symbol = "BC-SCT"
    signatory_title = "GIÁM ĐỐC"


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"chi-tieu-{n}")
    name_vi = factory.Sequence(lambda n: f"Chỉ tiêu thử {n}")
    section = "II.2"
    period = Target.Period.YEARLY
    unit_vi = "doanh nghiệp/năm"
    position = factory.Sequence(lambda n: n + 1)


class TargetMeasureFactory(factory.django.DjangoModelFactory):
    """What the Department types for a yearly target of ten."""

    class Meta:
        model = Measure

    target = factory.SubFactory(TargetFactory, minimum=10, maximum=10)
    programme = factory.SelfAttribute("target.programme")
    code = factory.Sequence(lambda n: f"so-do-{n}")
    name_vi = factory.Sequence(lambda n: f"Số đo thử {n}")
    unit_vi = "doanh nghiệp"
    source = Measure.Source.TYPED


class MeasureValueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeasureValue

    measure = factory.SubFactory(TargetMeasureFactory)
    year = 2020
    value = 12
    source = "Báo cáo số 45/BC-SCT"


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """One that its holder has confirmed; the token of its first letter is the part before @."""

    class Meta:
        model = Subscription

    programme = factory.SubFactory(ReportingProgrammeFactory)
    email = factory.Sequence(lambda n: f"nguoi-doc-{n}@example.com")
    language = "vi"
    digest = factory.LazyAttribute(lambda row: digest_of(row.email.split("@")[0]))
    confirmed_at = factory.LazyFunction(now)


class UnconfirmedSubscriptionFactory(SubscriptionFactory):
    confirmed_at = None


class OfficerFactory(factory.django.DjangoModelFactory):
    """An agency's officer of long standing, with the rights that the role gives in the register."""

    class Meta:
        model = Officer

    entered_on = date(2019, 1, 1)
    agency = factory.SubFactory(AgencyFactory)

    @factory.lazy_attribute
    def user(self):
        return allowed(StaffFactory(), "programme.view_task", "programme.change_task")


class DirectionFactory(factory.django.DjangoModelFactory):
    """What the Committee asks of an agency within a month."""

    class Meta:
        model = Direction

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    text = "Rà soát quỹ đất thử"
    deadline = factory.LazyFunction(lambda: localdate() + timedelta(days=30))


class ConcernFactory(factory.django.DjangoModelFactory):
    """A difficulty that nobody has answered yet."""

    class Meta:
        model = Concern

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    kind = Concern.Kind.DIFFICULTY
    text = "Chưa có định mức thử"


class InspectionFactory(factory.django.DjangoModelFactory):
    """An inspection of today, after which something is to be put right within a month."""

    class Meta:
        model = Inspection

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    inspector = factory.SubFactory(AgencyFactory)
    inspected_on = factory.LazyFunction(localdate)
    finding = "Chưa lập sổ theo dõi thử"
    remedy = "Lập sổ theo dõi thử"
    deadline = factory.LazyFunction(lambda: localdate() + timedelta(days=30))


class AmendmentProposalFactory(factory.django.DjangoModelFactory):
    """A proposal on which nobody has been asked yet."""

    class Meta:
        model = AmendmentProposal

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    kind = AmendmentProposal.Kind.CHANGE
    what = "Tỷ lệ nội địa hóa ngành thử"
    current = "20%"
    proposed = "25%"
    reason = "Năng lực đã tăng"


class AgencyReminderFactory(factory.django.DjangoModelFactory):
    """A reminder of today."""

    class Meta:
        model = AgencyReminder

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    matter = AgencyReminder.Matter.REPORTS
    missing = "Báo cáo thử"
    letters = 1


class SchemeFactory(factory.django.DjangoModelFactory):
    """A scheme that waits for the Department's opinion, of one task."""

    class Meta:
        model = Scheme
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    agency = factory.SubFactory(AgencyFactory)
    title = factory.Sequence(lambda n: f"Đề án thử {n}")
    research = "Khảo sát 40 doanh nghiệp."
    solution = "Hỗ trợ đầu tư máy."
    cost = 1_500_000_000
    state = Scheme.State.SENT
    sent_at = factory.LazyFunction(now)

    @factory.post_generation
    def tasks(self, create: bool, tasks: list[Task] | None, **kwargs) -> None:
        groups = TaskGroupFactory(programme=self.programme)
        self.tasks.set(tasks or [TaskFactory(group=groups)])


class ApprovedSchemeFactory(SchemeFactory):
    """A scheme that a decision has approved."""

    state = Scheme.State.APPROVED
    decision_number = "12/QĐ-UBND"
    decided_on = date(2026, 3, 2)
    decision_file = factory.django.FileField(filename="qd.pdf", data=b"%PDF-1.4\n%%EOF\n")


class FilingFactory(factory.django.DjangoModelFactory):
    """A report of 2026 that an agency has handed in for its task, by a link."""

    class Meta:
        model = Filing
        exclude = ["task"]

    task = factory.SubFactory(TaskFactory)
    deliverable = factory.LazyAttribute(lambda filing: filing.task.deliverables.first())
    agency = factory.SubFactory(AgencyFactory)
    year = 2026
    kind = Filing.Kind.REPORT
    number = "15/BC-ST"
    signed_on = date(2026, 11, 2)
    title = "Báo cáo kết nối cung cầu thử"
    link = "https://example.com/bao-cao.pdf"


class ConfirmedFilingFactory(FilingFactory):
    """One that the Department has confirmed."""

    state = Filing.State.CONFIRMED


def doit_staff():
    """A member of DOIT's staff, who keeps the register."""
    models = ["programme", "amendment", "agency", "officer", "taskgroup", "task", "target"]
    models += ["measure", "measurevalue"]
    rights = [f"programme.{verb}_{model}" for verb in ("view", "add", "change") for model in models]
    return allowed(StaffFactory(), "programme.manage_register", *rights)
