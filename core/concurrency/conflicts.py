"""Two people edit the same record: the second sees both texts and keeps what they typed."""

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Versioned

CONFLICT = "conflict"  # code of the error
Key = TypeVar("Key", bound=Hashable)


def fingerprint(content: object) -> str:
    """Return a short mark of what was seen; `content` is plain data, as JSON can hold it."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


@dataclass
class EditConflict(Exception):
    """What is stored has changed since a form was opened: what it is now, by whom and when."""

    stored: object
    by: str
    at: datetime | None  # unknown of what was never saved but loaded

    @classmethod
    def with_last_change(cls, record: Versioned, stored: object) -> "EditConflict":
        """Return the conflict with whoever saved the record last, as its history has it."""
        last = last_change(record)
        by = last and last.history_user
        return cls(stored, str(by or _("Hệ thống")), last and last.history_date)

    @property
    def when(self) -> str:
        """The moment in the reader's form."""
        return date_format(localtime(self.at), "DATETIME_FORMAT") if self.at else "–"


def last_change(record: Versioned) -> Any:
    """Return the newest row of the record's history, if it has any."""
    return record.history.select_related("history_user").first()


def changed_marks(current: Mapping[Key, object], seen: Mapping[Key, object]) -> list[Key]:
    """Return the names of what is no longer as it was seen."""
    return [name for name, mark in current.items() if seen.get(name) != mark]


def conflict_error(message: str, *changed: Versioned) -> ValidationError:
    """Return the error of a form whose records were changed meanwhile: by whom each, and when."""
    return ValidationError(" ".join([message, *map(_last_change_of, changed)]), code=CONFLICT)


def _last_change_of(record: Versioned) -> str:
    conflict = EditConflict.with_last_change(record, record)
    words = {"who": conflict.by, "record": record, "when": conflict.when}
    return _("%(who)s đã sửa “%(record)s” lúc %(when)s.") % words


def check_versions(
    records: Mapping[Key, Versioned], seen: Mapping[Key, int | None], message: str
) -> None:
    """Raise ValidationError where a locked record is no longer in the version that was seen."""
    current = {name: record.version for name, record in records.items()}
    if changed := changed_marks(current, seen):
        raise conflict_error(message, *(records[name] for name in changed))


class ConflictCheckMixin(forms.BaseForm):
    """A form with hidden fields that mark what its writer saw.

    Where a mark has changed, the form is refused with the error "conflict" and keeps what was
    typed; the page that comes back carries the marks of now: to save it again is a decision.
    """

    data: Any  # what was sent; of a spreadsheet's row a dictionary
    # Each form says: the marks of what is stored now, by hidden field (nothing for a new record);
    # and who has saved what meanwhile, for people. Where a service checks under its own lock, the
    # form shows what that says (`refuse`).
    current_marks: Callable[[], dict[str, object]]
    conflict_message: Callable[[], str]
    conflict_codes = frozenset({CONFLICT})  # errors that say: somebody else's change came first

    def check_conflict(self) -> None:
        """Raise ValidationError where anything has changed since the form was opened."""
        if changed_marks(self.current_marks(), self.cleaned_data):
            self.mark_as_seen()
            raise ValidationError(self.conflict_message(), code=CONFLICT)

    def refuse(self, error: ValidationError) -> None:
        """Show why nothing was written, of what was checked under the lock of the writing."""
        self.add_error(None, error)
        self.mark_as_seen()

    def mark_as_seen(self) -> None:
        """Let the form come back as one that has seen what is stored now."""
        self.data = self.data.copy()
        for name, mark in self.current_marks().items():
            self.data[self.add_prefix(name)] = mark

    @property
    def has_conflict(self) -> bool:
        """Whether somebody else's change would be overwritten."""
        return any(self.has_error(NON_FIELD_ERRORS, code) for code in self.conflict_codes)


class ConflictAwareForm(ConflictCheckMixin, forms.ModelForm):
    """A form of a `Versioned` record that remembers which version its writer saw.

    The back office's change page writes the hidden field (templates/admin/change_form.html).
    """

    seen_version = forms.IntegerField(
        label=gettext_lazy("phiên bản đã xem"), widget=forms.HiddenInput, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.fields["seen_version"]
        seen.initial = self.instance.version
        vars(seen)["short_description"] = seen.label  # read where the page is only looked at

    def current_marks(self) -> dict[str, object]:
        return {"seen_version": self.instance.version} if self.instance.pk else {}

    def clean(self) -> dict:
        super().clean()
        self.check_conflict()
        return self.cleaned_data

    def conflict_message(self) -> str:
        conflict = EditConflict.with_last_change(self.instance, self.instance)
        return _(
            "%(who)s đã sửa bản ghi này lúc %(when)s, sau khi bạn mở trang (%(changes)s). Nội dung "
            "bạn nhập còn nguyên bên dưới và chưa được lưu. Hãy so sánh; bấm Lưu lần nữa nếu nội "
            "dung của bạn thay cho nội dung đó."
        ) % {"who": conflict.by, "when": conflict.when, "changes": self._changes()}

    def _changes(self) -> str:
        last = last_change(self.instance)
        before = last and last.prev_record
        if before is None:
            return _("bản ghi mới tạo")
        changes = last.diff_against(before, excluded_fields=["version"]).changes
        label = self.instance._meta.get_field
        return "; ".join(f"{label(c.field).verbose_name}: {c.new}" for c in changes) or _(
            "các dòng đi kèm"
        )


class ConflictAwareAdmin(admin.ModelAdmin):
    """Admin mixin: locks a `Versioned` row while a change is checked and saved.

    Two changes cannot both pass the check.
    """

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        if issubclass(model, Versioned) and self.form is forms.ModelForm:
            self.form = ConflictAwareForm

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST" or not isinstance(record, Versioned):
            return record
        rows = type(record)._default_manager.select_for_update(of=("self",))
        return rows.get(pk=record.pk)
