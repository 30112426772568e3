"""Public URLs of the programmes: each stands below the slug of its own decision.

Pages of programmes once had addresses without a slug; these lead to the decision that printed them.
"""

from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

from programme.consolidating.views import (
    ConsolidatedDetail,
    ConsolidatedDownload,
    ConsolidatedList,
)
from programme.delivering.views import filing_file
from programme.following.urls import FOLLOWING
from programme.following.views import follow_confirm, follow_end
from programme.measuring.views import TargetDownload, TargetList
from programme.printed import current_programme, printed_address
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
PAGES = [  # route, view, name
    (_("nhiem-vu/"), TaskList.as_view(), "task-list"),
    (_("nhiem-vu.<form:form>"), TaskDownload.as_view(), "task-download"),
    (_("nhiem-vu/<str:number>/"), TaskDetail.as_view(), "task-detail"),
    (_("don-vi/<slug:code>/"), AgencyDetail.as_view(), "agency-detail"),
    (_("chi-tieu/"), TargetList.as_view(), "target-list"),
    (_("chi-tieu.<form:form>"), TargetDownload.as_view(), "target-download"),
    (_("bao-cao/"), ConsolidatedList.as_view(), "consolidated-list"),
    (_("bao-cao/<int:pk>/"), ConsolidatedDetail.as_view(), "consolidated-detail"),
    (_("bao-cao/<int:pk>.xlsx"), ConsolidatedDownload.as_view(), "consolidated-download"),
    (_("tinh-hinh-bao-cao/"), ComplianceMatrix.as_view(), "compliance-matrix"),
    (_("tinh-hinh-bao-cao.<form:form>"), ComplianceDownload.as_view(), "compliance-download"),
    (
        _("tinh-hinh-bao-cao/<slug:code>/<quarter:quarter>/"),
        ComplianceDetail.as_view(),
        "compliance-detail",
    ),
    *FOLLOWING,
]
pages = [
    path("", ProgrammeOverview.as_view(), name="programme-detail"),
    *(path(route, view, name=name) for route, view, name in PAGES),
]
printed = [path(route, printed_address, {"page": name}) for route, _view, name in PAGES]
urlpatterns = [
    path("", current_programme, name="programme-overview"),
    path(_("tai-lieu/<int:pk>/"), evidence_file, name="evidence-file"),
    path(_("tai-lieu/san-pham/<int:pk>/"), filing_file, name="filing-file"),
    path(_("theo-doi/xac-nhan/<str:token>/"), follow_confirm, name="follow-confirm"),
    path(_("theo-doi/ngung/<str:token>/"), follow_end, name="follow-end"),
    *printed,
    path("<slug:programme>/", include(pages)),
]
