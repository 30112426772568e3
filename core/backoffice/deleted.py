"""What was deleted lately, with the way to its history: no list leads to a record that is gone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from simple_history.models import HistoricalChanges

from core.backoffice.history import ReadableHistoryAdmin
from core.backoffice.site import OfficePage, office_page

LATEST = 200


@dataclass(frozen=True)
class Deleted:
    """A record that is gone, as its last version has it."""

    version: HistoricalChanges

    @property
    def kind(self) -> str:
        return self.version.instance_type._meta.verbose_name

    @property
    def name(self) -> str:
        try:
            return str(self.version.instance)
        except ObjectDoesNotExist:  # it is named after another record, which is gone too
            return f"#{self.version.instance.pk}"

    @property
    def history(self) -> str:
        options = self.version.instance_type._meta
        name = f"admin:{options.app_label}_{options.model_name}_history"
        return reverse(name, args=[self.version.instance.pk])


class DeletedPage(OfficePage):
    """The page for those who may delete anything that has a history."""

    def is_for(self, request: HttpRequest) -> bool:
        return any(True for _model in _deletable(request))


@require_safe
def deleted_records(request: HttpRequest) -> HttpResponse:
    """Show the latest deletions of what this person may delete, of one kind where it is asked."""
    models = list(_deletable(request))
    chosen = request.GET.get("model", "")
    found = chain.from_iterable(_deletions(m) for m in models if chosen in ("", _label(m)))
    latest = sorted(found, key=lambda version: version.history_date, reverse=True)[:LATEST]
    context = {
        "title": _("Bản ghi đã xóa"),
        "deleted": [Deleted(version) for version in latest],
        "kinds": [(_label(model), model._meta.verbose_name) for model in models],
        "chosen": chosen,
        "most": LATEST,
    }
    return office_page(request, "admin/deleted.html", context)


def _deletable(request: HttpRequest) -> Iterator[type[Model]]:
    """Yield what has a history that this person may read of deleted records."""
    for model, page in admin.site._registry.items():
        if isinstance(page, ReadableHistoryAdmin) and page.may_read_deleted(request):
            yield model


def _label(model: type[Model]) -> str:
    return model._meta.label_lower


def _deletions(model: type[Model]) -> Iterator[HistoricalChanges]:
    rows = model.history.filter(history_type="-")  # type: ignore[attr-defined]  # no stub
    return rows.select_related("history_user").order_by("-history_date")[:LATEST]
