"""Every page of the back office opens for those who may, and for nobody else."""

import pytest
from django.db.models import Model
from django.urls import reverse

from core.text import fold
from tests.factories.enterprises import (
    EnterpriseFactory,
    IndustrialParkFactory,
    IndustryFactory,
    LanguageFactory,
    MachineKindFactory,
    MarketFactory,
    MaterialFactory,
    ProcessFactory,
    ProcessFamilyFactory,
    SectorFactory,
    StandardFactory,
    SynonymGroupFactory,
    VsicClassFactory,
    WardFactory,
)
from tests.factories.people import StaffFactory, allowed

pytestmark = pytest.mark.django_db
FACTORIES = [
    EnterpriseFactory,
    IndustrialParkFactory,
    IndustryFactory,
    LanguageFactory,
    MachineKindFactory,
    MarketFactory,
    MaterialFactory,
    ProcessFactory,
    ProcessFamilyFactory,
    SectorFactory,
    StandardFactory,
    SynonymGroupFactory,
    VsicClassFactory,
    WardFactory,
]


def address(record: Model, page: str) -> str:
    """The back office's page of a record; lists and empty forms have no record in theirs."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}"
    return reverse(name, args=[] if page in ("changelist", "add") else [record.pk])


@pytest.mark.parametrize("make", FACTORIES, ids=lambda make: make._meta.model.__name__)
@pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "delete"])
def test_every_page_opens_for_those_who_may_and_for_nobody_else(client, make, page):
    record = make()
    rights = ["view", "add", "change", "delete"]
    app, model = record._meta.app_label, record._meta.model_name
    client.force_login(StaffFactory())
    assert client.get(address(record, page)).status_code == 403
    client.force_login(allowed(StaffFactory(), *[f"{app}.{right}_{model}" for right in rights]))
    assert client.get(address(record, page)).status_code == 200


@pytest.mark.parametrize("make", FACTORIES, ids=lambda make: make._meta.model.__name__)
def test_every_list_is_searched_without_marks(staff_client, make):
    record = make()
    told = ("name_vi", "legal_name", "words")
    words = next(getattr(record, name) for name in told if name in vars(record)).splitlines()[0]
    page = staff_client.get(address(record, "changelist"), {"q": fold(words)})
    assert page.status_code == 200
    assert record in page.context["cl"].queryset
