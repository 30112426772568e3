"""The measurable targets with their results by year, open to everyone."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.generic import TemplateView

from core.downloads import json_response, table_response
from programme.measuring.figures import MeasureFigures
from programme.measuring.resources import as_document, as_table
from programme.measuring.results import TargetResult, results
from programme.models import Target
from programme.pages import ProgrammePage, programme_url


class TargetList(ProgrammePage, TemplateView):
    """The measurable targets of one programme as in force on the day."""

    template_name = "programme/measuring/list.html"

    def results(self) -> list[TargetResult]:
        targets = Target.objects.filter(programme=self.programme).in_force(self.day)
        targets = targets.select_related("added_by").order_by("position", "pk")
        return results(targets, MeasureFigures(self.programme))

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            notices=self.day_notices,
            results=self.results(),
            years=range(self.programme.first_year, self.programme.last_year + 1),
            downloads=[
                (
                    file_format.upper(),
                    programme_url(self.programme, "target-download", form=file_format),
                )
                for file_format in ("csv", "xlsx", "json")
            ],
            **kwargs,
        )


class TargetDownload(TargetList):
    """What the page shows, as a file."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        name = f"chi-tieu {self.programme.number} {self.day or localdate()}"
        if self.kwargs["form"] == "json":
            return json_response(as_document(self.programme, self.results()), name)
        return table_response(as_table(self.results()), name, self.kwargs["form"])
