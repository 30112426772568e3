"""What is in force when, who leads what for certain, and who may change it."""

from collections import defaultdict
from datetime import date

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from core.text import fold, sort_key


class ProgrammeQuerySet(models.QuerySet):
    """Programmes by the decisions that issue them."""

    def get_by_natural_key(self, slug: str) -> models.Model:
        return self.get(slug=slug)

    def main(self) -> models.Model | None:
        """The programme to which addresses without a slug lead; never a made-up one."""
        return self.filter(is_demo=False).order_by("-is_main", "-first_year").first()

    def reporting(self) -> "ProgrammeQuerySet":
        """Those on which agencies report here."""
        return self.exclude(reports_from="")


class AgencyQuerySet(models.QuerySet):
    """Agencies that the Decision names."""

    def get_by_natural_key(self, code: str) -> models.Model:
        return self.get(code=code)

    def speaking_for(self, agency: models.Model) -> set[int]:
        """Ids of the agencies in whose name this one acts: itself, its units, those it succeeded.

        An agency whose succession is confirmed acts for nobody any more, itself included.
        """
        rows = self.values_list("pk", "parent_id", "successor_id", "succession_confirmed_at")
        taken_over = {pk: successor for pk, _, successor, confirmed in rows if confirmed}
        if agency.pk in taken_over:
            return set()
        parents = {pk: parent for pk, parent, _, _ in rows}
        ours, found = set(), {agency.pk}
        while found:
            ours |= found
            found = {
                pk for pk in parents if taken_over.get(pk, parents[pk]) in ours and pk not in ours
            }
        return ours

    def spoken_for_by(self, user: models.Model) -> set[int]:
        """Ids of the agencies in whose name this person acts; none for who is no officer."""
        officer = getattr(user, "officer", None)
        return self.speaking_for(officer.agency) if officer else set()

    def found_under(self) -> dict[int, set[str]]:
        """For each agency's id the codes under which its tasks are found.

        Its own, those of the bodies above it, and of who took over from any of them, as confirmed.
        """
        rows = self.values_list(
            "pk", "code", "parent_id", "successor_id", "succession_confirmed_at"
        )
        codes = {pk: code for pk, code, *_ in rows}
        above = {
            pk: {parent, successor if confirmed else None} - {None}
            for pk, _, parent, successor, confirmed in rows
        }
        return {pk: {codes[each] for each in _reached(pk, above)} for pk in codes}

    def ids_under(self, codes: list[str]) -> list[int]:
        """Ids of the agencies whose tasks are found under one of these codes."""
        return [pk for pk, under in self.found_under().items() if under & set(codes)]

    def for_page(self) -> "AgencyQuerySet":
        """With the bodies above, below, before and after it."""
        return self.select_related("parent", "successor").prefetch_related("units", "predecessors")

    def awaiting_confirmation(self) -> "AgencyQuerySet":
        """Those whose successor no one has confirmed yet."""
        return self.exclude(successor=None).filter(succession_confirmed_at=None)

    def reporting(self) -> "AgencyQuerySet":
        """Those that can report themselves: no collectives, and none that another succeeded."""
        return self.exclude(kind="collective").filter(succession_confirmed_at=None)

    def in_reading_order(self) -> list[models.Model]:
        """By name in the reader's language, in the Vietnamese alphabet's order."""
        return sorted(self, key=lambda agency: sort_key(agency.name))


def _reached(start: int, ways: dict[int, set[int]]) -> set[int]:
    found, new = set(), {start}
    while new:
        found |= new
        new = set().union(*(ways[pk] for pk in new)) - found
    return found


class AmendableQuerySet(models.QuerySet):
    """What decisions add and end."""

    def in_force(self, on: date | None = None) -> "AmendableQuerySet":
        """What held on that day (today): already added, not yet ended."""
        day = on or localdate()
        return self.filter(
            Q(added_by=None) | Q(added_by__effective_on__lte=day),
            Q(ended_by=None) | Q(ended_by__effective_on__gt=day),
        )


