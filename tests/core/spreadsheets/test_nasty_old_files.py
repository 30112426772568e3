"""Files of old programs (.xls) that are small and would keep a worker for hours, or for ever."""

from struct import pack
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.spreadsheets import old_workbooks
from core.spreadsheets.reading import check_upload, open_sheet
from tests.core.spreadsheets.nasty_old import (
    ENDS,
    begin,
    dimensions,
    link,
    number,
    record,
    short_xls,
    stream,
    strings,
    text,
    xls,
)

TOO_MUCH = "Nội dung tệp quá lớn. Hãy chia thành nhiều tệp."
BROKEN = "Tệp .xls bị hỏng hoặc không phải bảng tính."
HEAD = text(0, 0)
SECONDS = 5  # of the processor, on a slow machine


@pytest.fixture(autouse=True)
def quickly():
    begun = process_time()
    yield
    assert process_time() - begun < SECONDS


def rows_of(content: bytes) -> list:
    check_upload(SimpleUploadedFile("a.xls", content))
    return list(open_sheet(content, "a.xls").rows)


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        rows_of(content)
    return error.value.messages[0]


# --- What is read though it looks huge


@pytest.mark.parametrize("rows", [2, 150_000])
def test_a_file_is_read_whose_sectors_are_named_in_its_head_or_behind_it(rows):
    filler = record(0x1234, bytes(50)) * rows  # nothing that a sheet shows
    content = xls(stream(HEAD + filler + number(1, 1, 2.0)))
    assert rows_of(content) == [(1, ["Tên"]), (2, ["", "2"])]


def test_a_declared_size_is_not_walked():
    assert rows_of(xls(stream(dimensions(2**31, 65_535) + HEAD))) == [(1, ["Tên"])]


def test_the_last_cell_of_all_is_one_row():
    first, last = rows_of(xls(stream(HEAD + number(65_535, 255))))
    assert first == (1, ["Tên"])
    assert (last[0], last[1][-1]) == (65_536, "1")


def test_thousands_of_sheets_of_one_part_are_not_opened():
    assert rows_of(xls(stream(HEAD, sheets=15_000))) == [(1, ["Tên"])]


def test_a_link_on_a_whole_column_is_no_bomb():
    assert rows_of(xls(stream(HEAD + link(0, 65_535, 0, 0)))) == [(1, ["Tên"])]


# --- What is refused


def test_a_link_on_all_cells_that_there_could_be():
    content = xls(stream(HEAD + link(0, 65_535, 0, 65_535)))
    assert len(content) < 6_000
    assert refusal(content) == TOO_MUCH


def test_the_last_column_in_every_row():
    rows = b"".join(number(row, 255) for row in range(65_536))
    assert refusal(xls(stream(rows))) == TOO_MUCH


def test_many_numbers_in_one_record_are_many_cells(monkeypatch):
    monkeypatch.setattr(old_workbooks, "MAX_CELLS", 100)
    many = record(0x00BD, pack("<HH", 0, 0) + bytes(6) * 101 + pack("<H", 100))
    assert refusal(xls(stream(many))) == TOO_MUCH


def test_the_same_cell_without_end(monkeypatch):
    monkeypatch.setattr(old_workbooks, "MAX_CELLS", 1_000)
    assert refusal(xls(stream(number(0, 0) * 1_001))) == TOO_MUCH


def test_strings_that_are_only_declared():
    assert refusal(xls(stream(HEAD, strings(declared=2**31)))) == TOO_MUCH


def test_names_and_styles_without_end():
    assert refusal(xls(stream(HEAD, record(0x18, bytes(14) + b"\0a") * 20_001))) == TOO_MUCH


def test_records_without_end(monkeypatch):
    monkeypatch.setattr(old_workbooks, "MAX_RECORDS", 1_000)
    assert refusal(xls(stream(record(0x1234) * 1_001))) == TOO_MUCH


def test_a_sheet_that_is_hidden_in_a_record_of_another_kind():
    """Where a sheet begins the workbook says, not what stands before it."""
    sheet = begin(16) + link(0, 65_535, 0, 65_535) + ENDS
    plain = stream(HEAD)
    place = len(plain) + 4
    hidden = record(0x0085, place.to_bytes(4, "little") + b"\0\0\1\0s")
    content = begin(5) + hidden + ENDS
    content = content.ljust(len(plain), b"\0") + record(0x1234, sheet)
    assert refusal(xls(content)) == TOO_MUCH


def test_sectors_that_bite_their_tail():
    assert refusal(xls(stream(HEAD), bites_its_tail=True)) == BROKEN
    assert refusal(short_xls()) == BROKEN


def test_what_is_no_workbook():
    whole = xls(stream(HEAD))
    assert refusal(xls(stream(HEAD), name="Bang tinh")) == BROKEN
    assert refusal(xls(record(0x0009, bytes(4)) + HEAD + ENDS)) == BROKEN
    assert refusal(whole[:600]) == BROKEN
    assert refusal(whole[:8] + bytes(600)) == BROKEN
