"""The parts of a profile: how each is read, put into a form, and written.

What a part says is kept as a payload of plain values that JSON holds: for a part of fields a dict,
for a part of rows a list of dicts, each with the id of the row that it changes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile, ImageFieldFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.text import sort_key
from enterprises.models import Attachment, Enterprise
from enterprises.models.attachments import AttachmentFile
from membership.editing.fields import CapabilityForm, IdentityForm, MarketsForm
from membership.editing.rows import (
    MAX_ROWS,
    AttachmentForm,
    CertificateForm,
    ContactForm,
    MachineForm,
    ProductForm,
    RowForm,
    formset_of,
)

Payload = dict[str, Any] | list[dict[str, Any]]


def plain(value: object) -> object:
    """Return a form's or a record's value as JSON stores it; equal values become equal."""
    if isinstance(value, FieldFile):
        return value.name or None
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(getattr(each, "pk", each) for each in value)
    return value


def taken_in(field: models.FileField, upload: UploadedFile) -> str:
    """Put an upload where the field keeps its files; its name there."""
    return field.storage.save(field.generate_filename(field.model(), upload.name), upload)


class StoredPhoto(ImageFieldFile):
    """A photo that a form shows as such and not by the name of its file."""

    def __str__(self) -> str:
        return _("ảnh đang dùng")


class StoredFile(AttachmentFile):
    """A file that a form shows as such and not by its name in the storage."""

    def __init__(self, owner: models.Model, field: models.Field, name: str) -> None:
        super().__init__(owner, field, name)
        # Kept here: a form that is checked hands the file to a record that nobody owns yet.
        self._address = super().url

    @property
    def url(self) -> str:
        return self._address

    def __str__(self) -> str:
        return _("tệp đang dùng")


class Labelled:
    """What the fields of a part are called on its form."""

    form_class: type[forms.ModelForm]

    @property
    def fields(self) -> list[str]:
        return self.form_class._meta.fields

    @property
    def labels(self) -> dict[str, str]:
        return {name: str(self.form_class.base_fields[name].label) for name in self.fields}


@dataclass(frozen=True)
class FieldsPart(Labelled):
    """A part that consists of the enterprise's own fields."""

    name: str
    label: Promise
    form_class: type[forms.ModelForm]

    def live(self, enterprise: Enterprise) -> Payload:
        """Return what the record says."""
        values = {}
        for name in self.fields:
            value = getattr(enterprise, name)
            values[name] = plain(
                value.all() if enterprise._meta.get_field(name).many_to_many else value
            )
        return values

    def form(self, enterprise: Enterprise, payload: Payload, data=None, files=None):
        """Return the form of this part, filled with the payload or with what somebody has sent."""
        return self.form_class(data, initial=payload, instance=enterprise)

    def payload(self, form: forms.ModelForm) -> Payload:
        """Return what a valid form says."""
        return {name: plain(form.cleaned_data[name]) for name in self.fields}

    def write(self, enterprise: Enterprise, payload: Payload) -> None:
        """Put the payload on the record; ValidationError where the record's rules refuse it."""
        many = {}
        for name, value in payload.items():
            field = enterprise._meta.get_field(name)
            if field.many_to_many:
                many[name] = value
            else:
                setattr(enterprise, field.attname, field.to_python(value))
        enterprise.full_clean(exclude=["tax_code"])
        enterprise.save()
        for name, keys in many.items():
            known = enterprise._meta.get_field(name).related_model.objects.filter(pk__in=keys)
            getattr(enterprise, name).set(known)


