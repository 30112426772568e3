"""What a profile says, to a buyer and to a search engine, and what it keeps to itself."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import Http404
from django.utils import translation
from django.utils.timezone import localdate

from catalogue.models import Language, Material
from core.file_views import photo
from core.templatetags.formatting import official_date
from enterprises.models import Certificate, Enterprise, Machine, Product
from enterprises.profile.page import ProfilePage
from enterprises.profile.prefetching import RELATED, RELATIONS, with_everything
from enterprises.profile.similar import similar_to
from enterprises.search.entries import reindex
from tests.enterprises.profiles import full_profile, picture, press_kind, process, term
from tests.factories.enterprises import (
    ContactFactory,
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
)
from tests.pages import Page, read

pytestmark = pytest.mark.django_db
QUERIES = 11


def page_of(client, enterprise: Enterprise, language: str = "vi") -> Page:
    with translation.override(language):
        address = enterprise.get_absolute_url()
    return read(client.get(address))


def structured_data(page: Page) -> dict:
    [script] = page.root.xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


def found_by(enterprise: Enterprise) -> list[Enterprise]:
    """The enterprises that are named as similar, in their order."""
    return [Enterprise.objects.get(slug=other.slug) for other in similar_to(enterprise)]


def profile_of(enterprise: Enterprise) -> ProfilePage:
    return ProfilePage(
        Enterprise.objects.for_profile().get(pk=enterprise.pk), "https://x.example/a/"
    )


def test_a_buyer_reads_size_tolerance_capacity_and_hs_code(client):
    page = page_of(client, full_profile())
    for fact in ("20–450 mm", "±0,05 mm", "50.000 cái", "8708.40.11"):
        assert fact in page


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (None, None, ""),
        (5, None, "từ 5 mm"),
        (None, 9, "đến 9 mm"),
        (5, 5, "5 mm"),
        (5, 9, "5–9 mm"),
    ],
)
def test_a_size_is_said_as_far_as_it_is_known(least, most, text):
    enterprise = EnterpriseFactory()
    Product.objects.create(enterprise=enterprise, name_vi="Chốt", size_min=least, size_max=most)
    [(_product, facts)] = profile_of(enterprise).products
    assert dict(facts).get("Kích thước", "").replace("\u00a0", " ") == text


def test_a_product_with_a_photo_stands_first_and_shows_it(client):
    enterprise = full_profile()
    page = page_of(client, enterprise)
    photo = enterprise.products.exclude(photo="").get().photo
    [shown] = page.root.xpath("//*[@class='product__photo']/descendant-or-self::img")
    assert [shown.get(name) for name in ("src", "alt", "loading")] == [
        photo.url, "Vỏ hộp số", "lazy",
    ]  # fmt: skip
    assert page.headings.index("Vỏ hộp số") < page.headings.index("Nắp bơm")


def test_processes_stand_under_their_families():
    families = profile_of(full_profile()).families
    assert [(f.name, [p.name for p in processes]) for f, processes in families] == [
        ("Đúc", ["Đúc áp lực"]),
        ("Cắt gọt", ["Phay CNC"]),
    ]


def test_the_machine_table_has_no_column_that_nobody_filled():
    enterprise = full_profile()
    table = profile_of(enterprise).machines
    assert [cell.replace("\u00a0", " ") for _column, cell in table.rows[0]] == [
        "Máy dập", "Aida NC1-2500", "2018", "3", "Lực ép: 250 tấn lực",
    ]  # fmt: skip
    Machine.objects.create(enterprise=enterprise, kind=press_kind(), country="Nhật Bản")
    headings = [column.heading for column in profile_of(enterprise).machines.columns]
    assert "Nước sản xuất" in headings


def test_each_certificate_says_in_words_whether_it_holds(client):
    enterprise = full_profile()
    begins = localdate() + timedelta(days=30)
    standard = enterprise.certificates.first().standard
    Certificate.objects.create(enterprise=enterprise, standard=standard, valid_from=begins)
    assert [proof.state for proof in profile_of(enterprise).proofs] == [
        "valid",
        "open",
        "coming",
        "ended",
    ]
    page = page_of(client, enterprise)
    assert f"Còn hiệu lực đến {official_date(localdate() + timedelta(days=400))}" in page
    assert f"Đã hết hiệu lực ngày {official_date(localdate() - timedelta(days=1))}" in page
    assert f"Có hiệu lực từ {official_date(begins)}" in page
    assert "Chưa khai ngày hết hiệu lực" in page


def test_the_summary_names_only_standards_that_hold():
    glance = dict(profile_of(full_profile()).glance)
    assert glance["Chứng nhận chưa hết hạn"] == "IATF 16949, RoHS"
    assert glance["Năm thành lập"] == "2004"
    assert glance["Lao động"] == "1.150"
    assert glance["Xuất khẩu"] == "35% doanh thu"


def test_no_export_and_no_word_on_export_are_told_apart():
    assert profile_of(EnterpriseFactory(export_share=0)).export == "chỉ bán trong nước"
    assert profile_of(EnterpriseFactory(export_share=None)).export == ""


def test_place_links_lead_to_the_pages_of_ward_and_park(client):
    page = page_of(client, full_profile())
    links = [link for link in page.addresses if "/dia-ban/" in link or "/khu-cong-" in link]
    assert [client.get(link).status_code for link in links] == [200, 200]
    assert {link.split("/")[-2] for link in links} == {"27655", "kcn-hiep-phuoc"}


def test_what_nobody_told_is_said_once(client):
    page = page_of(client, EnterpriseFactory(legal_name="Chỉ Có Tên"))
    assert "Chưa khai: mã số thuế; giới thiệu" in page
    assert not {"Máy, thiết bị", "Chứng nhận", "Sản phẩm"} & set(page.headings)
    assert "<dd>–</dd>" not in page.source


def test_the_whole_of_a_full_profile_is_told(client):
    enterprise = full_profile()
    assert profile_of(enterprise).missing == ""
    page = page_of(client, enterprise)
    assert "Đã khai 100%" in page
    assert "Chưa khai:" not in page


def test_a_prepared_inquiry_names_the_enterprise_and_the_page():
    inquiry = urlsplit(profile_of(full_profile()).inquiry)
    assert (inquiry.scheme, inquiry.path) == ("mailto", "binh@duc-thanh-dat.example")
    fields = parse_qs(inquiry.query)
    assert fields["subject"] == ["Hỏi hàng: Công ty TNHH Đúc Thành Đạt"]
    assert "https://x.example/a/" in fields["body"][0]


def test_an_address_cannot_add_fields_to_the_inquiry():
    enterprise = EnterpriseFactory()
    ContactFactory(enterprise=enterprise, email="a&bcc=x@y.vn", is_public=True)
    inquiry = urlsplit(profile_of(enterprise).inquiry)
    assert set(parse_qs(inquiry.query)) == {"subject", "body"}
    assert inquiry.path == "a%26bcc%3Dx@y.vn"


def test_a_contact_that_is_not_public_is_neither_shown_nor_written_to(client):
    enterprise = EnterpriseFactory()
    ContactFactory(enterprise=enterprise, person="Lê Văn Kín", email="kin@a.vn", is_public=False)
    page = page_of(client, enterprise)
    assert "kin@a.vn" not in page.source
    assert "Lê Văn Kín" not in page.source
    assert "mailto:" not in page.source
    assert "Sở Công Thương Thành phố Hồ Chí Minh giúp kết nối" in page


def test_search_engines_get_the_public_facts(client):
    page = page_of(client, full_profile())
    data = structured_data(page)
    assert data["@type"] == "Organization"
    assert data["taxID"] == "0100233488"
    assert data["numberOfEmployees"] == {"@type": "QuantitativeValue", "value": 1150}
    assert [c["name"] for c in data["hasCertification"]] == ["IATF 16949", "RoHS"]
    offered = {offer["itemOffered"]["name"]: offer["itemOffered"] for offer in data["makesOffer"]}
    assert set(offered) == {"Vỏ hộp số", "Nắp bơm", "Đúc áp lực", "Phay CNC"}
    assert offered["Vỏ hộp số"]["image"].startswith("http://testserver/")
    capacity = {p.get("name"): p for p in offered["Vỏ hộp số"]["additionalProperty"]}
    assert capacity["capacity per month"]["value"] == 50_000
    assert capacity["size"]["unitCode"] == "MMT"


def test_search_engines_get_no_secret_and_no_gap(client):
    enterprise = EnterpriseFactory()
    ContactFactory(enterprise=enterprise, email="kin@a.vn", is_public=False)
    page = page_of(client, enterprise)
    assert "contactPoint" not in page.source
    assert "null" not in json.dumps(structured_data(page))


def test_no_text_ends_the_structured_data(client):
    evil = "</script><script>alert(1)</script><!-- & \u2028"
    enterprise = EnterpriseFactory(description_vi=evil)
    page = page_of(client, enterprise)
    assert "<script>alert" not in page.source
    assert "alert(1)" in structured_data(page)["description"]


def test_a_demo_record_gives_search_engines_nothing(client):
    page = page_of(client, DemoEnterpriseFactory())
    assert "application/ld+json" not in page.source
    assert page.robots == "noindex"


def test_an_english_reader_gets_english_and_hears_what_is_vietnamese(client):
    page = page_of(client, full_profile(), "en")
    assert page.heading == "Thanh Dat Casting Co., Ltd"
    assert {"Gearbox housing", "Nắp bơm"} <= set(page.headings)
    assert {"Nắp bơm", "Nhôm ADC12."} <= set(vietnamese := page.words_in("vi"))
    assert not {page.heading, "Gearbox housing"} & set(vietnamese)
    assert "Aluminium and zinc die casting." in page
    untranslated = page_of(client, EnterpriseFactory(), "en")
    assert untranslated.heading in untranslated.words_in("vi")


def test_similar_enterprises_share_the_rarest_and_the_most():
    own = full_profile()
    casting, milling = process("duc-ap-luc", ""), process("cnc", "")
    twin = EnterpriseFactory(processes=[casting, milling])
    cousin = EnterpriseFactory(processes=[casting])
    stranger = EnterpriseFactory(processes=[process("may", "May", family="May")])
    hidden = HiddenEnterpriseFactory(processes=[casting, milling])
    demo = DemoEnterpriseFactory(processes=[casting, milling])
    found = found_by(own)
    assert found == [twin, cousin]
    assert not {stranger, hidden, demo, own} & set(found)


def test_demo_records_resemble_demo_records_only():
    casting = process("duc-ap-luc", "Đúc áp lực")
    first, second = (DemoEnterpriseFactory(processes=[casting]) for _number in range(2))
    EnterpriseFactory(processes=[casting])
    assert found_by(first) == [second]


def test_among_equals_the_neighbour_stands_first():
    own = full_profile()
    far = EnterpriseFactory(processes=[process("duc-ap-luc", "")])
    near = EnterpriseFactory(processes=[process("duc-ap-luc", "")], ward=own.ward)
    assert found_by(own) == [near, far]


def test_the_rarest_process_decides_where_a_common_one_would_drown_it(monkeypatch):
    monkeypatch.setattr("enterprises.profile.similar.LOOKED_AT", 3)
    rare, common = process("hiem", "Hiếm"), process("thuong", "Thường")
    EnterpriseFactory.create_batch(6, processes=[common])
    twin = EnterpriseFactory(processes=[rare, common])
    own = EnterpriseFactory(processes=[rare, common])
    assert found_by(own) == [twin]


def test_without_processes_the_material_leads_to_others():
    own, other = EnterpriseFactory(), EnterpriseFactory()
    for enterprise in (own, other):
        enterprise.materials.add(term(Material, "dong", "Đồng"))
    reindex(Enterprise.objects.all())
    assert found_by(own) == [other]


def test_machines_alone_lead_to_nobody():
    force = {"capacity": 300, "capacity_unit": "tonne_force"}
    own, other = EnterpriseFactory(), EnterpriseFactory()
    for enterprise in (own, other):
        Machine.objects.create(enterprise=enterprise, kind=press_kind(), **force)
    reindex(Enterprise.objects.all())
    assert found_by(own) == []


def test_who_has_told_nothing_resembles_nobody(client):
    enterprise = EnterpriseFactory()
    EnterpriseFactory()
    assert similar_to(enterprise) == []
    assert "gần giống" not in page_of(client, enterprise)


def test_a_similar_enterprise_that_is_hidden_is_named_no_more(client):
    enterprise = full_profile()
    other = EnterpriseFactory(legal_name="Cơ khí Gần Giống", processes=enterprise.processes.all())
    assert "Cơ khí Gần Giống" in page_of(client, enterprise).links
    other.hide("Đã giải thể")
    reindex(Enterprise.objects.filter(pk=other.pk))
    assert "Cơ khí Gần Giống" not in page_of(client, enterprise).source


def test_a_profile_needs_the_same_number_of_queries_however_full(client, django_assert_num_queries):
    enterprise = full_profile()
    EnterpriseFactory(processes=enterprise.processes.all())
    client.get(enterprise.get_absolute_url())  # reads the names of taxonomies once
    with django_assert_num_queries(QUERIES):
        client.get(enterprise.get_absolute_url())
    for number in range(12):
        Product.objects.create(enterprise=enterprise, name_vi=f"Trục {number}", photo=picture())
        Machine.objects.create(enterprise=enterprise, kind=press_kind())
        ContactFactory(enterprise=enterprise, is_public=True)
        enterprise.processes.add(process(f"them-{number}", f"Thêm {number}", family=f"N{number}"))
    EnterpriseFactory.create_batch(12, processes=enterprise.processes.all())
    reindex(Enterprise.objects.filter(pk=enterprise.pk))
    client.get(enterprise.get_absolute_url())  # reads the names of taxonomies once
    with django_assert_num_queries(QUERIES):
        client.get(enterprise.get_absolute_url())


def test_what_is_kept_in_memory_follows_every_edit(client):
    enterprise = full_profile()
    assert "Tiếng Nhật" in page_of(client, enterprise)
    language = Language.objects.get(slug="tieng-nhat")
    language.name_vi = "Nhật ngữ"
    language.save()
    assert "Nhật ngữ" in page_of(client, enterprise)


def test_reading_in_few_queries_brings_the_same_as_reading_in_many():
    enterprise = full_profile()
    few = with_everything(Enterprise.objects.get(pk=enterprise.pk))
    many = Enterprise.objects.for_profile().get(pk=enterprise.pk)
    for name in (*RELATIONS, *RELATED):
        assert list(getattr(few, name).all()) == list(getattr(many, name).all()), name


def test_a_photo_is_served_to_be_kept_and_nothing_else_is(client):
    picture_file = full_profile().products.exclude(photo="").get().photo
    answer = client.get(picture_file.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    default_storage.save("san-pham/trang.html", ContentFile(b"<script>"))
    assert client.get("/anh/san-pham/trang.html").status_code == 404
    assert client.get("/anh/san-pham/khong-co.png").status_code == 404


@pytest.mark.parametrize("name", ["../bi-mat.png", "san-pham/../../bi-mat.png", "/etc/anh.png", ""])
def test_no_name_leads_out_of_the_folder_of_photos(rf, tmp_path, monkeypatch, name):
    (tmp_path / "bi-mat.png").write_bytes(b"secret")
    (tmp_path / "media").mkdir()
    storage = FileSystemStorage(location=tmp_path / "media")
    monkeypatch.setattr("core.files.thumbnails.default_storage", storage)
    monkeypatch.setattr("core.files.photo_access._public", [lambda name: True])
    with pytest.raises(Http404):
        photo(rf.get("/anh/x"), name)
