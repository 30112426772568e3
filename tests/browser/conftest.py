"""A browser on a live portal: every page it visits must be free of errors and of axe's findings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import User
from catalogue.models import Industry
from tests.browser.product import RunningProduct, started
from tests.conftest import CHROMIUM
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import SuperuserFactory

# Playwright's synchronous interface runs an event loop, in which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=20_000)  # ms; a busy machine is not a broken page

PASSWORD = "correct-horse-battery"
# Only what is wrong is reported: telling what is right, too, takes as long again.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],
}
FIRST = ("/test_the_whole_story.py", "/test_migrations.py")  # the longest, and what they share


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not str(item.path).endswith(FIRST))


@pytest.fixture(scope="session")
def product(tmp_path_factory) -> Iterator[RunningProduct]:
    """The product as `make run` starts it, in a data folder of its own."""
    with started(tmp_path_factory.mktemp("product")) as product:
        yield product


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    # Root, as in containers, has no sandbox; the other flags keep Chromium from calling home.
    args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": args}


class Visitor:
    """A person at a browser window, who notices console errors, overflow and barriers."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address, self.errors = page, address, []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))

    def opens(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def follows(self, selector: str) -> Page:
        """Click what leads to another page, and wait until that page stands."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self.page

    def checks(self, *, but: tuple[str, ...] = ()) -> None:
        """Assert that the page as it stands has no error, no sideways scroll, no barrier.

        `but` names rules that are not the portal's to mend (Django's own admin pages).
        """
        assert self.errors == []
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the window"
        found = Axe().run(self.page, options=RULES).response["violations"]
        found = [finding for finding in found if finding["id"] not in but]
        assert found == [], [(f["id"], [n["html"] for n in f["nodes"]]) for f in found]

    def takes_picture(self, name: str) -> None:
        """Keep a picture where PORTAL_PICTURES names a folder, for people to look at."""
        if folder := os.environ.get("PORTAL_PICTURES"):
            width = self.page.viewport_size["width"]
            self.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def visitor(page: Page, live_server, start_data) -> Visitor:
    return Visitor(page, live_server.url)


@pytest.fixture
def staff_visitor(visitor: Visitor) -> Visitor:
    """Someone logged into the back office."""
    user = SuperuserFactory(username="canbo", full_name="Nguyễn Văn Cán Bộ")
    user.set_password(PASSWORD)
    user.save()
    logged_in(visitor.page, visitor.address, user)
    visitor.opens("/quan-tri/")
    return visitor


def logged_in(page: Page, address: str, user: User) -> None:
    """Give the browser this person's session; logging in by the form is tested on its own."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def directory_of_two(start_data) -> None:
    """One enterprise in mechanical engineering, one in textiles."""
    mechanical, textile = (Industry.objects.get(slug=slug) for slug in ("co-khi", "det-may"))
    EnterpriseFactory(legal_name="Cơ khí Một", industries=[mechanical])
    EnterpriseFactory(legal_name="Dệt kim Hai", industries=[textile])
