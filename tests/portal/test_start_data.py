"""The data that the portal starts with: whole, unambiguous, loaded once."""

import json
import unicodedata
from collections import Counter
from functools import partial
from math import asin, cos, radians, sin, sqrt

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction

from catalogue.models import (
    IndustrialPark,
    Industry,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    ProcessFamily,
    Sector,
    Standard,
    SynonymGroup,
    VsicClass,
    Ward,
)
from core.models import LoadedFixture
from core.text import fold
from tests import loading

FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("*.json"))
TAXONOMIES = [
    Industry,
    Sector,
    ProcessFamily,
    Process,
    MachineKind,
    Material,
    Standard,
    Market,
    Language,
]


def rows(model) -> list[dict]:
    """The fields that the fixtures hold of a model, straight from the files."""
    every = [row for path in FIXTURES for row in json.loads(path.read_text(encoding="utf-8"))]
    return [row["fields"] for row in every if row["model"] == model._meta.label_lower]


def entries(model) -> list:
    """What the fixtures hold of a model, without its relations: those name other entries."""
    relations = {field.name for field in model._meta.get_fields() if field.is_relation}
    return [
        model(**{name: value for name, value in fields.items() if name not in relations})
        for fields in rows(model)
    ]


def test_every_fixture_is_loaded(start_data):
    assert set(LoadedFixture.objects.values_list("name", flat=True)) == {p.stem for p in FIXTURES}


def stored() -> dict:
    """What the database holds, whatever its keys."""
    held = {model: model._base_manager.count() for model in apps.get_models()}
    held["roles"] = set(Group.objects.values_list("name", "permissions__codename"))
    for model in TAXONOMIES:
        fields = [field.name for field in model._meta.concrete_fields if not field.is_relation]
        held[model] = set(model.objects.values_list(*[name for name in fields if name != "id"]))
    return held


def test_other_tests_begin_with_what_the_command_loads(db):
    found = []
    for load in (partial(call_command, "load_data", verbosity=0), *[loading.start_data] * 2):
        with transaction.atomic():
            load()
            found.append(stored())
            transaction.set_rollback(True)
    assert found[0] == found[1] == found[2]


def test_loading_again_adds_nothing_and_keeps_what_people_changed(start_data):
    Process.objects.filter(slug="han").update(aliases="hàn xì")
    Ward.objects.get(code="27676").delete()
    models = [*TAXONOMIES, VsicClass, SynonymGroup, Ward, IndustrialPark, Group]
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


@pytest.mark.parametrize("model", [*TAXONOMIES, IndustrialPark])
def test_a_word_names_one_entry_only(model):
    words = Counter(word for term in entries(model) for word in term.words())
    assert [word for word, number in words.items() if number > 1] == []


@pytest.mark.parametrize(
    ("model", "word", "slug"),
    [
        (Process, "mold", "che-tao-khuon-mau"),
        (Process, "khuon", "che-tao-khuon-mau"),
        (Process, "die casting", "duc-ap-luc"),
        (Process, "lost wax casting", "duc-mau-chay"),
        (Process, "han tig", "han-tig-mig-mag"),
        (Process, "ed coating", "son-dien-ly"),
        (ProcessFamily, "metal forming", "tao-hinh-kim-loai"),
        (MachineKind, "injection molding machine", "may-ep-phun-nhua"),
        (MachineKind, "may cat laze", "may-cat-laser"),
        (Standard, "iso9001 2015", "iso-9001"),
        (Industry, "apparel", "det-may"),
        (Sector, "o to", "san-xuat-lap-rap-o-to"),
        (Material, "inox", "thep-khong-gi"),
        (Market, "my", "hoa-ky"),
        (Language, "tieng hoa", "tieng-trung"),
        (IndustrialPark, "kcn hiep phuoc", "hiep-phuoc"),
        (IndustrialPark, "tan thuan epz", "tan-thuan"),
        (IndustrialPark, "vsip 1", "vsip-1"),
        (IndustrialPark, "shtp", "khu-cong-nghe-cao"),
    ],
)
def test_usual_words_name_their_entry(model, word, slug):
    assert [term.slug for term in entries(model) if word in term.words()] == [slug]


@pytest.mark.parametrize("model", TAXONOMIES)
def test_the_words_for_machine_do_not_find_sewing(model):
    # Without marks "may" (sew) and "máy" (machine) are one word.
    machines = {"may", "may cong nghiep"}
    assert [term.slug for term in entries(model) if machines & term.words()] == []


def test_every_process_belongs_to_a_family_and_every_family_has_processes():
    families = {fields["slug"] for fields in rows(ProcessFamily)}
    assert {slug for fields in rows(Process) for slug in fields["family"]} == families


@pytest.mark.parametrize(
    ("model", "number"), [(Process, 60), (Material, 30), (Standard, 25), (MachineKind, 22)]
)
def test_there_are_words_enough_to_tell_what_a_factory_can_do(model, number):
    assert len(entries(model)) >= number


@pytest.mark.parametrize("model", [ProcessFamily, Sector])
def test_families_and_sectors_stand_in_order(model):
    positions = [entry.position for entry in entries(model)]
    assert positions == list(range(1, len(positions) + 1))


def test_the_six_sectors_are_those_of_decree_111_of_2015():
    assert [sector.name_vi for sector in entries(Sector)] == [
        "Dệt may",
        "Da giày",
        "Điện tử",
        "Sản xuất, lắp ráp ô tô",
        "Cơ khí chế tạo",
        "Sản phẩm công nghiệp hỗ trợ cho công nghiệp công nghệ cao",
    ]


