"""Pages are no wider than the window, whichever fonts the machine has."""

import os

import pytest
from django.urls import reverse

from programme.models import Programme
from programme.pages import programme_url
from tests.browser.conftest import logged_in
from tests.browser.fonts import SETS, configuration
from tests.factories.people import SuperuserFactory

PUBLIC = (
    "home",
    "enterprises:enterprise-list",
    "programme:programme-overview",
    "localization:overview",
    "account_login",
)
BACK_OFFICE = (
    "admin:index",
    "admin:enterprises_enterprise_changelist",
    "admin:enterprises_enterprise_add",
    "admin:programme_task_changelist",
    "admin:programme_annualplan_add",
)
WIDTHS = (390, 1280)  # px


@pytest.fixture(params=SETS)
def page_with_fonts(request, browser_type, browser_type_launch_args, tmp_path):
    """A page of a browser that has the fonts of one package."""
    fonts = configuration(request.param, tmp_path)
    browser = browser_type.launch(
        **browser_type_launch_args, env={**os.environ, "FONTCONFIG_FILE": str(fonts)}
    )
    yield browser.new_page()
    browser.close()


@pytest.mark.usefixtures("start_data", "directory_of_two")
def test_no_page_is_wider_than_the_window(page_with_fonts, live_server):
    logged_in(page_with_fonts, live_server.url, SuperuserFactory())
    wide = {}
    tasks = programme_url(Programme.objects.main(), "task-list")
    for address in (*map(reverse, (*PUBLIC, *BACK_OFFICE)), tasks):
        for width in WIDTHS:
            page_with_fonts.set_viewport_size({"width": width, "height": 900})
            page_with_fonts.goto(live_server.url + address)
            over = page_with_fonts.evaluate(
                "document.documentElement.scrollWidth - window.innerWidth"
            )
            if over > 0:
                wide[address, width] = over
    assert wide == {}
