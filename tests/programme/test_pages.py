"""The public pages of the register: what they say, at what cost, whatever is asked."""

import pytest
from django.db import connection
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from programme.models import Agency, Programme, Task
from programme.pages import programme_url
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    ProgrammeFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
)
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/"


def here(name: str, **named: str) -> str:
    return programme_url(Programme.objects.get(number="2869/QĐ-UBND"), name, **named)


def grow() -> None:
    """A group more, with tasks that have agencies and doubts, a target, a unit, an amendment."""
    lead = Agency.objects.filter(code="chu-tri").first() or AgencyFactory(code="chu-tri")
    unit = AgencyFactory(parent=lead)
    group = TaskGroupFactory(number=TaskGroupFactory._meta.model.objects.count() + 1)
    TaskFactory(group=group, position=1, lead=lead)
    TaskFactory(group=group, position=2, lead=unit, unplaced=lead, open_cells_of=["lead", "note"])
    TargetFactory()
    AmendmentFactory()


@pytest.mark.parametrize(
    "path", ["", "nhiem-vu/", "nhiem-vu/1.1/", "nhiem-vu.json", "don-vi/chu-tri/", "chi-tieu/"]
)
def test_queries_do_not_grow_with_the_register(client, path, django_assert_num_queries):
    ProgrammeFactory()
    grow()
    with CaptureQueriesContext(connection) as few:
        assert client.get("/chuong-trinh/chuong-trinh-thu/" + path).status_code == 200
    for _ in range(4):
        grow()
    with django_assert_num_queries(len(few)):
        assert client.get("/chuong-trinh/chuong-trinh-thu/" + path).status_code == 200
    assert len(few) < 45


@pytest.mark.usefixtures("decision")
class TestTheDecisionsPages:
    def test_the_overview_states_the_decision_and_that_its_period_is_over(self, client):
        page = read(client.get("/chuong-trinh/chuong-trinh-2019-2025/"))
        for fact in ("2869/QĐ-UBND", "05/7/2019", "5792/QĐ-UBND", "03/11/2016"):
            assert fact in page
        assert "Giai đoạn 2019–2025 đã kết thúc." in page.notices

    def test_bars_and_counts_agree(self, client):
        Task.objects.filter(group__number=4).update(status="in_progress")
        context = client.get("/chuong-trinh/chuong-trinh-2019-2025/").context
        total = {code: count for code, _, count in context["statuses"]}
        assert total == {**dict.fromkeys(Task.Status.values, 0), "no_report": 25, "in_progress": 3}
        for code in Task.Status.values:
            parts = ({c: n for c, _, n in shares} for _, shares in context["groups"])
            assert sum(part[code] for part in parts) == total[code]

    def test_every_task_has_a_page_with_its_doubts(self, client):
        for task in Task.objects.for_list():
            page = read(client.get(f"{LIST}{task.number}/"))
            assert task.content_vi in page
            assert ("chưa xác minh từ bản quét" in page) == bool(task.open_by_cell)
            for cell in task.open_by_cell.values():
                assert cell.reason_vi in page

    @pytest.mark.parametrize(
        "path",
        ["", "nhiem-vu/", "nhiem-vu/?q=khongco", "nhiem-vu/3.4/", "don-vi/skhdt/", "chi-tieu/"],
    )
    def test_every_tag_is_closed_where_it_should_be(self, client, path):
        # A stray end tag would move the results out of what htmx replaces.
        parse_html(read(client.get("/chuong-trinh/chuong-trinh-2019-2025/" + path)).source)

    def test_a_task_without_report_is_not_called_undone(self, client):
        page = read(client.get(f"{LIST}1.10/"))
        assert "Chưa có báo cáo" in page.notices
        assert "không có nghĩa là chưa làm" in page.notices

    def test_an_agency_page_keeps_certain_and_doubtful_apart(self, client):
        context = client.get("/chuong-trinh/chuong-trinh-2019-2025/don-vi/stttt/").context
        found = {facet: [task.number for task in tasks] for facet, _, tasks in context["sections"]}
        assert found == {"lead": ["1.10"], "coordinating": [], "uncertain": ["5.4"]}
        page = read(client.get("/chuong-trinh/chuong-trinh-2019-2025/don-vi/skhdt/"))
        assert "Sở Tài chính" in page.links
        assert "chờ xác nhận" in page

    def test_english_pages_keep_vietnamese_contents_marked_as_such(self, client):
        with override("en"):
            addresses = [
                here("programme-detail"),
                here("task-list"),
                here("task-detail", number="1.10"),
                here("agency-detail", code="sct"),
                here("target-list"),
            ]
        pages = [client.get(address) for address in addresses]
        assert [page.status_code for page in pages] == [200] * 5
        assert all(address.startswith("/en/") for address in addresses)
        task = read(pages[2])
        wording = "Phát triển công nghiệp vi mạch"
        assert any(words.startswith(wording) for words in task.words_in("vi"))
        assert "The end of the note is lost" in task
        assert "Department of Industry and Trade" in read(pages[3]).heading

    def test_an_english_text_is_marked_as_unofficial(self, client):
        Task.objects.numbered("1.10").update(content_en="Develop the microchip industry")
        with override("en"):
            address = here("task-detail", number="1.10")
        english, vietnamese = client.get(address), client.get(f"{LIST}1.10/")
        assert "Develop the microchip industry" in read(english)
        assert not any("Develop" in words for words in read(english).words_in("vi"))
        assert "Phát triển công nghiệp vi mạch" in read(english)
        assert "Develop" not in read(vietnamese)

    @pytest.mark.parametrize(
        ("query", "notice"),
        [
            ("lead=khong-co", "khong-co"),
            ("group=abc", "abc"),
            ("year=1", "Bỏ qua giá trị lọc"),
            ("page=9999", "Không có trang bạn gọi"),
            ("page=abc", "Không có trang bạn gọi"),
            ("q=" + "a" * 10_000, "Từ khóa quá dài"),
            ("ngay=2021-02-30", "Bỏ qua ngày không hợp lệ"),
            ("ngay=hom-qua", "Bỏ qua ngày không hợp lệ"),
            ("sort=nonsense", ""),
        ],
    )
    def test_bad_input_is_left_out_and_said(self, client, query, notice):
        response = client.get(f"{LIST}?{query}")
        assert response.status_code == 200
        assert notice in read(response).notices

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            (f"{LIST}?q=%00", 400),
            (f"{LIST}9.9/", 404),
            (f"{LIST}abc/", 404),
            (f"{LIST}1.10000000000000000000000/", 404),
            ("/chuong-trinh/chuong-trinh-2019-2025/don-vi/khong-co/", 404),
            ("/chuong-trinh/khong-co/", 404),
            ("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu.pdf", 404),
        ],
    )
    def test_what_does_not_exist_says_so(self, client, path, status):
        assert client.get(path).status_code == status


def test_without_any_programme_the_page_is_missing_not_broken(client):
    assert not Programme.objects.exists()
    assert client.get("/chuong-trinh/chuong-trinh-2019-2025/").status_code == 404
