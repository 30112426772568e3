"""A buyer looks at the City by place: how many enterprises, what is made there, what lies near."""

import re
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import override

from catalogue.models import IndustrialPark, Ward
from enterprises.models import Enterprise, FacetCount
from enterprises.search.entries import reindex
from tests.factories.enterprises import (
    DemoEnterpriseFactory,
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    IndustryFactory,
    PendingEnterpriseFactory,
    StandardFactory,
    WardFactory,
)
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db
OVERVIEW = "/doanh-nghiep/dia-ban/"


def ward(code: str, name: str, north: float | None = None, east: float | None = None) -> Ward:
    return WardFactory(code=code, name_vi=name, name_en="", **at(north, east))


def at(north: float | None, east: float | None) -> dict:
    if north is None:
        return {}
    return {"latitude": Decimal(str(north)), "longitude": Decimal(str(east))}


@pytest.fixture
def city(db) -> dict:
    """Three wards, of which one lies on an island, and a park; one ward is not on the map."""
    south = ward("27001", "Xã Hiệp Phước", 10.63, 106.75)
    return {
        "south": south,
        "north": ward("26001", "Phường Hiệp Bình", 10.84, 106.72),
        "island": ward("26732", "Đặc khu Côn Đảo", 8.69, 106.61),
        "nowhere": ward("26999", "Xã Chưa Đo"),
        "park": IndustrialPark.objects.create(
            slug="hiep-phuoc",
            name_vi="Khu công nghiệp Hiệp Phước",
            kind=IndustrialPark.Kind.INDUSTRIAL_PARK,
            ward=south,
            **at(10.66, 106.74),
        ),
    }


def address_of(place: Ward | IndustrialPark, language: str = "vi") -> str:
    kind, value = ("park", place.slug) if hasattr(place, "slug") else ("ward", place.code)
    with override(language):
        return reverse(f"enterprises:place-{kind}", args=[value])


def page_of(client, place: Ward | IndustrialPark, language: str = "vi") -> HttpResponse:
    return client.get(address_of(place, language))


def counts(page: HttpResponse) -> dict[str, tuple[int, int]]:
    return {
        place.name: (place.real, place.demo)
        for group in page.context["groups"]
        for place in [*group["first"], *group["more"], *group["unused"]]
    }


def test_overview_counts_real_records_and_keeps_demo_ones_apart(client, city):
    EnterpriseFactory.create_batch(2, ward=city["south"])
    EnterpriseFactory(ward=city["south"], park=city["park"])
    DemoEnterpriseFactory(ward=city["south"])
    DemoEnterpriseFactory(ward=city["north"])
    assert counts(client.get(OVERVIEW)) == {
        "Xã Hiệp Phước": (3, 1),
        "Phường Hiệp Bình": (0, 1),
        "Đặc khu Côn Đảo": (0, 0),
        "Xã Chưa Đo": (0, 0),
        "Khu công nghiệp Hiệp Phước": (1, 0),
    }


def test_what_the_public_may_not_see_counts_nowhere(client, city):
    hidden = HiddenEnterpriseFactory(ward=city["south"], legal_name="Công ty Giấu Kín")
    PendingEnterpriseFactory(ward=city["south"])
    assert counts(client.get(OVERVIEW))["Xã Hiệp Phước"] == (0, 0)
    assert "Giấu Kín" not in read(page_of(client, city["south"])).source
    hidden.publish()
    reindex(Enterprise.objects.filter(pk=hidden.pk))
    assert counts(client.get(OVERVIEW))["Xã Hiệp Phước"] == (1, 0)
    assert "Giấu Kín" in read(page_of(client, city["south"]))


def test_map_shows_circles_and_squares_and_tells_what_it_leaves_out(client, city):
    EnterpriseFactory(ward=city["north"])
    DemoEnterpriseFactory(ward=city["south"])
    page = client.get(OVERVIEW)
    (drawn,) = page.context["maps"]
    assert {(mark.title, mark.shape, mark.state) for mark in drawn.marks} == {
        ("Phường Hiệp Bình: 1 doanh nghiệp", "ward", "real"),
        ("Xã Hiệp Phước: 1 bản ghi minh họa", "ward", "demo"),
        ("Khu công nghiệp Hiệp Phước: chưa có doanh nghiệp", "park", "none"),
    }
    assert re.search(r"Ngoài khung: Đặc khu Côn Đảo, .* 2\d\d km về phía nam\.", read(page).text)
    assert [place.name for place in page.context["unplaced"]] == ["Xã Chưa Đo"]
    assert "Chưa có trên bản đồ" in read(page)


