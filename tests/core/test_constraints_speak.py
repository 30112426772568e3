"""A constraint that somebody breaks answers in their language, whatever signs are in the words."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import BaseConstraint
from django.utils import translation

# Their rows are written by the portal alone: no form can break them.
WRITTEN_BY_THE_PORTAL = {
    "usage_counted_once",
    "facet_count_once",
    "spelling_once",
    "open_cell_once",
    "report_version_numbered_once",
    "subscription_letter_once",
    "survey_letter_once",
    "answer_submitted_at_a_time",
    "cell_once",
    "cell_shown_has_a_value",
    "one_meaning_of_a_text",
    "one_typed_form_of_a_page",
}
CONSTRAINTS = [
    pytest.param(constraint, id=constraint.name)
    for model in apps.get_models()
    if (settings.BASE_DIR / model._meta.app_label).is_dir()
    for constraint in model._meta.constraints
]


def message(constraint: BaseConstraint, language: str) -> str:
    with translation.override(language):
        return str(constraint.get_violation_error_message())


def is_vietnamese(text: str) -> bool:
    return bool(re.search("[à-ỹđ]", text.lower()))


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_its_message_is_told_in_both_languages(constraint):
    vietnamese, english = message(constraint, "vi"), message(constraint, "en")
    own = constraint.violation_error_message != constraint.default_violation_error_message
    assert own != (constraint.name in WRITTEN_BY_THE_PORTAL)
    assert is_vietnamese(vietnamese)
    assert not is_vietnamese(english)
    assert "%" not in vietnamese.replace("100%", "").replace("1%", "")
