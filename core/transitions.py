"""Transitions of records between states, each declared once on the method that makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.db import transaction as database
from django.utils.functional import Promise

States = str | tuple[str, ...]


@dataclass(frozen=True)
class Transition:
    """From which states a record goes to which, who may have it go, and what that asks for."""

    name: str  # of the method
    targets: Mapping[str, str]  # by the state that it starts from
    permission: str  # empty where the caller looks who may: a member, the claimant, the worker
    label: str | Promise  # on the button; empty where the back office has no page of its own for it
    form: str  # dotted path of the `core.actions.ActionForm`; empty where nothing is asked
    page: str  # in the page's URL; transitions with one page share its form

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
) -> Callable[[Callable], Callable]:
    """Declare a method of a `Stateful` model as a transition; without target the state stays.

    Around the method: one transaction, the row locked and refused in any other state, the new
    state set. The method checks what else must hold, writes what changes with it, and saves.
    `previous_state` says where it came from. Where it raises, the record is what it was.
    """

    def declare(method: Callable) -> Callable:
        targets = _targets(source, target)

        @wraps(method)
        def run(record: Any, *args: Any, **kwargs: Any) -> Any:
            with database.atomic():
                record.lock_in_state(*targets)
                record.previous_state = record.state
                record.state = targets[record.state]
                try:
                    return method(record, *args, **kwargs)
                except BaseException:
                    record.state = record.previous_state
                    raise

        name = method.__name__
        declared = Transition(name, targets, permission, label, form, page or name)
        vars(run)["transition"] = declared
        return run

    return declare


def _targets(source: States, target: str | Mapping[str, str] | None) -> dict[str, str]:
    if isinstance(target, Mapping):
        return {str(state): str(target[state]) for state in target}
    sources = (source,) if isinstance(source, str) else source
    return {str(state): str(target or state) for state in sources}
