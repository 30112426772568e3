"""Assessments and confirmations, by the state they are in; sets that are ready to be used."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from tests.factories.enterprises import DemoEnterpriseFactory, EnterpriseFactory
from tests.factories.people import StaffFactory
from verification.models import (
    Assessment,
    Confirmation,
    CriteriaSet,
    Criterion,
    IssuingAgency,
    Level,
)

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
WEIGHTS = (50, 30, 20)
LEVELS = {"Đáp ứng": ("Meets requirements", 50), "Đáp ứng tốt": ("Meets requirements well", 80)}


def scan(content: bytes = PDF, name: str = "da-ky.pdf") -> SimpleUploadedFile:
    """A signed paper as somebody would upload it."""
    return SimpleUploadedFile(name, content, "application/pdf")


class IssuingAgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IssuingAgency

    agency_name = "SỞ CÔNG THƯƠNG"
    symbol = "XN-SCT"
    signatory_title = "GIÁM ĐỐC"
    bases = "Căn cứ Quyết định số 2869/QĐ-UBND;"


class CriteriaSetFactory(factory.django.DjangoModelFactory):
    """A set in force, whole: three criteria of 50, 30 and 20 per cent, two levels."""

    class Meta:
        model = CriteriaSet
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"bo-{n}")
    name_vi = factory.Sequence(lambda n: f"Bộ tiêu chí {n}")
    name_en = factory.Sequence(lambda n: f"Criteria set {n}")
    in_force_from = date(2026, 1, 1)
    is_active = True

    @factory.post_generation
    def weights(self, create: bool, extracted, **kwargs) -> None:
        for position, weight in enumerate(extracted or WEIGHTS, 1):
            Criterion.objects.create(
                criteria_set=self,
                position=position,
                weight=weight,
                name_vi=f"Tiêu chí {position}",
                evidence="Hồ sơ, khảo sát tại xưởng.",
            )
        for name_vi, (name_en, minimum) in LEVELS.items():
            Level.objects.create(
                criteria_set=self, name_vi=name_vi, name_en=name_en, minimum=minimum
            )


class AssessmentFactory(factory.django.DjangoModelFactory):
    """An assessment with its lines laid out and nothing scored yet."""

    class Meta:
        model = Assessment
        skip_postgeneration_save = True

    enterprise = factory.SubFactory(EnterpriseFactory)
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    visited_on = date(2026, 3, 12)
    assessors = "Trần Thị Khảo Sát, chuyên viên"

    @factory.post_generation
    def points(self, create: bool, extracted, **kwargs) -> None:
        self.prepare()
        for score, points in zip(self.scores.all(), extracted or (), strict=False):
            score.points = Decimal(str(points))
            score.save()


class ScoredAssessmentFactory(AssessmentFactory):
    """Scored 85 of 100 unless told otherwise, waiting for the decision."""

    @classmethod
    def _generate(cls, strategy, params: dict):
        return super()._generate(strategy, {"points": (9, 8, 8)} | params)

    @factory.post_generation
    def completed(self, create: bool, extracted, **kwargs) -> None:
        self.complete(StaffFactory())


def drafted(**fields) -> Confirmation:
    """A confirmation that waits to be signed; `assessment` or fields of the paper."""
    assessment = fields.pop("assessment", None) or ScoredAssessmentFactory()
    paper = {"scope": "Vỏ hộp số đúc nhôm\nChi tiết đúc áp lực", "months": 24} | fields
    agency = paper.pop("agency", None) or IssuingAgencyFactory()
    return Confirmation.draft(assessment, agency=agency, by=StaffFactory(), **paper)


def issued(number: int = 12, signed_on: date | None = None, **fields) -> Confirmation:
    """A confirmation that holds since a month ago, or since the day given."""
    confirmation = drafted(**fields)
    confirmation.issue(
        number=number,
        signed_on=signed_on or localdate() - timedelta(days=30),
        signatory_title="GIÁM ĐỐC",
        signatory_name="Lê Văn Ký",
        scan=scan(),
        by=StaffFactory(),
    )
    return confirmation


def expired(**fields) -> Confirmation:
    """A confirmation of one month that has just ended."""
    day = localdate() - timedelta(days=40)
    assessment = ScoredAssessmentFactory(visited_on=day)
    return issued(assessment=assessment, signed_on=day, months=1, **fields)


def revoked(**fields) -> Confirmation:
    """A confirmation that was taken back today."""
    confirmation = issued(**fields)
    confirmation.revoke("Doanh nghiệp ngừng sản xuất.", StaffFactory())
    return confirmation


def issued_to_demo(**fields) -> Confirmation:
    """A confirmation for a made-up enterprise."""
    return issued(assessment=ScoredAssessmentFactory(enterprise=DemoEnterpriseFactory()), **fields)
