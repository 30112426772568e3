"""Tax codes of 10, 12 and 13 digits."""

import pytest
from django.core.exceptions import ValidationError

from enterprises.models import Enterprise
from enterprises.tax_codes import (
    TaxCodeFormField,
    clean_tax_code,
    format_tax_code,
    validate_tax_code,
)
from membership.models import Claim


@pytest.mark.parametrize("code", ["0100233488", "0314409058", "0100233488001", "079123456789"])
def test_correct_codes_are_accepted(code):
    validate_tax_code(code)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("0100233489", "check_digit"),
        ("0100233489001", "check_digit"),
        ("01002334", "length"),
        ("01002334880011", "length"),
        ("01002334AB", "digits"),
        ("０１００２３３４８８", "digits"),  # full-width digits
        ("999123456789", "personal"),
    ],
)
def test_wrong_codes_say_what_is_wrong(code, reason):
    with pytest.raises(ValidationError) as error:
        validate_tax_code(code)
    assert error.value.code == reason


def test_spaces_and_dashes_are_not_part_of_a_code():
    assert clean_tax_code(" 0100 233 488-001 ") == "0100233488001"
    assert format_tax_code("0100233488001") == "0100233488-001"


def test_a_field_keeps_the_digits_of_what_is_assigned():
    enterprise = Enterprise(tax_code="0100 233 488-001")
    assert enterprise.tax_code == "0100233488001"
    enterprise.tax_code = " - "
    assert enterprise.tax_code is None
    assert Claim(tax_code=" - ").tax_code == ""


def test_a_form_field_takes_a_code_as_people_write_it():
    assert TaxCodeFormField().clean("0100 233 488-001") == "0100233488001"
    with pytest.raises(ValidationError):
        TaxCodeFormField().clean("0100233489")
