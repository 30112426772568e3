"""Targets, a task's reports, following it, and its card on somebody else's page."""

import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.core import mail
from playwright.sync_api import expect

from programme.models import Measure, Task
from tests.browser.conftest import Visitor
from tests.factories.people import UserFactory
from tests.factories.programme import MeasureValueFactory
from tests.factories.reports import AcceptedReportFactory

PAGE = "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/4.3/"


@pytest.fixture
def results(start_data) -> None:
    """Figures of every kind on the Decision's own targets."""
    measures = {measure.code: measure for measure in Measure.objects.all()}
    task = Task.objects.numbered("4.3").get()
    sums = {measures["phan-khu-hoan-thanh"]: 1, measures["khu-cong-nghiep-hoan-thanh"]: 0}
    for quarter in (1, 2):
        AcceptedReportFactory(task=task, year=2025, quarter=quarter, figures=sums)
    report = AcceptedReportFactory(task=task, year=2025, quarter=3, progress=80)
    by = UserFactory()
    report.unlock("Sai số liệu.", by)
    report.submit(by)
    report.accept(UserFactory())
    for year, value in ((2020, 12), (2021, 7)):
        chain = measures["doanh-nghiep-tham-gia-chuoi-cung-ung"]
        MeasureValueFactory(measure=chain, year=year, value=value)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_with_results_and_reports(visitor: Visitor, results, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    for name, path in {
        "targets": "/chuong-trinh/chuong-trinh-2019-2025/chi-tieu/",
        "targets-en": "/en/programme/chuong-trinh-2019-2025/targets/",
        "overview": "/chuong-trinh/chuong-trinh-2019-2025/",
        "task-with-reports": PAGE,
        "task-with-reports-en": "/en/programme/chuong-trinh-2019-2025/tasks/4.3/",
        "card": f"{PAGE}the-tinh-trang/",
        "card-of-programme": "/en/programme/chuong-trinh-2019-2025/status-card/",
        "follow": f"{PAGE}theo-doi/",
    }.items():
        visitor.opens(path)
        if width == 1280:
            for summary in visitor.page.locator("main details > summary").all():
                summary.click()
        visitor.checks()
        visitor.takes_picture(name)


def link_in(letter, word: str) -> str:
    """The path of the link in a letter that has this word in it."""
    return re.search(rf"https?://[^/]+(/(?:\S+/)?{word}/\S+)", letter.body)[1]


def test_following_from_the_page_to_the_letter_and_out(visitor: Visitor):
    page = visitor.opens(PAGE)
    visitor.follows("text=Nhận thư khi có báo cáo mới")
    page.fill("#id_email", "khong-phai-dia-chi")
    visitor.follows("main button[type=submit]")
    expect(page.locator("#id_email")).to_have_value("khong-phai-dia-chi")
    visitor.checks()
    page.fill("#id_email", "dan@example.com")
    visitor.follows("main button[type=submit]")
    expect(page.get_by_text("bạn sẽ nhận được thư xác nhận")).to_be_visible()
    visitor.checks()

    visitor.opens(link_in(mail.outbox[0], "xac-nhan"))
    visitor.checks()
    visitor.takes_picture("follow-confirm")
    visitor.follows("main button[type=submit]")
    expect(page.get_by_text("Bạn đang theo dõi: Nhiệm vụ 4.3")).to_be_visible()
    visitor.checks()

    AcceptedReportFactory(task=Task.objects.numbered("4.3").get(), year=2025)
    visitor.opens(link_in(mail.outbox[-1], "ngung"))
    visitor.checks()
    visitor.takes_picture("follow-end")
    visitor.follows("main button[type=submit]")
    expect(page.get_by_text("không còn thư nào được gửi")).to_be_visible()


def test_who_gets_letters_unasked_stops_them_without_an_account(visitor: Visitor):
    page = visitor.opens(f"{PAGE}theo-doi/")
    page.fill("#id_email", "dan@example.com")
    visitor.follows("main button[type=submit]")
    visitor.opens(link_in(mail.outbox[-1], "ngung-nhan-thu"))
    visitor.checks()
    visitor.takes_picture("stop-letters")
    visitor.follows("main button[type=submit]")
    expect(page.get_by_text("Cổng không gửi tới địa chỉ này")).to_be_visible()
    visitor.checks()
    visitor.follows("main button[type=submit]")
    expect(page.get_by_role("button", name="Không gửi thư nữa")).to_be_visible()


class OtherSite(BaseHTTPRequestHandler):
    """A page of somebody else's that holds what the server has been given to show."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.body.encode())

    def log_message(self, *args) -> None:
        """Say nothing."""


@pytest.fixture
def other_site():
    server = HTTPServer(("127.0.0.1", 0), OtherSite)
    server.body = ""
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_card_shows_in_a_frame_of_another_site_and_the_page_does_not(
    visitor: Visitor, results, live_server, other_site
):
    page = visitor.opens(PAGE)
    page.get_by_text("Nhúng thẻ tình trạng").click()
    snippet = page.locator("#embed").input_value()
    framed = f'<iframe id="page" src="{live_server.url}{PAGE}"></iframe>'
    other_site.body = f"<!doctype html><title>Trang khác</title>{snippet}{framed}"
    page.goto(f"http://localhost:{other_site.server_port}/")
    card = page.frame_locator("iframe[title*='Nhiệm vụ 4.3']")
    expect(card.get_by_role("link", name="Nhiệm vụ 4.3")).to_be_visible()
    expect(card.get_by_text("Báo cáo gần nhất: quý III năm 2025.")).to_be_visible()
    expect(page.frame_locator("#page").get_by_role("heading", name="Nhiệm vụ 4.3")).to_have_count(0)
    assert any("frame-ancestors" in error for error in visitor.errors)
    visitor.takes_picture("card-framed")
