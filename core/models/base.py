"""The ground on which the rooms' models stand."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.languages import in_language
from core.transitions import Transition


class Versioned(models.Model):
    """A record that several people edit: `version` grows at each save and shows a stale form."""

    # Each record has its earlier versions, and says who saves the next one (simple_history).
    history: Any
    _history_user: Any

    version = models.PositiveIntegerField(_("phiên bản"), default=0, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.version += 1
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "version"}
        super().save(*args, **kwargs)


class Stateful(models.Model):
    """A record that goes from state to state by its transitions, one person at a time.

    The model has a column `state`, and declares each transition with `core.transitions`.
    """

    previous_state: str  # before the transition that runs, or ran last

    # Each record says which states there are, in a column with choices.
    state: "models.CharField[str, str]"
    get_state_display: Callable[[], str]

    class Meta:
        abstract = True

    @classmethod
    def transitions(cls) -> list[Transition]:
        """Return the transitions that the model declares, in the order of their declaration."""
        members = [member for base in reversed(cls.__mro__) for member in vars(base).values()]
        return [member.transition for member in members if hasattr(member, "transition")]

    def lock_in_state(self, *states: str) -> None:
        """Lock the row within the transaction, as it is now; refuse it in any other state."""
        rows = type(self)._base_manager.select_for_update(of=("self",))
        self.refresh_from_db(from_queryset=rows)
        if self.state not in states:
            raise self.state_error()

    def state_error(self) -> ValidationError:
        """Return why a transition is refused, for people."""
        message = _("Bước này không thực hiện được: bản ghi đang ở tình trạng “%(state)s”.")
        return ValidationError(message % {"state": self.get_state_display()}, code="state")


class Bilingual(models.Model):
    """A thing named in Vietnamese, and in English where someone has written it."""

    name_vi = models.CharField(_("tên tiếng Việt"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_vi

    @property
    def name(self) -> str:
        """The name in the reader's language, Vietnamese where there is no English."""
        return in_language(self, "name")
