"""Every kind of page, narrow and wide, in both languages: no error, no overflow, no barrier."""

import pytest

from enterprises.demo import load_demo_enterprises
from tests.browser.conftest import Visitor

PAGES = {
    "home": "/",
    "home-en": "/en/",
    "directory": "/doanh-nghiep/",
    "directory-filtered": "/doanh-nghiep/?industry=co-khi&q=khuon",
    "directory-empty": "/doanh-nghiep/?industry=da-giay&q=khongcogihet",
    "directory-en": "/en/enterprises/?industry=det-may",
    "programme": "/chuong-trinh/chuong-trinh-2019-2025/",
    "register": "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/",
    "register-en": "/en/programme/chuong-trinh-2019-2025/tasks/",
    "task": "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/1.10/",
    "task-in-doubt": "/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/3.4/",
    "agency": "/chuong-trinh/chuong-trinh-2019-2025/don-vi/stttt/",
    "targets": "/chuong-trinh/chuong-trinh-2019-2025/chi-tieu/",
    "localization": "/ty-le-noi-dia-hoa/",
    "localization-industry": "/ty-le-noi-dia-hoa/co-khi/",
    "not-found": "/khong-co-trang-nay/",
}


@pytest.mark.parametrize("width", [390, 1280])
def test_public_pages(visitor: Visitor, width):
    load_demo_enterprises(30)
    visitor.page.set_viewport_size({"width": width, "height": 900})
    for name, path in PAGES.items():
        visitor.opens(path)
        if name == "not-found":
            visitor.errors.clear()  # the browser reports the 404 itself
        visitor.checks()
        visitor.takes_picture(name)
    visitor.opens("/doanh-nghiep/?certificate=iso-9001")
    visitor.follows("#cards a")
    visitor.checks()
    visitor.takes_picture("profile")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_keep_their_contrast(visitor: Visitor, scheme):
    load_demo_enterprises(5)
    visitor.page.emulate_media(color_scheme=scheme)
    for name in ("home", "directory", "task-in-doubt", "localization"):
        visitor.opens(PAGES[name])
        visitor.checks()
        visitor.takes_picture(f"{name}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_back_office_start_page(staff_visitor: Visitor, width, scheme):
    staff_visitor.page.emulate_media(color_scheme=scheme)
    staff_visitor.page.set_viewport_size({"width": width, "height": 900})
    staff_visitor.opens("/quan-tri/")
    assert staff_visitor.page.get_by_text("Việc đang chờ bạn").is_visible()
    staff_visitor.checks()
    staff_visitor.takes_picture("back-office")


BACK_OFFICE = [
    "/quan-tri/enterprises/enterprise/",
    "/quan-tri/enterprises/enterprise/add/",
    "/quan-tri/programme/task/",
    "/quan-tri/programme/agency/",
    "/quan-tri/localization/ratetarget/",
    "/quan-tri/accounts/user/",
]


def test_back_office_pages_obey_the_content_security_policy(staff_visitor: Visitor):
    """Their markup is Django's own; only what the policy or a script refuses is ours to mend."""
    for path in BACK_OFFICE:
        page = staff_visitor.opens(path)
        records = page.locator("#result_list tbody th a")
        if records.count():
            staff_visitor.follows("#result_list tbody th a")
            staff_visitor.follows("a.historylink")
        assert staff_visitor.errors == [], path
