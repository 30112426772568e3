"""Setting up a programme from another one: its groups, tasks, targets and measures in force.

What the programme has already, by number or code, is left as it is, so that a second run doubles
nothing. Status, results and amendments belong to the other programme and stay there.
"""

from dataclasses import dataclass, fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from programme.models import Measure, Programme, Target, Task, TaskGroup

_GROUP = ("number", "title_vi", "title_en", "goal_vi")
_TASK = ("position", "content_vi", "content_en", "timeframe", "recurrence", "note", "reading_note")
_TARGET = (
    *("code", "name_vi", "name_en", "section", "period", "by_year", "minimum", "maximum"),
    *("unit_vi", "unit_en", "position"),
)
_MEASURE = (
    *("code", "name_vi", "name_en", "task_number", "unit_vi", "unit_en", "source", "is_yes_no"),
    *("alternative_minimum", "record_key", "position"),
)


@dataclass
class Copied:
    """How many were copied, and how many were left as they are."""

    groups: int = 0
    tasks: int = 0
    targets: int = 0
    measures: int = 0
    there: int = 0

    @property
    def is_nothing(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self) if each.name != "there")


class ProgrammeCopy:
    """Copies from one programme into another, in one person's name."""

    def __init__(self, source: Programme, into: Programme, by: User) -> None:
        self.source, self.into, self.by = source, into, by
        self.reason = (_("Sao chép từ chương trình %(number)s") % {"number": source.number})[:100]
        self.copied = Copied()

    @transaction.atomic
    def run(self, *, tasks: bool, targets: bool) -> Copied:
        """Copy tasks with their groups, or targets with their measures, or both; all or nothing."""
        pair = [self.source.pk, self.into.pk]
        list(Programme.objects.select_for_update().filter(pk__in=pair).order_by("pk"))
        if tasks:
            self._copy_tasks()
        if targets:
            self._copy_targets()
            self._copy_measures()
        return self.copied

    def _copy_tasks(self) -> None:
        groups = {group.number: group for group in self.into.groups.all()}
        known = Task.objects.of(self.into).filter(ended_by=None)
        there = set(known.values_list("group__number", "position"))
        for task in Task.objects.of(self.source).in_force().for_list():
            number = task.group.number
            if (number, task.position) in there:
                self.copied.there += 1
                continue
            if number not in groups:
                groups[number] = self._save(TaskGroup(programme=self.into), task.group, _GROUP)
                self.copied.groups += 1
            copy = self._save(Task(group=groups[number]), task, _TASK)
            task.copy_rows_to(copy)
            self.copied.tasks += 1

    def _copy_targets(self) -> None:
        known = self.into.targets.filter(ended_by=None)
        there = set(known.values_list("code", flat=True))
        for target in self.source.targets.in_force():
            if target.code in there:
                self.copied.there += 1
                continue
            if target.by_year and not self._covers(target.by_year):
                target.by_year = self.into.last_year
            self._save(Target(programme=self.into), target, _TARGET)
            self.copied.targets += 1

    def _covers(self, year: int) -> bool:
        return self.into.first_year <= year <= self.into.last_year

    def _copy_measures(self) -> None:
        targets = {each.code: each for each in self.into.targets.filter(ended_by=None)}
        there = set(self.into.measures.values_list("code", flat=True))
        in_force = Task.objects.of(self.into).in_force()
        for measure in self.source.measures.select_related("target"):
            target = targets.get(measure.target.code) if measure.target else None
            if measure.code in there:
                self.copied.there += 1
                continue
            if measure.target and not target:
                continue  # of a target that is no longer in force
            if measure.task_number and not in_force.numbered(measure.task_number).exists():
                continue  # of a task that this programme does not have
            self._save(Measure(programme=self.into, target=target), measure, _MEASURE)
            self.copied.measures += 1

    def _save(self, copy: Any, of: Any, names: tuple[str, ...]) -> Any:
        for name in names:
            setattr(copy, name, getattr(of, name))
        copy._history_user, copy._change_reason = self.by, self.reason
        copy.full_clean()
        copy.save()
        return copy
