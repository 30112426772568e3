"""Demo data: repeatable, recognisable, loaded once, never in production."""

from collections import Counter
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from catalogue.models import (
    IndustrialPark,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    Sector,
    VsicClass,
)
from core.models import LoadedFixture
from enterprises.demo import REFERENCE_DAY, demo_enterprises, load_demo_enterprises
from enterprises.models import (
    Certificate,
    Contact,
    Enterprise,
    FacetCount,
    Machine,
    Product,
    SearchEntry,
)
from enterprises.search.records import matching
from portal.management.commands import load_demo
from programme.models import Officer
from tests import loading
from tests.pages import read

FEW = 40


load_enterprises = loading.Loaded(partial(load_demo_enterprises, FEW))


@pytest.fixture
def enterprises(start_data):
    load_enterprises()


@pytest.fixture
def demo(start_data):
    """All that `load_demo` makes, with its logins."""
    loading.demo_data(10)()


def test_the_same_seed_gives_the_same_enterprises():
    assert list(demo_enterprises(50, seed=1)) == list(demo_enterprises(50, seed=1))
    assert list(demo_enterprises(50, seed=1)) != list(demo_enterprises(50, seed=2))


def test_names_are_unique_however_many_are_asked_for():
    names = [demo.fields["legal_name"] for demo in demo_enterprises(1_500)]
    assert len(set(names)) == len(names)


def test_every_word_of_the_taxonomies_that_the_demo_uses_exists(start_data):
    demos = list(demo_enterprises(1_000))
    for terms, used in {
        Process: {slug for demo in demos for slug in demo.processes},
        Material: {slug for demo in demos for slug in demo.materials},
        Sector: {slug for demo in demos for slug in demo.sectors},
        Market: {slug for demo in demos for slug in demo.markets},
        Language: {slug for demo in demos for slug in demo.languages},
        MachineKind: {row["kind"] for demo in demos for row in demo.machines},
        IndustrialPark: {demo.park for demo in demos} - {None},
    }.items():
        assert used <= set(terms.objects.values_list("slug", flat=True))
    codes = VsicClass.objects.filter(version="2025").values_list("code", flat=True)
    assert {demo.vsic for demo in demos} <= set(codes)


def test_every_row_that_hangs_on_a_demo_enterprise_would_pass_its_form(enterprises):
    for rows in (Product, Machine, Certificate, Contact):
        assert rows.objects.exists()
        for row in rows.objects.all():
            row.full_clean()
    assert Machine.objects.exclude(capacity=None).exists()


def test_the_texts_say_what_the_fields_say(enterprises):
    turning = Product.objects.filter(description_vi__startswith="Gia công theo bản vẽ")
    for product in turning:
        assert f"±{product.tolerance.normalize():f} mm".replace(".", ",") in product.description_vi
    for product in Product.objects.filter(description_en__contains="capacity"):
        assert f"{product.monthly_capacity:,.0f} " in product.description_en
    for enterprise in Enterprise.objects.all():
        assert f"{enterprise.floor_area:,} m²" in enterprise.description_en
        share = f"{enterprise.export_share}% of sales"
        assert (share in enterprise.description_en) is bool(enterprise.export_share)


def test_names_have_common_words_and_words_of_their_own():
    demos = list(demo_enterprises(5_000))
    words = Counter(word for demo in demos for word in set(demo.fields["legal_name"].split()))
    assert 0.25 < words["phần"] / len(demos) < 0.35
    assert 0.025 < words["Khê"] / len(demos) < 0.045
    assert sum(number == 1 for number in words.values()) > 4_000


def test_those_in_a_place_on_the_map_stand_near_its_point(enterprises):
    placed = Enterprise.objects.exclude(latitude=None).select_related("park", "ward")
    assert placed.exists()
    for enterprise in placed:
        middle = (enterprise.park and enterprise.park.point) or enterprise.ward.point
        pairs = zip(enterprise.point, middle, strict=True)
        assert all(abs(own - other) <= 0.0021 for own, other in pairs)  # degrees; some 230 m


def test_the_demo_is_indexed_and_counted(enterprises):
    assert SearchEntry.objects.filter(is_public=True, is_demo=True).count() == FEW
    assert FacetCount.objects.numbers()["record_1"] == FEW
    assert Enterprise.objects.filter(search_entry__codes__contains="_min_").exists()


