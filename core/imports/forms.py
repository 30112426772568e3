"""What people say of a spreadsheet: the file, then what its sheets, columns and values mean."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process, utils

from core.concurrency.comparison import FieldChange
from core.imports.columns import Option
from core.imports.importers import Importer
from core.imports.jobs import MAX_ROWS
from core.imports.meanings import IGNORED, Choices
from core.imports.table import MAX_LOOKED_AT
from core.models import ImportMeaning, SpreadsheetImport
from core.spreadsheets.reading import ENDINGS, MAX_BYTES, check_upload, open_book
from core.templatetags.formatting import figure
from core.text import fold

UNDECIDED = "?"  # of a value that nobody has said anything about
VALUES_SHOWN = 30  # unknown values of each column; the next ones come when these are decided
GUESSES = 5


def taking_field() -> forms.ChoiceField:
    """Return the choice between the good rows and all or nothing."""
    choices = [
        ("", _("Nhập các dòng tốt; dòng có lỗi tách ra một tệp riêng để sửa")),
        ("all", _("Tất cả hoặc không: có một dòng lỗi thì không nhập dòng nào")),
    ]
    label = _("Khi có dòng lỗi")
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False, initial=""
    )


class ImportUploadForm(forms.Form):
    """A spreadsheet, refused here where nothing can be read of it."""

    import_file = forms.FileField(
        label=_("Tệp bảng tính"), widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)})
    )

    def __init__(self, *args: Any, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if importer.into_model is not None:
            self.fields["into"] = _into_field(importer.into_model)
        self.fields["import_file"].help_text = _(
            ".xlsx, .xls hoặc .csv, tối đa %(size)d MB, %(rows)s dòng."
        ) % {"size": MAX_BYTES // 1024**2, "rows": figure(MAX_ROWS)}
        self.fields["taking"] = taking_field()

    def clean_import_file(self) -> UploadedFile:
        file = self.cleaned_data["import_file"]
        check_upload(file)
        self.content = file.read()
        book = open_book(self.content, file.name)
        rows = [len(list(islice(book.lines(each.name), 2))) for each in book.names[:MAX_LOOKED_AT]]
        if not any(rows):
            raise ValidationError(_("Tệp không có dòng nào."))
        if max(rows) == 1:
            raise ValidationError(_("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề."))
        return file

    def choices(self) -> dict[str, Any]:
        """Return what was chosen with the file, as imports store it."""
        into = self.cleaned_data.get("into")
        is_whole = self.cleaned_data["taking"] == "all"
        return Choices(all_or_nothing=is_whole, into=into and into.pk).stored()


def _into_field(model: type[models.Model]) -> forms.ModelChoiceField:
    """Return the choice of the record to which all rows of a file belong."""
    label = capfirst(str(model._meta.verbose_name))
    return forms.ModelChoiceField(model._default_manager.all(), label=label)


class ChoicesForm(forms.Form):
    """What the sheets, columns and unknown values of one file mean, and how it is taken.

    `seen` is the version of what its writer saw: another person's choice meanwhile is a conflict.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, job: SpreadsheetImport, importer: Importer, **kwargs: Any):
        self.job, self.importer, self.layout = job, importer, job.layout
        self.before = Choices.of(job)
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = job.version
        self._add_sheets()
        self.columns = dict(self._add_columns())
        self.unknown = dict(self._add_values())
        self.fields["taking"] = taking_field()
        self.fields["taking"].initial = "all" if self.before.all_or_nothing else ""
        self.fields["takes_names"] = forms.BooleanField(
            label=_("Nhập cả các dòng chỉ có tên"), required=False, initial=self.before.takes_names
        )

    def _add_sheets(self) -> None:
        sheets = self.layout.get("sheets", [])
        if len(sheets) < 2:
            return
        labels = [(sheet["name"], _sheet_label(sheet)) for sheet in sheets]
        self.fields["sheets"] = forms.MultipleChoiceField(
            label=_("Trang tính được đọc"),
            choices=labels,
            widget=forms.CheckboxSelectMultiple,
            initial=[sheet["name"] for sheet in sheets if sheet["is_read"]],
            error_messages={"required": _("Hãy chọn ít nhất một trang tính.")},
        )

    def _add_columns(self) -> Iterator[tuple[str, dict]]:
        declared = self.importer.columns.items()
        options = [(IGNORED, _("— bỏ qua, không nhập —"))]
        options += [(name, str(column.heading)) for name, column in declared if column.is_read]
        for column in self.layout.get("columns", []):
            shown = self.importer.columns.get(column["field"])
            more = [(column["field"], str(shown.heading))] if shown and not shown.is_read else []
            name = f"column {column['key']}"
            self.fields[name] = forms.ChoiceField(
                label=column["name"] or _("(không tên)"),
                choices=[*options, *more],
                required=False,
                initial=column["field"],
            )
            yield name, column

    def _add_values(self) -> Iterator[tuple[str, tuple[str, str, int]]]:
        decided = self.layout.get("values", {})
        for field, found in self.layout.get("unknown", {}).items():
            options = self.importer.options(field)
            for text, count in _by_fold(found)[:VALUES_SHOWN] if options else []:
                name = f"value {field} {fold(text)}"
                self.fields[name] = forms.ChoiceField(
                    label=text,
                    choices=_ranked(text, options),
                    required=False,
                    initial=decided.get(field, {}).get(fold(text), UNDECIDED),
                )
                yield name, (field, text, count)

    def column_rows(self) -> Iterator[tuple[forms.BoundField, dict]]:
        """Yield the field of each column with what the file has in it."""
        for name, column in self.columns.items():
            yield self[name], column

    def value_rows(self) -> Iterator[tuple[forms.BoundField, str, int]]:
        """Yield the field of each unknown value, with its column and how often it is there."""
        for name, (field, _text, count) in self.unknown.items():
            yield self[name], str(self.importer.columns[field].heading), count

    @property
    def has_values(self) -> bool:
        return bool(self.unknown)

    def clean(self) -> dict[str, Any]:
        chosen = [self.cleaned_data.get(name, IGNORED) for name in self.columns]
        for field in dict.fromkeys(filter(None, chosen)):
            column = self.importer.columns[field]
            if chosen.count(field) > 1 and not column.joins and not self._is_of_sheets(field):
                text = _("Nhiều cột cùng được chọn là “%(heading)s”: hãy giữ một cột.")
                self.add_error(None, text % {"heading": column.heading})
        return self.cleaned_data

    def _is_of_sheets(self, field: str) -> bool:
        """Whether several sheets are read, each of which may name the same column otherwise."""
        return len([sheet for sheet in self.layout.get("sheets", []) if sheet["is_read"]]) > 1

    def choices(self) -> Choices:
        """Return what was chosen; what a column means by itself is no choice."""
        data, before = self.cleaned_data, self.before
        columns = {
            column["key"]: data[name]
            for name, column in self.columns.items()
            if data[name] != column["field"] or column["key"] in before.columns
        }
        values = {field: dict(texts) for field, texts in before.values.items()}
        for name, (field, text, _count) in self.unknown.items():
            if data[name] == UNDECIDED:
                values.get(field, {}).pop(fold(text), None)
            else:
                values.setdefault(field, {})[fold(text)] = data[name]
        return Choices(
            sheets=data.get("sheets", before.sheets),
            columns={**before.columns, **columns},
            values=values,
            all_or_nothing=data["taking"] == "all",
            takes_names=data["takes_names"],
            into=before.into,
        )

    def remember(self, by: Any) -> None:
        """Keep for the next file what was chosen for headings and values of this one."""
        importer = self.importer.name
        chosen = {
            column["key"]: self.cleaned_data[name]
            for name, column in self.columns.items()
            if "#" not in column["key"] and self.cleaned_data[name] != column["field"]
        }
        ImportMeaning.remember(importer, "", chosen, by)
        values: dict[str, dict[str, str | None]] = {}
        for name, (field, text, _count) in self.unknown.items():
            if name in self.changed_data:
                meaning = self.cleaned_data[name]
                values.setdefault(field, {})[fold(text)] = None if meaning == UNDECIDED else meaning
        for field, meanings in values.items():
            ImportMeaning.remember(importer, field, meanings, by)

    def differences(self) -> list[FieldChange]:
        """Return what is stored now beside what was typed here, where they differ."""
        names = [name for name in self.fields if name not in {"seen"} and name in self.changed_data]
        return [
            FieldChange(
                str(self.fields[name].label),
                self._shown(name, self.get_initial_for_field(self.fields[name], name)),
                self._shown(name, self.cleaned_data.get(name)),
            )
            for name in names
        ]

    def _shown(self, name: str, value: Any) -> str:
        labels = dict(getattr(self.fields[name], "choices", [(True, _("có")), (False, _("không"))]))
        found = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(each, each)) for each in found) or "–"


