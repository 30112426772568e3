"""A portal to be attacked: demo data in a folder that is thrown away afterwards."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener, urlopen

import lxml.html

ROOT = Path(__file__).resolve().parents[2]
LOGIN, USER, PASSWORD = "/tai-khoan/dang-nhap/", "doanhnghiep", "demo-2869"
START = 120  # seconds in which the portal must answer


@contextmanager
def demo_portal() -> Iterator[str]:
    """Serve the portal with demo data; its address."""
    with TemporaryDirectory(prefix="scan-") as folder:
        port = _free_port()
        environment = {
            **os.environ,
            "PORTAL_ENV": "local",
            "PORTAL_DATA": folder,
            "PORT": str(port),
            "DATABASE_URL": "",
        }
        for command in ("migrate -v 0", "collectstatic -v 0 --noinput", "load_data", "load_demo"):
            _run(["manage.py", *command.split()], environment)
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "portal.wsgi:application"],
            cwd=ROOT,
            env=environment,
            stderr=(Path(folder) / "web.log").open("w"),
        )
        try:
            yield _when_answering(f"http://127.0.0.1:{port}")
        finally:
            web.send_signal(signal.SIGTERM)
            web.wait(timeout=30)


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    command = [sys.executable, *arguments]
    subprocess.run(  # noqa: S603 -- our own commands
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _when_answering(address: str) -> str:
    end = time.monotonic() + START
    while True:
        try:
            urlopen(f"{address}/healthz", timeout=5).close()  # noqa: S310 -- our own address
            return address
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def signed_in_cookies(address: str) -> str:
    """Sign in on the page as the demo enterprise; the cookies as a browser sends them."""
    cookies = CookieJar()
    browser = build_opener(HTTPCookieProcessor(cookies))
    form = _login_form(browser, address)
    answer = browser.open(address + LOGIN, urlencode(form).encode())
    if LOGIN in answer.url:
        raise SystemExit(f"✗ {USER} could not sign in at {LOGIN}.")
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)


def _login_form(browser: OpenerDirector, address: str) -> dict[str, str]:
    page = lxml.html.parse(browser.open(address + LOGIN)).getroot()
    form = next(form for form in page.forms if "password" in form.fields)
    return {**dict(form.form_values()), "login": USER, "password": PASSWORD}
