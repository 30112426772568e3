"""Every importer and every form that is a spreadsheet survives whatever its cells say."""

import io
import re
from contextlib import suppress

import openpyxl
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.imports.admin import ImportAdminMixin
from core.imports.outcomes import Result
from core.models import SpreadsheetImport
from programme.models import Agency, Programme
from tests.factories.localization import FrameUnitFactory
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory, TaskFactory
from tests.form_sheets import DownloadedForm
from tests.fuzzing import a_few
from tests.fuzzing.sending import rows_of_all_tables, taken_back
from tests.fuzzing.values import nasty, workbook
from tests.reporting import ReportForms

pytestmark = pytest.mark.django_db
IMPORTERS = sorted(
    (model for model, page in admin.site._registry.items() if isinstance(page, ImportAdminMixin)),
    key=lambda model: model._meta.label,
)
CELLS = st.none() | nasty() | st.integers() | st.floats() | st.datetimes() | st.booleans()
Cells = list[list[object]]


def possible(value: object) -> object:
    """What of a text a spreadsheet's XML can hold, in a cell."""
    if not isinstance(value, str):
        return value
    return re.sub("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", value)[:32_767]


@pytest.mark.parametrize("model", IMPORTERS, ids=lambda model: model._meta.label)
def test_importers(model, start_data, staff_client: Client):
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_import")
    template = openpyxl.load_workbook(io.BytesIO(staff_client.get(f"{page}mau.xlsx").content))
    heading, *examples = template.active.iter_rows(values_only=True)
    example = examples[0] if examples else [None] * len(heading)
    row = st.tuples(*(st.just(cell) | CELLS for cell in example)).map(list)

    @a_few
    @given(st.lists(row, min_size=1, max_size=4), st.permutations(heading), st.booleans())
    def attempt(rows: Cells, shuffled: list, is_shuffled: bool) -> None:
        titles = shuffled if is_shuffled else list(heading)
        taken_back(lambda: imports(staff_client, page, model, [titles, *rows]))

    attempt()


def imports(client: Client, page: str, model, cells: Cells) -> None:
    """Hand the file in and confirm it: all good rows come, or none."""
    before = model._base_manager.count()
    content = workbook([[possible(cell) for cell in row] for row in cells])
    data = {"import_file": SimpleUploadedFile("hang.xlsx", content)}
    if (asked := admin.site._registry[model].importer.into_model) is not None:
        data["into"] = asked._default_manager.first().pk
    answer = client.post(page, data)
    job = SpreadsheetImport.objects.first()
    if job is None:
        assert answer.context["form"].errors["import_file"]
        return
    states = SpreadsheetImport.State
    assert (job.state in {states.REFUSED, states.CHECKED}, job.trouble) == (True, "")
    assert model._base_manager.count() == before
    client.post(f"{page}{job.pk}/confirm/")
    job.refresh_from_db()
    written = job.counts.get(Result.NEW, 0) if job.state == states.DONE else 0
    assert model._base_manager.count() == before + written


def quarter_form(client: Client) -> DownloadedForm:
    programme: Programme = ReportingProgrammeFactory()
    agency: Agency = AgencyFactory()
    task = TaskFactory(group__programme=programme)
    task.task_agencies.create(agency=agency, role="lead")
    return ReportForms(client, agency, programme)


def survey_form(client: Client) -> DownloadedForm:
    unit = FrameUnitFactory()
    return DownloadedForm(client, "localization_wave_sheet", unit.wave.pk, unit.industry.slug)


@pytest.mark.parametrize("make", [quarter_form, survey_form])
def test_forms_that_are_spreadsheets(make, clock, staff_client: Client):
    form = make(staff_client)
    places = [cell.coordinate for row in form.cells.iter_rows() for cell in row][:400]
    changes = st.dictionaries(st.sampled_from(places), CELLS, min_size=1, max_size=30)

    @a_few
    @given(changes)
    def attempt(changed: dict[str, object]) -> None:
        before = rows_of_all_tables()
        taken_back(lambda: hands_in(form, changed))
        assert rows_of_all_tables() == before

    attempt()


def hands_in(form: DownloadedForm, changed: dict[str, object]) -> None:
    """Look at the file and confirm it where that is offered: the preview writes nothing."""
    before = rows_of_all_tables()
    content = io.BytesIO()
    form.book.save(content)
    book = openpyxl.load_workbook(io.BytesIO(content.getvalue()))
    for place, value in changed.items():
        with suppress(AttributeError):  # a part of a merged cell
            book.worksheets[0][place] = possible(value)
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("bieu-mau.xlsx", content.getvalue())
    answer = form.client.post(form.page, {"file": file})
    assert rows_of_all_tables() == before
    if rows := answer.context.get("signed_rows"):
        form.client.post(form.page, {"rows": rows, "save": "1"})
