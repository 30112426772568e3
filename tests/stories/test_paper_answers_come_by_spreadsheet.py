"""Staff fill in paper answers offline, and hand in an industry's answers as one spreadsheet."""

import io

import openpyxl
import pytest
from django.test import override_settings
from django.urls import reverse

from core import jobs
from core.jobs import run_job
from core.models import Job
from core.spreadsheets.workbooks import HEADINGS
from localization.models import Answer, FrameUnit, Wave
from localization.surveying import wave_sheet as columns
from tests.factories.localization import (
    ClosedWaveFactory,
    ComponentGroupFactory,
    FrameUnitFactory,
    OpenWaveFactory,
    ProductLineFactory,
    SubmittedAnswerFactory,
)
from tests.factories.people import StaffFactory, allowed
from tests.form_sheets import DownloadedForm, upload
from tests.pages import read

pytestmark = pytest.mark.django_db
QUERIES = 15  # of the download
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SIXTY = {
    **{"materials_local": 30, "materials_foreign": 10, "materials_imported": 20},
    **{"components_local": 15, "components_foreign": 5, "components_imported": 20},
}
MODELS = ("wave", "frameunit", "answer")


@pytest.fixture
def unit():
    return FrameUnitFactory(enterprise__legal_name="An Cơ khí", enterprise__tax_code="0300588569")


@pytest.fixture
def second(unit):
    return FrameUnitFactory(
        wave=unit.wave, industry=unit.industry, enterprise__legal_name="Bình Cơ khí"
    )


@pytest.fixture
def group(unit):
    group = ComponentGroupFactory(name_vi="Khuôn mẫu thử")
    group.industries.add(unit.industry)
    return group


@pytest.fixture
def runner(client):
    rights = [f"localization.{do}_{m}" for m in MODELS for do in ("add", "change", "view")]
    person = allowed(StaffFactory(), *rights, "localization.run_survey")
    client.force_login(person)
    return person


class SurveyForms(DownloadedForm):
    """The answers of a unit's wave and industry."""

    def __init__(self, client, unit: FrameUnit) -> None:
        super().__init__(client, "localization_wave_sheet", unit.wave.pk, unit.industry.slug)


def told(answer) -> list[tuple]:
    """What is wrong, cell by cell."""
    errors = answer.context["result"].errors
    return [(e.row, e.column and e.column.name, e.value, e.reason) for e in errors]


# --- The file


def test_a_form_of_many_is_made_by_the_worker(client, runner, unit, second, monkeypatch):
    monkeypatch.setattr(columns, "AT_ONCE", 1)
    args = [unit.wave.pk, unit.industry.slug]
    page = client.get(reverse("admin:localization_wave_sheet_file", args=args))
    job = Job.objects.get()
    assert page["Location"] == reverse("admin:job", args=[job.pk])
    made = b"".join(client.get(reverse("admin:job_file", args=[job.pk])).streaming_content)
    cells = openpyxl.load_workbook(io.BytesIO(made)).active
    names = {cells.cell(row, 4).value for row in (HEADINGS + 1, HEADINGS + 2)}
    assert names == {"An Cơ khí", "Bình Cơ khí"}


def test_who_may_run_no_survey_any_more_gets_no_form(client, runner, unit, second, monkeypatch):
    monkeypatch.setattr(columns, "AT_ONCE", 1)
    args = [unit.wave.pk, unit.industry.slug]
    with override_settings(TASKS=QUEUE):
        client.get(reverse("admin:localization_wave_sheet_file", args=args))
    runner.user_permissions.clear()
    run_job.call(Job.objects.get().pk)
    job = Job.objects.get()
    assert (job.state, job.told) == ("failed", ["Bạn không còn quyền làm việc này."])


# --- Fill in, look, keep


