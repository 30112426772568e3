"""Provinces, countries and units of before 1 July 2025 say where a row's enterprise is."""

import pytest
from django.urls import reverse

from core.imports.outcomes import MessageKind
from enterprises.models import Enterprise
from tests.enterprises.sheets import xlsx_file
from tests.importing import found, preview, said, take_in
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]
HEADINGS = ["Tên doanh nghiệp", "Địa chỉ", "Phường, xã", "Quận/Huyện", "Tỉnh/TP", "Quốc gia"]


def imported(client, *cells):
    row = ["Công ty Thép Mẫu Nơi", *cells, *[""] * (5 - len(cells))]
    take_in(client, xlsx_file([HEADINGS, row]))
    return Enterprise.objects.get()


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("88 Xinhua Rd, Suzhou", "", "", "Jiangsu", "China"), "China"),
        (("12 Trần Phú", "", "", "", "Nhật Bản"), "Nhật Bản"),
        (("12 Trần Phú", "", "", "Đồng Nai", "Việt Nam"), "Đồng Nai"),
        (("12 Trần Phú, Biên Hòa, Đồng Nai",), "Biên Hòa"),
        (("12 Trần Phú", "Phường Phú Thọ", "", "Phú Thọ"), "Phú Thọ"),
    ],
)
def test_who_is_outside_the_city_is_kept_with_the_reason_and_not_published(
    staff_client, cells, reason
):
    enterprise = imported(staff_client, *cells)
    assert (enterprise.locality, enterprise.state, enterprise.ward) == ("outside", "hidden", None)
    assert reason in enterprise.withheld_reason
    assert found(staff_client, "thép mẫu") == set()


def test_staff_read_why_and_may_publish_all_the_same(staff_client):
    enterprise = imported(staff_client, "12 Trần Phú, Biên Hòa, Đồng Nai")
    page = reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])
    assert "Biên Hòa" in staff_client.get(page).content.decode()
    listed = reverse("admin:enterprises_enterprise_changelist")
    staff_client.post(listed, {"action": "publish", "_selected_action": [enterprise.pk]})
    enterprise.refresh_from_db()
    assert (enterprise.state, enterprise.withheld_reason) == ("published", "")


def test_the_preview_counts_who_is_outside(staff_client):
    rows = [HEADINGS, ["Công ty Mẫu Một", "1 A, Đồng Nai"], ["Công ty Khác Hai", "2 B, TP.HCM"]]
    page = preview(staff_client, xlsx_file(rows))
    assert page.context["job"].counts["outside"] == 1
    assert "không công bố" in read(page)


@pytest.mark.parametrize("province", ["TP.HCM", "Bình Dương", "BRVT", "Thành phố Hồ Chí Minh"])
def test_a_province_column_says_that_it_is_in_the_city(staff_client, province):
    enterprise = imported(staff_client, "12 Trần Phú", "", "", province, "VN")
    assert (enterprise.locality, enterprise.state) == ("in_city", "published")
    assert enterprise.ward is None


@pytest.mark.parametrize(
    "cells", [("12 Trần Phú, Đồng Nai", "", "", "TP.HCM"), ("12 Trần Phú", "", "", "Quảng Đông")]
)
def test_what_contradicts_itself_or_is_not_known_waits_for_a_person(staff_client, cells):
    enterprise = imported(staff_client, *cells)
    assert (enterprise.locality, enterprise.state) == ("unknown", "pending")
    assert enterprise.withheld_reason
    assert enterprise.possible_duplicate_of is None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("12 Lê Lợi", "Bến Nghé", "Quận 1", "TP.HCM"), "26740"),
        (("12 Lê Lợi", "Phường 5", "Gò Vấp", "TP.HCM"), "26876"),
        (("12 Lê Lợi", "Phường Tân Phú", "7", "TP.HCM"), "27487"),
        (("12 Lê Lợi", "Phường Sài Gòn", "", "TP.HCM"), "26740"),
        (("12 Lê Lợi", "26740 - Phường Sài Gòn", "", "TP.HCM"), "26740"),
        (("12 Lê Lợi, TP.HCM", "26743", "", ""), "26743"),
    ],
)
def test_columns_of_before_lead_to_the_ward_of_today(staff_client, cells, code):
    assert imported(staff_client, *cells).ward_id == code


def test_a_code_of_before_is_not_taken_for_another_ward_of_today(staff_client):
    rows = [HEADINGS, ["Công ty Thép Mẫu Nơi", "12 Lê Lợi, TP.HCM", "26740"]]
    messages = " ".join(
        text
        for kind in MessageKind
        for text in said(preview(staff_client, xlsx_file(rows)), kind).values()
    )
    assert "Bến Nghé" in messages
    assert not Enterprise.objects.filter(ward="26740").exists()


def test_a_known_record_keeps_its_ward_beside_a_name_of_before(staff_client):
    enterprise = imported(staff_client, "12 Lê Lợi", "Phường Tân Mỹ", "", "TP.HCM")
    row = ["Công ty Thép Mẫu Nơi", "12 Lê Lợi", "Phường Tân Phú", "Quận 7", "TP.HCM"]
    page = preview(staff_client, xlsx_file([HEADINGS, row]))
    take_in(staff_client, xlsx_file([HEADINGS, row]))
    enterprise.refresh_from_db()
    assert enterprise.ward_id == "27487"
    assert "có thể là Phường Tân Mỹ" in " ".join(said(page, MessageKind.HINT).values())
