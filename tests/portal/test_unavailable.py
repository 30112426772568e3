"""The database away, the disk full: a page that says so and gives back what was typed."""

import errno
from types import SimpleNamespace

import psycopg2.errors
import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, connection
from django.http import UnreadablePostError
from django.test import Client, RequestFactory

from catalogue.models import Industry
from core.models import CacheEntry
from core.operations.database_errors import is_database_away, is_disk_full
from portal import kept_form
from portal.kept_form import kept_fields
from tests.factories.people import SuperuserFactory, UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/catalogue/industry/add/"
LOGIN = "/tai-khoan/dang-nhap/"


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def staff(client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def failing(error: Exception):
    """A function that fails in this way, whatever it is called with."""

    def fail(*args, **kwargs):
        raise error

    return fail


def typed(client: Client, **values: str) -> dict:
    """The form of a new industry with a few words in it."""
    return (
        read(client.get(ADD)).form("name_vi")
        | {"kind": Industry.Kind.ESSENTIAL, "position": "1"}
        | values
    )


def test_what_was_typed_comes_back_and_can_be_sent_again(staff, monkeypatch):
    form = typed(staff, name_vi='Cơ khí <b>"chính xác"</b>', slug="co-khi-chinh-xac")
    with monkeypatch.context() as patch:
        patch.setattr(Industry, "save", failing(OperationalError("database is locked")))
        answer = staff.post(f"{ADD}?_popup=0", {**form, "_addanother": "1"})
    page = read(answer)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert answer["Cache-Control"] == "private, no-store"
    assert "Cơ sở dữ liệu tạm thời không phản hồi" in page.heading
    assert answer["X-Request-ID"] in page.text
    assert page.fields["name_vi"] == 'Cơ khí <b>"chính xác"</b>'
    assert "<b>" not in page.source
    (sent,) = page.root.xpath(".//form/@action")
    assert sent == f"{ADD}?_popup=0"
    assert staff.post(sent, page.form("name_vi")).status_code == 302
    assert Industry.objects.get().name_vi == 'Cơ khí <b>"chính xác"</b>'


def test_it_comes_back_though_not_even_the_session_can_be_read(staff, monkeypatch):
    form = typed(staff, name_vi="Cơ khí", slug="co-khi")
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", failing(OperationalError("connection refused")))
        answer = staff.post(ADD, form)
    assert answer.status_code == 503
    assert read(answer).fields["name_vi"] == "Cơ khí"
    assert staff.post(ADD, read(answer).form("name_vi")).status_code == 302


def test_passwords_tokens_and_files_are_asked_for_again(rf, client, monkeypatch):
    monkeypatch.setattr(CacheEntry.objects, "create", failing(OperationalError("away")))
    answer = client.post(LOGIN, {"login": "an@example.vn", "password": "hush-hush-hush"})
    page = read(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "private, no-store")
    assert "hush" not in page.source
    assert page.fields == {"login": "an@example.vn", "password": ""}
    request = rf.post(
        "/", {"csrfmiddlewaretoken": "t", "invite_token": "t", "a": "b", "scan": a_file()}
    )
    request.csrf_processing_done = True
    kinds = {field.name: (field.kind, field.value) for field in kept_fields(request)}
    assert kinds == {"invite_token": ("secret", ""), "a": ("text", "b"), "scan": ("file", "")}


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("giay-phep.pdf", b"%PDF-1.7")


def test_codes_of_the_second_factor_are_secrets_and_codes_of_agencies_are_not(client, monkeypatch):
    monkeypatch.setattr(CacheEntry.objects, "create", failing(OperationalError("away")))
    request = RequestFactory().post("/", {"code": "123456"})
    request.csrf_processing_done = True
    assert kept_fields(request)[0].value == "123456"
    for view_name in ("mfa_authenticate", "account_confirm_email"):
        for name in ("code", "key"):
            request = RequestFactory().post("/", {name: "123456"})
            request.csrf_processing_done = True
            request.resolver_match = SimpleNamespace(view_name=view_name)
            assert kept_fields(request)[0].value == ""


@pytest.mark.parametrize("name", ["password1", "oldpassword", "passphrase", "token", "secret_key"])
def test_a_secret_is_known_by_its_name(rf, name):
    request = rf.post("/", {name: "hush-hush-hush"})
    request.csrf_processing_done = True
    assert [(field.kind, field.value) for field in kept_fields(request)] == [("secret", "")]


@pytest.mark.parametrize(
    "error",
    [
        UnreadablePostError("it broke off"),
        OSError(errno.ENOSPC, "No space left"),
        RequestDataTooBig("too much"),
        TooManyFilesSent("too many"),
    ],
)
def test_what_cannot_be_read_leaves_the_page_without_a_form(rf, monkeypatch, error):
    """A full disk takes no upload in, and the page that says so must not fail in its turn."""
    request = rf.post("/", {"a": "b"})
    request.csrf_processing_done = True
    monkeypatch.setattr(type(request), "POST", property(failing(error)))
    assert kept_fields(request) == []


def test_nobody_else_s_words_come_back(rf):
    assert kept_fields(rf.post("/", {"note": "call this number"})) == [], "no token was checked"


@pytest.mark.parametrize(("name", "most"), [("MAX_FIELDS", 1), ("MAX_CHARACTERS", 9)])
def test_too_much_is_not_given_back_by_halves(rf, monkeypatch, name, most):
    request = rf.post("/", {"a": "12345", "b": "67890"})
    request.csrf_processing_done = True
    assert len(kept_fields(request)) == 2
    monkeypatch.setattr(kept_form, name, most)
    assert kept_fields(request) == []


def test_who_only_reads_is_told_to_come_back(client, monkeypatch):
    client.force_login(UserFactory())
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", failing(OperationalError("connection refused")))
        answer = client.get("/tai-khoan/")
        stranger = Client(raise_request_exception=False).get("/doanh-nghiep/")
    assert (answer.status_code, stranger.status_code) == (503, 503)
    assert stranger["Cache-Control"] == "private, no-store", "no cache shows it to the next one"
    assert "Xin đợi khoảng nửa phút" in read(answer)
    assert not read(answer).buttons


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's disk is not this one")
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_not_called_too_many_tries(client):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")  # it takes what is there for the least
        try:
            fill()
            answer = client.post(LOGIN, {"login": "an", "password": "correct-horse"})
        finally:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    assert answer.status_code == 503
    assert "Máy chủ đã hết chỗ lưu" in read(answer).heading
    assert read(answer).fields["login"] == "an"


def fill() -> None:
    """Write until nothing more can be written, however small."""
    for size in (9000, 200, 1):
        with pytest.raises(OperationalError, match="full"):
            write_on(size)


def write_on(size: int) -> None:
    for i in range(10_000):
        CacheEntry.objects.create(
            cache_key=f"{size} {i}", value="x" * size, expires="2090-01-01T00:00Z"
        )


def test_a_full_disk_of_files_is_told_as_such(staff, monkeypatch):
    monkeypatch.setattr(Industry, "save", failing(OSError(errno.ENOSPC, "No space left")))
    answer = staff.post(ADD, typed(staff, name_vi="Cơ khí", slug="co-khi"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Máy chủ đã hết chỗ lưu" in read(answer).heading
    assert read(answer).fields["name_vi"] == "Cơ khí"


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


class PostgreSQLIsFull(psycopg2.errors.DiskFull):
    pgcode = "53100"


@pytest.mark.parametrize(
    ("error", "full", "away"),
    [
        (OperationalError("server closed the connection unexpectedly"), False, True),
        (InterfaceError("connection already closed"), False, True),
        (caused(ValueError("x"), OperationalError("database is locked")), False, True),
        (caused(OperationalError("x"), PostgreSQLIsFull()), True, True),
        (OperationalError("database or disk is full"), True, True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True, False),
        (OSError(errno.ENOENT, "No such file"), False, False),
        (OperationalError("no such table: x"), False, False),
        (ValueError("x"), False, False),
        (None, False, False),
    ],
)
def test_failures_are_told_apart(error, full, away):
    assert (is_disk_full(error), is_database_away(error)) == (full, away)


def test_a_fault_of_the_program_stays_one(client, monkeypatch):
    monkeypatch.setattr(
        "enterprises.search.results.public_entries", failing(OperationalError("no such table: x"))
    )
    assert client.get("/doanh-nghiep/?q=khuon").status_code == 500