@dataclass(frozen=True)
class RowsPart(Labelled):
    """A part that consists of rows."""

    name: str
    label: Promise
    row: Promise  # what one row is called
    form_class: type[RowForm]
    unique: tuple[str, ...] = ()
    most: int = MAX_ROWS

    @property
    def model(self) -> type[models.Model]:
        return self.form_class._meta.model

    @property
    def files(self) -> list[models.FileField]:
        """The fields that hold photos and files."""
        fields = [self.model._meta.get_field(name) for name in self.fields]
        return [field for field in fields if isinstance(field, models.FileField)]

    def live(self, enterprise: Enterprise) -> Payload:
        """Return what the record's rows say, in their order."""
        rows = self.model.objects.filter(enterprise=enterprise).order_by("pk")
        return [{"id": r.pk, **{n: self._value(r, n) for n in self.fields}} for r in rows]

    def _value(self, row: models.Model, name: str) -> object:
        field = self.model._meta.get_field(name)
        return plain(getattr(row, field.attname))

    def form(self, enterprise: Enterprise, payload: Payload, data=None, files=None):
        """Return the forms of all rows, with some blank ones."""
        return formset_of(self.form_class, self.unique, self.most)(
            data,
            files,
            initial=[self._initial(row, enterprise) for row in payload],
            prefix=self.name,
            form_kwargs={"choices": self._choices()},
        )

    def _initial(self, row: dict[str, Any], enterprise: Enterprise) -> dict[str, Any]:
        owner = self.model(enterprise=enterprise)
        stored = {f.name: _stored(owner, f, row[f.name]) for f in self.files if row[f.name]}
        return row | stored

    def _choices(self) -> dict[str, list]:
        """Return the choices of the fields that offer records, read once for all rows."""
        fields = self.form_class.base_fields.items()
        return {
            name: [("", "---------"), *_named(field.queryset.all())]
            for name, field in fields
            if isinstance(field, forms.ModelChoiceField)
        }

    def payload(self, form: forms.BaseFormSet) -> Payload:
        """Return what valid forms say: rows that are neither blank nor deleted."""
        rows = [f for f in form.forms if f not in form.deleted_forms]
        return [
            {"id": f.cleaned_data.get("id"), **{n: self._plain(f, n) for n in self.fields}}
            for f in rows
            if f.cleaned_data and (f.has_changed() or f.initial)
        ]

    def _plain(self, form: RowForm, name: str) -> object:
        field, value = self.model._meta.get_field(name), form.cleaned_data[name]
        if isinstance(value, UploadedFile):
            return taken_in(field, value)
        is_taken_away = field in self.files and not value
        return None if is_taken_away else plain(value)

    def write(self, enterprise: Enterprise, payload: Payload) -> None:
        """Make the record's rows what the payload says."""
        known = {row.pk: row for row in self.model.objects.filter(enterprise=enterprise)}
        stay = {row["id"] for row in payload if row["id"] in known}
        for key in known.keys() - stay:
            known[key].delete()
        for values in payload:
            row = known.get(values["id"]) or self.model(enterprise=enterprise)
            for name in self.fields:
                field = self.model._meta.get_field(name)
                setattr(row, field.attname, field.to_python(values[name]))
            if row.pk is None or self._differs(row):
                row.full_clean(exclude=["enterprise", "photo"])
                row.save()

    def _differs(self, row: models.Model) -> bool:
        stored = self.model.objects.get(pk=row.pk)
        return any(self._value(stored, n) != self._value(row, n) for n in self.fields)


def _stored(owner: models.Model, field: models.FileField, name: str) -> FieldFile:
    kind = StoredPhoto if isinstance(field, models.ImageField) else StoredFile
    return kind(owner, field, name)


def _named(entries: Iterable[models.Model]) -> list[tuple[int, str]]:
    """Entries of a catalogue by their names in the reader's language, in its order."""
    named = [(entry.pk, entry.name) for entry in entries]
    return sorted(named, key=lambda entry: sort_key(entry[1]))


Part = FieldsPart | RowsPart
PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        FieldsPart("identity", gettext_lazy("Thông tin chung"), IdentityForm),
        RowsPart(
            "products",
            gettext_lazy("Sản phẩm"),
            pgettext_lazy("một mục", "Sản phẩm"),
            ProductForm,
            ("name_vi",),
        ),
        FieldsPart("capability", gettext_lazy("Công nghệ, vật liệu"), CapabilityForm),
        RowsPart(
            "machines",
            gettext_lazy("Máy, thiết bị"),
            pgettext_lazy("một mục", "Máy"),
            MachineForm,
        ),
        RowsPart(
            "certificates",
            gettext_lazy("Chứng nhận"),
            pgettext_lazy("một mục", "Chứng nhận"),
            CertificateForm,
            ("standard", "number"),
        ),
        RowsPart(
            "files",
            gettext_lazy("Tài liệu"),
            gettext_lazy("Tệp"),
            AttachmentForm,
            most=Attachment.MAX_NUMBER,
        ),
        FieldsPart("markets", gettext_lazy("Thị trường, khách hàng"), MarketsForm),
        RowsPart(
            "contacts",
            gettext_lazy("Thông tin liên hệ"),
            pgettext_lazy("một mục", "Liên hệ"),
            ContactForm,
        ),
    )
}


def write_parts(enterprise: Enterprise, content: dict[str, Payload]) -> None:
    """Write the parts in the profile's order; ValidationError names the part that is refused."""
    for name, part in PARTS.items():
        if name not in content:
            continue
        try:
            part.write(enterprise, content[name])
        except ValidationError as error:
            reasons = "; ".join(error.messages)
            raise ValidationError(
                _("Phần “%(part)s”: %(why)s") % {"part": part.label, "why": reasons}
            ) from error
