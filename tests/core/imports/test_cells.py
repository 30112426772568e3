"""Numbers that no sheet of people says are refused before anything is made of their digits."""

import pytest

from core.imports import cells
from core.imports.cells import Notes
from enterprises.importing import repairs
from enterprises.importing.columns import DegreesColumn

ENDLESS = ["9" * 40, "1e999999999", "1e-999999999", "-1E400", "Infinity", "NaN"]


@pytest.mark.parametrize("text", ENDLESS)
def test_a_number_without_end_is_no_number(text):
    for read in (
        cells.decimal,
        lambda text: repairs.percent(text, Notes()),
        lambda text: DegreesColumn("latitude").parse(text, Notes()),
    ):
        with pytest.raises(ValueError, match="phải là một số"):
            read(text)


def test_a_number_that_is_long_is_one():
    assert str(cells.decimal("123456789012345,1234567890")) == "123456789012345.1234567890"


def test_a_phone_number_is_not_written_out_without_end():
    assert repairs.phones("9.01234567E8", Notes()) == "0901234567"
    assert repairs.phones("9.0e999999999", Notes()) == "9.0e999999999"