def test_map_says_in_words_what_it_shows(client, city):
    EnterpriseFactory.create_batch(2, ward=city["north"])
    page = read(client.get(OVERVIEW))
    (drawn,) = page.root.xpath("//svg[@aria-labelledby='map-city-title map-city-desc']")
    assert drawn.get("role") == "img"
    assert words_of(page.root.get_element_by_id("map-city-title")) == "Bản đồ: Toàn Thành phố"
    assert "Nhiều nhất: Phường Hiệp Bình: 2 doanh nghiệp." in page
    # Numbers in attributes keep their point in Vietnamese too, and nothing needs inline style.
    assert not re.search(r'(?: d| x| y| transform| width| height)="[^"]*\d,\d', page.source)
    assert "style=" not in page.source


def test_more_enterprises_make_a_larger_mark(client, city):
    EnterpriseFactory.create_batch(5, ward=city["north"])
    EnterpriseFactory(ward=city["south"])
    marks = {mark.title: mark for mark in client.get(OVERVIEW).context["maps"][0].marks}
    many, one = (
        marks[f"{name} doanh nghiệp"] for name in ("Phường Hiệp Bình: 5", "Xã Hiệp Phước: 1")
    )
    none = marks["Khu công nghiệp Hiệp Phước: chưa có doanh nghiệp"]
    assert many.disc[2] > one.disc[2] > none.disc[2]
    assert many.disc[1] < one.disc[1], "north is up"


def test_crowded_centre_gets_a_map_of_its_own(client, city):
    for number in range(40):
        ward(f"4{number:04}", f"Phường Trung tâm {number}", 10.76 + number * 0.001, 106.7)
    ward("50000", "Xã Dầu Tiếng", 11.28, 106.36)
    whole, central = client.get(OVERVIEW).context["maps"]
    assert len(central.marks) == 42, "the forty, Hiệp Bình and the park within 14 km"
    assert len(central.marks) < len(whole.marks)
    assert whole.detail
    assert float(whole.detail["width"]) < 420 / 3


def test_a_portal_without_coordinates_has_lists_and_no_map(client, db):
    EnterpriseFactory(ward=ward("26999", "Xã Chưa Đo"))
    page = client.get(OVERVIEW)
    assert page.context["maps"] == []
    assert "chưa vẽ được bản đồ" in read(page)
    assert "Nơi này chưa có tọa độ" in read(page_of(client, Ward.objects.get()))


def rankings(page: HttpResponse) -> dict[str, list[tuple[str, int]]]:
    return {
        str(heading): [(top.name, top.number) for top in tops]
        for heading, tops in page.context["facts"].rankings
    }


def test_ward_says_what_is_made_there(client, directory):
    DemoEnterpriseFactory(ward=directory["both"].ward, industries=[IndustryFactory()])
    page = client.get("/doanh-nghiep/dia-ban/26001/")
    assert rankings(page) == {
        "Ngành": [("Cao su - Nhựa", 2), ("Cơ khí", 1)],
        "Công nghệ gia công": [("Ép phun nhựa", 2), ("Đúc áp lực", 1)],
    }
    assert "2 doanh nghiệp công nghiệp hỗ trợ trong danh bạ" in read(page)
    assert "Ngoài ra có 1 bản ghi minh họa" in read(page)
    standards = rankings(client.get("/doanh-nghiep/dia-ban/27001/"))["Chứng nhận còn hiệu lực"]
    assert standards == [("ISO 9001", 1)]


def test_each_number_leads_to_the_same_number_in_the_directory(client, directory):
    page = client.get("/doanh-nghiep/dia-ban/26001/")
    addresses = {top.name: top for _heading, tops in page.context["facts"].rankings for top in tops}
    assert addresses["Đúc áp lực"].url == "/doanh-nghiep/?ward=26001&process=duc-ap-luc"
    for top in addresses.values():
        assert len(client.get(top.url).context["page"].items) == top.number
    south = read(client.get("/doanh-nghiep/dia-ban/27001/"))
    assert "/doanh-nghiep/?ward=27001&certificate=iso-9001" in south.addresses