def test_manufacturing_has_143_classes_in_vsic_2025():
    classes = entries(VsicClass)
    assert len({entry.code for entry in classes}) == len(classes) == 143
    assert {entry.version for entry in classes} == {"2025"}
    assert {int(entry.code[:2]) for entry in classes} == set(range(10, 34))
    for entry in classes:
        entry.clean_fields()
        assert entry.name_vi
        assert entry.name_en


@pytest.mark.parametrize("kind", entries(MachineKind), ids=lambda kind: kind.slug)
def test_a_kind_of_machine_offers_minimums_of_its_key_figure(kind):
    kind.clean_fields()
    kind.clean()
    assert bool(kind.capacity_vi) == bool(kind.capacity_en)
    assert bool(kind.unit) == bool(kind.steps)
    assert kind.capacity_vi or not kind.unit


def test_synonyms_are_phrases_of_one_group_only():
    groups = entries(SynonymGroup)
    assert len(groups) >= 60
    for group in groups:
        group.clean()
    phrases = Counter(phrase for group in groups for phrase in group.phrases())
    assert [phrase for phrase, number in phrases.items() if number > 1] == []


def test_synonyms_are_no_entries_of_a_taxonomy_and_no_places():
    named = {word for model in TAXONOMIES for term in entries(model) for word in term.words()}
    for place in [*entries(Ward), *entries(IndustrialPark)]:
        named |= {*place.words(), fold(place.name_vi).split(" ", 1)[1]}
    phrases = {phrase for group in entries(SynonymGroup) for phrase in group.phrases()}
    assert sorted(phrases & named) == []


def test_synonyms_without_marks_are_no_other_everyday_word():
    phrases = {phrase for group in entries(SynonymGroup) for phrase in group.phrases()}
    everyday = {
        "ban le",  # bán lẻ (retail), not bản lề (hinge)
        "cua nhom",  # của nhóm (of the group), not cửa nhôm (aluminium door)
        "mo to",  # mô tô (motorcycle), not mô tơ (motor)
        *("bo", "can", "chi", "day", "nut", "pho", "phot", "ren", "ron", "son", "van"),
    }
    assert sorted(phrases & everyday) == []


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance between two points on the ground."""
    (north, east), (north_2, east_2) = (map(radians, point) for point in (one, other))
    half = sin((north_2 - north) / 2) ** 2
    half += cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


@pytest.mark.parametrize("model", [Ward, IndustrialPark])
def test_places_are_on_the_ground_of_the_city(model):
    for place in entries(model):
        place.clean_fields(exclude=["ward"])
        assert (place.latitude is None) == (place.longitude is None)
        if place.point:
            north, east = place.point
            assert 8 < north < 12, place
            assert 105 < east < 108, place


def test_every_ward_has_a_point_of_its_own():
    points = Counter(ward.point for ward in entries(Ward))
    assert None not in points
    assert max(points.values()) == 1


def test_a_park_lies_in_or_near_its_ward():
    centres = {ward.code: ward.point for ward in entries(Ward)}
    located = [
        (park, centres[fields["ward"][0]])
        for park, fields in zip(entries(IndustrialPark), rows(IndustrialPark), strict=True)
        if fields["ward"] and park.point
    ]
    assert len(located) >= 30
    assert [str(p) for p, centre in located if kilometres(p.point, centre) > 15] == []


def permissions(name: str) -> set[str]:
    rows = Group.objects.get(name=name).permissions.values_list(
        "content_type__app_label", "codename"
    )
    return {".".join(row) for row in rows}


def test_officers_may_change_tasks_and_delete_nothing(start_data):
    granted = permissions("Cán bộ đơn vị")
    assert {p for p in granted if ".view_" not in p} == {
        "programme.add_amendmentproposal",
        "programme.add_annualplan",
        "programme.add_concern",
        "programme.add_payment",
        "programme.answer_direction",
        "programme.answer_inspection",
        "programme.change_annualplan",
        "programme.change_report",
        "programme.change_task",
        "programme.opine_amendmentproposal",
        "programme.withdraw_amendmentproposal",
        "programme.withdraw_concern",
        *("programme.add_scheme", "programme.change_scheme"),
        *("programme.add_filing", "programme.change_filing"),
    }


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (
            "Cán bộ theo dõi kế hoạch",
            {"add_agencyreminder", "add_inspection", "follow_inspection"},
        ),
        ("Thành viên Ban Chỉ đạo", {"add_direction", "give_direction"}),
    ],
)
def test_who_follows_reminds_inspects_or_directs_and_changes_nothing(start_data, role, rights):
    granted = permissions(role)
    allowed = {f"programme.{right}" for right in rights} | {"programme.oversee_annualplan"}
    assert {p for p in granted if ".view_" not in p} == allowed


def test_department_staff_may_not_delete_what_the_decision_or_the_directory_holds(start_data):
    granted = permissions("Cán bộ Sở Công Thương")
    assert "programme.manage_register" in granted
    assert {p for p in granted if ".delete_" in p} == {
        "core.delete_suppressedaddress",  # lifting it
        "enterprises.delete_attachment",
        "enterprises.delete_certificate",
        "enterprises.delete_contact",
        "enterprises.delete_machine",
        "enterprises.delete_product",
        "localization.delete_contextvalue",
        "localization.delete_industryweight",
        "localization.delete_productline",
        "localization.delete_weightset",
        "programme.delete_deliverable",
        "programme.delete_taskagency",
    }
    assert not {p for p in granted if p.startswith(("portal.", "auth."))}
