"""History in the back office: who changed what and when, to read and never to turn back."""

from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import HistoricalChanges, ModelChange, ModelDelta
from simple_history.template_utils import HistoricalRecordContextHelper
from simple_history.utils import get_history_manager_for_model


class ReadableChanges(HistoricalRecordContextHelper):
    """The changes of one save in the words of the back office: labels for codes, texts whole."""

    def __init__(self, model: type[models.Model], record: HistoricalChanges) -> None:
        super().__init__(model, record, max_displayed_delta_change_chars=10_000)

    def context_for_delta_changes(self, delta: ModelDelta) -> list[dict]:
        shown = [change for change in delta.changes if change.field != "version"]
        return super().context_for_delta_changes(replace(delta, changes=shown))

    def prepare_delta_change_value(self, change: ModelChange, value: object) -> object:
        value = super().prepare_delta_change_value(change, value)
        if isinstance(value, list):  # of a many-to-many relation
            return ", ".join(map(str, value))
        choices = dict(self.model._meta.get_field(change.field).flatchoices)
        if isinstance(value, bool):
            return _("có") if value else _("không")
        if isinstance(value, datetime):
            return date_format(localtime(value), "DATETIME_FORMAT")
        return "" if value is None else choices.get(value, value)


def changes_of(record: HistoricalChanges) -> list[dict]:
    """Return what a historical record changed; nothing where it created or deleted."""
    before = record.prev_record if record.history_type == "~" else None
    if before is None:
        return []
    delta = record.diff_against(before, foreign_keys_are_objs=True)
    return ReadableChanges(record.instance_type, record).context_for_delta_changes(delta)


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
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict | None = None,
    ) -> HttpResponse:
        _refuse_words(object_id, version_id)
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        request.reads_history = True  # type: ignore[attr-defined]  # asked by other admins
        # simple_history hands the attribute on, whose fields are no fields of a read-only form.
        reader: Any = copy(self)
        reader.prepopulated_fields = {}
        view = super(ReadableHistoryAdmin, reader).history_form_view
        return view(request, object_id, version_id, extra_context)

    def render_history_view(
        self, request: HttpRequest, template: str, context: dict, **kwargs: Any
    ) -> HttpResponse:
        record = context.get("object") or context["original"]
        rows = [row for model in self.history_rows for row in self._row_history(model, record)]
        rows.sort(key=lambda row: row.history_date, reverse=True)
        return super().render_history_view(
            request, template, {**context, "rows_history": rows}, **kwargs
        )

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

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: HistoricalChanges
    ) -> ReadableChanges:
        return ReadableChanges(self.model, historical_record)

    def history_view_title(self, request: HttpRequest, obj: models.Model) -> str:
        return _("Lịch sử thay đổi: %(record)s") % {"record": obj}

    def history_form_view_title(self, request: HttpRequest, obj: models.Model) -> str:
        return _("Phiên bản đã lưu: %(record)s") % {"record": obj}

    def revert_disabled(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True