def test_paper_goes_in_by_one_file(client, runner, unit, second, group):
    sheet = SurveyForms(client, unit)
    shown = [sheet.value(1, name) for name in ("tax_code", "name", "state")]
    assert shown == ["0300588569", "An Cơ khí", "Chưa có phiếu"]
    line = {"name": "Vỏ hộp số", "group": "Khuôn mẫu thử", "domestic": 1.5, "imported": 20}
    sheet.fill(1, **SIXTY, output="1.234,5")
    sheet.fill(1, **{f"line2_{part}": value for part, value in line.items()})
    preview = sheet.upload()
    (change,) = preview.context["result"].changes
    told_change = {field.label: (field.old, field.new) for field in change.fields}
    assert told_change["Nguyên, vật liệu nhập khẩu"] == ("", "20")
    assert told_change["Dòng 1: Nhóm linh kiện, vật tư mua nhiều nhất"] == ("", "Khuôn mẫu thử")
    assert "Cách ghi" not in told_change
    assert not Answer.objects.exists()
    done = sheet.confirm()
    assert "Đã nhận 1 phiếu." in read(done).notices
    answer = Answer.objects.get()
    assert (answer.unit, answer.state, answer.channel) == (unit, "submitted", "spreadsheet")
    assert (answer.submitted_by, str(answer.output)) == (runner, "1234.5000")
    assert answer.history.first().history_user == runner
    line = answer.lines.get()
    assert (line.name, line.group, line.domestic) == ("Vỏ hộp số", group, 1.5)


def test_the_same_file_twice_changes_nothing(client, runner, unit, group):
    sheet = SurveyForms(client, unit).fill(1, **SIXTY)
    sheet.confirm()
    before = list(Answer.history.values_list("pk"))
    page = sheet.upload()
    assert (page.context["result"].changes, page.context["result"].errors) == ([], [])
    assert page.context["result"].untouched == 1
    assert "Tệp không thay đổi phiếu nào." in read(page)
    again = SurveyForms(client, unit).upload()
    assert again.context["result"].untouched == 1
    assert list(Answer.history.values_list("pk")) == before


def test_an_answer_in_per_cent_goes_out_and_comes_back(client, runner, unit, group):
    shares = {"materials_local": 50, "materials_foreign": 10, "materials_imported": 40}
    percent = {"mode": "Tổng giá trị và tỷ lệ phần trăm", "materials_total": 1000}
    SurveyForms(client, unit).fill(1, **percent, **shares, components_total=0).confirm()
    answer = Answer.objects.get()
    assert (answer.materials_foreign, answer.components_local) == (100, 0)
    sheet = SurveyForms(client, unit)
    assert sheet.value(1, "mode") == "Tổng giá trị và tỷ lệ phần trăm"
    assert (sheet.value(1, "materials_total"), sheet.value(1, "materials_local")) == (1000, 50)
    sheet.fill(1, materials_local=0.1 + 0.2, materials_imported=89.7).confirm()
    answer.refresh_from_db()
    assert answer.materials_local == 3


def test_a_file_of_before_another_change_is_refused(client, runner, unit):
    answer = SubmittedAnswerFactory(unit=unit)
    sheet = SurveyForms(client, unit).fill(1, materials_local=99)
    answer.materials_local = 31
    answer.save()
    ((_row, column, _value, reason),) = told(sheet.upload())
    assert column is None
    assert "đã được sửa sau khi tải biểu mẫu" in reason


def test_somebody_elses_change_between_look_and_confirmation_counts(client, runner, unit):
    sheet = SurveyForms(client, unit).fill(1, **SIXTY)
    rows = sheet.upload().context["signed_rows"]
    SubmittedAnswerFactory(unit=unit, materials_local=1)
    page = client.post(sheet.page, {"rows": rows})
    assert "đã được sửa" in told(page)[0][3]
    assert Answer.objects.get().materials_local == 1


def test_lines_in_the_file_survive_untouched(client, runner, unit, group):
    answer = SubmittedAnswerFactory(unit=unit)
    ProductLineFactory(answer=answer, group=group, name="Vỏ")
    sheet = SurveyForms(client, unit)
    assert sheet.value(1, "line1_group") == "Khuôn mẫu thử"
    assert sheet.upload().context["result"].untouched == 1
    sheet.fill(1, line1_name=None, line1_group=None, line1_domestic=None, line1_imported=None)
    sheet.confirm()
    assert not answer.lines.exists()


# --- Many rows


@pytest.fixture
def two_at_once(monkeypatch) -> None:
    """Two rows are as many as a request looks at."""
    monkeypatch.setattr(jobs, "AT_ONCE", 2)


