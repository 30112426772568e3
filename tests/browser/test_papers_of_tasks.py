"""Schemes and products of tasks in a browser: the agency's forms, and the public page."""

import pytest
from django.urls import reverse

from programme.models import Programme, Task
from tests.browser.conftest import Visitor, logged_in
from tests.factories.people import in_group
from tests.factories.programme import (
    ApprovedSchemeFactory,
    ConfirmedFilingFactory,
    OfficerFactory,
)

# Django's own admin pages: see tests/browser/test_confirmation.py.
DJANGOS = (
    *("region", "empty-table-header", "landmark-unique", "heading-order"),
    *("page-has-heading-one", "link-in-text-block"),
)


@pytest.mark.parametrize("width", [390, 1280])
def test_forms_lists_and_the_public_page(visitor: Visitor, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    task = Task.objects.exclude(open_cells__cell__in=["lead", "deliverable"]).first()
    programme = Programme.objects.get(is_main=True)
    programme.reports_from = "2024-Q1"
    programme.save()
    ApprovedSchemeFactory(programme=programme, tasks=[task])
    ConfirmedFilingFactory(task=task, year=2025)
    agency = task.leads[0]
    officer = in_group(OfficerFactory(agency=agency).user, "Cán bộ đơn vị")
    logged_in(visitor.page, visitor.address, officer)
    for name in ("scheme_add", "scheme_changelist", "filing_changelist", "filing_add"):
        visitor.opens(reverse(f"admin:programme_{name}"))
        visitor.takes_picture(name)
        # Django's box that finds tasks by words names itself by its list alone.
        visitor.checks(but=(*DJANGOS, "label") if name == "scheme_add" else DJANGOS)
        visitor.errors.clear()  # axe itself sets styles while it measures
    visitor.opens(task.get_absolute_url())
    visitor.takes_picture("task")
    visitor.checks()
