"""Transitions of records between states, each declared once on the method that makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction as database
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext as _

States = str | tuple[str, ...]
# That a step was taken, within its transaction: record, step (a `Transition`), by (None: nobody).
transition_taken = Signal()


@dataclass(frozen=True)
class Transition:
    """From which states a record goes to which, who may have it go, and what that asks for."""

    name: str  # of the method
    targets: Mapping[str, str]  # by the state that it starts from
    permission: str  # empty where the caller looks who may: a member, the claimant, the worker
    label: str | Promise  # on the button; empty where the back office has no page of its own for it
    form: str  # dotted path of its `ActionForm`; empty where nothing is asked
    page: str  # in the page's URL; transitions with one page share its form
    not_by: str  # whose own matter it is: a method that returns their numbers, or an earlier step

    @property
    def sources(self) -> tuple[str, ...]:
        """The states in which it may begin."""
        return tuple(self.targets)


def transition(
    source: States,
    target: str | Mapping[str, str] | None = None,
    *,
    permission: str = "",
    label: str | Promise = "",
    form: str = "",
    page: str = "",
    not_by: str = "",
) -> Callable[[Callable], Callable]:
    """Declare a method of a `Stateful` model as a transition; without target the state stays.

    Around the method: one transaction, the row locked and refused in any other state, the new
    state set. The method checks what else must hold, writes what changes with it, and saves.
    `previous_state` says where it came from. Where it raises, the record is what it was.
    A decision names in `not_by` whose own matter it is: whatever their rights, those are refused.
    """

    def declare(method: Callable) -> Callable:
        targets, parameters = _targets(source, target), signature(method)

        @wraps(method)
        def run(record: Any, *args: Any, **kwargs: Any) -> Any:
            with database.atomic():
                record.lock_in_state(*targets)
                by = parameters.bind(record, *args, **kwargs).arguments.get("by")
                if not_by:
                    refuse_own(record, not_by, by)
                record.previous_state = record.state
                record.state = targets[record.state]
                try:
                    result = method(record, *args, **kwargs)
                    transition_taken.send(type(record), record=record, step=declared, by=by)
                    return result
                except BaseException:
                    record.state = record.previous_state
                    raise

        name = method.__name__
        declared = Transition(name, targets, permission, label, form, page or name, not_by)
        vars(run)["transition"] = declared
        return run

    return declare


def is_own(record: Any, not_by: str, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether it is this person's own matter that would be decided."""
    if not not_by:
        return False
    owners = getattr(record, not_by)
    return user.pk in (who_took(record, not_by) if hasattr(owners, "transition") else owners())


def who_took(record: Any, name: str) -> set[int | None]:
    """Return the numbers of those who took this step of the record's, as its history has it."""
    targets = getattr(record, name).transition.targets
    steps = record.history.order_by("history_date", "history_id")
    pairs = pairwise(steps.values_list("state", "history_user"))
    return {by for (old, _by), (new, by) in pairs if old != new and targets.get(old) == new}


def refuse_own(record: Any, not_by: str, user: AbstractBaseUser | None) -> None:
    """ValidationError where somebody decides on what is their own; the portal has nothing own."""
    if user is not None and is_own(record, not_by, user):
        raise own_error()


def own_error() -> ValidationError:
    """Return why somebody may not decide on what is their own, for people."""
    message = _("Không ai được tự quyết định việc của chính mình: hãy để người khác quyết định.")
    return ValidationError(message, code="own")


def _targets(source: States, target: str | Mapping[str, str] | None) -> dict[str, str]:
    if isinstance(target, Mapping):
        return {str(state): str(target[state]) for state in target}
    sources = (source,) if isinstance(source, str) else source
    return {str(state): str(target or state) for state in sources}
