"""A second programme is set up in an afternoon: from a sheet, or from another programme."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.imports.outcomes import MessageKind, Result, unpack
from core.models import SpreadsheetImport
from programme.models import (
    Agency,
    Deliverable,
    Measure,
    OpenCell,
    Programme,
    Target,
    Task,
    TaskAgency,
    TaskGroup,
)
from tests.factories.people import StaffFactory, allowed
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    MeasureValueFactory,
    OfficerFactory,
    ProgrammeFactory,
    SecondProgrammeFactory,
    TargetFactory,
    TargetMeasureFactory,
    TaskFactory,
    TaskGroupFactory,
    doit_staff,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
State = SpreadsheetImport.State
TASKS = "/quan-tri/programme/task/import/"
TARGETS = "/quan-tri/programme/target/import/"
AGENCIES = "/quan-tri/programme/agency/import/"
HEADINGS = ["TT", "Nội dung nhiệm vụ", "Chủ trì", "Phối hợp", "Sản phẩm", "Thời gian"]


@pytest.fixture
def office(client):
    client.force_login(doit_staff())
    return client


@pytest.fixture
def agencies() -> dict[str, Agency]:
    names = {
        "sct": "Sở Công Thương",
        "skhcn": "Sở Khoa học và Công nghệ",
        "stc": "Sở Tài chính",
        "quanhuyen": "Ủy ban nhân dân các quận, huyện",
    }
    return {code: AgencyFactory(code=code, name_vi=name) for code, name in names.items()}


def workbook(rows: list[list]) -> SimpleUploadedFile:
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return SimpleUploadedFile("phu-luc.xlsx", content.getvalue())


def uploaded(client, address: str, rows: list[list], into: Programme | None = None):
    data = {"import_file": workbook(rows), **({"into": into.pk} if into else {})}
    return client.post(address, data, follow=True).context["job"]


def confirmed(client, address: str, job: SpreadsheetImport) -> SpreadsheetImport:
    return client.post(f"{address}{job.pk}/confirm/", follow=True).context["job"]


def outcomes(job: SpreadsheetImport) -> dict:
    return {o.number: o for o in unpack(SpreadsheetImport.objects.get(pk=job.pk).outcomes)}


def errors(job: SpreadsheetImport) -> dict[int, str]:
    found = {n: o.of_kind(MessageKind.ERROR) for n, o in outcomes(job).items()}
    return {n: " ".join(m.text for m in told) for n, told in found.items() if told}


def appendix() -> list[list]:
    """A sheet of 28 tasks in five groups, as an appendix is printed: each group heads its tasks."""
    rows: list[list] = [["PHỤ LỤC"], HEADINGS]
    for group, (roman, count) in enumerate(
        zip(["I", "II", "III", "IV", "V"], [10, 6, 4, 3, 5], strict=True), 1
    ):
        rows.append([roman, f"Nhóm giải pháp thứ {group}"])
        for position in range(1, count + 1):
            products = "Báo cáo; Kế hoạch" if position == 1 else "Báo cáo"
            both = "Sở Khoa học và Công nghệ\n- Sở Tài chính, UBND các quận, huyện"
            content = f"Việc {group}.{position} của giai đoạn mới"
            rows.append([position, content, "Sở Công Thương", both, products, "Hàng năm"])
    return rows


def test_twenty_eight_tasks_come_from_a_sheet_in_four_steps(office, agencies):
    programme = SecondProgrammeFactory()
    upload = office.get(TASKS)
    assert programme.number in upload.content.decode()
    job = uploaded(office, TASKS, appendix(), into=programme)
    assert (job.state, job.counts) == (State.CHECKED, {Result.NEW: 28, Result.NO_RECORD: 5})
    assert Task.objects.count() == TaskGroup.objects.count() == 0
    assert programme.number in read(office.get(f"{TASKS}{job.pk}/"))
    job = confirmed(office, TASKS, job)

    assert job.state == State.DONE
    tasks = Task.objects.of(programme)
    assert [g.tasks.count() for g in TaskGroup.objects.order_by("number")] == [10, 6, 4, 3, 5]
    task = tasks.numbered("1.10").get()
    assert (task.content_vi, task.recurrence) == ("Việc 1.10 của giai đoạn mới", "yearly")
    assert task.leads == [agencies["sct"]]
    assert task.coordinators == [agencies["skhcn"], agencies["stc"], agencies["quanhuyen"]]
    first = tasks.numbered("1.1").get()
    assert [d.name_vi for d in first.deliverables.all()] == ["Báo cáo", "Kế hoạch"]
    assert first.history.get().history_change_reason == "Nhập từ tệp phu-luc.xlsx"
    assert first.history.get().history_user is not None
    assert "Việc 5.5 của giai đoạn mới" in read(client_of(office, programme))


def test_a_programme_leads_to_its_imports_with_itself_chosen(office, client):
    programme = SecondProgrammeFactory()
    page = reverse("admin:programme_programme_change", args=[programme.pk])
    links = read(office.get(page)).links
    for label, address in (("nhiệm vụ", TASKS), ("chỉ tiêu", TARGETS)):
        assert links[f"Nhập {label} từ bảng tính"] == f"{address}?into={programme.pk}"
    chosen = read(office.get(f"{TASKS}?into={programme.pk}")).form("into")["into"]
    assert chosen == str(programme.pk)
    client.force_login(allowed(StaffFactory(), "programme.view_programme"))
    assert "Nhập nhiệm vụ từ bảng tính" not in read(client.get(page)).links


def client_of(client, programme: Programme):
    return client.get(f"/chuong-trinh/{programme.slug}/nhiem-vu/", {"q": "5.5"})


def test_the_same_sheet_again_changes_nothing(office, agencies):
    programme = SecondProgrammeFactory()
    confirmed(office, TASKS, uploaded(office, TASKS, appendix(), into=programme))
    job = uploaded(office, TASKS, appendix(), into=programme)
    assert job.counts == {Result.SAME: 28, Result.NO_RECORD: 5}
    confirmed(office, TASKS, job)
    assert (Task.objects.count(), TaskAgency.objects.count()) == (28, 28 * 4)
    assert Deliverable.objects.count() == 33
    assert {task.history.count() for task in Task.objects.all()} == {1}


def test_a_mended_sheet_changes_what_it_says_and_takes_nothing_away(office, agencies):
    programme = SecondProgrammeFactory()
    group = TaskGroupFactory(programme=programme)
    task = TaskFactory(group=group, position=1, content_vi="Câu cũ", lead=agencies["sct"])
    rows = [HEADINGS, ["1.1", "Câu mới", "", "Sở Tài chính", "Kế hoạch", ""]]
    job = uploaded(office, TASKS, rows, into=programme)
    changes = {m.column: m.text for m in outcomes(job)[2].of_kind(MessageKind.CHANGE)}
    assert changes["Nội dung"] == "“Câu cũ” → “Câu mới”"
    assert changes["Đơn vị phối hợp"] == "thêm: Sở Tài chính"
    confirmed(office, TASKS, job)
    task = Task.objects.get(pk=task.pk)
    assert (task.content_vi, task.timeframe) == ("Câu mới", "Hàng năm")
    assert (task.leads, task.coordinators) == ([agencies["sct"]], [agencies["stc"]])
    assert [d.name_vi for d in task.deliverables.all()] == ["Báo cáo", "Kế hoạch"]


def test_text_without_marks_does_not_replace_text_with_them(office):
    programme = SecondProgrammeFactory()
    TaskFactory(group__programme=programme, position=1, content_vi="Xây dựng kế hoạch")
    job = uploaded(office, TASKS, [HEADINGS, ["1.1", "XAY DUNG KE HOACH"]], into=programme)
    assert outcomes(job)[2].result == Result.NO_RECORD or job.counts == {Result.SAME: 1}
    assert Task.objects.get().content_vi == "Xây dựng kế hoạch"


def test_each_bad_row_says_what_is_wrong_and_the_good_ones_come(office, agencies):
    programme = SecondProgrammeFactory()
    TaskGroupFactory(programme=programme, number=1)
    lead = "Sở Công Thương"
    rows = [
        [*HEADINGS, "Nhóm"],
        ["1.1", "Việc một", lead, "", "Báo cáo", "Hàng năm", ""],
        ["1.1", "Việc hai", lead, "", "Báo cáo", "Hàng năm", ""],
        ["7.1", "Việc ba", lead, "", "Báo cáo", "Hàng năm", ""],
        ["", "Việc bốn", lead, "", "Báo cáo", "Hàng năm", ""],
        ["abc", "Việc năm", lead, "", "Báo cáo", "Hàng năm", ""],
        ["1.6", "", lead, "", "Báo cáo", "Hàng năm", ""],
        ["2.1", "Việc bảy", lead, "", "Báo cáo", "Hàng năm", "1"],
        ["3.1", "Việc tám", lead, "", "Báo cáo", "02 năm/lần", "3. Nhóm mới"],
        ["3", "Việc chín", lead, lead, "Báo cáo", "khi có vốn", "Nhóm mới"],
    ]
    job = uploaded(office, TASKS, rows, into=programme)
    told = errors(job)
    assert "đã có ở dòng 2; nếu là số như 1.10" in told[3]
    assert "chưa có nhóm 7: hãy ghi “7. Tên nhóm”" in told[4]
    assert told.keys() == {3, 4, 5, 6, 7, 8}
    assert "không khớp" in told[8]
    assert confirmed(office, TASKS, job).state == State.DONE
    by_number = {task.number: task for task in Task.objects.of(programme)}
    assert by_number.keys() == {"1.1", "3.1", "3.3"}
    assert by_number["3.1"].recurrence == Task.Recurrence.EVERY_TWO_YEARS
    assert by_number["3.3"].recurrence == Task.Recurrence.UNKNOWN
    assert by_number["3.3"].task_agencies.get().role == "lead"  # named in both columns


def test_an_unknown_agency_is_mapped_once_for_the_whole_file(office, agencies):
    programme = SecondProgrammeFactory()
    TaskGroupFactory(programme=programme, number=1)
    rows = [HEADINGS]
    rows += [[f"1.{n}", f"Việc {n}", "Sở KHCN TP", "Sở Công Thương"] for n in (1, 2, 3)]
    job = uploaded(office, TASKS, rows, into=programme)
    form = office.get(f"{TASKS}{job.pk}/").context["form"]
    (field, heading, count), *others = form.value_rows()
    assert (field.label, heading, count, others) == ("Sở KHCN TP", "Đơn vị chủ trì", 3, [])
    data = {name: form[name].value() for name in form.fields if name != "takes_names"}
    data[field.name] = "skhcn"
    office.post(f"{TASKS}{job.pk}/lua-chon/", data)
    job.refresh_from_db()
    confirmed(office, TASKS, job)
    assert [task.leads for task in Task.objects.of(programme)] == [[agencies["skhcn"]]] * 3


def test_a_sheet_without_a_programme_is_asked_for_it(office):
    page = office.post(TASKS, {"import_file": workbook(appendix())})
    assert page.context["form"].errors.keys() == {"into"}
    assert not SpreadsheetImport.objects.exists()


def test_what_was_checked_and_is_there_meanwhile_is_not_doubled(office, agencies):
    programme = SecondProgrammeFactory()
    job = uploaded(office, TASKS, appendix(), into=programme)
    group = TaskGroupFactory(programme=programme, number=1, title_vi="Của người khác")
    TaskFactory(group=group, position=1, content_vi="Của người khác")
    job = confirmed(office, TASKS, job)
    assert (job.state, job.changed_since) == (State.CHECKED, True)
    assert Task.objects.count() == 1


def test_the_register_downloaded_comes_back_into_another_programme(office, agencies):
    """The public file of one programme's tasks is a sheet for the next one."""
    first = TaskFactory(position=10, lead=agencies["sct"], content_vi="Việc mười")
    address = f"/chuong-trinh/{first.programme.slug}/nhiem-vu.xlsx"
    content = office.get(address).content
    programme = SecondProgrammeFactory()
    file = SimpleUploadedFile("nhiem-vu.xlsx", content)
    job = office.post(TASKS, {"import_file": file, "into": programme.pk}, follow=True).context[
        "job"
    ]
    confirmed(office, TASKS, job)
    task = Task.objects.of(programme).get()
    assert (task.number, task.content_vi, task.leads) == ("1.10", "Việc mười", [agencies["sct"]])
    assert task.group.title_vi == first.group.title_vi


