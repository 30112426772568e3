"""The shipped nginx configuration, as a process before the portal's."""

import json
import os
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation

from core.letters.tokens import new_token
from tests.factories.people import UserFactory
from tests.serving.processes import (
    GET,
    PAGE,
    POST,
    answers,
    ask,
    clients,
    free_port,
    received,
    running,
    seconds_beside,
    until,
)

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CONFIGURATION = settings.BASE_DIR / "deploy/nginx.conf"
HUGE = b"734003200"  # 700 MB

pytestmark = pytest.mark.skipif(not NGINX, reason="no nginx (apt install nginx-light)")


class Proxy:
    """nginx on a port of its own, with what it has logged."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.log = port, folder / "access.log"

    def lines(self, number: int) -> list[dict]:
        """So many lines of its log, all about requests that the portal does not answer."""
        until(lambda: self.log.read_text().count('"status":502') >= number, "too few lines")
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [line for line in lines if line["status"] == 502]

    def everything_said(self) -> str:
        return self.log.read_text() + (self.log.parent / "log").read_text()


def configured(folder: Path, port: int, portal: int) -> Path:
    """The shipped configuration with this machine's ports and folder, and nothing else changed."""
    text = CONFIGURATION.read_text()
    for shipped, own in {
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "portal:8000;": f"127.0.0.1:{portal};",
        " /tmp/": f" {folder}/",
        "root /etc/nginx;": f"root {CONFIGURATION.parent};",
        " /dev/stdout ": f" {folder}/access.log ",
    }.items():
        assert shipped in text
        text = text.replace(shipped, own)
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


@pytest.fixture(scope="session")
def proxies(tmp_path_factory):
    """Start nginx before a portal."""

    def start(portal: int):
        folder, port = tmp_path_factory.mktemp("proxy"), free_port()
        command = [NGINX, "-c", str(configured(folder, port, portal))]
        # As root it would give its workers to a user who may not read the folder.
        user = "user root;" if os.getuid() == 0 else ""
        command += ["-e", "stderr", "-g", f"daemon off; {user}"]
        return running(command, folder / "log"), Proxy(port, folder)

    return start


@pytest.fixture(scope="session")
def proxy(portal: int, proxies) -> Iterator[Proxy]:
    process, proxy = proxies(portal)
    with process:
        until(lambda: answers(proxy.port), "no page through nginx")
        yield proxy


@pytest.fixture
def lonely_proxy(proxies) -> Iterator[Proxy]:
    """A proxy whose portal is away, so that it logs all by itself."""
    process, proxy = proxies(free_port())
    with process:
        until(proxy.log.exists, "no nginx")
        until(lambda: is_up(proxy.port), "no nginx")
        yield proxy


def is_up(port: int) -> bool:
    try:
        with clients(port, 1):
            return True
    except OSError:
        return False


def test_idle_and_half_sent_requests_keep_nobody_waiting(proxy: Proxy):
    with clients(proxy.port, 50), clients(proxy.port, 10, GET):
        assert seconds_beside(proxy.port, 10, POST + b"1000\r\n\r\nlogin=a") < 1


def test_who_is_slow_is_on_the_proxys_hands_alone(proxies):
    """The portal gets a request when it is whole, of whom it is, and is rid of its answer."""
    sent = {b"Host: 127.0.0.1": b"Host: cnht.example.vn:8443\r\nX-Forwarded-Proto: https"}
    sent[b"Content-Type"] = b"X-Forwarded-For: 203.0.113.7\r\nContent-Type"
    head = POST
    for plain, more in sent.items():
        head = head.replace(plain, more)
    with socket.create_server(("127.0.0.1", 0)) as portal:
        process, proxy = proxies(portal.getsockname()[1])
        with process:
            until(lambda: is_up(proxy.port), "no nginx")
            with clients(proxy.port, 1, head + b"7\r\n\r\nlog") as [client]:
                portal.settimeout(0.5)
                with pytest.raises(TimeoutError):
                    portal.accept()
                client.sendall(b"in=a")
                portal.settimeout(20)
                connection, _address = portal.accept()
                with connection:
                    asked = received(connection, b"login=a")
                    connection.settimeout(20)
                    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n"
                    connection.sendall(answer + b"a" * 30_000_000)  # of which nobody reads a byte
    assert b"\r\nHost: cnht.example.vn:8443\r\n" in asked
    assert b"\r\nX-Forwarded-For: 203.0.113.7, 127.0.0.1\r\n" in asked
    assert b"\r\nX-Forwarded-Proto: https\r\n" in asked


def test_a_huge_body_gets_the_portals_own_page_before_it_comes(proxy: Proxy):
    with clients(proxy.port, 1, POST + HUGE + b"\r\n\r\n") as [client]:
        answer = received(client, b"</html>")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "Biểu mẫu gửi lên quá lớn".encode() in answer


