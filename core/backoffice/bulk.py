"""Bulk actions of the back office: one transaction each, told in numbers, many in the worker."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as delete_at_once
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import jobs
from core.batches import batches
from core.models import Job

KIND = "action"


@dataclass
class BulkOutcome:
    """How many records an action has changed, and why it has left others as they were."""

    done: list = field(default_factory=list)  # their keys
    left: Counter[str] = field(default_factory=Counter)  # number by reason

    def attempt(self, record: models.Model, verb: Callable[[], object]) -> None:
        """Do it with one record, or note why it may not be done."""
        try:
            with transaction.atomic():
                verb()
        except ValidationError as error:
            self.left[" ".join(error.messages)] += 1
        else:
            self.done.append(record.pk)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Yield what to tell, with the level of each message."""
        if count := len(self.done):
            text = ngettext(
                "Đã thực hiện với %(count)d bản ghi.",
                "Đã thực hiện với %(count)d bản ghi.",
                count,
            )
            yield messages.SUCCESS, text % {"count": count}
        for reason, count in self.left.most_common():
            text = ngettext(
                "%(count)d bản ghi giữ nguyên: %(why)s",
                "%(count)d bản ghi giữ nguyên: %(why)s",
                count,
            )
            yield messages.WARNING, text % {"count": count, "why": reason}


# (admin, records locked one batch after another, who does it, perhaps the reason)
BulkVerb = Callable[..., BulkOutcome]
BulkActionView = Callable[[Any, HttpRequest, models.QuerySet], HttpResponse | None]


class ReasonForm(ActionForm):
    """Beside the choice of an action: why, for those actions that ask (`asks_reason`)."""

    reason = forms.CharField(label=gettext_lazy("Lý do:"), max_length=200, required=False)


def bulk_action(
    description: str | Promise, permissions: Sequence[str], asks_reason: bool = False
) -> Callable[[BulkVerb], BulkActionView]:
    """Declare a method of an admin class as an action on the chosen records.

    One that `asks_reason` is given it as `reason`; its admin's `action_form` is a `ReasonForm`.
    """

    def declare(verb: BulkVerb) -> BulkActionView:
        @admin.action(description=description, permissions=permissions)  # type: ignore[arg-type]
        @wraps(verb)
        def act(
            self: admin.ModelAdmin, request: HttpRequest, chosen: models.QuerySet
        ) -> HttpResponse | None:
            reason = request.POST.get("reason", "").strip()[:200] if asks_reason else ""
            if asks_reason and not reason:
                messages.error(request, _("Hãy ghi lý do vào ô cạnh thao tác rồi thực hiện lại."))
                return None
            asked = {"reason": reason} if asks_reason else {}
            keys = sorted(chosen.order_by().values_list("pk", flat=True).distinct())
            if len(keys) > jobs.AT_ONCE:
                return _later(self, request, verb.__name__, description, keys, asked)
            outcome = _done(self, verb, keys, request.user, asked=asked)
            for level, text in outcome.sentences():
                messages.add_message(request, level, text)
            return None

        vars(act)["verb"] = verb
        return act

    return declare


def _done(
    by_admin: admin.ModelAdmin,
    verb: BulkVerb,
    keys: list,
    by: Any,
    progress: Callable[[int], None] = lambda done: None,
    asked: dict[str, str] | None = None,
) -> BulkOutcome:
    with transaction.atomic():
        seen: list = []
        outcome = verb(by_admin, _locked(by_admin.model, keys, seen, progress), by, **(asked or {}))
    if gone := len(keys) - len(seen):
        outcome.left[_("đã bị xóa trong lúc đó.")] += gone
    return outcome


def _locked(
    model: type[models.Model], keys: list, seen: list, progress: Callable[[int], None]
) -> Iterator[models.Model]:
    """Yield the records in the order of their keys, in which everybody locks them."""
    for batch in batches(keys):
        rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=batch)
        for record in rows.order_by("pk"):
            seen.append(record.pk)
            yield record
        progress(len(seen))


def _later(
    by_admin: admin.ModelAdmin,
    request: HttpRequest,
    name: str,
    description: str | Promise,
    keys: list,
    asked: dict[str, str],
) -> HttpResponse | None:
    title = _("%(action)s: %(count)d bản ghi") % {"action": description, "count": len(keys)}
    parameters = {"model": by_admin.opts.label, "action": name, "keys": keys, "asked": asked}
    return begin_or_tell(KIND, title, request, len(keys), **parameters)


def begin_or_tell(
    kind: str, title: str, request: HttpRequest, total: int, **parameters: object
) -> HttpResponse | None:
    """Begin a job and go to its page; or say why it cannot begin."""
    try:
        job = jobs.begin(kind, title, request, total, **parameters)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return None
    return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))


def admin_of(job: Job) -> Any:
    """Return the admin class of the job's model."""
    return admin.site.get_model_admin(apps.get_model(job.parameters["model"]))


def run_action(job: Job) -> jobs.JobResult:
    """Do an action with the records that were chosen, all of them in one transaction."""
    by_admin, name = admin_of(job), job.parameters["action"]
    found = by_admin.get_actions(jobs.request_of(job.by)).get(name)
    if found is None:
        raise PermissionDenied
    keys, asked = job.parameters["keys"], job.parameters.get("asked", {})
    outcome = _done(by_admin, vars(found[0])["verb"], keys, job.by, job.report_progress, asked)
    return jobs.JobResult([text for _level, text in outcome.sentences()])


@admin.action(
    permissions=["delete"],
    description=delete_at_once.short_description,  # type: ignore[attr-defined]  # no stub
)
def delete_selected(
    by_admin: admin.ModelAdmin, request: HttpRequest, chosen: models.QuerySet
) -> HttpResponse | None:
    """Delete what was chosen, all or nothing; so many that nobody reads their names are refused."""
    if chosen.count() > jobs.AT_ONCE:
        words = _("Mỗi lần chỉ xóa được nhiều nhất %(most)d bản ghi.")
        messages.error(request, words % {"most": jobs.AT_ONCE})
        return None
    with transaction.atomic():
        return delete_at_once(by_admin, request, chosen)
