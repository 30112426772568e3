"""The shortlist of one reader, kept in the session, which begins with the first choice."""

from dataclasses import dataclass, field

from django.contrib.sessions.backends.base import SessionBase

from enterprises.models import Enterprise

KEY = "shortlist"
MOST = 50


@dataclass
class Shortlist:
    """Enterprises by their ids, in the order in which they were chosen."""

    session: SessionBase
    keys: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.keys = list(self.session.get(KEY, []))

    def __contains__(self, key: int) -> bool:
        return key in self.keys

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def is_full(self) -> bool:
        return len(self.keys) >= MOST

    def add(self, enterprise: Enterprise) -> bool:
        """Put it on the list once; False where the list is full without it."""
        if enterprise.pk not in self.keys:
            if self.is_full:
                return False
            self._keep([*self.keys, enterprise.pk])
        return True

    def remove(self, slug: str) -> None:
        """Take it off; what is not there stays away."""
        kept = Enterprise.objects.filter(pk__in=self.keys).exclude(slug=slug)
        keys = set(kept.values_list("pk", flat=True))
        self._keep([key for key in self.keys if key in keys])

    def clear(self) -> None:
        self._keep([])

    def published(self) -> list[Enterprise]:
        """The chosen that are still public, with all that a profile shows, as they were chosen."""
        found = Enterprise.objects.published().for_profile().in_bulk(self.keys)
        return [found[key] for key in self.keys if key in found]

    def keep_only(self, enterprises: list[Enterprise]) -> int:
        """Drop all others; how many those were."""
        kept = [enterprise.pk for enterprise in enterprises]
        dropped = len(self.keys) - len(kept)
        if dropped:
            self._keep(kept)
        return dropped

    def _keep(self, keys: list[int]) -> None:
        """Leave no trace in the session of a list that is empty."""
        self.keys = keys
        if keys:
            self.session[KEY] = keys
        else:
            self.session.pop(KEY, None)