class TargetQuerySet(AmendableQuerySet):
    """Measurable targets."""

    def get_by_natural_key(self, programme: str, code: str) -> models.Model:
        return self.in_force().get(programme__slug=programme, code=code)


class TaskGroupQuerySet(models.QuerySet):
    """Groups of tasks."""

    def get_by_natural_key(self, programme: str, number: int) -> models.Model:
        return self.get(programme__slug=programme, number=number)


class OpenCellQuerySet(models.QuerySet):
    """Cells of the Appendix that the scan leaves in doubt."""

    def unconfirmed(self) -> "OpenCellQuerySet":
        return self.filter(confirmed_at=None)


def _years(recurrence: str, first: int, last: int, start: int, end: int) -> range:
    """Every year, or every second from the first, inside the programme's first to last year."""
    step = 2 if recurrence == "every_two_years" else 1
    missed = max(start - first, 0)
    return range(first + missed + missed % step, min(last, end) + 1, step)


class TaskQuerySet(AmendableQuerySet):
    """Tasks of the Appendix."""

    def get_by_natural_key(self, programme: str, number: str) -> models.Model:
        return self.filter(group__programme__slug=programme).numbered(number).in_force().get()

    def of(self, programme: models.Model) -> "TaskQuerySet":
        return self.filter(group__programme=programme)

    def numbered(self, number: str) -> "TaskQuerySet":
        """Tasks with the printed number, such as 1.10; none for words that are no number."""
        group, dot, position = number.partition(".")
        if not (dot and group.isdecimal() and position.isdecimal() and len(number) < 10):
            return self.none()
        return self.filter(group__number=int(group), position=int(position))

    def _open(self, cell: str) -> Exists:
        return self._any_open(cell=cell)

    def _placed(self, role: str, agencies) -> Exists:
        through = self.model.agencies.through.objects
        return Exists(through.filter(task=OuterRef("pk"), role=role, agency__in=agencies))

    def led_by(self, agencies) -> "TaskQuerySet":
        """Tasks of which one of these agencies is the lead for certain: its cell is not open."""
        return self.filter(self._placed("lead", agencies)).exclude(self._open("lead"))

    def coordinated_by(self, agencies) -> "TaskQuerySet":
        """Tasks that one of these agencies joins for certain."""
        return self.filter(self._placed("coordinating", agencies)).exclude(
            self._open("coordinating")
        )

    def uncertainly_of(self, agencies) -> "TaskQuerySet":
        """Tasks on whose row one of these agencies is read, but not for certain in a column."""
        return self.filter(
            self._placed("unplaced", agencies)
            | (self._placed("lead", agencies) & self._open("lead"))
            | (self._placed("coordinating", agencies) & self._open("coordinating"))
        )

    def _under(self, codes: list[str]) -> list[int]:
        return self.model._meta.get_field("agencies").related_model.objects.ids_under(codes)

    def led_under(self, codes: list[str]) -> "TaskQuerySet":
        """Tasks led for certain by agencies with these codes, by their units or predecessors."""
        return self.led_by(self._under(codes))

    def coordinated_under(self, codes: list[str]) -> "TaskQuerySet":
        """Tasks joined for certain by agencies with these codes, their units or predecessors."""
        return self.coordinated_by(self._under(codes))

    def uncertainly_under(self, codes: list[str]) -> "TaskQuerySet":
        """Tasks on whose row these agencies, their units or predecessors are read in doubt."""
        return self.uncertainly_of(self._under(codes))

    def with_open_cells(self) -> "TaskQuerySet":
        """Tasks of which something is not verified from the scan."""
        return self.filter(self._any_open())

    def _any_open(self, **which) -> Exists:
        cells = self.model._meta.get_field("open_cells").related_model.objects
        return Exists(cells.unconfirmed().filter(task=OuterRef("pk"), **which))

    def verified_as(self, values: list[str]) -> "TaskQuerySet":
        """Tasks with open cells ("open"), wholly verified ones ("verified"), or both."""
        tasks = self.annotate(is_open=self._any_open())
        return tasks.filter(is_open__in=[value == "open" for value in values])

    def in_groups(self, numbers: list[str]) -> "TaskQuerySet":
        return self.filter(group__number__in=numbers)

    def with_status(self, values: list[str]) -> "TaskQuerySet":
        return self.filter(status__in=values)

    def recurring(self, values: list[str]) -> "TaskQuerySet":
        """Tasks by the nature of their time; a time cell in doubt counts as unknown."""
        certain = Q(recurrence__in=values) & ~self._open("timeframe")
        in_doubt = self._open("timeframe") if "unknown" in values else Q(pk__in=[])
        return self.filter(certain | in_doubt)

    def in_years(self, values: list[str]) -> "TaskQuerySet":
        """Tasks with something to do in one of these years, or in doubt when ("unknown")."""
        years = [int(value) for value in values if value != "unknown"]
        certain = self.exclude(self._open("timeframe")).covering(years)
        if "unknown" not in values:
            return certain
        return self.filter(Q(pk__in=certain.order_by().values("pk")) | self._open("timeframe"))

    def editable_by(self, user: models.Model) -> "TaskQuerySet":
        """DOIT's staff may change all; an officer those that the own agency leads, for certain."""
        if not (user.is_active and user.has_perm("programme.change_task")):
            return self.none()
        if user.is_superuser or user.has_perm("programme.manage_register"):
            return self
        officer = getattr(user, "officer", None)
        if officer is None:
            return self.none()
        agencies = self.model._meta.get_field("agencies").related_model.objects
        return self.led_by(agencies.speaking_for(officer.agency)).in_force()

    def search(self, query: str) -> "TaskQuerySet":
        """Tasks whose number or text holds every word of the query, marks or none.

        The register has tens of rows: folding them here is quicker than a column to keep.
        """
        words = fold(query).split()
        if not words:
            return self
        rows = self.values_list(
            "pk", "group__number", "position", "content_vi", "content_en", "note", "status_note"
        )
        hits = []
        for pk, group, position, *texts in rows:
            text = fold(" ".join([f"{group}.{position}", *texts]))
            if all(word in text for word in words):
                hits.append(pk)
        return self.filter(pk__in=hits)

    def years(self) -> dict[int, range]:
        """The years of its programme in which each task (by id) has something to do."""
        start, end = F("group__programme__first_year"), F("group__programme__last_year")
        first, last = Coalesce("first_year", start), Coalesce("last_year", end)
        rows = self.exclude(recurrence="unknown").order_by()
        spans = rows.values_list("pk", "recurrence", first, last, start, end)
        return {pk: _years(*span) for pk, *span in spans}

    def covering(self, years: list[int]) -> "TaskQuerySet":
        """Tasks with something to do in one of these years.

        The register has tens of rows: which year is whose is told here, not in the database.
        """
        due = [pk for pk, span in self.years().items() if any(year in span for year in years)]
        return self.filter(pk__in=due)

    def due_in(self, year: int) -> "TaskQuerySet":
        """Tasks in force with something to do in the year, and not finished."""
        unfinished = self.in_force().exclude(status__in=["done", "done_for_period", "ended"])
        return unfinished.covering([year])

    def counts_by(self, path: str) -> dict[str, int]:
        """How many of these tasks stand under each value of a field."""
        rows = self.order_by().values_list(path).annotate(n=Count("pk", distinct=True))
        return {str(value): count for value, count in rows}

    def counts_by_group(self) -> dict[int, dict[str, int]]:
        """How many of these tasks each group (by id) has in each status."""
        counts = defaultdict(dict)
        rows = self.order_by().values_list("group", "status").annotate(n=Count("pk"))
        for group, status, count in rows:
            counts[group][status] = count
        return counts

    def counts_by_status(self) -> dict[str, int]:
        return self.counts_by("status")

    def for_list(self) -> "TaskQuerySet":
        """With what a row of the register shows, in a constant number of queries."""
        return self.select_related("group__programme", "added_by", "ended_by").prefetch_related(
            "task_agencies__agency__parent", "deliverables", "open_cells"
        )
