"""The shortlist of one reader: stored with the account of who is logged in, else in the session."""

from abc import ABC, abstractmethod
from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from enterprises.models import Enterprise, ShortlistEntry
from enterprises.models.shortlist import MAX_ENTRIES

KEY = "shortlist"
Keys = list[int]


def shortlist_of(request: HttpRequest) -> "Shortlist":
    """Return the list of whoever asks."""
    if request.user.is_authenticated:
        return AccountShortlist(request.user, request.session)
    return SessionShortlist(request.session)


class Shortlist(ABC):
    """Enterprises by their ids, in the order in which they were chosen."""

    is_of_account = False
    keys: Keys

    def __contains__(self, key: int) -> bool:
        return key in self.keys

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, enterprise: Enterprise) -> bool:
        """Put it on the list once; return False where the list is full without it."""
        self._change(lambda keys: _joined(keys, [enterprise.pk]))
        return enterprise.pk in self

    def remove(self, slug: str) -> None:
        """Take it off; what is not there stays away."""
        gone = Enterprise.objects.filter(slug=slug).values_list("pk", flat=True).first()
        self._change(lambda keys: [key for key in keys if key != gone])

    def clear(self) -> None:
        self._change(lambda keys: [])

    def published(self) -> list[Enterprise]:
        """Return those still public, with all that a profile shows, in the order of choice."""
        public = Enterprise.objects.published().for_profile()
        found = public.in_bulk(self.keys)
        if missing := [key for key in self.keys if key not in found]:
            self._follow(missing)
            found |= public.in_bulk([key for key in self.keys if key not in found])
        return [found[key] for key in self.keys if key in found]

    def _follow(self, missing: Keys) -> None:
        """Replace a merged record by the one it was merged into, once."""
        if survivors := Enterprise.objects.survivors(missing):
            self._change(lambda keys: list(dict.fromkeys(survivors.get(key, key) for key in keys)))

    def keep_only(self, enterprises: list[Enterprise]) -> int:
        """Drop all others; return how many those were."""
        dropped = set(self.keys) - {enterprise.pk for enterprise in enterprises}
        if dropped:
            self._change(lambda keys: [key for key in keys if key not in dropped])
        return len(dropped)

    def waiting(self) -> list[Enterprise]:
        """Return what the reader chose before the log-in and has not found room."""
        return []

    @abstractmethod
    def _change(self, change: Callable[[Keys], Keys]) -> None:
        """Store what the function makes of the list's keys."""


class SessionShortlist(Shortlist):
    """A list in the browser's session, which begins with the first choice."""

    def __init__(self, session: SessionBase) -> None:
        self.session, self.keys = session, list(session.get(KEY, []))

    def _change(self, change: Callable[[Keys], Keys]) -> None:
        """Change the list; an empty one leaves no trace in the session."""
        before, self.keys = self.keys, change(self.keys)
        if self.keys:
            self.session[KEY] = self.keys
        elif before:
            del self.session[KEY]


class AccountShortlist(Shortlist):
    """A list stored with the account of whoever is logged in."""

    is_of_account = True

    def __init__(self, user: User, session: SessionBase) -> None:
        self.user, self.brought = user, SessionShortlist(session)
        self.keys = self._stored_keys()

    def _stored_keys(self) -> Keys:
        return list(self.user.shortlist.values_list("enterprise_id", flat=True))

    def waiting(self) -> list[Enterprise]:
        found = Enterprise.objects.published().in_bulk(self.brought.keys) if self.brought else {}
        return [found[key] for key in self.brought.keys if key in found]

    def take_over(self) -> None:
        """Let in what was chosen before the log-in, as far as there is room."""
        self._change(lambda keys: keys)

    @transaction.atomic
    def _change(self, change: Callable[[Keys], Keys]) -> None:
        """Make one change at a time: the person's row is locked until it is written."""
        User.objects.select_for_update().get(pk=self.user.pk)
        before = self._stored_keys()
        self.keys = self._with_brought(change(before))
        if self.keys != before:
            self.user.shortlist.all().delete()
            ShortlistEntry.objects.bulk_create(
                ShortlistEntry(user=self.user, enterprise_id=key, position=position)
                for position, key in enumerate(self.keys, 1)
            )

    def _with_brought(self, keys: Keys) -> Keys:
        """Return the list with what is still in the session; what finds no room waits there."""
        if not self.brought:
            return keys
        known = Enterprise.objects.in_bulk(self.brought.keys)
        keys = _joined(keys, [key for key in self.brought.keys if key in known])
        self.brought._change(lambda brought: [k for k in brought if k in known and k not in keys])
        return keys


def _joined(keys: Keys, others: Keys) -> Keys:
    """Return both, each once, up to the list's limit; what is there already always stays."""
    return list(dict.fromkeys([*keys, *others]))[: max(MAX_ENTRIES, len(keys))]
