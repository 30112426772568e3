"""Whoever is silent, slow or endless keeps nobody else from the portal."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.serving.processes import GET, PAGE, POST, ask, clients, opened, received, seconds_beside

HUGE = str(700 * 1024**2)


def test_fifty_idle_connections_keep_nobody_waiting(portal: int):
    assert seconds_beside(portal, 50) < 1


@pytest.mark.parametrize("begun", [b"G", GET, POST + b"1000\r\n\r\nlogin=a"])
def test_half_sent_requests_keep_nobody_waiting(portal: int, begun: bytes):
    assert seconds_beside(portal, 20, begun) < 1


def test_a_request_may_come_in_pieces(portal: int):
    with clients(portal, 1, POST) as [client]:
        for piece in (b"9\r\n", b"\r\nlog", b"in=", b"abc"):
            client.sendall(piece)
        assert client.recv(100).startswith(b"HTTP/1.1 403 ")


def test_several_requests_on_one_connection_are_answered_in_turn(portal: int):
    with clients(portal, 1, (GET + b"\r\n") * 2 + POST + b"7\r\n\r\nlogin=a") as [client]:
        answers = b""
        while answers.count(b"HTTP/1.1 ") < 3:
            answers += client.recv(65536)
    assert [answers.count(b"HTTP/1.1 %d" % status) for status in (200, 403)] == [2, 1]


@pytest.mark.parametrize(
    "path", [PAGE, "/", "/en/", "/quan-tri/", "/khong-co/", "/static/khong.css"]
)
def test_a_huge_body_is_refused_before_it_comes(portal: int, path: str):
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {HUGE}\r\n\r\n".encode()
    with clients(portal, 1, head) as [client]:
        client.settimeout(5)
        assert client.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_huge_upload_gets_the_portals_own_page_while_it_is_being_sent(portal: int):
    with clients(portal, 1, POST.replace(b"x-www-form-urlencoded", b"multipart")) as [client]:
        client.sendall(HUGE.encode() + b"\r\n\r\n" + b"a" * 3_000_000)
        answer = received(client, b"</html>")
    assert b" 413 " in answer[:20]
    assert "Biểu mẫu gửi lên quá lớn".encode() in answer


def test_who_still_sends_can_read_why_it_was_refused(portal: int):
    """Closed at once, the connection would be reset, and a browser would show no page."""
    with clients(portal, 1, POST + HUGE.encode() + b"\r\n\r\n") as [client]:
        for _piece in range(8):
            client.sendall(b"a" * 100_000)
            time.sleep(0.1)
        assert b" 413 " in received(client, b"</html>")[:20]


def test_endless_bodies_keep_nobody_waiting(portal: int):
    assert seconds_beside(portal, 20, POST + HUGE.encode() + b"\r\n\r\n") < 1


def test_a_body_of_unknown_length_is_not_waited_for(portal: int):
    head = GET.replace(b"GET", b"POST") + b"Transfer-Encoding: chunked\r\n\r\n5\r\n"
    assert seconds_beside(portal, 20, head) < 1


def test_what_the_portal_offers_to_upload_still_comes_in(portal: int):
    """The largest spreadsheet; the log-in refuses it for want of a token, having read it."""
    answer = ask(
        portal, PAGE, "POST", b"a" * 20 * 1024**2, Cookie=f"csrftoken={'a' * 32}",
        **{"Content-Type": "application/octet-stream"},
    )  # fmt: skip
    assert answer.status == 403


def test_whoever_asks_first_whether_a_body_is_welcome_is_told(portal: int):
    with clients(portal, 1, POST + b"7\r\nExpect: 100-continue\r\n\r\n") as [client]:
        assert client.recv(100).startswith(b"HTTP/1.1 100 ")
        client.sendall(b"login=a")
        assert b"HTTP/1.1 403 " in received(client, b"</html>")


def test_a_search_of_ten_thousand_characters_gets_the_portals_own_page(portal: int):
    answer = ask(portal, f"/doanh-nghiep/?q={quote('ạ' * 10_000)}")
    assert answer.status == 200
    assert "<h1" in answer.text


def test_a_client_that_does_not_close_holds_nobody_up(portal: int):
    assert seconds_beside(portal, 20, GET + b"Connection: close\r\n\r\n") < 1


def test_each_thread_has_one_connection_to_the_database(portal: int, portal_folder: Path):
    with ThreadPoolExecutor(16) as visitors:
        pages = visitors.map(lambda _: ask(portal, "/doanh-nghiep/").status, range(80))
    assert set(pages) == {200}
    assert 1 <= len(opened(portal_folder / "portal.sqlite3")) <= 2 * 4  # processes, threads


def test_a_monitor_that_asks_for_heads_alone_fills_no_log(portal: int, portal_folder: Path):
    """The fault: a warning that nobody understood, with each HEAD."""
    head = GET.replace(b"GET", b"HEAD") + b"\r\n"
    with clients(portal, 1, head + GET + b"\r\n") as [client]:
        received(client, b"</html>")  # of the second: whatever is said of the first has been said
    assert "no-body" not in (portal_folder / "log").read_text()