def test_targets_come_from_a_sheet(office):
    programme = SecondProgrammeFactory()
    rows = [
        ["STT", "Chỉ tiêu", "Mục", "Kỳ", "Đến năm", "Mức thấp nhất", "Mức cao nhất", "ĐVT"],
        [1, "Doanh nghiệp tham gia chuỗi", "II.2", "Hàng năm", None, 10, 20, "doanh nghiệp/năm"],
        [2, "Phân khu công nghiệp hỗ trợ", "II.2", "Đến năm", 2030, 2, 2, "phân khu"],
        [3, "Chỉ tiêu thiếu năm", "II.2", "Đến năm", None, 2, 2, "phân khu"],
    ]
    job = uploaded(office, TARGETS, rows, into=programme)
    assert errors(job).keys() == {4}
    confirmed(office, TARGETS, job)
    found = Target.objects.filter(programme=programme)
    assert [(t.code, t.by_year, t.maximum) for t in found] == [
        ("doanh-nghiep-tham-gia-chuoi", None, 20),
        ("phan-khu-cong-nghiep-ho-tro", 2030, 2),
    ]
    again = uploaded(office, TARGETS, rows[:3], into=programme)
    assert again.counts == {Result.SAME: 2}
    other = uploaded(office, TARGETS, rows[:3], into=ProgrammeFactory())
    assert other.counts == {Result.NEW: 2}


