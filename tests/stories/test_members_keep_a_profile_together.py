"""Owners and editors of one profile: roles change, members go, an owner always stays."""

from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.shortcuts import resolve_url

from enterprises.models import Enterprise
from membership.models import Membership
from tests.claiming import MINE
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import (
    EditorFactory,
    InvitationFactory,
    OwnerFactory,
)
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory
from tests.members import BINH, accept, members_page
from tests.pages import read

pytestmark = pytest.mark.django_db


def change(member: Membership, what: str) -> str:
    return f"{members_page(member.enterprise)}{member.pk}/{what}/"


@pytest.fixture
def enterprise():
    return EnterpriseFactory(legal_name="Công ty TNHH Khuôn Đúc Bình Minh")


@pytest.fixture
def owner(client, enterprise) -> Membership:
    """The enterprise's owner, logged in."""
    owner = OwnerFactory(enterprise=enterprise, user__full_name="Nguyễn Thị Chủ")
    client.force_login(owner.user)
    return owner


def test_an_owner_changes_roles_and_removes(client, owner, enterprise):
    editor = EditorFactory(enterprise=enterprise)
    client.post(change(editor, "vai-tro"), {"role": "owner"})
    assert enterprise.is_owned_by(editor.user)
    client.post(change(editor, "vai-tro"), {"role": "editor"})
    assert not enterprise.is_owned_by(editor.user)
    client.post(change(editor, "xoa"))
    assert not enterprise.may_be_edited_by(editor.user)
    assert {row.history_user for row in Membership.history.filter(history_type="~")} == {owner.user}


@pytest.mark.parametrize("what", ["mời", "vai-tro", "xoa"])
def test_an_open_browser_changes_no_members_without_the_password(
    client, owner, enterprise, settings, what
):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = True
    editor = EditorFactory(enterprise=enterprise)
    page = members_page(enterprise) if what == "mời" else change(editor, what)
    answer = client.post(page, {**BINH, "role": "owner"})
    assert answer["Location"].startswith("/tai-khoan/nhap-lai-mat-khau/")
    assert not enterprise.is_owned_by(editor.user)
    assert enterprise.may_be_edited_by(editor.user)
    assert not enterprise.invitations.exists()


def test_an_unknown_role_changes_nothing(client, owner, enterprise):
    assert client.post(change(owner, "vai-tro"), {"role": "king"}).status_code == 400
    assert enterprise.is_owned_by(owner.user)


def test_the_last_owner_neither_leaves_nor_becomes_editor(client, owner, enterprise):
    EditorFactory(enterprise=enterprise)
    OwnerFactory(enterprise=enterprise, user__is_active=False)  # a closed account decides nothing
    attempts = [
        (f"{members_page(enterprise)}roi/", {}),
        (change(owner, "xoa"), {}),
        (change(owner, "vai-tro"), {"role": "editor"}),
    ]
    for page, data in attempts:
        answered = client.post(page, data)
        told = read(client.get(members_page(enterprise)))
        assert answered.status_code == 302
        assert "ít nhất một chủ quản" in told.notices
        assert enterprise.is_owned_by(owner.user)


def test_one_of_two_owners_may_leave_and_then_the_other_may_not(client, owner, enterprise):
    second = OwnerFactory(enterprise=enterprise)
    page = client.post(f"{members_page(enterprise)}roi/", follow=True)
    assert page.redirect_chain[-1][0] == MINE
    assert not enterprise.may_be_edited_by(owner.user)
    with pytest.raises(ValidationError):
        second.leave()


def test_what_somebody_else_has_changed_meanwhile_counts(enterprise):
    """Two owners' pages, opened at the same time, each send the other away."""
    first, second = OwnerFactory.create_batch(2, enterprise=enterprise)
    stale = Membership.objects.get(pk=second.pk)
    first.set_role("editor", by=second.user)
    with pytest.raises(ValidationError):
        stale.set_role("editor", by=first.user)
    first.remove(by=second.user)
    with pytest.raises(ValidationError):
        Membership(pk=9999, enterprise=enterprise, user=first.user).leave()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
