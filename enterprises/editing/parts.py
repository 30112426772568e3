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
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models.fields.files import FieldFile, ImageFieldFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from enterprises.editing.fields import CapabilityForm, IdentityForm, MarketsForm
from enterprises.editing.rows import (
    CertificateForm,
    ContactForm,
    MachineForm,
    ProductForm,
    RowForm,
    formset_of,
)
from enterprises.images import photo_path
from enterprises.models import Enterprise
from portal.text import sort_key

Payload = dict[str, Any] | list[dict[str, Any]]


def plain(value: object) -> object:
    """A form's or a record's value as JSON keeps it; equal values become equal."""
    if isinstance(value, UploadedFile):
        return default_storage.save(photo_path(None, value.name), value)
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


class KeptPhoto(ImageFieldFile):
    """A photo that a form shows as such and not by the name of its file."""

    def __str__(self) -> str:
        return _("ảnh đang dùng")


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
        """What the record says."""
        told = {}
        for name in self.fields:
            value = getattr(enterprise, name)
            told[name] = plain(
                value.all() if enterprise._meta.get_field(name).many_to_many else value
            )
        return told

    def form(self, enterprise: Enterprise, payload: Payload, data=None, files=None):
        """The form of this part: filled with the payload, or with what somebody has sent."""
        return self.form_class(data, initial=payload, instance=enterprise)

    def payload(self, form: forms.ModelForm) -> Payload:
        """What a valid form says."""
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

    @property
    def model(self) -> type[models.Model]:
        return self.form_class._meta.model

    def live(self, enterprise: Enterprise) -> Payload:
        """What the record's rows say, in their order."""
        rows = self.model.objects.filter(enterprise=enterprise).order_by("pk")
        return [{"id": r.pk, **{n: self._value(r, n) for n in self.fields}} for r in rows]

    def _value(self, row: models.Model, name: str) -> object:
        field = self.model._meta.get_field(name)
        return plain(getattr(row, field.attname))

    def form(self, enterprise: Enterprise, payload: Payload, data=None, files=None):
        """The forms of all rows, with some blank ones."""
        return formset_of(self.form_class, self.unique)(
            data,
            files,
            initial=[self._initial(row) for row in payload],
            prefix=self.name,
            form_kwargs={"choices": self._choices()},
        )

    def _initial(self, row: dict[str, Any]) -> dict[str, Any]:
        if not row.get("photo"):
            return row
        photo = KeptPhoto(self.model(), self.model._meta.get_field("photo"), row["photo"])
        return {**row, "photo": photo}

    def _choices(self) -> dict[str, list]:
        """The choices of the fields that offer records, read once for all rows."""
        fields = self.form_class.base_fields.items()
        return {
            name: [("", "---------"), *_named(field.queryset.all())]
            for name, field in fields
            if isinstance(field, forms.ModelChoiceField)
        }

    def payload(self, form: forms.BaseFormSet) -> Payload:
        """What valid forms say: rows that are neither blank nor struck out."""
        rows = [f for f in form.forms if f not in form.deleted_forms]
        return [
            {"id": f.cleaned_data.get("id"), **{n: plain(f.cleaned_data[n]) for n in self.fields}}
            for f in rows
            if f.cleaned_data and (f.has_changed() or f.initial)
        ]

    def write(self, enterprise: Enterprise, payload: Payload) -> None:
        """Make the record's rows what the payload says."""
        known = {row.pk: row for row in self.model.objects.filter(enterprise=enterprise)}
        stay = {row["id"] for row in payload if row["id"] in known}
        for key in known.keys() - stay:
            known[key].delete()
        for told in payload:
            row = known.get(told["id"]) or self.model(enterprise=enterprise)
            for name in self.fields:
                field = self.model._meta.get_field(name)
                setattr(row, field.attname, field.to_python(told[name]))
            if row.pk is None or self._differs(row):
                row.full_clean(exclude=["enterprise", "photo"])
                row.save()

    def _differs(self, row: models.Model) -> bool:
        kept = self.model.objects.get(pk=row.pk)
        return any(self._value(kept, n) != self._value(row, n) for n in self.fields)


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
            told = "; ".join(error.messages)
            raise ValidationError(
                _("Phần “%(part)s”: %(why)s") % {"part": part.label, "why": told}
            ) from error
