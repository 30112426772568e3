"""Every form survives whatever is sent: never a 500, never half a write, told what is wrong."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from django.contrib import admin
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from hypothesis import given

from accounts.models import User
from enterprises.models import Enterprise
from localization.models import Wave
from tests import loading
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.inquiries import WaitingInquiryFactory
from tests.factories.localization import FrameUnitFactory
from tests.factories.membership import OwnerFactory
from tests.fuzzing import THOROUGH, a_few
from tests.fuzzing.discovery import FoundForm, forms_found, forms_on
from tests.fuzzing.sending import rows_of_all_tables, send, taken_back
from tests.fuzzing.values import Pairs, filled
from tests.pages import read
from tests.portal.test_history_pages import MAKE

SHOWN_KINDS = ("text", "email", "url", "textarea")
DRAFT = "programme_report_write"  # saved as far as it is valid: nothing typed is lost
BARE = {"programme.ConsolidatedReport"}  # its factory stores no whole snapshot


@pytest.fixture
def world(start_data) -> None:
    loading.demo_data(10)()


@pytest.fixture
def enterprise() -> Enterprise:
    """One that is asked by buyers and the survey, and whose owner answers."""
    unit = FrameUnitFactory()
    OwnerFactory(enterprise=unit.enterprise)
    return unit.enterprise


def trial(client: Client, form: FoundForm) -> Callable[[], None]:
    """Return what tries a form some times."""

    @a_few
    @given(filled(form))
    def attempt(pairs: Pairs) -> None:
        cookies = client.cookies.copy()
        taken_back(partial(survives, client, form, pairs))
        client.cookies = cookies

    return attempt


def try_all(client: Client, forms: list[FoundForm]) -> None:
    assert forms
    for form in forms:
        try:
            trial(client, form)()
        except Exception as error:
            error.add_note(f"in {form}")
            raise


def survives(client: Client, form: FoundForm, pairs: Pairs) -> None:
    before = rows_of_all_tables()
    response = send(client, form, pairs)
    assert response.status_code < 500
    if form.method == "post" and response.status_code not in (301, 302, 303):
        if resolve(form.action).url_name != DRAFT:
            assert rows_of_all_tables() == before, "half a write"
        if response.status_code == 200 and "html" in response["Content-Type"]:
            tells_what_is_wrong(response, form)
            keeps_what_was_typed(response, form, dict(pairs))


def tells_what_is_wrong(response: HttpResponse, form: FoundForm) -> None:
    """A list of the back office comes back without a word when it was told to do nothing."""
    page = read(response, "body")
    is_list = response.context and "cl" in response.context
    assert is_list or page.errors or page.notices, "no word of what is wrong"


def keeps_what_was_typed(response: HttpResponse, form: FoundForm, sent: dict) -> None:
    """A text that a page can hold stands in its field again, if the field is there."""
    shown = {
        name: value
        for each in forms_on(read(response, "body").root, form.page)
        for name, value in each.initial.items()
    }
    for control in form.controls:
        text = sent.get(control.name, "")
        if control.kind in SHOWN_KINDS and control.name in shown and text.isprintable():
            assert shown[control.name] == text, control.name


def test_forms_for_everyone(client: Client, world, enterprise):
    asking = reverse("asking:inquiry-create", args=[enterprise.slug])
    try_all(client, forms_found(client, [asking, "/"]))


def test_forms_of_who_keeps_an_enterprise(client: Client, world, enterprise):
    client.force_login(enterprise.memberships.get().user)
    inquiry = WaitingInquiryFactory(enterprise=enterprise)
    starts = [
        reverse("account_home"),
        reverse("survey:answer", args=[enterprise.pk, Wave.objects.get(is_demo=False).year]),
        reverse("inquiries:inquiry-detail", args=[enterprise.pk, inquiry.pk]),
        reverse("membership:enterprise-register"),
        reverse("membership:claim-create", args=[EnterpriseFactory().slug]),
    ]
    # Each part of the profile has its form twice, here and on its preview: every other one will do.
    forms = forms_found(client, starts)
    try_all(client, forms if THOROUGH else forms[::2])


def test_forms_of_an_officer(client: Client, world):
    client.force_login(User.objects.get(username="skhcn"))
    try_all(client, forms_found(client, [reverse("admin:index")], follow=is_work))


PARTS = 4  # side by side where the suite has processes


@pytest.mark.parametrize("part", range(PARTS))
def test_forms_of_the_back_office(client: Client, world, part):
    client.force_login(User.objects.get(username="quantri"))
    models = sorted(admin.site._registry, key=lambda model: model._meta.label)[part::PARTS]
    starts = [page for model in models for page in pages_of(model)]
    try_all(client, forms_found(client, starts, follow=is_an_action))


def pages_of(model: type[Model]) -> list[str]:
    """Return the pages of one record, or of a new one; thoroughly, the list's too."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    record = record_of(model)
    found = [reverse(f"{name}_change", args=[record.pk])] if record else []
    pages = ["changelist", "add", "import"] if THOROUGH else ["import"] if record else ["add"]
    for page in pages:
        with suppress(NoReverseMatch):  # nobody adds to it by hand, or imports
            found.append(reverse(f"{name}_{page}"))
    return found


def record_of(model: type[Model]) -> Model | None:
    record = model._default_manager.first()
    if record is None and model._meta.label in MAKE.keys() - BARE:
        return MAKE[model._meta.label]()
    return record


def is_an_action(page: str, link: str) -> bool:
    """Whether a link leads from a record's page to what may be done with it."""
    own = page.removesuffix("change/")
    return own != page and link.startswith(own) and "/history/" not in link


def is_work(_page: str, link: str) -> bool:
    """Whether a link stays in the back office, and is no look back."""
    return link.startswith(reverse("admin:index")) and "/history/" not in link