def test_of_two_owners_who_leave_at_the_same_moment_one_stays():
    enterprise = EnterpriseFactory()
    owners = OwnerFactory.create_batch(2, enterprise=enterprise)
    together, refused = Barrier(2), []

    def leaves(owner: Membership) -> None:
        together.wait()
        try:
            owner.leave()
        except ValidationError as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=leaves, args=[owner]) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["last_owner"]
    assert enterprise.memberships.owners().count() == 1


def test_an_editor_leaves(client, owner, enterprise):
    editor = EditorFactory(enterprise=enterprise)
    client.force_login(editor.user)
    client.post(f"{members_page(enterprise)}roi/")
    assert not enterprise.may_be_edited_by(editor.user)


def test_the_page_asks_as_often_for_many_as_for_few(
    client, owner, enterprise, django_assert_max_num_queries
):
    EditorFactory(enterprise=enterprise)
    InvitationFactory(enterprise=enterprise)
    with django_assert_max_num_queries(12) as few:
        client.get(members_page(enterprise))
    EditorFactory.create_batch(5, enterprise=enterprise)
    InvitationFactory.create_batch(5, enterprise=enterprise)
    with django_assert_max_num_queries(len(few)):
        client.get(members_page(enterprise))


# --- Who may not


def every_write(enterprise: Enterprise) -> list[tuple[str, dict]]:
    """All that only an owner may send, aimed at another owner and an open invitation."""
    member = OwnerFactory(enterprise=enterprise)
    OwnerFactory(enterprise=enterprise)
    invitation = InvitationFactory(enterprise=enterprise)
    return [
        (members_page(enterprise), BINH),
        (change(member, "vai-tro"), {"role": "editor"}),
        (change(member, "xoa"), {}),
        (f"{MINE}{enterprise.pk}/loi-moi/{invitation.pk}/rut/", {}),
    ]


def nothing_changed(enterprise: Enterprise) -> bool:
    return (
        enterprise.memberships.owners().count() == 2
        and enterprise.invitations.open().count() == 1
        and mail.outbox == []
    )


def test_an_editor_sees_the_members_and_changes_nothing(client, enterprise):
    writes = every_write(enterprise)
    client.force_login(EditorFactory(enterprise=enterprise).user)
    page = client.get(members_page(enterprise))
    assert page.status_code == 200
    assert list(page.context["invitations"]) == []
    for address, data in writes:
        assert client.post(address, data).status_code == 403
    assert nothing_changed(enterprise)


@pytest.mark.parametrize(
    "who",
    [UserFactory, StaffFactory, SuperuserFactory, lambda: OwnerFactory().user],
    ids=["stranger", "staff", "superuser", "owner of another"],
)
def test_others_do_not_even_learn_that_the_page_is_there(client, enterprise, who):
    writes = every_write(enterprise)
    client.force_login(who())
    assert client.get(members_page(enterprise)).status_code == 404
    for address, data in [*writes, (f"{members_page(enterprise)}roi/", {})]:
        assert client.post(address, data).status_code == 404
    assert nothing_changed(enterprise)


def test_an_owner_does_not_reach_into_another_enterprise(client, owner, enterprise):
    """Ids of another enterprise's rows under one's own address."""
    other = EnterpriseFactory()
    every_write(other)
    member, invitation = other.memberships.first(), other.invitations.get()
    pages = [
        (f"{members_page(enterprise)}{member.pk}/xoa/", {}),
        (f"{members_page(enterprise)}{member.pk}/vai-tro/", {"role": "editor"}),
        (f"{MINE}{enterprise.pk}/loi-moi/{invitation.pk}/rut/", {}),
    ]
    for address, data in pages:
        assert client.post(address, data).status_code == 404
    assert nothing_changed(other)


def test_strangers_are_sent_to_the_login(client, enterprise):
    invitation = InvitationFactory(enterprise=enterprise, email="binh@example.com")
    login = resolve_url(settings.LOGIN_URL)
    for address, data in [
        *every_write(EnterpriseFactory()),
        (f"{members_page(enterprise)}roi/", {}),
        (accept(invitation), {}),
        (f"{MINE}loi-moi/binh/", {}),
    ]:
        page = client.post(address, data)
        assert (page.status_code, page["Location"].split("?")[0]) == (302, login)
    assert not enterprise.memberships.exists()


@pytest.mark.parametrize("page", ["vai-tro", "xoa"])
def test_a_link_alone_changes_nothing(client, owner, page):
    assert client.get(change(owner, page)).status_code == 405
