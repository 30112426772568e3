"""Logs tell what happened to which request, and nothing of who somebody is."""

import io
import json
import logging
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client, RequestFactory

from core.operations.logs import (
    ErrorsAlone,
    JSONFormatter,
    OncePerMinute,
    kind_of,
    request_id,
)
from core.scrubbing import logged_path, scrubbed
from tests.factories.people import UserFactory


@pytest.fixture
def lines(caplog):
    """What production would write from now on, by the name of the logger."""
    caplog.set_level(logging.INFO, logger="core.operations.request_log")
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JSONFormatter())
    logging.getLogger().addHandler(handler)

    def by(logger: str) -> list[dict]:
        found = map(json.loads, written.getvalue().splitlines())
        return [line for line in found if line["logger"] == logger]

    yield by
    logging.getLogger().removeHandler(handler)


def record(error: BaseException | None = None, message: str = "it failed") -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("portal", logging.ERROR, "a.py", 1, message, None, info)


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def test_a_request_is_one_line_with_its_number_person_status_and_time(client, db, lines):
    user = UserFactory()
    client.force_login(user)
    answer = client.get("/tai-khoan/", {"q": "0903123456"})
    (line,) = lines("core.operations.request_log")
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/tai-khoan/", 200)
    assert line["user"] == user.pk
    assert line["ip"] == "127.0.0.1"
    assert "0903123456" not in json.dumps(line)
    assert request_id.get() == "", "the number ends with its request"


def test_the_visitor_s_address_is_the_one_that_the_proxy_gives(client, db, lines, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    made_up = "203.0.113.66"  # what the visitor claims before the proxy adds what it saw
    client.get("/doanh-nghiep/", headers={"X-Forwarded-For": f"{made_up}, 198.51.100.9"})
    (line,) = lines("core.operations.request_log")
    assert line["ip"] == "198.51.100.9"


def test_its_time_is_told_in_milliseconds(client, db, lines, monkeypatch):
    moments = SimpleNamespace(perf_counter=iter([7.0, 7.25]).__next__)
    monkeypatch.setattr("core.operations.request_log.time", moments)
    client.get("/healthz")
    assert lines("core.operations.request_log")[0]["milliseconds"] == 250


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/chuong-trinh/theo-doi/xac-nhan/abc-TOKEN/", "/chuong-trinh/theo-doi/xac-nhan/…/"),
        ("/tai-khoan/quen-mat-khau/1a-abc-TOKEN/", "/tai-khoan/quen-mat-khau/…-…/"),
        ("/tai-khoan/xac-nhan-thu/Mw:abc:TOKEN/", "/tai-khoan/xac-nhan-thu/…/"),
        ("/xac-nhan/ABCDEFGH/", "/xac-nhan/…/"),
        ("/doanh-nghiep/co-khi-a/", "/doanh-nghiep/co-khi-a/"),
        ("/tai-khoan/loi-moi-cu/abc-TOKEN/", "/tai-khoan/…"),
        ("/khong-co", "/khong-co"),
        ("/an@example.vn", "/…@…"),
        ("/quan-tri/catalogue/industry/an@example.vn/", "/quan-tri/catalogue/industry/…@…/"),
    ],
)
def test_keys_in_addresses_are_left_out(client, db, lines, path, told):
    client.get(path, {"email": "an@example.vn"})
    (line,) = lines("core.operations.request_log")
    text = json.dumps([line, *lines("django.request")], ensure_ascii=False)
    assert line["path"] == told
    assert "TOKEN" not in text
    assert "an@example.vn" not in text


def test_django_s_own_words_about_a_request_leave_keys_out_too(client, db, lines):
    client.get("/chuong-trinh/theo-doi/xac-nhan/abc-TOKEN/")
    (line,) = lines("django.request")
    assert line["message"] == "Not Found: /chuong-trinh/theo-doi/xac-nhan/…/"


def test_addresses_queries_and_refused_rows_are_left_out():
    refused = (
        "duplicate key value\nDETAIL:  Key (phone)=(0903123456) already exists.\n"
        "GET /x/?token=abc sent by an.nguyen+1@example.com.vn"
    )
    assert scrubbed(refused) == "duplicate key value\nDETAIL: …\nGET /x/?… sent by …@…"
    line = JSONFormatter().format(record(raised(IntegrityError(refused)), refused))
    for private in ("0903123456", "abc", "nguyen"):
        assert private not in line
    assert "Traceback" in json.loads(line)["traceback"]


def test_an_unknown_address_tells_its_first_part_alone():
    request = RequestFactory().get("/ai-do/" + "x" * 90)
    request.resolver_match = None
    assert logged_path(request) == "/ai-do/…"


def test_an_error_is_told_once_a_minute_and_the_next_says_how_many_were_left_out(monkeypatch):
    moment = 1000.0
    monkeypatch.setattr("core.operations.logs.time.monotonic", lambda: moment)
    told = OncePerMinute()
    away = [record(raised(OperationalError(f"away {i}"))) for i in range(65)]
    assert [told.filter(each) for each in away] == [True] + [False] * 64
    assert told.filter(record(raised(KeyError("other kind"))))
    assert told.filter(record(message="no error at all"))
    moment += 60
    last = record(raised(OperationalError("still away")))
    assert told.filter(last)
    assert json.loads(JSONFormatter().format(last))["left_out"] == 64


def test_errors_are_of_one_kind_by_class_and_the_portal_s_own_line():
    kinds = {kind_of(raised(each)) for each in (KeyError("a"), KeyError("b"), ValueError("c"))}
    assert len(kinds) == 2
    assert all("tests/core/test_logs.py" in kind for kind in kinds)
    assert kind_of(raised(OperationalError("x"))) == "OperationalError", "wherever it comes up"


def test_how_many_kinds_are_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr("core.operations.logs.KINDS", 3)
    told = OncePerMinute()
    for i in range(20):
        told.filter(record(type(f"Error{i}", (Exception,), {})()))
    assert len(told._told) <= 3


def test_refusals_are_no_errors():
    assert not ErrorsAlone().filter(record(message="Service Unavailable: /readyz"))
    assert ErrorsAlone().filter(record(raised(KeyError("a"))))


def test_the_line_and_the_page_of_an_error_say_the_same_number_and_what_failed(
    monkeypatch, db, lines
):
    def broken(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("enterprises.search.results.public_entries", broken)
    page = Client(raise_request_exception=False).get("/doanh-nghiep/?q=khuon")
    (line,) = lines("core.operations.request_log")
    assert line["status"] == page.status_code == 500
    assert line["error"].startswith("RuntimeError ")
    assert line["request_id"] in page.content.decode()
    (error,) = lines("django.request")
    assert error["request_id"] == line["request_id"]
    assert error["kind"] == line["error"]