def test_a_file_of_many_is_taken_in_by_and_by(client, runner, unit, two_at_once):
    FrameUnitFactory.create_batch(3, wave=unit.wave, industry=unit.industry)
    sheet = SurveyForms(client, unit).fill(1, **SIXTY).fill(2, **SIXTY)
    assert "Đã nhận 2 phiếu." in read(sheet.confirm()).notices, "blank rows are no work"
    sheet.fill(3, **SIXTY)
    [error] = sheet.upload().context["form"].errors["file"]
    assert error.startswith("Tệp có 3 dòng đã điền; mỗi lần nhận nhiều nhất 2 dòng.")
    sheet.cells.delete_rows(HEADINGS + 1, 2)
    assert "Đã nhận 1 phiếu." in read(sheet.confirm()).notices


def test_a_row_that_somebody_empties_takes_nothing_away(client, runner, unit):
    SubmittedAnswerFactory(unit=unit)
    sheet = SurveyForms(client, unit)
    sheet.fill(1, **dict.fromkeys(set(sheet.columns) - {"key", "seal", "name"}))
    result = sheet.upload().context["result"]
    assert (result.untouched, result.changes, result.errors) == (1, [], [])


def test_an_answer_that_came_meanwhile_is_left_by_a_blank_row(client, runner, unit, two_at_once):
    blank = SurveyForms(client, unit)
    SubmittedAnswerFactory(unit=unit)
    result = blank.upload().context["result"]
    assert (result.untouched, result.changes, result.errors) == (1, [], [])


# --- What is wrong is told cell by cell, and keeps all out


def test_one_wrong_cell_keeps_all_out(client, runner, unit, second, group):
    sheet = SurveyForms(client, unit).fill(1, **SIXTY)
    sheet.fill(2, **{**SIXTY, "materials_local": -1, "components_imported": "nhiều"})
    sheet.fill(2, line1_name="Vỏ", line3_group="Bu lông", mode="Khác")
    page = sheet.upload()
    found = {column: (row, value) for row, column, value, _reason in told(page)}
    assert found == {
        "mode": (6, "Khác"),
        "materials_local": (6, "-1"),
        "components_imported": (6, "nhiều"),
        "line3_group": (6, "Bu lông"),
    }
    assert "Chưa lưu phiếu nào" in read(page).non_field_errors
    assert "signed_rows" not in read(page).source.split("<main")[1].split("<form")[0]
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"materials_local": None}, "materials_local", "ghi 0 nếu không có"),
        (dict.fromkeys(SIXTY, 0), "materials_local", "bằng 0"),
        ({"line1_name": "Vỏ"}, "line1_group", "điền đủ các ô"),
        ({"materials_total": 900}, "explanation", "khác tổng đã ghi"),
    ],
)
def test_what_cannot_count_is_told_at_its_cell(client, runner, unit, group, cells, column, reason):
    sheet = SurveyForms(client, unit).fill(1, **SIXTY)
    for name, value in cells.items():
        sheet.cells.cell(HEADINGS + 1, sheet.columns[name]).value = value
    errors = told(sheet.upload())
    assert [text for _r, name, _v, text in errors if name == column and reason in text]
    assert not Answer.objects.exists()


def test_what_is_odd_counts_with_an_explanation(client, runner, unit):
    SurveyForms(client, unit).fill(
        1, **SIXTY, materials_total=900, explanation="Phiếu ghi vậy."
    ).confirm()
    assert len(Answer.objects.get().remarks) == 1


def test_a_row_twice_and_a_strange_row(client, runner, unit, second):
    sheet = SurveyForms(client, unit)
    for name in ("key", "seal"):
        sheet.fill(2, **{name: sheet.value(1, name)})
    sheet.fill(3, key="999999", name="Lạ")
    assert [(row, value) for row, _c, value, _t in told(sheet.upload())] == [
        (6, "Bình Cơ khí"),
        (7, "Lạ"),
    ]


