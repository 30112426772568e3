"""The data that the portal starts with: whole, unambiguous, loaded once."""

import json
import unicodedata
from collections import Counter

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command

from enterprises.models import IndustrialPark, Industry, Material, Process, Standard, Ward
from portal.models import LoadedFixture

FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("*.json"))
TAXONOMIES = [Industry, Process, Material, Standard]


def entries(model) -> list:
    """What the fixtures hold of a model without relations, straight from the files."""
    rows = [row for path in FIXTURES for row in json.loads(path.read_text(encoding="utf-8"))]
    return [model(**row["fields"]) for row in rows if row["model"] == model._meta.label_lower]


@pytest.fixture
def start_data(db):
    call_command("load_data", verbosity=0)


def test_every_fixture_is_loaded(start_data):
    assert set(LoadedFixture.objects.values_list("name", flat=True)) == {p.stem for p in FIXTURES}


def test_loading_again_adds_nothing_and_keeps_what_people_changed(start_data):
    Process.objects.filter(slug="han").update(aliases="hàn xì")
    Ward.objects.get(code="27676").delete()
    models = [*TAXONOMIES, Ward, IndustrialPark, Group]
    before = [model.objects.count() for model in models]
    call_command("load_data", verbosity=0)
    assert [model.objects.count() for model in models] == before
    assert Process.objects.get(slug="han").aliases == "hàn xì"


def test_the_six_industries_stand_as_in_the_decision():
    assert [(i.name_vi, i.kind, i.position) for i in entries(Industry)] == [
        ("Cơ khí", "essential", 1),
        ("Điện tử - Công nghệ thông tin", "essential", 2),
        ("Cao su - Nhựa", "essential", 3),
        ("Chế biến Lương thực thực phẩm", "essential", 4),
        ("Dệt may", "traditional", 5),
        ("Da giày", "traditional", 6),
    ]


def test_the_city_has_168_wards():
    kinds = Counter(ward.name_vi.split()[0] for ward in entries(Ward))
    assert kinds == {"Phường": 113, "Xã": 54, "Đặc": 1}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_fixtures_are_in_nfc_and_carry_no_ids(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert not [row for row in json.loads(text) if "pk" in row]


@pytest.mark.parametrize("model", [*TAXONOMIES, IndustrialPark])
def test_slugs_and_names_are_there_and_unique(model):
    for field in ("slug", "name_vi", "name_en"):
        values = [getattr(entry, field) for entry in entries(model)]
        assert values
        assert all(values)
        assert len(set(values)) == len(values)


def test_every_ward_has_a_code_of_its_own_and_an_english_name():
    wards = entries(Ward)
    assert len({ward.code for ward in wards}) == len(wards)
    assert all(ward.name_en for ward in wards)


@pytest.mark.parametrize("model", TAXONOMIES)
def test_a_word_names_one_entry_only(model):
    words = Counter(word for term in entries(model) for word in term.words())
    assert [word for word, number in words.items() if number > 1] == []


@pytest.mark.parametrize(
    ("model", "word", "slug"),
    [
        (Process, "mold", "che-tao-khuon-mau"),
        (Process, "khuon", "che-tao-khuon-mau"),
        (Process, "die casting", "duc-ap-luc"),
        (Standard, "iso9001 2015", "iso-9001"),
        (Industry, "apparel", "det-may"),
        (Material, "inox", "thep-khong-gi"),
    ],
)
def test_usual_words_name_their_entry(model, word, slug):
    assert [term.slug for term in entries(model) if word in term.words()] == [slug]


def permissions(name: str) -> set[str]:
    rows = Group.objects.get(name=name).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {".".join(row) for row in rows}


def test_officers_may_change_tasks_and_delete_nothing(start_data):
    granted = permissions("Cán bộ đơn vị")
    assert {p for p in granted if ".view_" not in p} == {"programme.change_task"}


def test_department_staff_may_not_delete_what_the_decision_or_the_directory_holds(start_data):
    granted = permissions("Cán bộ Sở Công Thương")
    assert "programme.manage_register" in granted
    assert {p for p in granted if ".delete_" in p} == {
        "enterprises.delete_certificate",
        "enterprises.delete_contact",
        "enterprises.delete_product",
        "programme.delete_deliverable",
        "programme.delete_taskagency",
    }
    assert not {p for p in granted if p.startswith(("portal.", "auth."))}
