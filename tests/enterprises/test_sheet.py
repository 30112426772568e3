"""The capability sheet: two pages at most, of what the public may read, and no more than text."""

import io
import json
from decimal import Decimal

import pytest
import typst
from django.urls import reverse
from django.utils import translation
from PIL import Image

from catalogue.models import Process
from core.pdf import TEMPLATES
from enterprises.models import Enterprise, Machine, Product
from enterprises.profile.page import ProfilePage
from enterprises.profile.sheet import LIMITS, TEMPLATE, CapabilitySheet, page_count, sheet
from tests.enterprises.profiles import full_profile, picture, press_kind, process
from tests.factories.confirmation import issued
from tests.factories.enterprises import (
    CertificateFactory,
    ContactFactory,
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    PendingEnterpriseFactory,
)
from tests.factories.people import StaffFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
QUERIES = 13


@pytest.fixture(autouse=True)
def vietnamese():
    """Every test begins as a Vietnamese reader; a request in English would leave its language."""
    with translation.override("vi"):
        yield


def profile_of(enterprise: Enterprise) -> ProfilePage:
    return ProfilePage(
        Enterprise.objects.for_profile().get(pk=enterprise.pk), "https://x.example/a/"
    )


def told(enterprise: Enterprise, limits=LIMITS[0]) -> dict:
    return CapabilitySheet(profile_of(enterprise), limits).data


def sections(enterprise: Enterprise) -> dict[str, dict]:
    return {section["title"]: section for section in told(enterprise)["sections"]}


def words(data: object) -> str:
    """All the text of the sheet, no-break spaces as spaces."""
    return str(data).replace("\\xa0", " ").replace("\u00a0", " ").replace("\\u200b", "")


def address(enterprise: Enterprise, language: str = "vi") -> str:
    with translation.override(language):
        return reverse("enterprises:enterprise-sheet", args=[enterprise.slug])


def overfull() -> Enterprise:
    """Someone who has told more than anybody reads, in the longest words."""
    enterprise = full_profile(
        legal_name="Công ty Cổ phần " + "Rất Dài " * 34,
        international_name="X" * 300,
        description_vi="Gia công cơ khí chính xác. " * 180,
        address="Số 1 đường " + "y" * 480,
        customers="\n".join(f"Khách hàng {n} {'x' * 50}" for n in range(30)),
    )
    figures = {"size_min": 5, "size_max": Decimal("1234.5"), "tolerance": Decimal("0.0125")}
    Product.objects.bulk_create(
        Product(enterprise=enterprise, name_vi=f"Trục {n} {'W' * 190}", **figures)
        for n in range(200)
    )
    Machine.objects.bulk_create(
        Machine(enterprise=enterprise, kind=press_kind(), maker="M" * 100, model_name="N" * 100)
        for n in range(80)
    )
    for number in range(60):
        CertificateFactory(enterprise=enterprise, number=f"{number}-{'9' * 90}", issuer="T " * 99)
    enterprise.processes.add(
        *[process(f"p-{n}", f"Công nghệ {n}", family=f"N{n}") for n in range(60)]
    )
    return enterprise


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("make", [full_profile, EnterpriseFactory, DemoEnterpriseFactory, overfull])
def test_a_sheet_has_two_pages_at_most(make, language):
    with translation.override(language):
        document = sheet(profile_of(make()))
    assert document.startswith(b"%PDF")
    assert 1 <= page_count(document) <= 2


def test_pages_are_counted_as_typst_counts_them(tmp_path):
    source = tmp_path / "three.typ"
    source.write_text("1 #pagebreak() 2 #pagebreak() 3")
    assert page_count(typst.compile(str(source))) == 3
    assert len(typst.compile(str(source), format="png")) == 3


def test_a_long_profile_says_how_much_is_left_to_its_page():
    found = sections(overfull())
    products = found["Sản phẩm"]
    assert products["more"] == "và 172 sản phẩm khác, xem hồ sơ"
    assert len(products["cells"]) == 30 * len(products["headings"])
    assert found["Máy, thiết bị"]["more"] == "và 61 dòng máy khác, xem hồ sơ"
    assert found["Chứng nhận"]["more"] == "và 47 chứng nhận khác, xem hồ sơ"


def test_a_buyer_reads_what_is_made_how_and_on_what():
    found = sections(full_profile())
    assert [cell.replace("\u00a0", " ") for cell in found["Sản phẩm"]["cells"][:5]] == [
        "Vỏ hộp số", "20–450 mm", "±0,05 mm", "50.000 cái", "8708.40.11",
    ]  # fmt: skip
    assert found["Sản phẩm"]["more"] == ""
    assert found["Công nghệ và vật liệu"]["facts"] == [
        ("Đúc", "Đúc áp lực"), ("Cắt gọt", "Phay CNC"), ("Vật liệu", "Nhôm"),
    ]  # fmt: skip
    assert "Lực ép: 250 tấn lực" in words(found["Máy, thiết bị"]["cells"])
    assert ("Khách hàng tiêu biểu", "Công ty A; Công ty B") in found["Ngành và thị trường"]["facts"]


def test_each_certificate_says_in_words_whether_it_holds():
    cells = words(sections(full_profile())["Chứng nhận"]["cells"])
    for state in ("Còn hiệu lực đến", "Chưa khai ngày hết hiệu lực", "Đã hết hiệu lực ngày"):
        assert state in cells


def test_both_names_stand_on_it():
    enterprise = full_profile()
    assert told(enterprise)["other_name"] == "Thanh Dat Casting Co., Ltd"
    with translation.override("en"):
        data = told(enterprise)
    assert (data["name"], data["other_name"]) == (
        "Thanh Dat Casting Co., Ltd",
        "Công ty TNHH Đúc Thành Đạt",
    )


