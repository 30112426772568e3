"""Photos of published profiles are everybody's; others are seen by who keeps or judges them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from enterprises.models import Enterprise, Product
from membership.models import Revision
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.people import StaffFactory, UserFactory, allowed
from tests.pictures import photo
from tests.signing_in import with_factor

pytestmark = pytest.mark.django_db
State = Enterprise.State


def product(state: str = State.PUBLISHED) -> Product:
    made = Product(enterprise=EnterpriseFactory(state=state), name_vi="Trục")
    made.photo.save("truc.jpg", ContentFile(photo(size=(90, 60))))
    return made


def asked(client, name: str, user=None):
    if user:
        client.force_login(user)
    return client.get(f"/anh/{name}")


def test_a_published_photo_is_cached_by_all_and_asks_for_no_session(client):
    shown = product()
    for name in (shown.photo.name, f"{shown.photo.name}.240.webp"):
        answer = asked(client, name)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=86400"
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies


def test_a_published_photo_takes_one_query(client, django_assert_num_queries):
    shown = product()
    client.force_login(UserFactory())
    with django_assert_num_queries(1):
        asked(client, shown.photo.name)


@pytest.mark.parametrize("state", [State.DRAFT, State.PENDING, State.HIDDEN])
def test_other_photos_are_not_there_for_strangers(client, state):
    hidden = product(state)
    for name in (hidden.photo.name, f"{hidden.photo.name}.240.webp"):
        assert asked(client, name).status_code == 404
        assert asked(client, name, UserFactory()).status_code == 404
        assert asked(client, name, OwnerFactory().user).status_code == 404
        assert asked(client, name, StaffFactory()).status_code == 404
        client.logout()


def test_a_withdrawn_profile_takes_its_photos_along(client):
    shown = product()
    assert asked(client, shown.photo.name).status_code == 200
    shown.enterprise.hide("Đã giải thể")
    assert asked(client, shown.photo.name).status_code == 404


@pytest.mark.parametrize("make", [OwnerFactory, EditorFactory])
def test_members_see_the_photos_of_their_own_profile(client, make):
    hidden = product(State.DRAFT)
    member = make(enterprise=hidden.enterprise)
    answer = asked(client, hidden.photo.name, member.user)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    member.delete()
    assert asked(client, hidden.photo.name).status_code == 404


@pytest.mark.parametrize("right", ["enterprises.view_product", "membership.change_revision"])
def test_staff_see_the_photos_that_their_pages_show(client, right):
    hidden = product(State.HIDDEN)
    officer = allowed(StaffFactory(), right)
    assert asked(client, hidden.photo.name, officer).status_code == 200
    nobody = allowed(UserFactory(), right)  # the right without the back office
    assert asked(client, hidden.photo.name, nobody).status_code == 404


@pytest.mark.parametrize("right", ["enterprises.view_product", "membership.change_revision"])
def test_staff_whose_session_passed_no_second_factor_see_none(client, settings, right):
    settings.MFA_REQUIRED_FOR_STAFF = True
    officer = allowed(StaffFactory(), right)
    with_factor(officer)
    assert asked(client, product(State.HIDDEN).photo.name, officer).status_code == 404


def test_a_photo_that_waits_in_a_revision_is_seen_by_its_members_alone(client):
    name = default_storage.save("san-pham/nhap.jpg", ContentFile(photo(size=(90, 60))))
    member = OwnerFactory()
    Revision(enterprise=member.enterprise).change_part(
        "products", [{"name_vi": "Trục", "photo": name}], member.user
    )
    assert asked(client, name).status_code == 404
    assert asked(client, name, OwnerFactory().user).status_code == 404
    assert asked(client, name, member.user).status_code == 200


def test_a_file_that_no_record_names_is_nobodys(client):
    name = default_storage.save("san-pham/la.jpg", ContentFile(photo(size=(90, 60))))
    assert asked(client, name, OwnerFactory().user).status_code == 404
