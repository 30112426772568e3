"""Quarterly reports by state, and the people who write them and decide on them."""

from datetime import date

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from programme.models import Agency, Measure, Programme, Report, ReportFigure, Task
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import (
    AgencyFactory,
    OfficerFactory,
    ReportingProgrammeFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)
from tests.pages import read

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class MeasureFactory(factory.django.DjangoModelFactory):
    """What the reports on task 1.1 count, for a target if one is given."""

    class Meta:
        model = Measure

    programme = factory.SubFactory(ReportingProgrammeFactory)
    code = factory.Sequence(lambda n: f"so-do-{n}")
    name_vi = "Doanh nghiệp được kết nối"
    unit_vi = "doanh nghiệp"
    task_number = "1.1"
    source = Measure.Source.REPORTS


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft of the lead's report for the first quarter of 2026; `figures` are by measure."""

    class Meta:
        model = Report
        skip_postgeneration_save = True

    task = factory.SubFactory(TaskFactory)
    agency = factory.SubFactory(AgencyFactory)
    year = 2026
    quarter = 1
    results = "Đã tổ chức 02 hội nghị kết nối."
    progress = 40
    task_status = Task.Status.IN_PROGRESS

    @factory.post_generation
    def figures(self, create: bool, values: dict | None, **kwargs) -> None:
        for measure, value in (values or {}).items():
            ReportFigure.objects.create(report=self, measure=measure, value=value)


class SubmittedReportFactory(ReportFactory):
    """A report that was sent in time, and waits for the Department."""

    @factory.lazy_attribute
    def reported_on(self) -> date:
        return date(self.year, 3 * self.quarter, 20)

    @factory.post_generation
    def sent(self, create: bool, extracted, **kwargs) -> None:
        self.submit(StaffFactory())


class ReturnedReportFactory(SubmittedReportFactory):
    """A report that the Department has sent back."""

    @factory.post_generation
    def returned(self, create: bool, remark: str | None, **kwargs) -> None:
        self.return_with(remark or "Thiếu số liệu.", StaffFactory())


class AcceptedReportFactory(SubmittedReportFactory):
    """A report that the Department has taken in, and that is public."""

    @factory.post_generation
    def accepted(self, create: bool, extracted, **kwargs) -> None:
        self.accept(StaffFactory())


def task_of(programme: Programme, lead: Agency | None = None, **fields) -> Task:
    """A yearly task of the programme's first group."""
    return TaskFactory(group=TaskGroupFactory(programme=programme), lead=lead, **fields)


def writer(agency: Agency | None = None) -> User:
    """An officer who may write the agency's reports."""
    user = OfficerFactory(agency=agency or AgencyFactory()).user
    return allowed(user, "programme.view_report", "programme.change_report")


def department() -> User:
    """Someone of the Department, who takes reports in and enters those that came on paper."""
    rights = ("view_report", "change_report", "accept_report", "view_assignment", "add_assignment")
    rights += ("change_assignment",)
    return allowed(doit_staff(), *[f"programme.{right}" for right in rights])


def at_work(user: User) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def document(name: str = "bien-ban.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def sent_back(client: Client, address: str) -> dict:
    """The form of a report as the browser would send it back unchanged."""
    return read(client.get(address)).form("seen_version")


def known(report: Report) -> Report:
    """The report as it is stored now."""
    return Report.objects.get(pk=report.pk)
