"""What an importer may declare beyond its columns, and how cells become values of fields."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from catalogue.models import IndustrialPark, Ward
from core.imports.cells import Notes
from core.imports.columns import FieldReader, ImportColumn, RecordsByWords
from core.imports.importers import CheckedFile, Importer
from core.imports.outcomes import MessageKind, Result
from core.models import SpreadsheetImport
from enterprises.models import Contact, Enterprise
from programme.models import Agency
from tests.factories.enterprises import IndustrialParkFactory, WardFactory

pytestmark = pytest.mark.django_db


class ParkImporter(Importer):
    """Parks by name, with a slug that the file may leave out."""

    name = "parks"
    model = IndustrialPark
    key = ("name_vi",)
    columns = {
        "name_vi": ImportColumn("Tên"),
        "slug": ImportColumn("Mã"),
        "kind": ImportColumn("Loại"),
        "latitude": ImportColumn("Vĩ độ"),
        "ward": ImportColumn("Phường", parse=lambda text, notes: Ward.objects.get(code=text)),
    }

    def prepare(self, record: IndustrialPark) -> None:
        record.slug = record.slug or "khu"

    def find_duplicates(self, record: IndustrialPark) -> list[IndustrialPark]:
        return list(IndustrialPark.objects.filter(name_en=record.name_vi))


def check(*rows: dict[str, str]) -> CheckedFile:
    job = SpreadsheetImport.objects.create(importer="parks", file_name="a.csv")
    kind = {"kind": "Khu công nghiệp"}
    return ParkImporter().check(((n, {**kind, **row}, []) for n, row in enumerate(rows, 2)), job)


def test_what_no_column_says_is_filled_in_before_the_record_is_validated():
    checked = check({"name_vi": "Tân Tạo"})
    assert checked.outcomes[0].result == Result.NEW
    assert checked.records[0].record.slug == "khu"


def test_values_that_must_differ_are_compared_within_the_file():
    checked = check({"name_vi": "Tân Tạo", "slug": "a"}, {"name_vi": "Tân Bình", "slug": "a"})
    (error,) = checked.outcomes[1].of_kind(MessageKind.ERROR)
    assert (error.column, error.text) == ("Mã", "“a”: trùng với dòng 2")
    assert checked.has_errors


def test_values_that_must_differ_are_compared_with_the_database():
    IndustrialParkFactory(slug="a")
    (outcome,) = check({"name_vi": "Tân Bình", "slug": "a"}).outcomes
    assert [message.column for message in outcome.of_kind(MessageKind.ERROR)] == ["Mã"]


def test_an_error_of_a_field_without_a_column_names_the_field(monkeypatch):
    monkeypatch.setattr(ParkImporter, "prepare", lambda self, record: None)
    monkeypatch.setattr(ParkImporter, "columns", dict(ParkImporter.columns))
    del ParkImporter.columns["slug"]
    (outcome,) = check({"name_vi": "Tân Bình"}).outcomes
    assert [message.column for message in outcome.of_kind(MessageKind.ERROR)] == ["Mã"]


def test_a_new_record_that_resembles_a_known_one_is_in_doubt():
    IndustrialParkFactory(name_vi="Khu công nghiệp Tân Bình", name_en="Tân Bình")
    (outcome,) = check({"name_vi": "Tân Bình"}).outcomes
    assert outcome.result == Result.DOUBTFUL
    assert outcome.messages[0].text == "Nghi trùng với: Khu công nghiệp Tân Bình"


def test_a_later_row_goes_on_with_the_record_of_an_earlier_one():
    checked = check({"name_vi": "Tân Tạo"}, {"name_vi": "Tân Tạo", "latitude": "10,75"})
    assert [outcome.result for outcome in checked.outcomes] == [Result.NEW, Result.UPDATED]
    assert [each.record.latitude for each in checked.records] == [Decimal("10.75")]


def test_blank_cells_leave_what_is_stored_and_changes_show_names_of_places():
    ward = WardFactory(name_vi="Phường Bình Trị Đông")
    IndustrialParkFactory(name_vi="Tân Tạo", slug="tan-tao", latitude=Decimal("10.75"), ward=ward)
    WardFactory(code="27001", name_vi="Phường Tân Tạo")
    checked = check({"name_vi": "Tân Tạo", "ward": "27001"})
    assert [(m.column, m.text) for m in checked.outcomes[0].messages] == [
        ("Phường", "“Phường Bình Trị Đông” → “Phường Tân Tạo”")
    ]
    record = checked.records[0].record
    assert (record.slug, record.latitude) == ("tan-tao", Decimal("10.75"))


@pytest.mark.parametrize(
    ("model", "field", "text", "value"),
    [
        (Agency, "kind", "sở, ban, ngành", Agency.Kind.DEPARTMENT),
        (Agency, "kind", "department", Agency.Kind.DEPARTMENT),
        (Agency, "succeeded_on", "1/7/2025", date(2025, 7, 1)),
        (Enterprise, "employees", "1.200", 1200),
        (Enterprise, "description_vi", "Dòng một\nDòng hai", "Dòng một\nDòng hai"),
        (Contact, "is_public", "có", True),
        (Contact, "email", "a@example.com", "a@example.com"),
        (Enterprise, "website", "example.com", "https://example.com"),
        (IndustrialPark, "latitude", "10,75", Decimal("10.75")),
    ],
)
def test_a_cell_is_read_as_its_field_says(model, field, text, value):
    reader = FieldReader(model._meta.get_field(field), ImportColumn("Cột"))
    assert reader.parse(text, Notes()) == value


@pytest.mark.parametrize(
    ("model", "field", "text"),
    [
        (Agency, "succeeded_on", "hôm qua"),
        (Enterprise, "employees", "nhiều"),
        (Contact, "is_public", "có lẽ"),
        (Contact, "email", "không phải thư"),
        (IndustrialPark, "latitude", "NaN"),
    ],
)
def test_a_cell_that_its_field_cannot_hold_is_an_error(model, field, text):
    reader = FieldReader(model._meta.get_field(field), ImportColumn("Cột"))
    with pytest.raises((ValueError, ValidationError)):
        reader.parse(text, Notes())


def test_a_record_is_named_by_any_of_its_words_or_its_key():
    one = WardFactory(code="27001", name_vi="Phường Tân Tạo", name_en="Tan Tao Ward")
    other = WardFactory(code="27002", name_vi="Phường Tân Tảo", name_en="")
    wards = RecordsByWords([one, other])
    assert wards.find("tan tao ward") == one
    assert wards.find("27002") == other
    assert wards.find("phường Tân Tảo") == other
    with pytest.raises(ValueError, match="hãy ghi mã"):
        wards.find("phuong tan tao")
    with pytest.raises(ValueError, match="không có trong danh mục"):
        wards.find("Phường Không Có")
