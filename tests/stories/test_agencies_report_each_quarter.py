"""An agency's officer reports each quarter; the Department takes the report in or sends it back."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from programme.models import Report, ReportEvidence
from programme.periods import Period
from tests.factories.programme import AgencyFactory, ReportingProgrammeFactory
from tests.factories.reports import (
    AcceptedReportFactory,
    MeasureFactory,
    ReportFactory,
    at_work,
    department,
    document,
    sent_back,
    task_of,
    writer,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
Q1, Q2 = Period.read("2026-Q1"), Period.read("2026-Q2")
START = reverse("admin:index")
QUEUE = reverse("admin:programme_report_changelist")


@pytest.fixture
def programme():
    return ReportingProgrammeFactory()


@pytest.fixture
def agency():
    return AgencyFactory(code="skhcn", name_vi="Sở Khoa học và Công nghệ")


@pytest.fixture
def task(programme, agency):
    return task_of(programme, agency, position=1)


@pytest.fixture
def officer(agency, clock):
    """The officer at work on 20 March 2026: the first quarter closed on the 14th."""
    clock.set(date(2026, 3, 20))
    return at_work(writer(agency))


def write(task, quarter: Period = Q1, name: str = "write") -> str:
    code = task.leads[0].code
    return reverse(f"admin:programme_report_{name}", args=[task.pk, code, quarter])


def page_of(agency) -> str:
    return reverse("admin:programme_report_agency", args=[agency.code])


def waiting(client) -> dict[str, int]:
    return {str(item.label): item.count for item in client.get(START).context["waiting"]}


FILLED = {
    "results": "Đã tổ chức 02 hội nghị kết nối.",
    "task_status": "in_progress",
    "progress": "40",
    "difficulties": "Thiếu kinh phí.",
}


def test_from_the_start_page_to_an_accepted_report(officer, agency, task, clock):
    measure = MeasureFactory(programme=task.programme)
    assert waiting(officer) == {"Báo cáo quý cần gửi, hạn 24/3/2026": 1}
    page = read(officer.get(page_of(agency)))
    assert "Hạn gửi: 24/3/2026" in page
    assert write(task) in page.addresses
    figures = {f"figure_{measure.pk}": "1.234,5"}
    files = {"evidence-0-file": document(), "evidence-1-link": "https://example.com/bai-bao"}
    data = sent_back(officer, write(task)) | FILLED | figures | files | {"send": "1"}
    sent = officer.post(write(task), data, follow=True)
    assert "Đã gửi báo cáo" in read(sent).notices
    report = Report.objects.get()
    assert (report.state, report.reported_on, report.progress) == (
        "submitted",
        date(2026, 3, 20),
        40,
    )
    assert [row.value for row in report.figures.all()] == [1234.5]
    titles = [row.title for row in report.evidence.all()]
    assert titles == ["bien-ban", "https://example.com/bai-bao"]
    assert waiting(officer) == {}

    doit = at_work(department())
    assert waiting(doit)["Báo cáo quý chờ tiếp nhận"] == 1
    review = reverse("admin:programme_report_change", args=[report.pk])
    assert "1.234,5" in read(doit.get(review))
    doit.post(review, {"accept": "1", "seen_version": report.version})
    report.refresh_from_db()
    task.refresh_from_db()
    assert (report.state, task.status) == ("accepted", "in_progress")
    assert officer.get(write(task)).url == review, "locked: it can only be read"


def test_a_report_is_returned_corrected_and_every_version_kept(officer, agency, task, clock):
    officer.post(write(task), FILLED | {"send": "1"})
    report, doit = Report.objects.get(), at_work(department())
    review = reverse("admin:programme_report_change", args=[report.pk])
    silent = doit.post(review, {"return": "1", "seen_version": report.version, "remark": " "})
    assert (
        "Hãy ghi điều đề nghị bổ sung" in read(silent).errors["Điều đề nghị bổ sung (khi trả lại)"]
    )
    mail.outbox.clear()
    word = {"return": "1", "seen_version": report.version, "remark": "Thiếu số hội nghị."}
    doit.post(review, word)
    (letter,) = mail.outbox
    assert "Thiếu số hội nghị." in letter.body
    assert write(task) in letter.body
    clock.set(date(2026, 3, 28))
    officer, doit = at_work(agency.officers.get().user), at_work(department())
    assert waiting(officer) == {"Báo cáo quý bị trả lại, cần bổ sung": 1}
    page = read(officer.get(write(task)))
    assert "Thiếu số hội nghị." in page.non_field_errors
    corrected = sent_back(officer, write(task)) | {
        "results": "Đã tổ chức 03 hội nghị.",
        "send": "1",
    }
    officer.post(write(task), corrected)
    report.refresh_from_db()
    assert (report.state, report.reported_on) == ("submitted", date(2026, 3, 20)), "the first day"
    versions = reverse("admin:programme_report_versions", args=[report.pk])
    compared = doit.get(versions, {"cu": 1, "moi": 3}).context["rows"]
    assert [(row.old, row.new) for row in compared if row.is_changed] == [
        ("Đã tổ chức 02 hội nghị kết nối.", "Đã tổ chức 03 hội nghị.")
    ]


def test_an_accepted_report_is_unlocked_for_a_reason(officer, agency, task):
    report = AcceptedReportFactory(task=task, agency=agency)
    doit = at_work(department())
    review = reverse("admin:programme_report_change", args=[report.pk])
    mail.outbox.clear()
    doit.post(review, {"unlock": "1", "seen_version": report.version, "remark": "Sai đơn vị tính."})
    report.refresh_from_db()
    assert report.state == "returned"
    assert "mở khóa" in mail.outbox[0].body
    assert officer.get(write(task)).status_code == 200


def test_last_quarters_text_is_copied_into_blank_fields_only(officer, agency, task, clock):
    AcceptedReportFactory(task=task, agency=agency, results="Cũ.", proposals="Bố trí vốn.")
    clock.set(date(2026, 6, 20))
    officer = at_work(agency.officers.get().user)
    assert "Chép từ quý trước (quý I năm 2026)" in read(officer.get(write(task, Q2))).buttons
    typed = sent_back(officer, write(task, Q2)) | {"results": "Mới.", "copy": "1"}
    page = read(officer.post(write(task, Q2), typed, follow=True))
    assert "Đã chép phần chữ" in page.notices
    draft = Report.objects.get(quarter=2)
    assert (draft.results, draft.proposals, draft.state) == ("Mới.", "Bố trí vốn.", "draft")
    assert draft.progress is None, "only text is copied"


def test_a_report_for_a_quarter_that_is_not_due_is_refused_with_words(officer, agency, task):
    opened = officer.get(write(task, Q2), follow=True)
    assert opened.redirect_chain[-1][0] == page_of(agency)
    sent = officer.post(write(task, Q2), FILLED | {"send": "1"})
    refused = "báo cáo viết được từ ngày 15/6/2026"
    assert refused in read(opened).notices
    assert refused in read(sent).non_field_errors
    assert sent.context["writing"].form["results"].value() == FILLED["results"]
    assert not Report.objects.exists()


@pytest.mark.parametrize("code", ["2025-Q4", "2031-Q1"])
def test_a_quarter_outside_the_programme_is_refused_with_words(officer, agency, task, code):
    answer = officer.get(write(task, Period.read(code)), follow=True)
    assert "Chương trình không có báo cáo" in read(answer).notices


def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(officer, task):
    files = {"evidence-0-file": document(), "evidence-1-title": "Ảnh"}
    wrong = FILLED | {"progress": "101", "seen_version": 0, "send": "1"} | files
    page = officer.post(write(task), wrong)
    form = page.context["writing"].form
    assert form.errors == {"progress": ["Tiến độ từ 0 đến 100%."]}
    assert read(page).form("progress")["progress"] == "101"
    assert "Hãy tải một tệp hoặc ghi một liên kết." in read(page).non_field_errors
    report = Report.objects.get()
    assert (report.results, report.progress, report.state) == ("", None, "draft")
    assert [row.title for row in report.evidence.all()] == ["bien-ban"], "the file is kept"
    right = {name: form[name].value() for name in FILLED} | {"progress": "100"}
    again = officer.post(write(task), right | {"seen_version": form["seen_version"].value()})
    assert again.status_code == 302
    assert Report.objects.get().progress == 100


@pytest.mark.parametrize(
    "wrong",
    [{"progress": "101"}, {"results": ""}, {"evidence-0-title": "Ảnh"}],
    ids=["unreadable", "missing", "evidence"],
)
def test_what_is_sent_with_a_mistake_changes_nothing_that_is_stored(officer, agency, task, wrong):
    report = ReportFactory(task=task, agency=agency, results="Đã lưu.", progress=10)
    drop = report.evidence.create(title="Cũ", link="https://example.com/").pk
    before, steps = Report.objects.values().get(), report.history.count()
    added = {"evidence-1-link": "https://example.com/moi", "drop": drop}
    typed = sent_back(officer, write(task)) | FILLED | {"results": "Mới.", "send": "1"}
    page = officer.post(write(task), typed | added | wrong)
    assert Report.objects.values().get() == before
    assert (report.history.count(), report.versions.count()) == (steps, 0)
    assert [row.pk for row in report.evidence.all()] == [drop]
    assert "Chưa gửi được" in read(page)
    assert page.context["writing"].form["results"].value() == wrong.get("results", "Mới.")
    again = officer.get(write(task)).context["writing"]
    assert again.form["results"].value() == wrong.get("results", "Mới."), "kept on the server"
    right = sent_back(officer, write(task)) | {"results": "Mới.", "progress": "50", "send": "1"}
    officer.post(write(task), right | {"evidence-0-title": ""})
    assert Report.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"progress": "nửa"}, "Hãy ghi số nguyên từ 0 đến 100."),
        ({"results": ""}, "Hãy ghi kết quả thực hiện trong quý."),
        ({"task_status": ""}, "Hãy chọn tình trạng nhiệm vụ."),
        ({"progress": ""}, "Hãy ghi tiến độ (%) hoặc mốc đã đạt."),
        ({"figure": "hai trăm"}, "Hãy ghi một số, ví dụ 1.234,5."),
        ({"figure": "-1"}, "Số liệu không thể âm."),
    ],
)
def test_what_is_missing_or_no_number_is_told(officer, task, typed, reason):
    measure = MeasureFactory(programme=task.programme)
    named = {name.replace("figure", f"figure_{measure.pk}"): text for name, text in typed.items()}
    page = officer.post(write(task), FILLED | named | {"send": "1"})
    assert reason in read(page).non_field_errors
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (("trong.pdf", b""), "Tệp trống, không có nội dung."),
        (("lua.pdf", b"MZ program"), "Tệp không phải PDF, JPEG hoặc PNG"),
    ],
)
def test_a_bad_file_is_told_and_the_text_is_kept(officer, task, file, reason):
    page = officer.post(write(task), FILLED | {"evidence-0-file": document(*file)})
    assert reason in read(page).errors["Tệp"]
    assert Report.objects.get().results == FILLED["results"]
    assert not ReportEvidence.objects.exists()


def test_evidence_is_taken_out_of_a_draft(officer, task):
    officer.post(write(task), FILLED | {"evidence-0-file": document()})
    report = Report.objects.get()
    kept = sent_back(officer, write(task)) | {"drop": report.evidence.get().pk}
    officer.post(write(task), kept)
    assert not report.evidence.exists()
