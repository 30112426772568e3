"""Places in a browser: the map at every width, in the dark, on paper; the way along its lists."""

from decimal import Decimal

import pytest

from catalogue.models import IndustrialPark, Industry, Ward
from enterprises.models import Enterprise
from tests.browser.conftest import Visitor
from tests.factories.enterprises import DemoEnterpriseFactory, EnterpriseFactory

OVERVIEW = "/doanh-nghiep/dia-ban/"
# By hand, where the start data may say it otherwise or not at all.
POINTS = {"25777": (11.279, 106.362), "26506": (10.346, 107.084), "26732": (8.686, 106.608)}


@pytest.fixture
def places(start_data) -> None:
    """The City's wards on a grid, three where they are; makers in some, demo records in others."""
    wards = list(Ward.objects.order_by("code"))
    for number, ward in enumerate(wards):
        grid = 10.6 + number % 13 * 0.04, 106.5 + number // 13 * 0.04
        ward.latitude, ward.longitude = (
            Decimal(str(round(degree, 5))) for degree in POINTS.get(ward.code, grid)
        )
    Ward.objects.bulk_update(wards, ["latitude", "longitude"])
    park = IndustrialPark.objects.get(slug="tan-thuan")
    park.ward, park.latitude, park.longitude = wards[20], Decimal("10.755"), Decimal("106.735")
    park.save()
    mechanical = Industry.objects.get(slug="co-khi")
    for number in range(12):
        EnterpriseFactory(
            ward=wards[20 + number % 4],
            park=park if number % 4 == 0 else None,
            industries=[mechanical],
            products=["Trục động cơ"],
            latitude=Decimal("10.757"),
            longitude=Decimal("106.731"),
        )
    DemoEnterpriseFactory(ward=wards[0], industries=[mechanical])


def addresses() -> dict[str, str]:
    crowded = Enterprise.objects.filter(park__slug="tan-thuan").first().ward_id
    demo = Enterprise.objects.get(is_demo=True).ward_id
    return {
        "places": OVERVIEW,
        "place-ward": f"{OVERVIEW}{crowded}/",
        "place-demo": f"{OVERVIEW}{demo}/",
        "place-empty": f"{OVERVIEW}26732/",
        "place-park": "/doanh-nghiep/khu-cong-nghiep/tan-thuan/",
    }


@pytest.mark.parametrize("width", [390, 1280])
def test_place_pages(visitor: Visitor, places, width):
    visitor.page.set_viewport_size({"width": width, "height": 900})
    for name, path in addresses().items():
        visitor.opens(path)
        visitor.checks()
        visitor.takes_picture(name)


def test_places_keep_their_contrast_in_the_dark_and_on_paper(visitor: Visitor, places):
    for name in ("places", "place-ward"):
        visitor.page.emulate_media(color_scheme="dark")
        visitor.opens(addresses()[name])
        visitor.checks()
        visitor.takes_picture(f"{name}-dark")
        visitor.page.emulate_media(color_scheme="light", media="print")
        assert visitor.page.locator(".map__drawing").first.is_visible()
        visitor.takes_picture(f"{name}-print")
        visitor.page.emulate_media(media="screen")


def test_names_on_the_map_stay_inside_it(visitor: Visitor, places):
    visitor.page.set_viewport_size({"width": 390, "height": 900})
    page = visitor.opens(OVERVIEW)
    for drawing in page.locator(".map__drawing").all():
        frame = drawing.bounding_box()
        labels = drawing.locator(".map__label").all()
        assert labels
        for label in labels:
            box = label.bounding_box()
            assert box["x"] >= frame["x"] - 1
            assert box["x"] + box["width"] <= frame["x"] + frame["width"] + 1


def test_a_buyer_goes_from_the_city_to_a_place_and_into_the_directory(visitor: Visitor, places):
    visitor.opens(OVERVIEW)
    page = visitor.follows("#places-park ~ table tbody a")
    assert page.locator("h1").inner_text() == "Khu chế xuất Tân Thuận"
    page = visitor.follows(".ranking a")
    assert "park=tan-thuan" in page.url
    assert "industry=co-khi" in page.url
    assert page.locator("#cards li article").count() == 3


def test_links_that_lead_to_places_are_large_enough_for_a_finger(visitor: Visitor, places):
    visitor.page.set_viewport_size({"width": 390, "height": 900})
    page = visitor.opens(OVERVIEW)
    heights = page.locator(".table--compact tbody a").evaluate_all(
        "links => links.filter(l => l.offsetParent).map(l => l.getBoundingClientRect().height)"
    )
    assert heights
    assert min(heights) >= 24