def test_demo_enterprises_are_whole_and_published(enterprises):
    published = Enterprise.objects.published().filter(is_demo=True)
    assert published.count() == Enterprise.objects.count() == FEW
    for enterprise in published.for_profile():
        assert enterprise.source == "Dữ liệu minh họa do máy tạo"
        assert enterprise.ward
        assert enterprise.industries.all()
        assert enterprise.processes.all()
        assert enterprise.materials.all()
        assert enterprise.vsic_classes.all()
        assert enterprise.markets.all()
        assert enterprise.languages.all()
        assert 2 <= len(enterprise.products.all()) <= 5
        assert sorted(contact.is_public for contact in enterprise.contacts.all()) == [False, True]


def test_saving_a_demo_enterprise_changes_none_of_its_keys(enterprises):
    enterprise = Enterprise.objects.first()
    keys = ["slug", "name_key", "address_key", "name_sort", "legal_name", "address", "locality"]
    before = [getattr(enterprise, key) for key in keys]
    enterprise.full_clean()
    enterprise.save()
    enterprise.refresh_from_db()
    assert [getattr(enterprise, key) for key in keys] == before


def test_nothing_in_the_demo_can_be_taken_for_a_real_firm(enterprises):
    assert not Enterprise.objects.exclude(tax_code=None).exists()
    assert not Contact.objects.exclude(phone="").exists()
    assert not Contact.objects.exclude(email__endswith="@example.com").exists()
    assert not Enterprise.objects.real().exists()


def test_some_certificates_have_ended_and_some_have_not(enterprises):
    valid = Certificate.objects.valid(on=REFERENCE_DAY)
    assert 0 < valid.count() < Certificate.objects.count()


def test_demo_enterprises_are_found_with_and_without_marks(enterprises):
    enterprise = Enterprise.objects.filter(processes__slug="che-tao-khuon-mau").first()
    for query in ("khuôn mẫu", "khuon mau", "KHUÔN", "mold", enterprise.legal_name):
        assert enterprise in matching(query)


def test_a_second_run_adds_nothing_and_restores_nothing(demo):
    deleted = Enterprise.objects.first()
    deleted.delete()
    User.objects.get(username="hepza").delete()
    call_command("load_demo")
    assert Enterprise.objects.count() == 9
    assert not Enterprise.objects.filter(slug=deleted.slug).exists()
    assert not User.objects.filter(username="hepza").exists()


def test_every_run_prints_the_logins_that_are_left(demo, capsys):
    User.objects.get(username="hepza").delete()
    capsys.readouterr()
    call_command("load_demo")
    printed = capsys.readouterr().out
    assert "demo-2869" in printed
    assert "skhcn" in printed
    assert "hepza" not in printed


def test_each_login_has_its_place(demo, client):
    assert User.objects.get(username="quantri").is_superuser
    staff = User.objects.get(username="sct")
    assert staff.has_perm("programme.manage_register")
    assert not staff.is_superuser
    assert User.objects.get(username="stc").has_perm("programme.appraise_annualplan")
    owner = User.objects.get(username="doanhnghiep")
    assert owner.memberships.owners().get().enterprise.is_demo
    assert not owner.is_staff
    committee = User.objects.get(username="bcd")
    assert committee.has_perm("programme.oversee_annualplan")
    assert not committee.has_perm("programme.record_annualplan")
    for code in ("skhcn", "hepza"):
        officer = Officer.objects.get(user__username=code)
        assert officer.agency.code == code
        assert officer.user.has_perm("programme.change_task")
        assert not officer.user.has_perm("programme.manage_register")
    assert all(client.login(username=u.username, password="demo-2869") for u in User.objects.all())


def test_someone_elses_account_under_a_demo_name_is_left_alone(start_data, capsys, monkeypatch):
    monkeypatch.setattr(load_demo, "load_demo_programme", lambda staff: 0)
    User.objects.create_user("quantri", "an@sct.gov.vn", "khác")
    call_command("load_demo", count=1)
    user = User.objects.get(username="quantri")
    assert not user.is_superuser
    assert user.check_password("khác")
    assert "quantri" not in capsys.readouterr().out


def test_demo_data_are_refused_in_production(start_data, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="chính thức"):
        call_command("load_demo")
    assert not Enterprise.objects.exists()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_without_start_data_the_command_says_what_to_run_first():
    with pytest.raises(CommandError, match="load_data"):
        call_command("load_demo")
    assert not LoadedFixture.objects.filter(name="demo").exists()


def test_whoever_keeps_one_is_told_so_on_every_page(demo, client):
    owner = User.objects.get(username="doanhnghiep")
    client.force_login(owner)
    kept = owner.memberships.get().enterprise_id
    pages = [reverse("membership:enterprise-list"), reverse("editing:profile", args=[kept])]
    pages += [reverse("membership:member-list", args=[kept])]
    pages += [reverse("inquiries:inquiry-list", args=[kept])]
    for page in pages:
        assert "Dữ liệu minh họa" in read(client.get(page)), page
