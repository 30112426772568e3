"""Quarterly reports as officers fill them in offline, and hand them in as a spreadsheet."""

from programme.models import Agency, Programme
from programme.periods import Period
from tests.form_sheets import DownloadedForm

Q1 = Period.read("2026-Q1")


class ReportForms(DownloadedForm):
    """The reports of one agency, programme and quarter."""

    def __init__(self, client, agency: Agency, programme: Programme, quarter: Period = Q1) -> None:
        super().__init__(client, "programme_report_sheet", agency.code, programme.slug, quarter)
