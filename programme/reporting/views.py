"""Public pages of who has reported when, open to everyone by design."""

from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from core.downloads import json_response, table_response
from programme.models import Agency
from programme.pages import ProgrammePage, programme_url
from programme.reporting.fulfilment import Timeliness, public_fulfilments
from programme.reporting.matrix import Compliance, Matrix
from programme.reporting.resources import as_document, as_table
from programme.reporting.trend import draw

FIRST, LAST = "tu", "den"


class CompliancePage(ProgrammePage, TemplateView):
    """What agencies owe, as of today."""

    day = None

    def trail(self) -> list[tuple[str, str]]:
        here = (programme_url(self.programme, "compliance-matrix"), _("Tình hình báo cáo"))
        return [*super().trail(), here]


class ComplianceMatrix(CompliancePage):
    """Agencies by quarters, for the years that the URL names, and the trend of all quarters."""

    template_name = "programme/reporting/compliance.html"

    @cached_property
    def compliance(self) -> Compliance:
        """Asked for only where somebody reports."""
        return Compliance(self.programme)

    @cached_property
    def span(self) -> tuple[int, int]:
        """The first and the last year shown; the latest year on which agencies report, unasked."""
        usual = self.compliance.latest.year
        asked = [_year(self.request.GET, name, self.compliance.years) for name in (FIRST, LAST)]
        first, last = sorted(year or usual for year in asked)
        return first, last

    @cached_property
    def matrix(self) -> Matrix:
        return self.compliance.matrix(*self.span)

    @property
    def notices(self) -> list[str]:
        """Say which years of the URL were ignored."""
        asked = [self.request.GET.get(name, "") for name in (FIRST, LAST)]
        unknown = [year for year in asked if year and not _known(year, self.compliance.years)]
        words = _("Bỏ qua năm không có trong kỳ báo cáo: “%(year)s”.")
        return [words % {"year": year[:50]} for year in unknown]

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        if not self.programme.reported_quarters:
            return context
        trend = self.compliance.trend()
        return {
            **context,
            "notices": self.notices,
            "compliance": self.compliance,
            "matrix": self.matrix,
            "span": self.span,
            "trend": trend,
            "chart": draw(trend),
            "timeliness_kinds": list(Timeliness),
            "downloads": [
                (
                    file_format.upper(),
                    programme_url(self.programme, "compliance-download", form=file_format),
                )
                for file_format in ("csv", "xlsx", "json")
            ],
        }

    def trail(self) -> list[tuple[str, str]]:
        return super().trail()[:-1]


class ComplianceDownload(ComplianceMatrix):
    """The matrix of the page with the same query."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.programme.reported_quarters:
            raise Http404("Nobody reports on this programme here")
        first, last = self.span
        name = f"tinh-hinh-bao-cao {self.programme.number} {first}-{last}"
        if self.kwargs["form"] == "json":
            return json_response(as_document(self.compliance, self.matrix), name)
        return table_response(as_table(self.matrix), name, self.kwargs["form"])


class ComplianceDetail(CompliancePage):
    """One agency in one quarter: each owed report, and what of it has been accepted."""

    template_name = "programme/reporting/detail.html"

    def get_context_data(self, **kwargs) -> dict:
        quarter, asked = self.kwargs["quarter"], self.programme.reported_quarters
        if quarter not in asked:
            raise Http404("Nobody reports on this quarter here")
        agency = get_object_or_404(Agency, code=self.kwargs["code"])
        return {
            **super().get_context_data(**kwargs),
            "agency": agency,
            "quarter": quarter,
            "deadline": self.programme.deadline(quarter),
            "fulfilments": public_fulfilments(agency, self.programme, quarter),
            "neighbours": [each for each in (quarter.previous, quarter.next) if each in asked],
        }


def _known(year: str, years: list[int]) -> bool:
    return year in {str(each) for each in years}


def _year(query: QueryDict, name: str, years: list[int]) -> int | None:
    year = query.get(name, "")
    return int(year) if _known(year, years) else None
