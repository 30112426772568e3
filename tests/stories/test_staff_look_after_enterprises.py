"""Staff edit enterprises in the back office, two at a time if need be."""

import pytest
from django.test import Client
from django.urls import reverse

from enterprises.models import Enterprise, Product
from tests.backoffice import form_of
from tests.factories.enterprises import EnterpriseFactory, PendingEnterpriseFactory, ProcessFactory
from tests.factories.people import StaffFactory, SuperuserFactory, allowed

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/enterprises/enterprise/"


def change_page(enterprise: Enterprise) -> str:
    return reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])


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
    text = page.content.decode()
    assert page.status_code == 200
    assert "Nguyễn Thị Hai" in text
    assert "Tên của Hai" in text  # what the other changed
    assert 'value="TÊN TÔI"' in text  # what this one typed
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
    assert enterprise in Enterprise.objects.search("banh rang con")


def test_a_renamed_process_is_found_by_its_new_words(staff_client):
    process = ProcessFactory(slug="dap", name_vi="Dập")
    enterprise = EnterpriseFactory(processes=[process])
    staff_client.post(
        reverse("admin:enterprises_process_change", args=[process.pk]),
        {"slug": "dap", "name_vi": "Dập", "name_en": "Stamping", "aliases": "đột dập"},
    )
    assert enterprise in Enterprise.objects.search("đột dập")


def test_a_wrong_tax_code_gets_its_message_at_the_field_and_the_input_stays(staff_client):
    enterprise = EnterpriseFactory(legal_name="Tên đầu")
    page = save(
        staff_client,
        enterprise,
        form_of(staff_client, change_page(enterprise)) | {"tax_code": "0100233489"},
    )
    assert "Sai số kiểm tra" in str(page.context["adminform"].form.errors["tax_code"])
    assert 'value="0100233489"' in page.content.decode()


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
    assert "tên viết tắt" in page.content.decode().lower()


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
    data = {"action": action, "_selected_action": [enterprise.pk]}
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


@pytest.mark.parametrize("address", [LIST, f"{LIST}add/", "/quan-tri/enterprises/process/"])
def test_the_back_office_is_closed_to_staff_without_rights(client, address):
    client.force_login(StaffFactory())
    assert client.get(address).status_code == 403


def test_strangers_are_sent_to_the_login(client):
    page = client.get(LIST)
    assert page.status_code == 302
    assert page["Location"].startswith("/quan-tri/login/")
