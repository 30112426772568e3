"""History pages say what verbs changed, deletes and merges too, to those who see the record."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from core.audit import Kind
from core.models import AuditEvent
from enterprises.models import Contact, Enterprise
from programme.models import AnnualPlan
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import InvitationFactory
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory, allowed
from tests.factories.plans import DECISION, DOIT, FINANCE, appraise, load_roles, member, plan_in
from tests.factories.programme import AgencyFactory
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db


def history_of(client: Client, record) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
    page = client.get(reverse(name, args=[record.pk]))
    assert page.status_code == 200
    return words_of(read(page).root)


def test_the_history_of_a_plan_names_who_approved_how_much_and_when(client):
    load_roles()
    plan, finance = plan_in("sent", amounts={"city": 900_000_000}), member(FINANCE)
    finance.full_name = "Người thẩm định"
    finance.save()
    [line] = plan.lines.all()
    appraise(plan, {line.pk: (line.amount, "")}, finance)
    plan.approve(DECISION, localdate() - timedelta(days=1), {line.pk: line.amount}, finance)
    client.force_login(member(DOIT))
    told = history_of(client, plan)
    assert "Người thẩm định" in told
    assert "900.000.000" in told  # of the line below the plan
    assert f"– → {DECISION}" in told
    assert f"{AnnualPlan.State.SENT.label} → {AnnualPlan.State.APPRAISED.label}" in told


def test_the_history_of_a_deleted_record_is_for_those_who_may_delete(client):
    enterprise = EnterpriseFactory(legal_name="Công ty Đã Xóa")
    kept = Enterprise(pk=enterprise.pk)
    client.force_login(SuperuserFactory(full_name="Người xóa"))
    page = reverse("admin:enterprises_enterprise_delete", args=[enterprise.pk])
    assert client.post(page, {"post": "yes"}).status_code == 302
    told = history_of(client, kept)
    assert "Xóa" in told
    assert "Người xóa" in told
    assert "Công ty Đã Xóa → –" in told
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    address = reverse("admin:enterprises_enterprise_history", args=[kept.pk])
    assert client.get(address).status_code == 403


DELETED = "/quan-tri/da-xoa/"


def links_to_deleted(client, **asked) -> dict[str, str]:
    """The names of deleted records, with the addresses to which they lead."""
    page = read(client.get(DELETED, asked))
    return {link.text: link.get("href") for link in page.root.xpath("//*[@id='content']//table//a")}


def test_a_list_leads_to_the_history_of_what_was_deleted(client):
    enterprise, agency = EnterpriseFactory(legal_name="Công ty Đã Xóa"), AgencyFactory()
    addresses = [f"/quan-tri/enterprises/enterprise/{enterprise.pk}/history/"]
    enterprise.delete()
    agency.delete()
    client.force_login(SuperuserFactory())
    assert DELETED in client.get("/quan-tri/").content.decode()
    assert set(links_to_deleted(client)) == {"Công ty Đã Xóa", str(agency)}
    assert list(links_to_deleted(client, model="enterprises.enterprise").values()) == addresses
    assert "Công ty Đã Xóa → –" in client.get(addresses[0]).content.decode()
    assert links_to_deleted(client, model="khac") == {}


def test_the_list_of_what_was_deleted_is_for_those_who_may_delete(client):
    EnterpriseFactory(legal_name="Công ty Đã Xóa").delete()
    AgencyFactory(name_vi="Sở đã xóa").delete()
    reader = allowed(StaffFactory(), "enterprises.view_enterprise", "programme.view_agency")
    client.force_login(reader)
    assert client.get(DELETED).status_code == 403
    assert DELETED not in client.get("/quan-tri/").content.decode()
    client.force_login(allowed(reader, "programme.delete_agency"))
    assert list(links_to_deleted(client)) == ["Sở đã xóa"]


def test_what_is_named_after_something_that_is_gone_too_has_its_number(client):
    sent = InvitationFactory()
    number = f"#{sent.pk}"
    sent.enterprise.delete()
    client.force_login(SuperuserFactory())
    assert number in links_to_deleted(client, model="membership.invitation")


def test_contacts_are_in_the_history_for_those_who_see_contacts(client):
    enterprise = EnterpriseFactory()
    Contact.objects.create(enterprise=enterprise, person="Bà Kín Đáo", is_public=False)
    Contact.objects.get().delete()
    view = "enterprises.view_enterprise"
    client.force_login(allowed(StaffFactory(), view))
    assert "Bà Kín Đáo" not in history_of(client, enterprise)
    client.force_login(allowed(StaffFactory(), view, "enterprises.view_contact"))
    told = history_of(client, enterprise)
    assert "Bà Kín Đáo → –" in told


def history_address(record) -> str:
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_history"
    return reverse(name, args=[record.pk])


@pytest.fixture
def administrator(client):
    client.force_login(administrator := SuperuserFactory(full_name="Quản trị viên"))
    return administrator


def change(client, record, **data):
    """Send the back office's change page of an account or a role as it stands, but for this."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    page = reverse(name, args=[record.pk])
    return client.post(page, {**read(client.get(page)).form("_save"), **data})


