"""An enterprise answers the survey and staff look at what came in, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from localization.models import Answer, Method
from tests.browser.test_claiming import ADMIN_RULES, logged_in
from tests.factories.localization import (
    ClosedWaveFactory,
    FrameUnitFactory,
    OpenWaveFactory,
    SubmittedAnswerFactory,
)
from tests.factories.membership import OwnerFactory

WIDTHS = pytest.mark.parametrize("width", [390, 1280])


@pytest.fixture
def unit(start_data):
    """A tax code's enterprise, asked by the direct formula; last year it bought much abroad."""
    method = Method.objects.get(kind=Method.Kind.DIRECT)
    unit = FrameUnitFactory(
        wave=OpenWaveFactory(method=method), enterprise__legal_name="Công ty Cơ khí Bình Minh"
    )
    before = FrameUnitFactory(
        wave=ClosedWaveFactory(year=2024, state="published", method=method),
        enterprise=unit.enterprise,
        industry=unit.industry,
    )
    SubmittedAnswerFactory(unit=before, materials_imported=900, output=1200)
    return unit


@pytest.fixture
def owner(visitor, unit):
    """Someone logged in who keeps the enterprise that is asked."""
    logged_in(visitor, OwnerFactory(enterprise=unit.enterprise).user)
    return visitor


def fill(page, **cells) -> None:
    for name, value in cells.items():
        page.fill(f"#id_{name}", value)


@WIDTHS
def test_the_survey_is_answered_on_one_page(owner, unit, width):
    page = owner.page
    page.set_viewport_size({"width": width, "height": 900})
    owner.opens(reverse("membership:enterprise-list"))
    owner.checks()
    owner.follows("text=trả lời đến hết ngày")
    owner.checks()
    owner.takes_picture("survey-form")
    fill(page, materials_local="30", materials_foreign="-1", materials_imported="20")
    owner.follows("text=Gửi phiếu")
    expect(page.locator("#id_materials_foreign_error")).to_have_text("Không ghi số âm.")
    expect(page.locator("#id_materials_local")).to_have_value("30")
    owner.checks()
    owner.takes_picture("survey-mistakes")
    fill(page, materials_foreign="10", components_local="15", components_foreign="5")
    fill(page, components_imported="20", output="200", labour="20", overhead="5")
    fill(page, other_costs="1", profit="-4")
    owner.follows("text=Gửi phiếu")
    expect(page.get_by_text("chênh hơn 20 điểm phần trăm").first).to_be_visible()
    owner.checks()
    owner.takes_picture("survey-remarks")
    fill(page, explanation="Đã chuyển sang nhà cung cấp trong nước.")
    owner.follows("text=Gửi phiếu")
    expect(page.get_by_text("Cảm ơn doanh nghiệp đã trả lời.")).to_be_visible()
    assert Answer.objects.get(unit=unit).is_submitted
    owner.checks()
    owner.opens(reverse("survey:answer", args=[unit.enterprise_id, 2024]))
    owner.checks()
    owner.takes_picture("survey-sent")


@WIDTHS
def test_staff_see_who_answers_and_enter_paper(staff_visitor, unit, width):
    page = staff_visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    wave = reverse("admin:localization_wave_change", args=[unit.wave.pk])
    pages = {
        "wave": wave,
        "frame": reverse("admin:localization_frameunit_changelist"),
        "answers": reverse("admin:localization_answer_changelist"),
        "sheet": reverse("admin:localization_wave_sheet", args=[unit.wave.pk, unit.industry.slug]),
        "close": reverse("admin:localization_wave_close", args=[unit.wave.pk]),
        "paper": reverse("admin:localization_answer_write", args=[unit.pk]),
    }
    for name, address in pages.items():
        staff_visitor.opens(address)
        staff_visitor.checks(but=ADMIN_RULES)
        staff_visitor.errors.clear()  # axe itself has tried to write a style
        staff_visitor.takes_picture(f"survey-staff-{name}")
    fill(page, materials_local="-1")
    staff_visitor.follows("input[name=send]")
    expect(page.locator("#id_materials_local_error")).to_be_visible()
    staff_visitor.checks(but=ADMIN_RULES)
    staff_visitor.takes_picture("survey-staff-mistake")
