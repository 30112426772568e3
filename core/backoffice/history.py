"""History in the back office: who changed what and when, to read and never to turn back."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject, HistoricalChanges, ModelChange, ModelDelta
from simple_history.template_utils import HistoricalRecordContextHelper
from simple_history.utils import get_history_manager_for_model

TECHNICAL = {"version", "fingerprint"}  # columns that say nothing to people


class ReadableChanges(HistoricalRecordContextHelper):
    """The changes of one save in the words of the back office: labels for codes, texts whole."""

    def __init__(self, model: type[models.Model], record: HistoricalChanges) -> None:
        super().__init__(model, record, max_displayed_delta_change_chars=10_000)

    def prepare_delta_change_value(self, change: ModelChange, value: object) -> object:
        value = super().prepare_delta_change_value(change, value)
        if isinstance(value, list):  # of a many-to-many relation
            return ", ".join(map(str, value))
        field = self.model._meta.get_field(change.field)
        return "" if value is None else dict(field.flatchoices).get(value, _in_words(field, value))


def _in_words(field: models.Field, value: Any) -> object:
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, models.BigIntegerField):  # money
        return number_format(value, force_grouping=True)
    return value


def changes_of(record: HistoricalChanges) -> list[dict]:
    """Return what a historical record changed or deleted; nothing where it created."""
    if record.history_type == "+":
        return []
    return _told(record, record.prev_record if record.history_type == "~" else None)


def _told(record: HistoricalChanges, before: HistoricalChanges | None) -> list[dict]:
    """Return the changes since the version before; of what was deleted, all that is gone."""
    if record.history_type == "-":
        changes = [ModelChange(f, old, None) for f, old in _content(record) if old not in _EMPTY]
    elif before is None:
        return []
    else:
        changes = [*_columns(before, record), *_terms(before, record)]
    helper = ReadableChanges(record.instance_type, record)
    return helper.context_for_delta_changes(ModelDelta(changes, [], before, record))


_EMPTY: tuple[object, ...] = (None, "", [], {})


def _content(record: HistoricalChanges) -> list[tuple[str, object]]:
    """Return what a version says, by column."""
    return [(field.name, _value(record, field)) for field in _shown(record)]


def _shown(record: HistoricalChanges) -> list[models.Field]:
    """Return the columns, those too that verbs alone write and that no form shows."""
    fields = [f for f in record.tracked_fields if f.name not in TECHNICAL and not f.primary_key]
    return [record._meta.get_field(field.name) for field in fields]


def _columns(before: HistoricalChanges, record: HistoricalChanges) -> list[ModelChange]:
    changed = [
        f for f in _shown(record) if getattr(before, f.attname) != getattr(record, f.attname)
    ]
    return [ModelChange(f.name, _value(before, f), _value(record, f)) for f in changed]


def _value(record: HistoricalChanges, field: models.Field) -> object:
    """Return a column's value; of a foreign key the record, or that it is deleted."""
    value = getattr(record, field.attname)
    if not field.is_relation or value is None:
        return str(value) if isinstance(field, models.FileField) else value
    try:
        return getattr(record, field.name)
    except ObjectDoesNotExist:
        return DeletedObject(field.related_model, value)


def _terms(before: HistoricalChanges, record: HistoricalChanges) -> list[ModelChange]:
    """Return the changed many-to-many relations, as the library compares them."""
    names = {field.name for field in record._history_m2m_fields}
    if not names:
        return []
    return record.diff_against(before, included_fields=names, foreign_keys_are_objs=True).changes


def _refuse_words(*ids: str) -> None:
    """simple_history asks the database for any id, even one that is no number."""
    if not all(each.isdecimal() for each in ids):
        raise Http404


class ReadableHistoryAdmin(SimpleHistoryAdmin, admin.ModelAdmin):
    """History pages for whoever may see the record; an old version is never written back.

    simple_history's version page saves whatever is posted to it, even by someone who may only look,
    and would set the record's version number back: a change is made on the change page alone.
    """

    # Models of rows below the record, whose history its page shows too.
    history_rows: tuple[type[models.Model], ...] = ()
    lists_fields = False  # of the copy that reads one request's version
    object_history_template = "admin/record_history.html"
    object_history_list_template = "admin/record_history_list.html"
    object_history_form_template = "admin/record_version.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        _refuse_words(object_id)
        self._refuse_deleted(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict | None = None,
    ) -> HttpResponse:
        _refuse_words(object_id, version_id)
        self._refuse_deleted(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        request.reads_history = True  # type: ignore[attr-defined]  # asked by other admins
        return super().history_form_view(request, object_id, version_id, extra_context)

    def _refuse_deleted(self, request: HttpRequest, key: str) -> None:
        is_there = self.model._base_manager.filter(pk=key).exists()
        if not is_there and not self.may_read_deleted(request):
            raise PermissionDenied

    def may_read_deleted(self, request: HttpRequest) -> bool:
        """Whether this is somebody who may delete: no record says any more who sees it."""
        return request.user.has_perm(f"{self.opts.app_label}.delete_{self.opts.model_name}")

    def set_history_delta_changes(
        self,
        request: HttpRequest,
        historical_records: Sequence[HistoricalChanges],
        foreign_keys_are_objs: bool = True,
    ) -> None:
        """Say what each version changed, the page's last one included."""
        versions = list(historical_records)
        for version, before in pairwise([*versions, None]):
            version.history_delta_changes = (
                changes_of(version) if before is None else _told(version, before)
            )

    def render_history_view(
        self, request: HttpRequest, template: str, context: dict, **kwargs: Any
    ) -> HttpResponse:
        record = context.get("object") or context["original"]
        shown = self._shown_rows(request, record)
        rows = [row for model in shown for row in self._row_history(model, record)]
        rows.sort(key=lambda row: row.history_date, reverse=True)
        return super().render_history_view(
            request, template, {**context, "rows_history": rows}, **kwargs
        )

    def _shown_rows(self, request: HttpRequest, record: models.Model) -> list[type[models.Model]]:
        """Leave out the kinds of rows that the record's own page hides from this person."""
        inlines = [rows(self.model, self.admin_site) for rows in self.get_inlines(request, record)]
        hidden = {
            rows.model
            for rows in inlines
            if not rows.has_view_or_change_permission(request, record)
        }
        return [model for model in self.history_rows if model not in hidden]

    def _row_history(
        self, model: type[models.Model], record: models.Model
    ) -> list[HistoricalChanges]:
        """Return the latest hundred changes of the record's rows of one kind."""
        owner = next(f.name for f in model._meta.fields if f.related_model is self.model)
        changes = get_history_manager_for_model(model).filter(**{owner: record.pk})
        rows = changes.select_related("history_user")[:100]
        for row in rows:
            row.changes = changes_of(row)
        return list(rows)

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str] | tuple[str, ...]:
        # Where an admin names no fields, its fieldsets ask for the read-only ones in turn.
        if self.lists_fields or not getattr(request, "reads_history", False):
            return super().get_readonly_fields(request, obj)
        self.lists_fields = True
        try:
            shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        finally:
            self.lists_fields = False
        return [name for name in shown if name not in self.form.declared_fields]

    def history_view_title(self, request: HttpRequest, obj: models.Model) -> str:
        return _("Lịch sử thay đổi: %(record)s") % {"record": obj}

    def history_form_view_title(self, request: HttpRequest, obj: models.Model) -> str:
        return _("Phiên bản đã lưu: %(record)s") % {"record": obj}

    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True
