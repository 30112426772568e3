"""What no page offers gets a message at its field, where Django alone answers with a 500."""

import pytest
from django.urls import reverse

from programme.models import Assignment
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.programme import AssignmentFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
NO_KEYS = [" ", "x", "NaN", "1e999", "9223372036854775808", "-9223372036854775809", "9" * 40, "\0"]


def change(record) -> str:
    return reverse(f"admin:{record._meta.label_lower.replace('.', '_')}_change", args=[record.pk])


@pytest.mark.parametrize("wrong", NO_KEYS)
def test_a_box_with_suggestions_refuses_what_is_no_key(staff_client, wrong):
    assignment = AssignmentFactory()
    form = read(staff_client.get(change(assignment))).form("task")
    page = staff_client.post(change(assignment), {**form, "task": wrong})
    assert page.status_code == 200
    assert read(page).errors


@pytest.mark.parametrize("wrong", NO_KEYS)
def test_a_list_of_choices_refuses_what_is_no_key(staff_client, wrong):
    enterprise = EnterpriseFactory()
    form = read(staff_client.get(change(enterprise))).form("markets")
    page = staff_client.post(change(enterprise), {**form, "markets": [wrong]})
    assert page.status_code == 200
    assert read(page).errors


@pytest.mark.parametrize("quarter", ["5", "0", "9999"])
def test_a_quarter_that_is_none_is_told(staff_client, quarter):
    assignment = AssignmentFactory()
    form = read(staff_client.get(change(assignment))).form("quarter")
    page = staff_client.post(change(assignment), {**form, "quarter": quarter})
    assert "Quý từ 1 đến 4." in read(page).errors.values()
    assert Assignment.objects.get() == assignment