def test_photos_of_products_are_drawn_small_and_a_lost_one_is_left_out():
    enterprise = full_profile()
    Product.objects.create(enterprise=enterprise, name_vi="Lớn", photo=picture(2_000, 1_000))
    Product.objects.create(enterprise=enterprise, name_vi="Mất", photo="san-pham/mat.jpg")
    photos = told(enterprise)["photos"]
    assert [photo["name"] for photo in photos] == ["Vỏ hộp số", "Lớn"]
    assert Image.open(io.BytesIO(bytes(photos[1]["bytes"]))).size == (480, 240)
    assert page_count(sheet(profile_of(enterprise))) == 1


def test_a_contact_that_is_not_public_is_not_on_it():
    enterprise = EnterpriseFactory()
    ContactFactory(enterprise=enterprise, person="Lê Văn Kín", phone="0909 1", is_public=False)
    ContactFactory(enterprise=enterprise, person="Trần Thị Mở", phone="0909 2", is_public=True)
    data = words(told(enterprise))
    assert "Trần Thị Mở · 0909 2" in data
    assert "Kín" not in data
    assert "0909 1" not in data


def test_a_poor_profile_says_what_nobody_told():
    told_of = sections(EnterpriseFactory(legal_name="Chỉ Có Tên"))["Mức đầy đủ của hồ sơ"]
    assert "sản phẩm" in dict(told_of["facts"])["Chưa khai"]


def drawn(enterprise: Enterprise) -> Image.Image:
    """The one page as a picture."""
    data = json.dumps(told(enterprise), ensure_ascii=False, default=str)
    template = str(TEMPLATES / TEMPLATE)
    page = typst.compile(template, format="png", ppi=40, sys_inputs={"data": data})
    return Image.open(io.BytesIO(page)).convert("RGB")


def amber(enterprise: Enterprise) -> int:
    """How many points of the page have the colour of demo data."""
    points = drawn(enterprise).tobytes()
    return sum(red - blue > 20 for red, blue in zip(points[::3], points[2::3], strict=True))


def test_a_demo_record_is_marked_large_and_a_real_one_is_not():
    assert amber(DemoEnterpriseFactory()) > 5_000
    assert amber(EnterpriseFactory()) == 0


def test_what_people_type_is_never_markup():
    evil = '#panic("x") $ ] } \\ "] #read("/etc/passwd") <a> @b *c* _d_ `e` // f'
    enterprise = EnterpriseFactory(legal_name=evil, description_vi=evil, products=[evil[:190]])
    assert told(enterprise)["name"].replace("\u200b", "") == evil
    assert page_count(sheet(profile_of(enterprise))) == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everyone_downloads_the_sheet_of_a_published_profile(client, language):
    enterprise = full_profile()
    response = client.get(address(enterprise, language))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].endswith(f'-{enterprise.slug}.pdf"')
    assert page_count(response.content) == 1
    assert not response.cookies


@pytest.mark.parametrize("make", [PendingEnterpriseFactory, HiddenEnterpriseFactory])
def test_nobody_downloads_the_sheet_of_one_that_is_not_published(client, make):
    assert client.get(address(make())).status_code == 404


def test_a_confirmation_is_on_the_sheet_as_long_as_it_holds(client):
    paper = issued()
    enterprise = paper.assessment.enterprise
    [(number, fact)] = sections(enterprise)["Xác nhận năng lực"]["facts"]
    assert number == "12/XN-SCT"
    assert fact.startswith("Đáp ứng tốt · Vỏ hộp số đúc nhôm Chi tiết đúc áp lực · Còn hiệu lực")
    assert "chỉ phạm vi ghi ở mục Xác nhận năng lực" in told(enterprise)["footer"]
    mark = client.get(address(enterprise))["ETag"]
    paper.revoke("Doanh nghiệp ngừng sản xuất.", StaffFactory())
    assert client.get(address(enterprise), HTTP_IF_NONE_MATCH=mark).status_code == 200
    assert "Xác nhận năng lực" not in sections(enterprise)
    assert "chưa thẩm định năng lực" in told(enterprise)["footer"]


def test_an_unchanged_sheet_is_not_sent_again(client):
    enterprise = full_profile()
    mark = client.get(address(enterprise))["ETag"]
    again = {"HTTP_IF_NONE_MATCH": mark}
    assert client.get(address(enterprise), **again).status_code == 304
    assert client.get(address(enterprise, "en"), **again).status_code == 200
    enterprise.save()
    assert client.get(address(enterprise), **again).status_code == 200


def test_a_sheet_is_drawn_anew_on_the_day_a_certificate_ends(client, clock):
    enterprise = full_profile()
    mark = client.get(address(enterprise))["ETag"]
    clock.advance(days=1)
    assert client.get(address(enterprise), HTTP_IF_NONE_MATCH=mark).status_code == 200


def test_a_sheet_needs_the_same_number_of_queries_however_full(client, django_assert_num_queries):
    enterprise = full_profile()
    client.get(address(enterprise))  # reads the names of taxonomies once
    with django_assert_num_queries(QUERIES):
        client.get(address(enterprise))
    for number in range(12):
        Product.objects.create(enterprise=enterprise, name_vi=f"Trục {number}")
        Machine.objects.create(enterprise=enterprise, kind=press_kind())
    enterprise.processes.set(Process.objects.all())
    client.get(address(enterprise))
    with django_assert_num_queries(QUERIES):
        client.get(address(enterprise))


def test_the_profile_leads_to_its_sheet(client):
    enterprise = full_profile()
    page = read(client.get(enterprise.get_absolute_url()))
    assert address(enterprise) in page.addresses
