"""Checking a confirmation in a browser, and the back office's pages that lead to one."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.factories.confirmation import (
    PDF,
    AssessmentFactory,
    ScoredAssessmentFactory,
    drafted,
    expired,
    issued,
    issued_to_demo,
    revoked,
)
from verification.models import CriteriaSet, IssuingAgency

# Django's own admin pages: cells without headings, fields in tables without labels of their own.
DJANGOS = (
    "region",
    "empty-table-header",
    "landmark-unique",
    "heading-order",
    "page-has-heading-one",
)


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_public_pages_have_no_barrier(visitor: Visitor, width, scheme):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.page.emulate_media(color_scheme=scheme)
    makes = (issued, expired, revoked, issued_to_demo)
    papers = {make.__name__: make(number=number) for number, make in enumerate(makes, 1)}
    pages = {name: f"/xac-nhan/{paper.code}/" for name, paper in papers.items()}
    pages["english"] = f"/en/confirmations/{papers['issued'].code}/"
    pages["profile"] = papers["issued"].enterprise.get_absolute_url()
    pages |= {"check": "/xac-nhan/", "check-wrong": "/xac-nhan/?code=12"}
    for name, path in pages.items():
        visitor.opens(path)
        visitor.checks()
        visitor.takes_picture(f"confirmation-{name}-{scheme}")


def test_a_code_typed_from_the_paper_leads_to_what_holds(visitor: Visitor):
    confirmation = issued()
    page = visitor.opens("/xac-nhan/")
    page.get_by_label("Mã tra cứu").fill(confirmation.code_shown.lower())
    with page.expect_navigation():
        page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("status")).to_contain_text("Còn hiệu lực")


def test_an_unknown_code_is_told_with_the_form_to_try_again(visitor: Visitor):
    page = visitor.opens("/xac-nhan/7KQ4M9FXAC/")
    expect(page.get_by_role("status")).to_contain_text("7KQ4M9FXAC")
    expect(page.get_by_label("Mã tra cứu")).to_have_value("7KQ4M9FXAC")
    # Chromium logs the 404 itself as an error.
    assert [error for error in visitor.errors if "404" not in error] == []
    visitor.errors.clear()
    visitor.checks()
    visitor.takes_picture("confirmation-unknown")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_steps_of_the_back_office_have_no_barrier(staff_visitor: Visitor, width):
    staff_visitor.page.set_viewport_size({"width": width, "height": 900})
    criteria = CriteriaSet.objects.get(code="chung")
    scoring = AssessmentFactory(criteria_set=criteria, points=(9, 8, 8))
    scored = ScoredAssessmentFactory()
    paper = drafted(agency=IssuingAgency.objects.get())
    steps = [(scored, "decide"), (scored, "reopen"), (paper, "issue"), (issued(), "revoke")]
    for record, name in steps:
        staff_visitor.opens(_address(record, name))
        staff_visitor.checks()
        staff_visitor.errors.clear()  # axe itself sets a style while it measures radio buttons
        staff_visitor.takes_picture(f"confirmation-step-{name}")
    for record in (criteria, scoring, paper):
        staff_visitor.opens(_address(record, "change"))
        assert staff_visitor.errors == []
        staff_visitor.takes_picture(f"confirmation-admin-{record._meta.model_name}")


def _address(record, name: str) -> str:
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk]
    )


def test_staff_record_the_signed_paper(staff_visitor: Visitor):
    paper = drafted()
    page = staff_visitor.opens(_address(paper, "change"))
    staff_visitor.follows("text=Ghi số, ngày ký, bản đã ký")
    page.get_by_label("Số:").fill("12")
    page.get_by_label("Ngày ký:").fill(f"{paper.assessment.visited_on:%d/%m/%Y}")
    page.get_by_label("Họ tên người ký:").fill("Lê Văn Ký")
    file = {"name": "da-ky.pdf", "mimeType": "application/pdf", "buffer": PDF}
    page.get_by_label("Bản quét đã ký, đóng dấu:").set_input_files(file)
    staff_visitor.follows(".submit-row input")
    expect(page.locator(".messagelist")).to_contain_text("Đã thực hiện")
    expect(page.locator(".field-standing")).to_contain_text("Còn hiệu lực")
