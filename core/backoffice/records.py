"""The one base class of the back office's records."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse

from core import audit
from core.audit import Kind
from core.backoffice.actions import ActionsAdmin
from core.backoffice.folded_search import FoldedSearchAdmin
from core.backoffice.history import ReadableHistoryAdmin
from core.backoffice.pickers import PickerLabelsAdmin
from core.concurrency.conflicts import ConflictAwareAdmin


class RecordAdmin(
    ActionsAdmin,
    ConflictAwareAdmin,
    PickerLabelsAdmin,
    ReadableHistoryAdmin,
    FoldedSearchAdmin,
):
    """Admin of a record with a history, with the steps that it names.

    Two people's edits of a `Versioned` record never overwrite each other.
    """

    def shows_private(self, request: HttpRequest, record: Any) -> bool:
        """Return whether the record's pages tell this reader what nobody may publish of it."""
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        self._note_reading(request, context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)

    def render_history_view(
        self, request: HttpRequest, template: str, context: dict, **kwargs: Any
    ) -> HttpResponse:
        self._note_reading(request, context.get("object") or context["original"])
        return super().render_history_view(request, template, context, **kwargs)

    def _note_reading(self, request: HttpRequest, record: models.Model | None) -> None:
        if record is not None and self.shows_private(request, record):
            page = request.resolver_match.url_name if request.resolver_match else None
            audit.record(Kind.PRIVATE_READ, request, record, page=page)