def _by_fold(found: list) -> list[tuple[str, int]]:
    """Return values that fold alike as one, the most frequent first."""
    merged: dict[str, tuple[str, int]] = {}
    for text, count in found:
        first, before = merged.get(fold(text), (text, 0))
        merged[fold(text)] = first, before + count
    return sorted(merged.values(), key=lambda each: -each[1])


def _ranked(text: str, options: list[Option]) -> list:
    """Return the options for a value: nothing yet, none at all, the best guesses, then all."""
    labels = {key: fold(label) for key, label in options}
    best = process.extract(
        fold(text), labels, scorer=fuzz.WRatio, processor=utils.default_process, limit=GUESSES
    )
    by_key = dict(options)
    likely = [(key, by_key[key]) for _label, score, key in best if score >= 50]
    return [
        (UNDECIDED, _("— chưa chọn (để trống) —")),
        ("", _("Bỏ trống")),
        *([(_("Gần giống"), likely)] if likely else []),
        (_("Danh mục"), [each for each in options if each not in likely]),
    ]


def _sheet_label(sheet: dict[str, Any]) -> str:
    notes = [
        _("đang ẩn") if sheet["is_hidden"] else "",
        _("không có dòng nào") if sheet["is_blank"] else "",
        _("cùng các cột với trang đang đọc") if sheet["looks_alike"] else "",
    ]
    told = ", ".join(filter(None, notes))
    return f"{sheet['name']} ({told})" if told else sheet["name"]
