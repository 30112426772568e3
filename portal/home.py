"""The home page, which with the root addresses alone may look into every room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalogue.models import Industry
from enterprises.models import FacetCount
from programme.models import Programme, Task


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show a working page, open to everyone: search, live figures, what is due."""
    return render(request, "portal/home.html", {**_directory(), **_programme()})


def _directory() -> dict:
    numbers, kinds = FacetCount.objects.by_industry(), FacetCount.objects.by_kind()
    return {
        "industries": [(industry, numbers[industry.pk]) for industry in Industry.objects.all()],
        "enterprises": kinds["0"],
        "demo_records": kinds["1"],
    }


def _programme() -> dict:
    programme = Programme.objects.main()
    if programme is None:
        return {}
    tasks, year = Task.objects.of(programme).in_force(), localdate().year
    counts = tasks.counts_by_status()
    return {
        "programme": programme,
        "statuses": [(code, label, counts.get(code, 0)) for code, label in Task.Status.choices],
        "tasks": sum(counts.values()),
        "open_tasks": tasks.with_open_cells().count(),
        "year": year,
        "due": tasks.due_in(year).count(),
    }
