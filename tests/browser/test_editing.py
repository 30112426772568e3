"""Members write a profile and the Department looks at it, in a browser."""

import pytest
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from membership.editing.work import decide
from membership.models import Revision
from tests.browser.test_claiming import ADMIN_RULES, BAD_FILE, FILE, logged_in
from tests.enterprises.profiles import full_profile
from tests.factories.membership import OwnerFactory
from tests.factories.people import UserFactory


@pytest.fixture
def owner(visitor):
    """Someone logged in who keeps a profile in which everything is told."""
    enterprise = full_profile()
    logged_in(visitor, OwnerFactory(enterprise=enterprise).user)
    visitor.enterprise = enterprise
    return visitor


@pytest.mark.parametrize("width", [390, 1280])
def test_every_part_can_be_read_and_written(owner, width):
    page = owner.page
    page.set_viewport_size({"width": width, "height": 900})
    home = reverse("editing:profile", args=[owner.enterprise.pk])
    owner.opens(home)
    owner.checks()
    owner.takes_picture("editing-home")
    parts = ("identity", "products", "capability", "machines", "certificates", "files", "contacts")
    for part in parts:
        owner.opens(reverse("editing:part", args=[owner.enterprise.pk, part]))
        owner.checks()
        owner.takes_picture(f"editing-{part}")
    owner.opens(reverse("editing:part", args=[owner.enterprise.pk, "markets"]))
    page.get_by_label("Tỷ lệ xuất khẩu").fill("150")
    owner.follows("form.form .button")
    expect(page.locator("#id_export_share_error")).to_have_text("Tỷ lệ không thể quá 100%.")
    owner.checks()
    owner.takes_picture("editing-mistake")
    page.get_by_label("Tỷ lệ xuất khẩu").fill("40")
    owner.follows("form.form .button")
    expect(page.get_by_text("Đã lưu phần")).to_be_visible()
    owner.follows("text=Xem trước như người mua sẽ thấy")
    owner.checks()
    owner.opens(home)
    owner.follows("text=Gửi Sở Công Thương xét duyệt")
    owner.checks()
    owner.takes_picture("editing-sent")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_catalogue_is_sent_and_found_by_buyers(owner, width):
    page, enterprise = owner.page, owner.enterprise
    page.set_viewport_size({"width": width, "height": 900})
    owner.opens(reverse("editing:part", args=[enterprise.pk, "files"]))
    new = page.get_by_role("group", name="Tệp 3")
    new.locator("[name$=title_vi]").fill("Bản vẽ trục cam")
    new.get_by_label("Loại tài liệu").select_option("drawing")
    new.get_by_label("Công khai trên hồ sơ").check()
    new.locator("[type=file]").set_input_files({**BAD_FILE, "name": "ban-ve.pdf"})
    owner.follows("form.form .button")
    expect(page.get_by_text("Tệp không phải PDF, JPEG hoặc PNG").first).to_be_visible()
    expect(new.locator("[name$=title_vi]")).to_have_value("Bản vẽ trục cam")
    owner.checks()
    owner.takes_picture("editing-files-mistake")
    new.locator("[type=file]").set_input_files({**FILE, "name": "ban-ve.pdf"})
    owner.follows("form.form .button")
    expect(page.get_by_text("Đã lưu phần")).to_be_visible()
    revision = Revision.objects.get()
    revision.submit()
    seen = {"seen_revision": revision.version, "seen_enterprise": enterprise.version}
    decide(revision, {"files"}, {}, UserFactory(), seen)
    owner.opens(enterprise.get_absolute_url())
    panel = page.get_by_role("region", name="Tài liệu")
    expect(panel.get_by_text("Bản vẽ trục cam").first).to_be_visible()
    expect(panel.get_by_text("Bản quét ISO 9001")).to_have_count(0)
    owner.checks()
    owner.takes_picture("profile-files")
    with page.expect_download() as download:
        panel.get_by_role("link", name="Tải xuống Bản vẽ trục cam").click()
    assert download.value.suggested_filename == "ban-ve-truc-cam.pdf"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_mistakes_in_rows_lead_to_their_fields(owner, width, language):
    page = owner.page
    page.set_viewport_size({"width": width, "height": 900})
    with translation.override(language):
        products = reverse("editing:part", args=[owner.enterprise.pk, "products"])
    owner.opens(products)
    page.fill("#id_products-1-hs_code", "87.08")
    page.fill("#id_products-2-name_en", "Only English")
    owner.follows("form.form .actions .button")
    owner.checks()
    owner.takes_picture(f"editing-mistakes-{language}")
    links = page.locator(".error-summary a")
    expect(links).to_have_count(2)
    links.first.click()
    expect(page.locator("#id_products-1-hs_code")).to_be_focused()
    expect(page.locator("#id_products-1-hs_code")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_department_looks_at_old_and_new_side_by_side(staff_visitor, width):
    enterprise = full_profile()
    content = {"markets": {"markets": [], "export_share": 40, "languages": [], "customers": "A"}}
    revision = Revision.objects.create(enterprise=enterprise, content=content)
    revision.submit()
    staff_visitor.page.set_viewport_size({"width": width, "height": 900})
    staff_visitor.opens(reverse("admin:membership_revision_change", args=[revision.pk]))
    staff_visitor.checks(but=ADMIN_RULES)
    staff_visitor.takes_picture("editing-review")
    staff_visitor.follows("input[name=approve_all]")
    enterprise.refresh_from_db()
    assert enterprise.export_share == 40
