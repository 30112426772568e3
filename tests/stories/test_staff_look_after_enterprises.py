"""Staff edit enterprises in the back office, two at a time if need be."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db.models import Model
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image

from catalogue.models import MachineKind, Process
from core.files.photos import MAX_BYTES
from enterprises.models import Enterprise, FacetCount, Machine, Product, SearchEntry
from enterprises.search.codes import machine_code
from enterprises.search.records import matching
from tests.backoffice import form_of
from tests.factories.enterprises import (
    CertificateFactory,
    EnterpriseFactory,
    MachineFactory,
    MachineKindFactory,
    PendingEnterpriseFactory,
    ProcessFactory,
    ProcessFamilyFactory,
    VsicClassFactory,
)
from tests.factories.people import StaffFactory, SuperuserFactory, allowed
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/enterprises/enterprise/"
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PRESS = {"quantity": 1, "capacity": "250", "capacity_unit": "tonne_force"}


def address(record: Model, page: str) -> str:
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk]
    )


def change_of(record: Model) -> str:
    return address(record, "change")


def change_page(enterprise: Enterprise) -> str:
    return change_of(enterprise)


def with_row(client: Client, enterprise: Enterprise, rows: str, row: dict) -> dict:
    """The change page as sent back with one row more."""
    values = row | {"enterprise": enterprise.pk}
    filled = {f"{rows}-0-{name}": value for name, value in values.items()}
    return form_of(client, change_page(enterprise)) | {f"{rows}-TOTAL_FORMS": "1"} | filled


def errors_of(page, rows: str) -> dict:
    """What the page that came back says about the first row of a kind."""
    assert page.status_code == 200
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    return next(formset for formset in formsets if formset.prefix == rows).forms[0].errors


def picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 3), "red").save(file, "PNG")
    return file.getvalue()


def codes_of(enterprise: Enterprise) -> list[str]:
    return SearchEntry.objects.get(enterprise=enterprise).codes.split()


def save(client: Client, enterprise: Enterprise, data: dict):
    return client.post(change_page(enterprise), data)


def test_two_people_edit_the_same_enterprise_and_the_second_is_told(staff_client):
    enterprise = EnterpriseFactory(legal_name="Tên đầu")
    other = Client()
    other.force_login(SuperuserFactory(full_name="Nguyễn Thị Hai"))
    mine, theirs = (
        form_of(staff_client, change_page(enterprise)),
        form_of(other, change_page(enterprise)),
    )
    assert save(other, enterprise, {**theirs, "legal_name": "Tên của Hai"}).status_code == 302

    page = save(staff_client, enterprise, {**mine, "short_name": "TÊN TÔI"})
    text = read(page)
    assert page.status_code == 200
    assert "Nguyễn Thị Hai" in text.non_field_errors
    assert "Tên của Hai" in text.non_field_errors  # what the other changed
    assert text.fields["Tên viết tắt"] == "TÊN TÔI"  # what this one typed
    enterprise.refresh_from_db()
    assert (enterprise.legal_name, enterprise.short_name) == ("Tên của Hai", "")

    again = {**mine, "short_name": "TÊN TÔI"}
    again["seen_version"] = page.context["adminform"].form["seen_version"].value()
    assert save(staff_client, enterprise, again).status_code == 302
    enterprise.refresh_from_db()
    assert enterprise.short_name == "TÊN TÔI"


def test_what_is_saved_is_found_at_once(staff_client):
    enterprise = EnterpriseFactory()
    data = form_of(staff_client, change_page(enterprise)) | {
        "products-TOTAL_FORMS": "1",
        "products-0-name_vi": "Bánh răng côn",
        "products-0-enterprise": enterprise.pk,
    }
    assert save(staff_client, enterprise, data).status_code == 302
    assert Product.objects.get().name_vi == "Bánh răng côn"
    assert enterprise in matching("banh rang con")


def test_a_renamed_process_is_found_by_its_new_words(staff_client):
    process = ProcessFactory(slug="dap", name_vi="Dập")
    enterprise = EnterpriseFactory(processes=[process])
    page = change_of(process)
    data = form_of(staff_client, page) | {"name_en": "Stamping", "aliases": "đột dập"}
    assert staff_client.post(page, data).status_code == 302
    assert enterprise in matching("đột dập")


@pytest.mark.django_db(transaction=True)  # the worker opens and closes connections of its own
def test_a_process_moved_to_another_family_is_left_to_the_worker_where_many_have_it(
    staff_client, monkeypatch
):
    monkeypatch.setattr("enterprises.search.tasks.AT_ONCE", 1)
    process, other = ProcessFactory(), ProcessFamilyFactory()
    for _ in range(3):
        EnterpriseFactory(processes=[process])
    before = set(SearchEntry.objects.values_list("codes", flat=True))
    data = form_of(staff_client, change_of(process))
    with override_settings(TASKS=QUEUE):
        staff_client.post(change_of(process), data | {"family": other.pk})
        assert set(SearchEntry.objects.values_list("codes", flat=True)) == before
        call_command("work", once=True)
    assert not before & set(SearchEntry.objects.values_list("codes", flat=True))


def test_a_synonym_group_that_staff_add_is_understood_at_once(staff_client):
    enterprise = EnterpriseFactory(products=["Bánh răng"])
    assert enterprise not in matching("sprocket")
    page = reverse("admin:catalogue_synonymgroup_add")
    assert staff_client.post(page, {"words": "bánh răng\nsprocket"}).status_code == 302
    assert enterprise in matching("sprocket")


def test_a_machine_entered_in_tonnes_force_is_found_by_a_buyers_minimum(staff_client):
    press = MachineKindFactory(unit="kn", steps="1000 2500")
    enterprise = EnterpriseFactory()
    data = with_row(staff_client, enterprise, "machines", PRESS | {"kind": press.pk})
    assert save(staff_client, enterprise, data).status_code == 302
    codes = SearchEntry.objects.get(enterprise=enterprise).codes.split()
    assert machine_code(press.pk, Decimal(1000)) in codes  # 250 tấn lực = 2,452 kN
    assert machine_code(press.pk, Decimal(2500)) not in codes


def test_a_capacity_that_cannot_be_compared_is_refused_at_its_field(staff_client):
    press = MachineKindFactory(unit="kn")
    enterprise = EnterpriseFactory()
    row = PRESS | {"kind": press.pk, "capacity_unit": "mm"}
    page = save(staff_client, enterprise, with_row(staff_client, enterprise, "machines", row))
    errors = errors_of(page, "machines")
    assert "Đơn vị không so được với đơn vị của loại máy này (kN)." in errors["capacity_unit"]
    assert not Machine.objects.exists()


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ("machines", {"quantity": 1, "capacity": "250", "capacity_unit": ""}),
        ("products", {"name_vi": "Trục", "monthly_capacity": "5000", "monthly_unit": ""}),
        ("products", {"name_vi": "Trục", "tolerance": "0.01", "tolerance_unit": ""}),
    ],
)
def test_a_number_without_unit_is_refused(staff_client, rows, row):
    enterprise = EnterpriseFactory()
    if rows == "machines":
        row = row | {"kind": MachineKindFactory().pk}
    page = save(staff_client, enterprise, with_row(staff_client, enterprise, rows, row))
    assert page.status_code == 200
    assert "Hãy chọn đơn vị cho con số." in errors_of(page, rows)["__all__"]


def test_a_photo_is_kept_under_a_name_of_its_own(staff_client, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    enterprise = EnterpriseFactory()
    row = {"name_vi": "Trục", "photo": SimpleUploadedFile("truc.png", picture())}
    page = save(staff_client, enterprise, with_row(staff_client, enterprise, "products", row))
    assert page.status_code == 302
    photo = Product.objects.get().photo
    assert photo.read() == picture()
    assert "truc" not in photo.name


@pytest.mark.parametrize(
    ("name", "tail", "message"),
    [
        ("truc.jpg", b"", "Đuôi tệp không khớp với nội dung ảnh."),
        ("truc.png", b"0" * MAX_BYTES, "Ảnh lớn hơn 5 MB. Hãy giảm kích thước ảnh."),
    ],
    ids=["another ending", "too large"],
)
def test_a_picture_that_is_not_what_it_should_be_is_refused(staff_client, name, tail, message):
    assert message in photo_errors(staff_client, name, picture() + tail)


def test_what_is_no_picture_is_refused(staff_client):
    assert photo_errors(staff_client, "truc.png", b"<script>alert(1)</script>")


def photo_errors(client: Client, name: str, content: bytes) -> list[str]:
    """What the change page says of a photo; nothing is kept."""
    enterprise = EnterpriseFactory()
    row = {"name_vi": "Trục", "photo": SimpleUploadedFile(name, content)}
    page = save(client, enterprise, with_row(client, enterprise, "products", row))
    assert not Product.objects.exists()
    return errors_of(page, "products")["photo"]


def test_a_process_in_another_family_is_found_under_that_family(staff_client):
    process, family = ProcessFactory(), ProcessFamilyFactory()
    enterprise = EnterpriseFactory(processes=[process])
    page = change_of(process)
    staff_client.post(page, form_of(staff_client, page) | {"family": family.pk})
    assert f"family_{family.pk}" in codes_of(enterprise)


def test_new_steps_of_a_machine_kind_stand_on_its_machines_at_once(staff_client):
    press = MachineKindFactory(unit="kn", steps="1000")
    machine = MachineFactory(kind=press, capacity=1_600, capacity_unit="kn")
    page = change_of(press)
    staff_client.post(page, form_of(staff_client, page) | {"steps": "1000 1500"})
    assert machine_code(press.pk, Decimal(1500)) in codes_of(machine.enterprise)


def test_a_vsic_class_with_another_code_is_found_by_it(staff_client):
    vsic = VsicClassFactory(code="2591")
    enterprise = EnterpriseFactory()
    enterprise.vsic_classes.add(vsic)
    page = change_of(vsic)
    staff_client.post(page, form_of(staff_client, page) | {"code": "2599"})
    assert enterprise in matching("2599")


@pytest.mark.parametrize("whole_selection", [False, True])
def test_a_deleted_process_is_gone_from_its_enterprises(staff_client, whole_selection):
    process = ProcessFactory()
    enterprise = EnterpriseFactory(processes=[process])
    assert f"process_{process.pk}" in codes_of(enterprise)
    if whole_selection:
        page = reverse("admin:catalogue_process_changelist")
        chosen = {"action": "delete_selected", "_selected_action": [process.pk], "post": "yes"}
        staff_client.post(page, chosen)
    else:
        page = reverse("admin:catalogue_process_delete", args=[process.pk])
        staff_client.post(page, {"post": "yes"})
    assert not Process.objects.exists()
    assert f"process_{process.pk}" not in codes_of(enterprise)
    assert not FacetCount.objects.numbers()[f"process_{process.pk}"]


def test_a_machine_kind_in_use_cannot_be_deleted(staff_client):
    kind = MachineFactory().kind
    page = reverse("admin:catalogue_machinekind_delete", args=[kind.pk])
    staff_client.post(page, {"post": "yes"})
    assert MachineKind.objects.filter(pk=kind.pk).exists()


def test_a_wrong_tax_code_gets_its_message_at_the_field_and_the_input_stays(staff_client):
    enterprise = EnterpriseFactory(legal_name="Tên đầu")
    page = save(
        staff_client,
        enterprise,
        form_of(staff_client, change_page(enterprise)) | {"tax_code": "0100233489"},
    )
    assert "Sai số kiểm tra" in read(page).errors["Mã số thuế"]
    assert read(page).fields["Mã số thuế"] == "0100233489"


def test_a_tax_code_with_spaces_and_dashes_is_accepted(staff_client):
    enterprise = EnterpriseFactory()
    save(
        staff_client,
        enterprise,
        form_of(staff_client, change_page(enterprise)) | {"tax_code": "0100 233 488-001"},
    )
    enterprise.refresh_from_db()
    assert enterprise.tax_code == "0100233488001"


def test_the_history_names_who_changed_what(staff_client):
    enterprise = EnterpriseFactory()
    save(
        staff_client,
        enterprise,
        form_of(staff_client, change_page(enterprise)) | {"short_name": "MỚI"},
    )
    page = staff_client.get(reverse("admin:enterprises_enterprise_history", args=[enterprise.pk]))
    assert page.status_code == 200
    assert enterprise.history.first().history_user == page.wsgi_request.user
    assert "tên viết tắt" in read(page).text.lower()


def test_the_history_shows_the_products_too(staff_client):
    enterprise = EnterpriseFactory(products=["Trục"])
    enterprise.products.get().delete()
    page = staff_client.get(reverse("admin:enterprises_enterprise_history", args=[enterprise.pk]))
    kinds = [(row.name_vi, row.history_type) for row in page.context["rows_history"]]
    assert kinds == [("Trục", "-"), ("Trục", "+")]


def test_the_start_page_says_what_waits(staff_client):
    known = EnterpriseFactory()
    PendingEnterpriseFactory(possible_duplicate_of=known)
    PendingEnterpriseFactory()
    waiting = staff_client.get("/quan-tri/").context["waiting"]
    assert [(item.count, item.url) for item in waiting] == [
        (1, f"{LIST}?in_doubt=1"),
        (1, f"{LIST}?state__exact=pending"),
    ]


def test_the_back_office_search_does_not_care_for_marks(staff_client):
    enterprise = EnterpriseFactory(legal_name="Cơ khí Đông Á")
    page = staff_client.get(LIST, {"q": "dong a"})
    assert list(page.context["cl"].queryset) == [enterprise]


@pytest.mark.parametrize("action", ["publish", "hide"])
def test_actions_are_for_those_who_may_change(client, action):
    enterprise = PendingEnterpriseFactory()
    data = {"action": action, "_selected_action": [enterprise.pk], "reason": "Đã giải thể"}
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    client.post(LIST, data)
    enterprise.refresh_from_db()
    assert enterprise.state == "pending"
    client.force_login(
        allowed(StaffFactory(), "enterprises.view_enterprise", "enterprises.change_enterprise")
    )
    client.post(LIST, data)
    enterprise.refresh_from_db()
    assert enterprise.state == {"publish": "published", "hide": "hidden"}[action]


def test_a_whole_profile_opens_with_its_history(staff_client):
    enterprise = EnterpriseFactory(products=["Trục"])
    machine = MachineFactory(enterprise=enterprise, capacity=250, capacity_unit="tonne_force")
    CertificateFactory(enterprise=enterprise)
    machine.capacity = 300
    machine.save()
    assert staff_client.get(change_page(enterprise)).status_code == 200
    page = staff_client.get(address(enterprise, "history"))
    kinds = {type(row).__name__ for row in page.context["rows_history"]}
    assert kinds == {"HistoricalProduct", "HistoricalMachine", "HistoricalCertificate"}


def test_what_the_action_shows_or_hides_search_shows_or_hides(staff_client):
    enterprise = PendingEnterpriseFactory()
    for action, is_public in (("publish", True), ("hide", False)):
        staff_client.post(
            LIST, {"action": action, "_selected_action": [enterprise.pk], "reason": "Đã giải thể"}
        )
        assert SearchEntry.objects.get(enterprise=enterprise).is_public is is_public
        assert FacetCount.objects.numbers()["record_0"] == int(is_public)


def test_strangers_are_sent_to_the_login(client):
    page = client.get(LIST)
    assert page.status_code == 302
    assert page["Location"].startswith("/quan-tri/login/")
