"""A small spreadsheet that is a form, declared as the portal declares its own."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.forms import ModelForm, model_to_dict

from catalogue.models import Industry
from core.concurrency.comparison import FieldChange
from core.spreadsheets.columns import Column
from core.spreadsheets.form_sheets import FormSheet, SheetRow

FIELDS = ["name_vi", "name_en", "kind", "position"]


class IndustryForm(ModelForm):
    class Meta:
        model = Industry
        fields = FIELDS

    def clean_name_vi(self) -> str:
        if self.cleaned_data["name_vi"] == "Cấm":
            raise ValidationError("Tên này không được.")
        return self.cleaned_data["name_vi"]


class IndustryRow(SheetRow):
    stale_message = "Đã sửa sau khi tải."
    stray_message = "Không có mục này."

    def bind(self) -> None:
        self.stored = self.sheet.content(self.record)
        self.form = IndustryForm(self.data, instance=self.record)
        self.is_valid = self.is_readable = self.form.is_valid()

    def typed(self) -> dict:
        return self.form.cleaned_data

    def write(self, by, *, submit: bool) -> bool:
        if submit and not self.record.name_en:
            self.form.add_error(None, "Chưa gửi được.")
            return False
        self.form.save()
        return True

    def compared(self) -> list[FieldChange]:
        old, new = self.stored, self.typed()
        return [FieldChange(name, str(old[name]), str(new[name])) for name in FIELDS]


class IndustrySheet(FormSheet):
    row_class = IndustryRow
    kind, name, file_name = "nganh", "2026", "nganh.xlsx"
    title, advice = "=Ngành", "Điền các ô trắng."
    max_rows = 10
    foreign_message, unknown_message = "Không phải biểu mẫu.", "Dòng lạ."
    unchanged_message = "Không có gì mới."
    unknown_column = "slug"
    is_closed = False

    def __init__(self, year: int = 2026, pages: str = "") -> None:
        self.owner, self.choices_page = ("so", str(year)), pages

    def other_owner(self, agency: str, year: str) -> str:
        return f"Của {agency} năm {year}."

    def must_be_writable(self) -> None:
        if self.is_closed:
            raise ValidationError("Đã đóng.")

    def get_columns(self) -> Iterator[Column]:
        yield Column("slug", "Mã", is_field=False)
        yield Column("name_vi", "Tên", 40)
        yield Column("name_en", "Tên tiếng Anh")
        yield Column("kind", "Nhóm", choices=Industry.Kind.choices, choices_page=self.choices_page)
        yield Column("position", "Thứ tự", bounds=(1, 99), number_format="0")

    def records(self, *, lock: bool) -> dict[str, Industry]:
        rows = Industry.objects.order_by("position")
        return {str(row.pk): row for row in (rows.select_for_update() if lock else rows)}

    def has_field(self, record: Industry, column: Column) -> bool:
        return column.name != "name_en" or record.slug == "co-khi"

    def is_open(self, record: Industry) -> bool:
        return record.slug != "khoa"

    def content(self, record: Industry) -> dict:
        return model_to_dict(record, FIELDS)

    def values(self, record: Industry, content: dict) -> dict:
        return content | {"slug": record.slug}
