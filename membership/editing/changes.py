"""What a revision changes, side by side with what is published."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models import Enterprise
from enterprises.models.attachments import AttachmentField, attachment_url
from membership.editing.parts import FieldsPart, Part, Payload


@dataclass(frozen=True)
class ProfileFieldChange:
    """One field as it is and as it is to be, in words."""

    label: str
    old: str
    new: str
    is_photo: bool = False
    urls: tuple[str, str] | None = None  # of the old and the new file, where it is one

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class ProfileRowChange:
    """One row (or the part's only one) that is added, removed, changed or left as it is."""

    KINDS = {
        "added": gettext_lazy("Thêm mới"),
        "removed": gettext_lazy("Bỏ"),
        "changed": gettext_lazy("Sửa"),
        "same": gettext_lazy("Không đổi"),
    }

    kind: str
    fields: list[ProfileFieldChange]
    is_row: bool

    @property
    def label(self) -> str:
        return self.KINDS[self.kind]

    @property
    def title(self) -> str:
        """Which row it is: its first field says that. Nothing for a part of fields."""
        first = self.fields[0]
        return (first.new or first.old) if self.is_row else ""

    @property
    def shown(self) -> list[ProfileFieldChange]:
        """Fields in which something stands, old or new."""
        return [field for field in self.fields if field.old or field.new]


def changes(part: Part, enterprise: Enterprise, payload: Payload) -> list[ProfileRowChange]:
    """Return the part's rows, old beside new."""
    live = part.live(enterprise)
    if isinstance(part, FieldsPart):
        return [_compared(Enterprise, part.labels, live, payload, _Names(enterprise))]
    names, model = _Names(enterprise), part.model
    before = {row["id"]: row for row in live}
    staying = {row["id"] for row in payload}
    pairs = [(before.get(row["id"], {}), row) for row in payload]
    pairs += [(row, {}) for key, row in before.items() if key not in staying]
    return [_compared(model, part.labels, old, new, names) for old, new in pairs]


def _compared(
    model: type[models.Model], labels: dict[str, str], old: dict, new: dict, names: "_Names"
) -> ProfileRowChange:
    fields = list(_field_changes(model, labels, old, new, names))
    if not old or not new:
        kind = "added" if new else "removed"
    else:
        kind = "changed" if any(field.is_changed for field in fields) else "same"
    return ProfileRowChange(kind, fields, is_row=model is not Enterprise)


def _field_changes(
    model: type[models.Model], labels: dict[str, str], old: dict, new: dict, names: "_Names"
) -> Iterator[ProfileFieldChange]:
    for name, label in labels.items():
        field = model._meta.get_field(name)
        yield ProfileFieldChange(
            label,
            names.shown(field, old.get(name)),
            names.shown(field, new.get(name)),
            is_photo=isinstance(field, models.ImageField),
            urls=names.urls(field, old.get(name), new.get(name)),
        )


class _Names:
    """Plain values of an enterprise in words; records are looked up once."""

    def __init__(self, enterprise: Enterprise) -> None:
        self._enterprise = enterprise
        self._known: dict[type[models.Model], dict[object, str]] = {}

    def shown(self, field: models.Field, value: object) -> str:
        if value in (None, "", []):
            return ""
        if field.related_model:
            known = self._names_of(field.related_model)
            keys = value if isinstance(value, list) else [value]
            return "; ".join(known[key] for key in keys if key in known)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("có") if value else _("không")
        if isinstance(field, models.DateField):
            return date_format(parse_date(value), "SHORT_DATE_FORMAT")
        if isinstance(field, models.DecimalField):
            return number_format(value)
        return str(value)

    def urls(self, field: models.Field, *stored: str | None) -> tuple[str, ...] | None:
        """Where files can be read, "" for none; nothing for a field that holds no file."""
        if not isinstance(field, AttachmentField):
            return None
        return tuple(attachment_url(self._enterprise, n) if n else "" for n in stored)

    def _names_of(self, model: type[models.Model]) -> dict[object, str]:
        if model not in self._known:
            self._known[model] = {each.pk: each.name for each in model.objects.all()}
        return self._known[model]
