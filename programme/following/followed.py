"""What can be followed: a programme, or one of its tasks by the number that outlives amendments."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from programme.models import Programme, Report, Subscription, Task
from programme.pages import programme_url


@dataclass(frozen=True)
class Followed:
    """A programme, or with a number that task of it."""

    programme: Programme
    number: str = ""

    @classmethod
    def at(cls, programme: str, number: str = "") -> "Followed":
        """Return what a URL names; raise Http404 where it names nothing."""
        followed = cls(get_object_or_404(Programme, slug=programme), number)
        if number and followed.task is None:
            raise Http404("No such task")
        return followed

    @classmethod
    def by(cls, subscription: Subscription) -> "Followed":
        """Return what a subscription is to."""
        return cls(subscription.programme, subscription.task_number)

    @cached_property
    def wordings(self) -> list[Task]:
        """The task in every wording that it ever had, the latest last."""
        tasks = Task.objects.of(self.programme).numbered(self.number)
        return list(tasks.select_related("group__programme", "added_by", "ended_by"))

    @property
    def task(self) -> Task | None:
        return self.wordings[-1] if self.wordings else None

    @property
    def title(self) -> str:
        if not self.number:
            return self.programme.short_title
        return _("Nhiệm vụ %(number)s") % {"number": self.number}

    @property
    def full_title(self) -> str:
        """The title where nothing around it tells of which programme the task is."""
        short = self.programme.short_title
        return f"{self.title}, {short}" if self.number else short

    @property
    def detail(self) -> str:
        return self._url("detail")

    @property
    def feed(self) -> str:
        return self._url("feed")

    @property
    def card(self) -> str:
        return self._url("card")

    @property
    def follow(self) -> str:
        return self._url("follow")

    def _url(self, name: str) -> str:
        named = {"number": self.number} if self.number else {}
        return programme_url(
            self.programme, f"{'task' if self.number else 'programme'}-{name}", **named
        )

    @property
    def reports(self) -> QuerySet[Report]:
        """Its accepted reports, the latest quarter first."""
        found = Report.objects.of(self.programme).accepted().for_list()
        if self.number:
            found = found.filter(task__in=[task.pk for task in self.wordings])
        return found.order_by("-year", "-quarter", "-role", "pk")