def test_what_the_portal_offers_to_upload_comes_in(proxy: Proxy):
    cookie = {"Cookie": f"csrftoken={'a' * 32}", "Content-Type": "application/octet-stream"}
    assert ask(proxy.port, PAGE, "POST", b"a" * 20 * 1024**2, **cookie).status == 403


def test_a_search_of_ten_thousand_characters_gets_the_portals_own_page(proxy: Proxy):
    answer = ask(proxy.port, f"/doanh-nghiep/?q={quote('ạ' * 10_000)}")
    assert (answer.status, "<h1" in answer.text) == (200, True)


def test_answers_are_compressed(proxy: Proxy):
    answer = ask(proxy.port, "/", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"


def test_what_the_portal_has_answered_is_not_logged_twice(proxy: Proxy):
    ask(proxy.port, "/khong-co-trang-nay/")
    assert "/khong-co-trang-nay/" not in proxy.log.read_text()


def keys() -> list[str]:
    """Secrets as links of letters hold them."""
    person = UserFactory.build(pk=1)
    return [new_token(), default_token_generator.make_token(person), signing.dumps(1, salt="key")]


def addresses_with_keys(patterns=None, before: tuple = (), space: str = "") -> Iterator[tuple]:
    """The name of each address of the portal that holds a key, with the converters of its parts."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        parts = before + tuple(each.pattern.converters.items())
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses_with_keys(each.url_patterns, parts, inner)
        elif {"key", "token"} & dict(parts).keys():
            yield space + each.name, dict(parts)


def paths_with_keys(key: str) -> Iterator[str]:
    for name, parts in addresses_with_keys():
        values = {part: key if part in {"key", "token"} else "1" for part in parts}
        for language in ("vi", "en"):
            with translation.override(language):
                yield reverse(name, kwargs=values)


@pytest.mark.parametrize("key", keys(), ids=["token", "password", "signed"])
def test_no_key_in_a_link_of_a_letter_is_logged(lonely_proxy: Proxy, key: str):
    paths = list(paths_with_keys(key))
    assert len(paths) >= 10
    for path in paths:
        for asked in (path, path.removesuffix("/"), f"/en{path}?next={path}"):
            assert ask(lonely_proxy.port, asked, Referer=f"http://127.0.0.1{path}").status == 502
    lines = lonely_proxy.lines(3 * len(paths))
    assert all("…" in line["path"] for line in lines)
    assert key not in lonely_proxy.everything_said()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_portal_that_is_away_has_a_page_in_both_languages(lonely_proxy: Proxy, method: str):
    """The fault: nginx's own bare page, in English, which said nothing of what to do."""
    answer = ask(
        lonely_proxy.port, "/doanh-nghiep/?q=a", method, "q=a" if method == "POST" else None
    )
    assert (answer.status, answer.headers["Retry-After"]) == (502, "30")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cổng thông tin tạm thời chưa trả lời" in answer.text
    assert '<section lang="en">' in answer.text
    assert set(re.findall(r'(?:href|src)="([^"]*)"', answer.text)) == {"", "/", "/en/"}


def test_a_huge_body_for_a_portal_that_is_away_gets_that_page_too(lonely_proxy: Proxy):
    with clients(lonely_proxy.port, 1, POST + HUGE + b"\r\n\r\n") as [client]:
        answer = received(client, b"</html>")
    assert answer.startswith(b"HTTP/1.1 502 ")
    assert b"Retry-After: 30" in answer


def test_the_portals_own_errors_stay_its_own(proxy: Proxy):
    answer = ask(proxy.port, "/readyz")
    assert (answer.status, '"worker": "failing"' in answer.text) == (503, True)


def test_the_page_of_a_portal_that_is_away_has_the_portals_colours():
    page = (CONFIGURATION.parent / "unavailable.html").read_text()
    tokens = (settings.BASE_DIR / "static/css/portal/tokens.css").read_text()
    assert set(re.findall(r"--[a-z-]+: #\w+;", page)) <= set(
        re.findall(r"--[a-z-]+: #\w+;", tokens)
    )


def test_the_log_has_the_visitor_and_no_search(lonely_proxy: Proxy):
    forged = {"X-Forwarded-For": "6.6.6.6, 203.0.113.7"}
    assert ask(lonely_proxy.port, "/doanh-nghiep/?q=bi-mat", **forged).status == 502
    [line] = lonely_proxy.lines(1)
    assert (line["path"], line["ip"]) == ("/doanh-nghiep/", "203.0.113.7")
    assert "bi-mat" not in lonely_proxy.everything_said()


def test_the_log_has_the_address_of_a_page_whose_name_is_words(lonely_proxy: Proxy):
    path = "/doanh-nghiep/cong-ty-tnhh-co-khi-chinh-xac-tan-phu/"
    assert ask(lonely_proxy.port, path).status == 502
    assert [line["path"] for line in lonely_proxy.lines(1)] == [path]
