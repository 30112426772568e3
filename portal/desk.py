"""By which kinds of work the back office's first page is grouped, and what is used most in each."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from core.backoffice.areas import Area

AREAS = (
    Area(
        "doanh-nghiep",
        _("Doanh nghiệp"),
        ("enterprises", "membership", "inquiries"),
        (
            *("enterprises.Enterprise", "membership.Revision", "membership.Claim"),
            *("enterprises.DuplicatePair", "enterprises.Merge", "membership.Membership"),
            *("membership.Invitation", "inquiries.Inquiry"),
        ),
    ),
    Area(
        "chuong-trinh",
        _("Chương trình"),
        ("programme",),
        (
            *("programme.Report", "programme.AnnualPlan", "programme.Task"),
            *("programme.Direction", "programme.Concern", "programme.ConsolidatedReport"),
            *("programme.Target", "programme.Measure", "programme.Agency", "programme.Officer"),
            *("programme.Assignment", "programme.ReportReminder", "programme.Amendment"),
            *("programme.Programme", "programme.TaskGroup", "programme.Subscription"),
        ),
    ),
    Area(
        "nang-luc",
        _("Xác nhận năng lực"),
        ("verification",),
        (
            *("verification.Assessment", "verification.Confirmation", "verification.FactCheck"),
            *("verification.CriteriaSet", "verification.IssuingAgency"),
        ),
    ),
    Area(
        "khao-sat",
        _("Khảo sát, tỷ lệ nội địa hóa"),
        ("localization",),
        (
            *("localization.Wave", "localization.Answer", "localization.FrameUnit"),
            *("localization.Estimate", "localization.Rate", "localization.RateTarget"),
            *("localization.Baseline", "localization.Comparability"),
        ),
    ),
    Area("thong-ke", _("Thống kê, báo cáo"), ("portal",)),
    Area(
        "danh-muc",
        _("Danh mục"),
        ("catalogue",),
        (
            *("catalogue.Industry", "catalogue.Process", "catalogue.ProcessFamily"),
            *("catalogue.Material", "catalogue.MachineKind", "catalogue.Standard"),
            *("catalogue.IndustrialPark", "catalogue.Ward", "catalogue.VsicClass"),
            *("localization.Subsector", "localization.ComponentGroup", "programme.CostCategory"),
        ),
        is_one_entry=True,
    ),
    Area(
        "he-thong",
        _("Hệ thống"),
        ("core", "accounts", "auth", "django_tasks_database"),
        (
            *("accounts.User", "auth.Group", "core.Letter", "core.SuppressedAddress"),
            *("core.AuditEvent",),
        ),
    ),
)


def register() -> None:
    """Give the back office its areas."""
    admin.site.register_areas(*AREAS)  # type: ignore[attr-defined]  # it is a BackOffice
