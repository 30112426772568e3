"""Public URLs of the programmes: the main one without a slug, each of the others below its own."""

from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

from programme.consolidating.views import (
    ConsolidatedDetail,
    ConsolidatedDownload,
    ConsolidatedList,
)
from programme.following.views import follow_confirm, follow_end
from programme.measuring.views import TargetDownload, TargetList
from programme.register.views import (
    AgencyDetail,
    ProgrammeOverview,
    TaskDetail,
    TaskDownload,
    TaskList,
)
from programme.reporting.converters import QuarterCode
from programme.reporting.evidence import evidence_file
from programme.reporting.views import ComplianceDetail, ComplianceDownload, ComplianceMatrix

register_converter(QuarterCode, "quarter")

app_name = "programme"
pages = [
    path("", ProgrammeOverview.as_view(), name="programme-detail"),
    path(_("nhiem-vu/"), TaskList.as_view(), name="task-list"),
    path(_("nhiem-vu.<form:form>"), TaskDownload.as_view(), name="task-download"),
    path(_("nhiem-vu/<str:number>/"), TaskDetail.as_view(), name="task-detail"),
    path(_("don-vi/<slug:code>/"), AgencyDetail.as_view(), name="agency-detail"),
    path(_("chi-tieu/"), TargetList.as_view(), name="target-list"),
    path(_("bao-cao/"), ConsolidatedList.as_view(), name="consolidated-list"),
    path(_("bao-cao/<int:pk>/"), ConsolidatedDetail.as_view(), name="consolidated-detail"),
    path(_("bao-cao/<int:pk>.xlsx"), ConsolidatedDownload.as_view(), name="consolidated-download"),
    path(_("tinh-hinh-bao-cao/"), ComplianceMatrix.as_view(), name="compliance-matrix"),
    path(
        _("tinh-hinh-bao-cao.<form:form>"),
        ComplianceDownload.as_view(),
        name="compliance-download",
    ),
    path(
        _("tinh-hinh-bao-cao/<slug:code>/<quarter:quarter>/"),
        ComplianceDetail.as_view(),
        name="compliance-detail",
    ),
    path(_("chi-tieu.<form:form>"), TargetDownload.as_view(), name="target-download"),
    path("", include("programme.following.urls")),
]
urlpatterns = [
    path("", ProgrammeOverview.as_view(), name="programme-overview"),
    path(_("tai-lieu/<int:pk>/"), evidence_file, name="evidence-file"),
    path(_("theo-doi/xac-nhan/<str:token>/"), follow_confirm, name="follow-confirm"),
    path(_("theo-doi/ngung/<str:token>/"), follow_end, name="follow-end"),
    path("", include(pages)),
    path("<slug:programme>/", include(pages)),
]
