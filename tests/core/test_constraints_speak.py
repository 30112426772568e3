"""A constraint that somebody breaks answers in words, whatever signs are in them."""

import pytest
from django.apps import apps

CONSTRAINTS = [
    pytest.param(constraint, id=constraint.name)
    for model in apps.get_models()
    for constraint in model._meta.constraints
]


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_its_message_can_be_told(constraint):
    assert "%" not in constraint.get_violation_error_message().replace("100%", "").replace("1%", "")