def test_other_files_are_refused_by_name(client, runner, unit):
    other = FrameUnitFactory(wave=unit.wave)
    sheet, elsewhere = SurveyForms(client, unit), SurveyForms(client, other)
    last_year = FrameUnitFactory(wave=ClosedWaveFactory(year=2024), industry=unit.industry)

    def error(page) -> str:
        return str(page.context["form"].errors["file"])

    assert "một ngành khác" in error(sheet.upload(to=elsewhere.page))
    assert "cuộc khảo sát khác" in error(SurveyForms(client, last_year).upload(to=sheet.page))
    assert "Chỉ nhận tệp .xlsx" in error(upload(client, sheet.page, b"x", "x.csv"))
    assert "trống" in error(upload(client, sheet.page, b""))
    assert "hỏng" in error(upload(client, sheet.page, b"x"))
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    assert "không phải biểu mẫu khảo sát" in error(upload(client, sheet.page, book.getvalue()))
    sheet.cells.cell(1, 8, "khac")
    assert "Các cột đã khác" in error(sheet.upload())


def test_a_preview_of_somebody_else_counts_for_nothing(client, runner, unit):
    sheet = SurveyForms(client, unit).fill(1, **SIXTY)
    page = client.post(sheet.page, {"rows": sheet.upload().context["signed_rows"] + "x"})
    assert "Bản xem trước đã hết hạn" in read(page).notices
    assert not Answer.objects.exists()


def test_after_publication_the_page_says_why_and_takes_what_changes_nothing(client, runner, unit):
    sheet = SurveyForms(client, unit)
    previewed = {"rows": SurveyForms(client, unit).fill(1, **SIXTY).upload().context["signed_rows"]}
    Wave.objects.update(state="published")
    why = "đã công bố nên không nhận thêm và không sửa phiếu. Cần sửa thì bấm “Mở lại”"
    wave = reverse("admin:localization_wave_change", args=[unit.wave.pk])
    for page in (sheet.page, wave):
        assert why in read(client.get(page))
    assert client.get(f"{sheet.page}tai.xlsx").status_code == 302
    assert "Tệp không thay đổi phiếu nào." in read(sheet.upload())
    [error] = sheet.fill(1, **SIXTY).upload().context["form"].errors["file"]
    assert why in error
    assert why in read(client.post(sheet.page, previewed))
    assert not Answer.objects.exists()


def test_an_industry_with_too_many_is_entered_one_by_one(client, runner, unit, second, monkeypatch):
    monkeypatch.setattr(columns, "MAX_UNITS", 1)
    sheet = reverse("admin:localization_wave_sheet", args=[unit.wave.pk, unit.industry.slug])
    assert "hãy nhập từng phiếu" in read(client.get(sheet, follow=True)).notices


def test_only_the_white_cells_are_open(client, runner, unit):
    sheet = SurveyForms(client, unit)
    cells = sheet.cells
    assert cells.protection.sheet
    locked = {n: cells.cell(5, at).protection.locked for n, at in sheet.columns.items()}
    assert [name for name, is_locked in locked.items() if is_locked] == [
        *("key", "seal", "tax_code", "name", "industry", "state"),
    ]
    rules = [rule.formula1 for rule in cells.data_validations.dataValidation]
    assert '"Giá trị (triệu đồng),Tổng giá trị và tỷ lệ phần trăm"' in rules


def test_queries_do_not_grow_with_the_rows(client, runner, unit, django_assert_num_queries):
    page = reverse("admin:localization_wave_sheet_file", args=[unit.wave.pk, unit.industry.slug])
    ProductLineFactory(answer=SubmittedAnswerFactory(unit=unit))
    client.get(page)
    with django_assert_num_queries(QUERIES):
        client.get(page)
    for _n in range(8):
        more = FrameUnitFactory(wave=unit.wave, industry=unit.industry)
        ProductLineFactory(answer=SubmittedAnswerFactory(unit=more))
    with django_assert_num_queries(QUERIES):
        client.get(page)


def test_each_row_costs_a_few_queries(client, runner, django_assert_max_num_queries):
    wave, first = OpenWaveFactory(), None
    for _n in range(6):
        unit = FrameUnitFactory(wave=wave, **({"industry": first.industry} if first else {}))
        first = first or unit
    sheet = SurveyForms(client, first)
    for row in range(1, 7):
        sheet.fill(row, **SIXTY)
    with django_assert_max_num_queries(20 + 6 * 14):
        sheet.upload()
