"""An administrator of the Department gives roles, and reads rights in words."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import RolePurpose
from core.audit import Kind
from core.models import AuditEvent
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory, allowed
from tests.pages import read, words_of

pytestmark = pytest.mark.django_db
USERS, ROLES = reverse("admin:accounts_user_changelist"), reverse("admin:auth_group_changelist")


@pytest.fixture
def admin(client, settings):
    settings.MFA_REQUIRED_FOR_STAFF = False
    client.force_login(SuperuserFactory())
    return client


@pytest.fixture
def role(db) -> Group:
    role = Group.objects.create(name="Cán bộ thử")
    RolePurpose.objects.create(role=role, text="Thử trang quản trị.")
    return role


def permission(code: str) -> Permission:
    app, codename = code.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def page_of(record) -> str:
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
    )


def saved(client, record, **changes):
    sent = read(client.get(page_of(record))).form("_save")
    return client.post(page_of(record), sent | changes)


def test_a_role_is_chosen_by_what_it_is_there_to_do(admin, role):
    person = StaffFactory(full_name="Lê Thị An")
    for address in (page_of(person), reverse("admin:accounts_user_add")):
        page = read(admin.get(address))
        assert "Thử trang quản trị." in page
        boxes = page.root.xpath("//input[@type='checkbox' and @name='groups']/@value")
        assert str(role.pk) in boxes
    assert saved(admin, person, groups=[str(role.pk)]).status_code == 302
    assert list(person.groups.all()) == [role]
    event = AuditEvent.objects.get(kind=Kind.PERMISSIONS_CHANGED)
    assert event.detail == {"field": "groups", "added": ["Cán bộ thử"]}


def test_rights_stand_in_words_by_room_and_kind_of_record(admin, role):
    page = read(admin.get(page_of(role)))
    rooms = [words_of(each) for each in page.root.xpath("//details/summary")]
    assert any(each.startswith("Doanh nghiệp công nghiệp hỗ trợ") for each in rooms)
    labels = page.root.xpath("//input[@name='permissions']/@aria-label")
    assert {"Xem doanh nghiệp", "Thêm doanh nghiệp", "Sửa doanh nghiệp", "Xóa doanh nghiệp"} <= {
        *labels
    }
    assert "Tiếp nhận, trả lại và mở khóa báo cáo quý" in page
    for never in ("historical", "Can add", "search entry", "Task Result", "selector"):
        assert never not in page.source
    assert not page.root.xpath("//select[@multiple]")


def test_a_role_gets_rights_and_its_sentence(admin, role):
    right = permission("enterprises.view_enterprise")
    answer = saved(admin, role, permissions=[str(right.pk)], purpose_text="Xem danh mục.")
    assert answer.status_code == 302
    role.refresh_from_db()
    assert list(role.permissions.all()) == [right]
    assert role.purpose.text == "Xem danh mục."
    event = AuditEvent.objects.get(kind=Kind.PERMISSIONS_CHANGED)
    assert event.detail == {"field": "permissions", "added": ["enterprises.view_enterprise"]}
    assert saved(admin, role, purpose_text="").status_code == 302
    assert not RolePurpose.objects.exists()


def test_a_right_that_no_page_offers_is_kept(admin, role):
    kept = permission("core.view_workerlease")
    role.permissions.add(kept)
    assert saved(admin, role).status_code == 302
    assert list(role.permissions.all()) == [kept]


def test_people_are_found_by_name_and_address_and_by_role(admin, role):
    having, other = StaffFactory(full_name="Lê Thị An", email="an@example.com"), UserFactory()
    having.groups.add(role)
    for query in ({"q": "Thị An"}, {"q": "an@example"}, {"groups__id__exact": role.pk}):
        found = admin.get(USERS, query).context["cl"].queryset
        assert list(found) == [having]
        assert other not in found
    assert "Cán bộ thử" in read(admin.get(USERS))
    assert read(admin.get(ROLES)).links["1 người"] == f"{USERS}?groups__id__exact={role.pk}"


def test_who_only_looks_reads_rights_in_words(client, settings, role):
    settings.MFA_REQUIRED_FOR_STAFF = False
    role.permissions.add(permission("enterprises.add_enterprise"))
    client.force_login(allowed(StaffFactory(), "auth.view_group"))
    page = read(client.get(page_of(role)))
    assert "Thêm doanh nghiệp" in page
    assert "Can add" not in page.source
    assert client.post(page_of(role), {"name": "Khác"}).status_code == 403


def test_roles_and_accounts_are_for_administrators_alone(client, settings, role):
    settings.MFA_REQUIRED_FOR_STAFF = False
    client.force_login(StaffFactory())
    for address in (USERS, ROLES, page_of(role)):
        assert client.get(address).status_code == 403