def test_agencies_come_from_a_sheet(office, agencies):
    rows = [
        ["Tên đơn vị", "Mã", "Tên tiếng Anh", "Loại", "Trực thuộc"],
        ["Sở Nông nghiệp và Môi trường", "", "", "Sở, ban, ngành", ""],
        ["Chi cục Môi trường", "cc-mt", "", "Đơn vị trực thuộc", "Sở Nông nghiệp và Môi trường"],
        ["So Cong Thuong", "", "Department of Industry and Trade", "", ""],
        ["Đơn vị không có loại", "", "", "", "Sở Tài chính"],
    ]
    job = uploaded(office, AGENCIES, rows)
    assert errors(job).keys() == {5}
    confirmed(office, AGENCIES, job)
    unit = Agency.objects.get(code="cc-mt")
    assert unit.parent == Agency.objects.get(code="so-nong-nghiep-va-moi-truong")
    known = Agency.objects.get(code="sct")
    assert (known.name_vi, known.name_en) == (
        "Sở Công Thương",
        "Department of Industry and Trade",
    )
    assert Agency.objects.count() == 6


@pytest.mark.parametrize("address", [TASKS, TARGETS, AGENCIES])
def test_officers_and_readers_import_nothing(client, address):
    client.force_login(OfficerFactory().user)
    assert client.get(address).status_code == 403
    rights = [f"programme.{v}_{m}" for v in ("view", "add", "change") for m in ("task", "agency")]
    client.force_login(allowed(StaffFactory(), *rights))
    assert client.get(address).status_code == 403