def test_products_of_several_makers_are_named_once_as_they_write_them(client, city):
    for maker in EnterpriseFactory.create_batch(3, ward=city["south"]):
        maker.products.create(name_vi="Vỏ hộp số đúc nhôm", name_en="Gearbox housing")
    EnterpriseFactory(ward=city["south"], products=["Đồ gá riêng"])
    reindex(Enterprise.objects.all())
    shared = "Sản phẩm nhiều doanh nghiệp cùng làm"
    page = page_of(client, city["south"])
    assert rankings(page)[shared] == [("Vỏ hộp số đúc nhôm", 3)]
    (top,) = page.context["facts"].products
    assert len(client.get(top.url).context["page"].items) == 3
    english = page_of(client, city["south"], "en").context["facts"].products
    assert [top.name for top in english] == ["Gearbox housing"]


def test_place_with_demo_records_alone_says_so_everywhere(client, city):
    DemoEnterpriseFactory(ward=city["island"], industries=[IndustryFactory(name_vi="Cơ khí")])
    EnterpriseFactory(ward=city["north"])
    page = page_of(client, city["island"])
    assert "Chưa có doanh nghiệp nào tại đây trong danh bạ." in read(page)
    assert "đếm trên bản ghi minh họa" in read(page)
    assert read(page).robots == "noindex"
    assert rankings(page) == {"Ngành": [("Cơ khí", 1)]}
    real = page_of(client, city["north"])
    assert read(real).robots == ""


def test_empty_place_points_to_the_nearest_one_with_real_enterprises(client, city):
    DemoEnterpriseFactory(park=city["park"])
    EnterpriseFactory(ward=city["north"])
    page = page_of(client, city["south"])
    assert page.context["refuge"].count.name == "Phường Hiệp Bình"
    assert "cách 23 km theo đường chim bay" in read(page)
    assert page.context["facts"].rankings == []


def test_empty_place_among_demo_records_says_that_the_nearest_is_demo(client, city):
    DemoEnterpriseFactory(park=city["park"])
    page = page_of(client, city["south"])
    assert page.context["refuge"].count.name == "Khu công nghiệp Hiệp Phước"
    assert "chỉ có bản ghi minh họa" in read(page)


def test_empty_place_in_an_empty_portal_still_opens(client, city):
    page = page_of(client, city["south"])
    assert page.status_code == 200
    assert page.context["refuge"] is None


def test_ward_names_its_parks_and_a_park_its_ward(client, city):
    EnterpriseFactory(park=city["park"], ward=city["south"])
    south, park = page_of(client, city["south"]), page_of(client, city["park"])
    assert [(n.count.name, n.distance) for n in south.context["parks"]] == [
        ("Khu công nghiệp Hiệp Phước", "3,5 km")
    ]
    assert park.context["ward"].name == "Xã Hiệp Phước"
    assert park.context["parks"] == []
    assert page_of(client, city["north"]).context["parks"] == []


def test_neighbours_stand_by_distance_on_list_and_map(client, city):
    page = page_of(client, city["south"])
    assert [(n.count.name, n.distance) for n in page.context["near"]] == [
        ("Phường Hiệp Bình", "23 km"),
        ("Đặc khu Côn Đảo", "216 km"),
    ]
    shapes = {mark.title.partition(":")[0]: mark.shape for mark in page.context["map"].marks}
    assert shapes == {
        "Xã Hiệp Phước": "here",
        "Phường Hiệp Bình": "ward",
        "Đặc khu Côn Đảo": "ward",
        "Khu công nghiệp Hiệp Phước": "park",
    }


def test_enterprises_with_own_coordinates_are_points_unless_far_outside(client, city):
    EnterpriseFactory(ward=city["south"], legal_name="Công ty Có Chỗ", **at(10.64, 106.75))
    EnterpriseFactory(ward=city["south"], legal_name="Công ty Gõ Nhầm", **at(21.03, 105.85))
    EnterpriseFactory(ward=city["north"], legal_name="Công ty Nơi Khác", **at(10.84, 106.72))
    EnterpriseFactory(ward=city["south"], legal_name="Công ty Không Điểm")
    marks = page_of(client, city["south"]).context["map"].marks
    assert [m.title for m in marks if m.shape == "enterprise"] == ["Công ty Có Chỗ"]


