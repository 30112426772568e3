"""Public addresses of the localization rates; the demo survey's are the same below a word."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from localization.supply import SupplyPage
from localization.views import IndustryDownload, IndustryPage, Overview, OverviewDownload

PAGES = [
    ("", Overview, "overview"),
    (_("so-lieu.<form:form>"), OverviewDownload, "overview-download"),
    ("<slug:slug>/", IndustryPage, "industry"),
    (_("<slug:slug>/so-lieu.<form:form>"), IndustryDownload, "industry-download"),
    (_("<slug:slug>/nguon-cung/"), SupplyPage, "supply"),
]


def pages(is_demo: bool) -> list:
    """The pages, of real rates or of the demo survey's."""
    return [path(way, view.as_view(is_demo=is_demo), name=name) for way, view, name in PAGES]


app_name = "localization"
urlpatterns = [
    path(_("minh-hoa/"), include((pages(is_demo=True), "demo"))),
    *pages(is_demo=False),
]
