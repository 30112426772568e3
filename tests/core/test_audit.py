"""The audit log: what it holds, who reads it, how long it is kept."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from core import audit
from core.audit import Kind
from core.models import AuditEvent
from tests.factories.people import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/core/auditevent/"


@pytest.fixture
def officer():
    return UserFactory(username="canbo", is_staff=True)


def request_of(user, **headers):
    request = RequestFactory().get("/", headers={"User-Agent": "Firefox", **headers})
    request.user = user
    return request


def test_an_event_says_who_did_what_to_what_from_where(officer, clock):
    person = UserFactory()
    audit.record(Kind.EXPORT, request_of(officer), person, rows=12, filter={"q": "khuôn"})
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor, event.at) == (Kind.EXPORT, officer, clock.now)
    assert (event.model, event.record) == ("accounts.user", str(person.pk))
    assert (event.ip, event.device) == ("127.0.0.1", "Firefox")
    assert event.detail == {"rows": 12, "filter": {"q": "khuôn"}}


@pytest.mark.parametrize(
    ("seen", "address"), [("10.0.0.9", "10.0.0.9"), ("x, 10.0.0.9", "10.0.0.9"), ("x", None)]
)
def test_who_asks_past_a_proxy_is_known_by_the_nearest_one(officer, settings, seen, address):
    """The fault: a load balancer that asked for /healthz itself got an error page."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    audit.record(Kind.LOGIN, request_of(officer, **{"X-Forwarded-For": seen}))
    assert AuditEvent.objects.get().ip == address


def test_a_stranger_has_no_number():
    audit.record(Kind.LOGIN_FAILED, request_of(AnonymousUser()))
    assert AuditEvent.objects.get().actor_id is None


def test_an_event_outlives_the_account(officer):
    audit.record(Kind.LOGIN, request_of(officer))
    number = officer.pk
    officer.delete()
    assert AuditEvent.objects.get().actor_id == number


def test_it_is_read_and_searched_and_never_changed(client, officer):
    client.force_login(SuperuserFactory())
    audit.record(Kind.EXPORT, request_of(officer))
    event = audit.record(Kind.LOGIN, request_of(UserFactory(username="nguoikhac")))
    for words, found in (("canbo", [officer]), ("auditevent", []), ("127.0.0.1", 2)):
        people = [each.actor for each in client.get(LIST, {"q": words}).context["cl"].result_list]
        assert people == found or len(people) == found
    assert client.get(f"{LIST}{event.pk}/change/").status_code == 200
    assert client.post(f"{LIST}{event.pk}/change/", {"kind": Kind.EXPORT}).status_code == 403
    assert client.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_staff_without_the_right_do_not_read_it(client, officer):
    client.force_login(officer)
    assert client.get(LIST).status_code == 403


def test_who_is_refused_a_page_stands_there_and_a_stranger_does_not(client, officer, monkeypatch):
    client.get("/quan-tri/accounts/user/")
    client.force_login(officer)
    client.get("/quan-tri/accounts/user/", {"q": "Trần Thị Bưởi"})
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor) == (Kind.FORBIDDEN, officer)
    assert event.detail == {"path": "/quan-tri/accounts/user/", "method": "GET"}
    monkeypatch.setattr(audit.REFUSALS, "rate", "1/h/user")
    for _time in range(3):
        assert client.get("/quan-tri/accounts/user/").status_code == 403
    assert AuditEvent.objects.count() == 2


def test_it_is_kept_for_24_months(officer, clock):
    clock.set(clock.day.replace(year=2026, month=1, day=1))
    audit.record(Kind.LOGIN, request_of(officer))
    clock.set(clock.day.replace(year=2027, month=12, day=31))
    audit.forget_old()
    assert AuditEvent.objects.count() == 1
    clock.set(clock.day.replace(year=2028, month=1, day=3))
    audit.forget_old()
    assert AuditEvent.objects.count() == 0