def test_shares_of_a_large_place_say_that_they_are_of_the_first_ones(client, city, monkeypatch):
    monkeypatch.setattr("enterprises.places.facts.CAP", 3)
    industry = IndustryFactory(name_vi="Cơ khí")
    EnterpriseFactory.create_batch(3, ward=city["south"], industries=[industry])
    assert "doanh nghiệp đầu" not in read(page_of(client, city["south"]))
    EnterpriseFactory(ward=city["south"], industries=[industry])
    page = page_of(client, city["south"])
    assert "Theo 3 doanh nghiệp đầu." in read(page)
    assert "4 doanh nghiệp công nghiệp hỗ trợ trong danh bạ" in read(page)
    assert rankings(page)["Ngành"] == [("Cơ khí", 3)]


def test_first_twenty_by_name_are_real_ones(client, city, monkeypatch):
    DemoEnterpriseFactory(ward=city["south"], legal_name="Công ty An")
    for number in reversed(range(22)):
        EnterpriseFactory(
            ward=city["south"],
            legal_name=f"Công ty Số {number:02}",
            products=["Trục động cơ", "Đồ gá"],
        )
    page = page_of(client, city["south"])
    assert "Công ty Số 00 Trục động cơ; Đồ gá" in read(page)
    names = [card.enterprise.legal_name for card in page.context["facts"].cards]
    assert names == [f"Công ty Số {number:02}" for number in range(20)]
    assert "/doanh-nghiep/?ward=27001" in read(page).addresses
    monkeypatch.setattr("enterprises.places.facts.CAP", 5)
    capped = page_of(client, city["south"]).context["facts"]
    assert [card.enterprise.legal_name for card in capped.cards] == names


@pytest.mark.parametrize(
    "address",
    [
        "/doanh-nghiep/dia-ban/99999/",
        "/doanh-nghiep/dia-ban/hiep-phuoc/",
        "/doanh-nghiep/khu-cong-nghiep/27001/",
    ],
)
def test_unknown_places_are_not_found(client, city, address):
    assert client.get(address).status_code == 404


def test_places_have_names_and_addresses_in_english(client, city):
    Ward.objects.filter(code="27001").update(name_en="Hiep Phuoc Commune")
    EnterpriseFactory(ward=city["south"])
    with override("en"):
        overview = reverse("enterprises:place-list")
    assert overview.startswith("/en/enterprises/")
    assert counts(client.get(overview))["Hiep Phuoc Commune"] == (1, 0)
    page = page_of(client, city["south"], "en")
    assert read(page).heading == "Hiep Phuoc Commune"
    assert page.context["near"][0].distance == "23 km"
    assert read(page, "header").links["Tiếng Việt"] == "/doanh-nghiep/dia-ban/27001/"


def grow(city: dict) -> None:
    """Many more of everything that the pages show."""
    standard, industry = StandardFactory(), IndustryFactory()
    for number in range(12):
        EnterpriseFactory(
            ward=city["south"],
            park=city["park"],
            industries=[industry],
            standards=[standard],
            products=["Trục động cơ", f"Đồ gá {number}"],
            **at(10.63, 106.75),
        )
        DemoEnterpriseFactory(ward=city["south"])
        ward(f"3{number:04}", f"Phường Mới {number}", 10.7 + number / 100, 106.7)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (OVERVIEW, 3),
        ("/doanh-nghiep/dia-ban/27001/", 9),
        ("/doanh-nghiep/khu-cong-nghiep/hiep-phuoc/", 9),
    ],
)
def test_queries_stay_the_same_however_much_there_is(
    client, city, django_assert_num_queries, address, queries
):
    for number in range(2):
        EnterpriseFactory(
            ward=city["south"], park=city["park"], products=["Trục động cơ"], address=f"Số {number}"
        )
    client.get(address)  # the vocabulary is read once a process
    with django_assert_num_queries(queries):
        client.get(address)
    grow(city)
    client.get(address)
    with django_assert_num_queries(queries):
        client.get(address)


def test_a_place_with_more_than_is_looked_at_asks_once_more(
    client, city, django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr("enterprises.places.facts.CAP", 1)
    address = address_of(city["south"])
    for size in (2, 12):
        EnterpriseFactory.create_batch(size, ward=city["south"], products=["Trục động cơ"])
        client.get(address)
        with django_assert_num_queries(9):
            client.get(address)


def test_numbers_come_from_tallies_and_not_from_counting(client, city):
    EnterpriseFactory(ward=city["south"])
    FacetCount.objects.filter(code="ward_27001").update(number=400_000)
    assert counts(client.get(OVERVIEW))["Xã Hiệp Phước"] == (400_000, 0)
    assert "400.000 doanh nghiệp" in read(page_of(client, city["south"]))