class TestCopying:
    """One programme is copied into another."""

    @pytest.fixture
    def source(self, agencies) -> Programme:
        source = ProgrammeFactory()
        for position in (1, 2):
            TaskFactory(
                position=position,
                lead=agencies["sct"],
                first_year=2020,
                status="done",
                open_cells_of=["timeframe"] if position == 2 else None,
            )
        ended = TaskFactory(position=3, content_vi="Đã bãi bỏ")
        ended.end(AmendmentFactory(programme=source))
        target = TargetFactory(code="muc", period="by_year", by_year=2025, minimum=1, maximum=2)
        MeasureValueFactory(measure=TargetMeasureFactory(target=target, code="do"))
        TargetMeasureFactory(target=None, programme=source, code="cua-viec", task_number="1.3")
        return source

    def copy(self, client, into: Programme, source: Programme, *parts: str):
        address = reverse("admin:programme_programme_sao-chep", args=[into.pk])
        data = {"source": source.pk, "parts": parts or ["tasks", "targets"]}
        return client.post(address, data, follow=True)

    def test_what_is_in_force_comes_with_agencies_products_and_doubts(self, office, source):
        into = SecondProgrammeFactory()
        page = office.get(reverse("admin:programme_programme_change", args=[into.pk]))
        assert "Sao chép nhiệm vụ, chỉ tiêu từ chương trình khác" in page.content.decode()
        page = self.copy(office, into, source)
        assert "Đã sao chép 1 nhóm, 2 nhiệm vụ, 1 chỉ tiêu, 1 số đo." in read(page)
        one, two = Task.objects.of(into)
        assert (one.number, two.number) == ("1.1", "1.2")
        assert (one.first_year, one.status) == (None, "no_report")
        assert one.timeframe == "Hàng năm"
        assert [agency.code for agency in one.leads] == ["sct"]
        assert one.deliverables.get().name_vi == "Báo cáo"
        assert OpenCell.objects.get(task=two).cell == "timeframe"
        assert one.history.get().history_change_reason == "Sao chép từ chương trình 1/QĐ-UBND"
        target = Target.objects.get(programme=into)
        assert (target.code, target.by_year, target.maximum) == ("muc", into.last_year, 2)
        measure = Measure.objects.get(programme=into)
        assert (measure.target, measure.values.count()) == (target, 0)
        assert Task.objects.of(source).count() == 3

    def test_a_second_run_copies_only_what_is_missing(self, office, source):
        into = SecondProgrammeFactory()
        self.copy(office, into, source)
        Task.objects.of(into).get(position=2).delete()
        page = self.copy(office, into, source)
        assert "Đã sao chép 0 nhóm, 1 nhiệm vụ, 0 chỉ tiêu, 0 số đo." in read(page)
        page = self.copy(office, into, source)
        assert "Không có gì mới để sao chép. Giữ nguyên 4 mục đã có." in read(page)
        assert Task.objects.of(into).count() == 2

    def test_a_part_may_be_chosen(self, office, source):
        into = SecondProgrammeFactory()
        self.copy(office, into, source, "targets")
        assert (into.groups.count(), into.targets.count()) == (0, 1)

    def test_never_onto_itself(self, office, source):
        page = self.copy(office, source, source)
        told = read(page).errors["Từ chương trình"]
        assert told == "Không thể sao chép một chương trình lên chính nó."
        assert Task.objects.count() == 3

    def test_only_who_keeps_the_register_copies(self, client, source):
        into = SecondProgrammeFactory()
        rights = [f"programme.{verb}_programme" for verb in ("view", "add", "change")]
        client.force_login(allowed(StaffFactory(), *rights))
        assert self.copy(client, into, source).status_code == 403
        client.force_login(allowed(StaffFactory(), "programme.manage_register", *rights))
        assert self.copy(client, into, source).status_code == 403
        assert not into.groups.exists()


def test_the_template_has_a_row_that_shows_how(office, agencies):
    content = office.get(f"{TASKS}mau.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    headings, example = sheet.iter_rows(max_row=2, values_only=True)
    assert dict(zip(headings, example, strict=True))["Số"] == "1.1"
    assert example[0].startswith("Ví dụ: ")