def test_the_history_of_an_account_says_who_gave_and_took_which_rights(client, administrator):
    person, role = UserFactory(full_name="Ông Cán bộ"), Group.objects.create(name="Cán bộ thử")
    assert change(client, person, is_staff="on", groups=[role.pk]).status_code == 302
    told = history_of(client, person)
    assert "thêm: Cán bộ thử" in told
    assert "Quản trị viên" in told
    assert change(client, person, groups=[]).status_code == 302
    assert "bỏ: Cán bộ thử" in history_of(client, person)
    event = AuditEvent.objects.filter(kind=Kind.PERMISSIONS_CHANGED).latest("pk")
    assert (event.actor, event.record) == (administrator, str(person.pk))
    written = AuditEvent.objects.values_list("detail", flat=True)
    assert not any("Ông Cán bộ" in str(detail) or "md5" in str(detail) for detail in written)


@pytest.mark.parametrize("flag", ["is_staff", "is_superuser"])
def test_who_lets_somebody_into_everything_stands_in_both(client, administrator, flag):
    person = UserFactory()
    assert change(client, person, **{flag: "on"}).status_code == 302
    event = AuditEvent.objects.get(kind=Kind.PERMISSIONS_CHANGED)
    assert (event.actor, event.record) == (administrator, str(person.pk))
    assert event.detail == {"field": flag, "now": True}
    assert "Quản trị viên" in history_of(client, person)


def test_the_history_of_a_role_says_which_permissions_it_got(client, administrator):
    role = Group.objects.create(name="Cán bộ thử")
    right = allowed(UserFactory(), "enterprises.view_contact").user_permissions.get()
    assert change(client, role, permissions=[right.pk]).status_code == 302
    assert "thêm: Xem liên hệ" in history_of(client, role)


def test_who_lets_an_account_act_for_an_agency_stands_in_the_log(client, administrator):
    def told(of) -> list[dict]:
        events = AuditEvent.objects.filter(kind=Kind.PERMISSIONS_CHANGED, record=str(of.pk))
        return [event.detail for event in events.order_by("pk")]

    one, other = StaffFactory(), StaffFactory()
    first, second = AgencyFactory(name_vi="Sở Một"), AgencyFactory(name_vi="Sở Hai")
    page = reverse("admin:programme_officer_add")
    client.post(page, read(client.get(page)).form("_save") | {"user": one.pk, "agency": first.pk})
    assert told(one) == [{"field": "officer", "added": ["Sở Một"]}]
    officer = one.officer
    assert change(client, officer).status_code == 302
    assert len(told(one)) == 1, "nothing has changed"
    assert change(client, officer, agency=second.pk).status_code == 302
    assert told(one)[1:] == [
        {"field": "officer", "removed": ["Sở Một"]},
        {"field": "officer", "added": ["Sở Hai"]},
    ]
    assert change(client, officer, user=other.pk).status_code == 302
    assert told(one)[3:] == [{"field": "officer", "removed": ["Sở Hai"]}]
    client.post(reverse("admin:programme_officer_delete", args=[officer.pk]), {"post": "yes"})
    assert [*map(len, told(other))] == [2, 2]
    told_of = history_of(client, one)
    assert "Cán bộ đầu mối" in told_of
    assert "thêm: Sở Hai" in told_of


def test_what_leaves_rights_as_they_are_is_not_told(client, administrator):
    person = UserFactory(full_name="Tên cũ")
    assert change(client, person, full_name="Tên mới").status_code == 302
    assert not AuditEvent.objects.filter(kind=Kind.PERMISSIONS_CHANGED).exists()
    assert "Chưa có thay đổi nào về quyền" in history_of(client, person)


def test_histories_of_accounts_are_for_those_who_see_accounts(client):
    person = UserFactory()
    client.force_login(allowed(StaffFactory(), "enterprises.view_enterprise"))
    assert client.get(history_address(person)).status_code == 403


def test_a_deleted_role_leaves_a_trace(client, administrator):
    role = Group.objects.create(name="Cán bộ thử")
    page = reverse("admin:auth_group_delete", args=[role.pk])
    assert client.post(page, {"post": "yes"}).status_code == 302
    event = AuditEvent.objects.get(model="auth.group")
    assert (event.record, event.detail) == (str(role.pk), {"field": "", "deleted": True})
