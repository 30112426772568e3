"""Public URLs of the localization rates; the demo survey's are the same below a word."""

from django.urls import URLPattern, include, path
from django.utils.translation import gettext_lazy as _

from localization.rates.supply_view import SupplyPage
from localization.rates.views import IndustryDownload, IndustryPage, Overview, OverviewDownload

PAGES = [
    ("", Overview, "overview"),
    (_("so-lieu.<form:form>"), OverviewDownload, "overview-download"),
    ("<slug:slug>/", IndustryPage, "industry"),
    (_("<slug:slug>/so-lieu.<form:form>"), IndustryDownload, "industry-download"),
    (_("<slug:slug>/nguon-cung/"), SupplyPage, "supply"),
]


def pages(is_demo: bool) -> list[URLPattern]:
    """Return the patterns of the pages, of real rates or of the demo survey's."""
    return [path(route, view.as_view(is_demo=is_demo), name=name) for route, view, name in PAGES]


app_name = "localization"
urlpatterns = [
    path(_("minh-hoa/"), include((pages(is_demo=True), "demo"))),
    *pages(is_demo=False),
]
