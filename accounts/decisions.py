"""What was decided on people's work: noted at the step, told in the letters on new work.

An app says in `AppConfig.ready` which steps of its records are decisions and whom they concern;
who took the step hears nothing. A further step makes what was noted of the earlier one void.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import DecisionNotice, User
from core import jobs
from core.transitions import Transition

People = set[int | None]  # by number
Concerned = Callable[[Any], People]

_steps: dict[tuple[type[Model], str], Concerned] = {}


@dataclass(frozen=True)
class DecisionLine:
    """What a letter says of one record."""

    kind: str
    record: str
    state: str
    url: str  # without the host


def register(model: type[Model], concerned: Concerned, *steps: str) -> None:
    """Have these people told when one of these steps is taken with a record of the model."""
    for step in steps:
        _steps[model, step] = concerned


def is_told(model: type[Model], step: str) -> bool:
    """Whether anybody hears of this step with the letters on new work."""
    return (model, step) in _steps


def hands(record: Any) -> People:
    """Return who has written the record or taken a step with it, as its history has it."""
    return set(record.history.order_by().values_list("history_user", flat=True).distinct())


def note_decision(
    sender: type[Model], record: Any, step: Transition, by: User | None, **kwargs: Any
) -> None:
    """Note for whom this was a decision; nobody hears what demo accounts decide."""
    if all(model is not sender for model, _step in _steps):
        return
    label = sender._meta.label
    DecisionNotice.objects.filter(model=label, record_id=record.pk).delete()
    concerned = _steps.get((sender, step.name))
    if concerned is None or (by is not None and by.is_demo):
        return
    people = concerned(record) - {None, by.pk if by else None}
    receivers = User.officials().exclude(work_letters=User.WorkLetters.NONE)
    DecisionNotice.objects.bulk_create(
        DecisionNotice(user_id=key, model=label, record_id=record.pk)
        for key in receivers.filter(pk__in=people).values_list("pk", flat=True)
    )


def take_notices(user: User) -> list[DecisionLine]:
    """Return what this person is to be told, in the active language; it waits no more then."""
    notices = list(DecisionNotice.objects.filter(user=user))
    DecisionNotice.objects.filter(pk__in=[notice.pk for notice in notices]).delete()
    return list(_seen_by(jobs.request_of(user), notices))


def drop_unwanted() -> None:
    """Delete what nobody is going to be told: the person wants no letters, or has gone."""
    wanted = User.officials().exclude(work_letters=User.WorkLetters.NONE)
    DecisionNotice.objects.exclude(user__in=wanted).delete()


def _seen_by(request: HttpRequest, notices: list[DecisionNotice]) -> Iterator[DecisionLine]:
    """Yield those of records that are still there, and that this person still may see."""
    for notice in notices:
        model = apps.get_model(notice.model)
        office = admin.site.get_model_admin(model)
        record = office.get_object(request, str(notice.record_id))
        if record is not None and office.has_view_permission(request, record):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            kind, state = str(model._meta.verbose_name), record.get_state_display()
            yield DecisionLine(kind, str(record), state, reverse(name, args=[record.pk]))
