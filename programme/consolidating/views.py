"""Published consolidated reports, open to everyone."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from core.downloads import table_response
from programme.consolidating.document import body
from programme.consolidating.spreadsheet import as_table
from programme.models import ConsolidatedReport
from programme.pages import ProgrammePage, programme_url


class ConsolidatedList(ProgrammePage, ListView):
    """The programme's published reports, the newest first."""

    template_name = "programme/consolidating/list.html"
    context_object_name = "reports"

    def get_queryset(self) -> QuerySet[ConsolidatedReport]:
        published = ConsolidatedReport.objects.published().filter(programme=self.programme)
        return published.select_related("programme", "group").defer("data")


class ConsolidatedDetail(ProgrammePage, DetailView):
    """One published report, as it was signed."""

    template_name = "programme/consolidating/detail.html"
    context_object_name = "report"

    def get_queryset(self) -> QuerySet[ConsolidatedReport]:
        published = ConsolidatedReport.objects.published().filter(programme=self.programme)
        return published.select_related("programme", "group")

    def get_context_data(self, **kwargs) -> dict:
        context = {"body": body(self.object), "snapshot": self.object.snapshot}
        return super().get_context_data(**context, **kwargs)

    def trail(self) -> list[tuple[str, str]]:
        here = (programme_url(self.programme, "consolidated-list"), _("Báo cáo tổng hợp"))
        return [*super().trail(), here]


class ConsolidatedDownload(ConsolidatedDetail):
    """All lines of a published report as a spreadsheet."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        report = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        return table_response(as_table(report), f"{report.file_stem} {report.period_code}", "xlsx")
