"""The pages on which members write a profile: what stands at each field, what helps at mistakes."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.text import sort_key
from enterprises.models import Enterprise, Product
from membership.editing.parts import PARTS
from tests.enterprises.profiles import full_profile
from tests.factories.enterprises import (
    EnterpriseFactory,
    IndustrialParkFactory,
    MachineKindFactory,
    MaterialFactory,
    ProcessFactory,
    ProcessFamilyFactory,
    WardFactory,
)
from tests.factories.membership import DraftEnterpriseFactory, OwnerFactory
from tests.pages import Page, label_text, read, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vietnamese():
    """A request in English would leave its language to what follows."""
    with translation.override("vi"):
        yield


@pytest.fixture
def enterprise() -> Enterprise:
    return full_profile()


@pytest.fixture
def owner(enterprise) -> Client:
    client = Client()
    client.force_login(OwnerFactory(enterprise=enterprise).user)
    return client


def address(enterprise: Enterprise, part: str, language: str = "vi") -> str:
    with translation.override(language):
        return reverse("editing:part", args=[enterprise.pk, part])


def page(client: Client, enterprise: Enterprise, part: str, language: str = "vi") -> Page:
    return read(client.get(address(enterprise, part, language)))


def sent_back(client: Client, enterprise: Enterprise, part: str, **values) -> Page:
    """The page that answers a form with these values, everything else as it was."""
    data = page(client, enterprise, part).form("seen")
    return read(client.post(address(enterprise, part), data | values))


def marked(page: Page) -> list[str]:
    """The labels of the fields that must be filled in."""
    labels = page.root.xpath(".//label[contains(., '(bắt buộc)')]")
    return [label_text(label) for label in labels]


class TestWhatStandsAtAField:
    @pytest.mark.parametrize("part", PARTS)
    def test_every_label_begins_with_a_capital_and_names_its_field(self, owner, enterprise, part):
        text = page(owner, enterprise, part)
        labels = [words_of(label) for label in text.root.iter("label", "legend")]
        assert labels
        assert not [label for label in labels if label[0].islower() or label.endswith(":")]

    def test_what_must_be_filled_in_is_marked(self, owner, enterprise):
        text = page(owner, enterprise, "identity")
        assert marked(text) == ["Tên pháp lý"]
        text = page(owner, enterprise, "machines")
        assert set(marked(text)) == {"Loại máy", "Số lượng"}
        assert "không bắt buộc" not in text

    def test_lists_speak_the_readers_language_in_its_order(self, owner, enterprise):
        for name_vi, name_en in (("Phường Ấp Bắc", "Zone"), ("Phường Âu Cơ", "Yard")):
            WardFactory(name_vi=name_vi, name_en=name_en)
        IndustrialParkFactory(name_vi="Khu Đồng An", name_en="Dong An Park")
        for language, label, name in (
            ("vi", "Phường, xã, đặc khu", "Phường Âu Cơ"),
            ("en", "Ward, commune, special zone", "Yard"),
        ):
            text = page(owner, enterprise, "identity", language)
            wards = text.choices(label)[1:]
            assert name in wards
            assert wards == sorted(wards, key=sort_key)
        assert "Dong An Park" in text.choices("Industrial park or cluster")[1:]

    def test_kinds_of_rows_and_units_are_named_in_english_too(self, owner, enterprise):
        MachineKindFactory(name_vi="Máy ép", name_en="Press")
        text = page(owner, enterprise, "machines", "en")
        assert "Press" in text.choices("Machine type")
        assert "Unit of the specification" in text
        assert "Agency" not in text.source
        assert text.section("Machine 1").fields
        assert page(owner, enterprise, "products", "en").section("Product 1").fields

    def test_boxes_stand_in_the_catalogues_order_or_else_by_name(self, owner, enterprise):
        for name in ("Ấm", "Âm", "Đồng", "Dây"):
            MaterialFactory(name_vi=name)
        first, second = (ProcessFamilyFactory(name_vi=name) for name in ("Zét", "A"))
        for family, name in ((second, "Mài"), (first, "Tiện"), (first, "Bào")):
            ProcessFactory(family=family, name_vi=name)
        text = page(owner, enterprise, "capability")
        materials = text.choices("Các loại vật liệu")
        assert materials == sorted(materials, key=sort_key)
        assert text.choices("Các công nghệ gia công")[-3:] == ["Bào", "Tiện", "Mài"]

    def test_a_site_gets_the_scheme_that_people_leave_out(self, owner, enterprise):
        sent_back(owner, enterprise, "identity", website="congty.vn")
        revision = enterprise.revisions.get()
        assert revision.content["identity"]["website"] == "https://congty.vn"


class TestAPhotoThatIsKept:
    def test_it_is_shown_with_a_box_that_gives_it_up(self, owner, enterprise):
        product = Product.objects.exclude(photo="").get()
        text = page(owner, enterprise, "products")
        assert text.text.count("Bỏ ảnh đang dùng") == 1
        assert f"/anh/{product.photo.name}" in text.addresses
        [name] = text.root.xpath(".//input[contains(@name, '-photo-clear')]/@name")
        sent_back(owner, enterprise, "products", **{name: "on"})
        rows = enterprise.revisions.get().content["products"]
        assert not any(row["photo"] for row in rows)

    def test_it_stays_where_nothing_is_said(self, owner, enterprise):
        sent_back(owner, enterprise, "products", **{"products-0-name_en": "Cover"})
        rows = enterprise.revisions.get().content["products"]
        kept = set(enterprise.products.exclude(photo="").values_list("photo", flat=True))
        assert {row["photo"] for row in rows} - {None} == kept


class TestMistakes:
    def summary(self, page: Page) -> list[tuple[str, str, str]]:
        """Anchor and label of each line, and all that it says."""
        lines = page.root.xpath(".//*[@class='error-summary']//li")
        return [
            (line.xpath("substring(a/@href, 2)"), line.xpath("string(a)"), words_of(line))
            for line in lines
        ]

    def test_a_field_is_named_and_led_to(self, owner, enterprise):
        text = sent_back(owner, enterprise, "identity", legal_name="", founding_year="1")
        assert [line[:2] for line in self.summary(text)] == [
            ("id_legal_name", "Tên pháp lý"),
            ("id_founding_year", "Năm thành lập"),
        ]
        assert {"id_legal_name", "id_founding_year_error"} <= text.by_id.keys()

    def test_so_is_a_group_of_boxes(self, owner, enterprise):
        text = sent_back(owner, enterprise, "markets", markets=["0"])
        ((anchor, label, _text),) = self.summary(text)
        assert (anchor, label) == ("id_markets", "Các thị trường")
        assert text.by_id["id_markets"].tag == "div"

    def test_in_rows_it_is_said_in_which(self, owner, enterprise):
        number = enterprise.products.count()
        data = {
            "products-0-hs_code": "87.08",
            f"products-{number}-name_en": "Only English",
            "products-1-size_min": "500",
            "products-1-size_max": "3",
        }
        text = sent_back(owner, enterprise, "products", **data)
        lines = self.summary(text)
        assert [line[:2] for line in lines] == [
            ("id_products-0-hs_code", "Sản phẩm 1 – Mã HS"),
            ("products-1", "Sản phẩm 2"),
            (f"id_products-{number}-name_vi", f"Sản phẩm {number + 1} – Tên sản phẩm"),
        ]
        assert {anchor for anchor, _label, _text in lines} <= text.by_id.keys()

    def test_a_row_that_is_struck_out_has_no_mistakes(self, owner, enterprise):
        data = {
            "products-0-hs_code": "87.08",
            "products-0-DELETE": "on",
            "products-1-hs_code": "1",
        }
        lines = self.summary(sent_back(owner, enterprise, "products", **data))
        assert [label for _anchor, label, _text in lines] == ["Sản phẩm 2 – Mã HS"]

    def test_too_many_rows_are_told_above_all(self, owner, enterprise):
        data = {"contacts-TOTAL_FORMS": "210"}
        data |= {f"contacts-{number}-person": f"Người {number}" for number in range(1, 205)}
        lines = self.summary(sent_back(owner, enterprise, "contacts", **data))
        assert any(anchor == "" and "200" in text for anchor, _label, text in lines)


class TestThePreviewOfAProfile:
    def test_it_offers_nothing_that_leads_to_the_published_profile(self, owner, enterprise):
        text = read(owner.get(reverse("editing:preview", args=[enterprise.pk])))
        assert "Bản xem trước" in text.notices
        for offered in ("ho-so.pdf", "danh sách chọn", "Nhận quản lý hồ sơ"):
            assert offered not in text.source
        assert "Nhận quản lý hồ sơ" in read(Client().get(enterprise.get_absolute_url())).links

    def test_that_of_a_draft_leads_to_no_page_that_is_not_there(self):
        draft, client = DraftEnterpriseFactory(), Client()
        client.force_login(OwnerFactory(enterprise=draft).user)
        text = read(client.get(reverse("editing:preview", args=[draft.pk])))
        assert f'href="{draft.get_absolute_url()}' not in text.source


def test_the_pages_own_words_are_english_for_an_english_reader(owner):
    """Names and entries of the enterprise apart, no word with Vietnamese marks is left."""
    enterprise = EnterpriseFactory(legal_name="Plain Name", address="1 Street")
    client = Client()
    client.force_login(OwnerFactory(enterprise=enterprise, user__full_name="Ann").user)
    with translation.override("en"):
        home = reverse("editing:profile", args=[enterprise.pk])
        members = reverse("membership:member-list", args=[enterprise.pk])
        mine = reverse("membership:enterprise-list")
    parts = [address(enterprise, part, "en") for part in PARTS]
    marked = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
    for path in (home, members, mine, *parts):
        page = read(client.get(path))
        for fields in page.root.xpath(".//fieldset[not(ancestor::fieldset)]"):
            fields.drop_tree()
        words = page.text
        assert not marked.search(words), (path, marked.search(words))
