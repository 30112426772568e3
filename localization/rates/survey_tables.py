"""Tables of the latest published survey of an industry, as far as disclosure control allows."""

from dataclasses import dataclass

from catalogue.models import Industry
from localization.models import Cell, Estimate


@dataclass(frozen=True)
class SurveyTable:
    """One division of an industry's makers; what is withheld comes without its numbers."""

    title: str
    cells: list[Cell]


def survey_tables(industry: Industry, is_demo: bool) -> tuple[Estimate | None, list[SurveyTable]]:
    """Return the latest published estimate whose value of the industry stands, and its tables.

    Two queries.
    """
    whole = {"rates__industry": industry, "rates__subsector": None, "rates__withdrawn_at": None}
    published = Estimate.objects.filter(
        state=Estimate.State.PUBLISHED, wave__is_demo=is_demo, **whole
    )
    latest = published.select_related("wave", "method").defer("inputs")
    estimate = latest.order_by("-wave__year", "-published_at").first()
    if estimate is None:
        return None, []
    cells = list(estimate.cells.filter(industry=industry).select_related("subsector"))
    for cell in cells:
        if cell.withheld:
            cell.percent = cell.low = cell.high = cell.answers = cell.owners = None
    kinds = [kind for kind in Cell.Table if kind != Cell.Table.WHOLE]
    tables = [(kind, [cell for cell in cells if cell.table == kind]) for kind in kinds]
    return estimate, [SurveyTable(str(kind.label), own) for kind, own in tables if own]
