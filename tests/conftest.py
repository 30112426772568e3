"""What all tests share: a directory with words to find, and Chromium where the machine has one."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.test import Client
from django.utils import timezone, translation

from core.letters import outbox
from core.models import Letter
from enterprises import fulltext
from tests import loading
from tests.factories.enterprises import (
    EnterpriseFactory,
    IndustryFactory,
    ProcessFactory,
    StandardFactory,
    WardFactory,
)
from tests.factories.people import SuperuserFactory

# The shell draws the same pages for three quarters of the processor's time.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)

# Django leaves few cycles behind: looking for them less often saves a fifth of the time.
gc.set_threshold(100_000, 50, 100)


@receiver(post_save, sender=Letter)
def send_at_once(instance: Letter, *, created: bool, **kwargs) -> None:
    """As all work in tests: within the request, but where a test has set a queue of its own."""
    at_once = settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend")
    if created and at_once and instance.state == Letter.State.WAITING:
        outbox.send(instance)


# Models hold the storages of the beginning; Django forgets them where a test sets STATIC_ROOT.
STORAGES = {name: storages[name] for name in ("default", "private")}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--one-case",
        action="store_true",
        help="run each test with the first of its parameters alone",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("one_case"):
        first = {item.nodeid.partition("[")[0]: item for item in reversed(items)}
        items[:] = [item for item in items if item is first[item.nodeid.partition("[")[0]]]
    if CHROMIUM:
        return
    skip = pytest.mark.skip(reason="no Chromium (apt install chromium): browser tests are skipped")
    for item in items:
        if "/tests/browser/" in str(item.path):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """Add what Django cannot make from the models alone (see `--no-migrations` in pyproject.toml).

    After a test with transactions of its own PostgreSQL would take seconds to TRUNCATE.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for statement in fulltext.UP[connection.vendor]:
            cursor.execute(statement)
    if connection.vendor == "postgresql":
        quote = connection.ops.quote_name
        connection.ops.sql_flush = lambda style, tables, **options: [
            f"DELETE FROM {quote(table)}"  # noqa: S608 -- Django's own list of tables
            for table in tables
        ]


@pytest.fixture(autouse=True)
def same_storages() -> None:
    """Give whoever asks for a storage by name the one that models have."""
    storages._storages.update(STORAGES)


@pytest.fixture(autouse=True)
def vietnamese():
    """Every test begins as a Vietnamese reader; a request in English would leave its language."""
    with translation.override("vi"):
        yield


class Clock:
    """The time of the whole process, in the portal's time zone; it moves when it is told to."""

    zone = ZoneInfo(settings.TIME_ZONE)

    def __init__(self, traveller: time_machine.Traveller) -> None:
        self._traveller = traveller

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def day(self) -> date:
        return timezone.localdate()

    def set(self, moment: date | datetime) -> None:
        """Go to a moment, or to noon of a day; a time without a zone is that of the portal."""
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(12))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone)
        self._traveller.move_to(moment)

    def advance(self, **passed: float) -> None:
        """Let time pass: `days=1, minutes=5`, as for a timedelta."""
        self._traveller.shift(timedelta(**passed))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The only way of setting the time in a test; without `set` it stands at the present moment.

    It stands still between two settings, so that what a step records can be compared with it. That
    holds for the live server of browser tests too, whose threads share the process; Chromium has a
    clock of its own and goes by the age of a cookie, not by the day on which it ends. A session
    that was begun before a long journey is over: log in after `set`.
    """
    present = datetime.now(Clock.zone)
    with time_machine.travel(present, tick=False) as traveller:
        yield Clock(traveller)


@pytest.fixture
def start_data(db) -> None:
    """The Decision, the taxonomies, the places and the roles, as every portal starts with them."""
    loading.start_data()


@pytest.fixture
def staff_client(client: Client, db) -> Client:
    """Someone who may do everything in the back office."""
    client.force_login(SuperuserFactory())
    return client


@pytest.fixture
def directory(db) -> dict:
    """A small directory: two industries, processes and wards, three enterprises."""
    mechanical = IndustryFactory(slug="co-khi", name_vi="Cơ khí", name_en="Mechanical engineering")
    plastics = IndustryFactory(slug="nhua", name_vi="Cao su - Nhựa", name_en="Rubber and plastics")
    casting = ProcessFactory(slug="duc-ap-luc", name_vi="Đúc áp lực", name_en="Die casting")
    moulding = ProcessFactory(slug="ep-nhua", name_vi="Ép phun nhựa", name_en="Injection moulding")
    iso = StandardFactory(slug="iso-9001", name_vi="ISO 9001", name_en="ISO 9001")
    north = WardFactory(code="26001", name_vi="Phường Hiệp Bình", name_en="Hiep Binh Ward")
    south = WardFactory(code="27001", name_vi="Xã Hiệp Phước", name_en="Hiep Phuoc Commune")
    return {
        "foundry": EnterpriseFactory(
            legal_name="Công ty TNHH Đúc Thành Đạt",
            ward=south,
            industries=[mechanical],
            processes=[casting],
            products=["Vỏ hộp số đúc nhôm"],
            standards=[iso],
        ),
        "moulder": EnterpriseFactory(
            legal_name="Công ty Cổ phần Nhựa Ánh Sao",
            international_name="Anh Sao Plastics JSC",
            ward=north,
            industries=[plastics],
            processes=[moulding],
            products=["Nắp chai"],
        ),
        "both": EnterpriseFactory(
            legal_name="Công ty TNHH Khuôn mẫu Đông Á",
            ward=north,
            industries=[mechanical, plastics],
            processes=[casting, moulding],
        ),
    }
