"""What each row of a sheet of tasks will do: to groups, tasks, their agencies and products."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.imports.outcomes import MessageKind, Result, RowOutcome
from core.imports.rows import ParsedRow
from core.text import fold, is_poorer
from programme.importing.numbers import Numbered, read_heading, read_time
from programme.models import Agency, Deliverable, Programme, Task, TaskAgency, TaskGroup

PLAIN = ("content_vi", "timeframe", "recurrence", "first_year", "last_year", "note", "content_en")
ROLES = {"lead": TaskAgency.Role.LEAD, "coordinating": TaskAgency.Role.COORDINATING}


@dataclass(eq=False)
class ImportedTask:
    """A task as its row leaves it, with the rows that come to it."""

    task: Task
    row: int
    is_new: bool
    is_changed: bool = False
    agencies: list[TaskAgency] = field(default_factory=list)
    deliverables: list[Deliverable] = field(default_factory=list)


class TaskRows:
    """Takes the rows of one file in their order: a row that names a group heads the next ones."""

    def __init__(self, programme: Programme, headings: dict[str, str]) -> None:
        self.programme, self.headings = programme, headings
        self.records: dict[tuple[int, int], ImportedTask] = {}
        self._groups = {group.number: group for group in programme.groups.all()}
        known = Task.objects.of(programme).filter(ended_by=None).for_list()
        self._known = {(task.group.number, task.position): task for task in known}
        self._section: Numbered | None = None

    def take(self, row: ParsedRow) -> RowOutcome:
        """Find out what a row will do."""
        if heading := self._heading(row):
            return self._head(row, heading)
        if not row.has_errors and (key := self._key(row)):
            self._apply(row, key)
        if row.has_errors:
            row.outcome.result = Result.REFUSED
        return row.outcome

    def _heading(self, row: ParsedRow) -> Numbered | None:
        """Return what group a row names; None where it is a task's."""
        number, content = row.values.get("number"), str(row.values.get("content_vi", ""))
        if not isinstance(number, Numbered):
            is_alone = set(row.texts) == {"content_vi"}
            return read_heading(content) if is_alone else None
        if number.title:
            return number
        if not content or set(row.texts) != {"number", "content_vi"}:
            return None
        if number.is_roman:
            return Numbered(number.group, title=content, is_roman=True)
        in_romans = self._section is not None and self._section.is_roman
        if number.group is None and not in_romans:
            return Numbered(number.position, title=content)
        return None

    def _head(self, row: ParsedRow, heading: Numbered) -> RowOutcome:
        self._section = heading
        if self._group(row, heading.group, heading.title):
            row.outcome.result = Result.NO_RECORD
            text = _("tên nhóm %(number)d") % {"number": heading.group}
            row.outcome.add_message(MessageKind.HINT, "", text)
        else:
            row.outcome.result = Result.REFUSED
        return row.outcome

    def _key(self, row: ParsedRow) -> tuple[int, int] | None:
        """Return the numbers of a task and its group, which is there or to be made."""
        for name in ("number", "content_vi"):
            if name not in row.values:
                row.add_error(name, self.headings[name], _("Không được để trống."))
                return None
        number, said = row.values["number"], row.values.get("group") or Numbered()
        group = said.group or self._by_title(said.title) or number.group
        group = group or (self._section.group if self._section else None)
        if number.position is None or group is None:
            text = _("Chưa biết nhóm: hãy ghi số như 1.10, hoặc ghi cột “%(heading)s”.")
            self._refuse(row, "number", text % {"heading": self.headings["group"]})
        elif number.group not in {None, group}:
            self._refuse(row, "number", _("Số và nhóm không khớp nhau."))
        elif twin := self.records.get((group, number.position)):
            text = _(
                "Số %(number)s đã có ở dòng %(row)d; nếu là số như 1.10, hãy để cột này ở dạng chữ."
            )
            words = {"number": f"{group}.{number.position}", "row": twin.row}
            self._refuse(row, "number", text % words)
        elif self._group(row, group, said.title):
            return group, number.position
        return None

    def _refuse(self, row: ParsedRow, name: str, text: str) -> None:
        row.add_error(name, self.headings[name], text)

    def _by_title(self, title: str) -> int | None:
        same = (n for n, each in self._groups.items() if fold(each.title_vi) == fold(title))
        return next(same, None) if title else None

    def _group(self, row: ParsedRow, number: int, title: str) -> TaskGroup | None:
        """Return the group of a number; one that is not there is made of its title."""
        if known := self._groups.get(number):
            if title and fold(title) != fold(known.title_vi):
                text = _("Nhóm %(number)d giữ tên “%(title)s”.")
                words = {"number": number, "title": known.title_vi}
                row.outcome.add_message(MessageKind.HINT, self.headings["group"], text % words)
            return known
        if not title:
            text = _("Chương trình chưa có nhóm %(number)d: hãy ghi “%(number)d. Tên nhóm”.")
            self._refuse(row, "group", text % {"number": number})
            return None
        made = TaskGroup(programme=self.programme, number=number, title_vi=title)
        try:
            made.full_clean()
        except ValidationError as error:
            self._refuse(row, "group", " ".join(error.messages))
            return None
        text = _("Nhóm mới: %(group)s") % {"group": made}
        row.outcome.add_message(MessageKind.HINT, self.headings["group"], text)
        return self._groups.setdefault(number, made)

    def _apply(self, row: ParsedRow, key: tuple[int, int]) -> None:
        known = self._known.get(key)
        task = known or Task(group=self._groups[key[0]], position=key[1])
        imported = ImportedTask(task, row.outcome.number, is_new=known is None)
        old = {name: getattr(task, name) for name in PLAIN}
        self._set(row, task, old)
        self._validate(row, task, old)
        if row.has_errors:
            for name, value in old.items():
                setattr(task, name, value)
            return
        self.records[key] = imported
        changes = list(self._changes(row, imported, old))
        row.outcome.result = Result.NEW if imported.is_new else Result.SAME
        if changes and not imported.is_new:
            imported.is_changed, row.outcome.result = True, Result.UPDATED
            for heading, text in changes:
                row.outcome.add_message(MessageKind.CHANGE, heading, text)

    def _set(self, row: ParsedRow, task: Task, old: dict) -> None:
        for name in PLAIN:
            value = row.values.get(name)
            if value is None:
                continue
            if isinstance(value, str) and old[name] and is_poorer(value, old[name]):
                text = _("giữ “%(text)s”, đầy đủ dấu hơn")
                words = {"text": old[name][:200]}
                row.outcome.add_message(MessageKind.HINT, self.headings[name], text % words)
                continue
            setattr(task, name, value)
        self._understand_time(row, task)

    def _understand_time(self, row: ParsedRow, task: Task) -> None:
        """Take recurrence and years of plain words, where no column says them."""
        if task.recurrence != Task.Recurrence.UNKNOWN or "timeframe" not in row.values:
            return
        heading = self.headings["timeframe"]
        if (found := read_time(task.timeframe)) is None:
            text = _("chưa hiểu “%(text)s” là hàng năm hay theo giai đoạn: hãy chọn sau khi nhập")
            words = {"text": task.timeframe}
            row.outcome.add_message(MessageKind.HINT, heading, text % words)
            return
        task.recurrence, first, last = found
        task.first_year, task.last_year = task.first_year or first, task.last_year or last
        text = _("hiểu là: %(time)s") % {"time": task.get_recurrence_display()}
        row.outcome.add_message(MessageKind.REPAIR, heading, text)

    def _validate(self, row: ParsedRow, task: Task, old: dict) -> None:
        """Validate the task, without the cells that it can do without and that are wrong."""
        labels = {each.name: capfirst(str(each.verbose_name)) for each in Task._meta.fields}
        exclude = {"group"} if task.group.pk is None else set()
        while True:
            try:
                task.full_clean(exclude=exclude)
            except ValidationError as error:
                left = row.add_errors(error, {**labels, **self.headings})
            else:
                return
            if not left:
                return
            for name in left:
                setattr(task, name, old.get(name))

    def _changes(
        self, row: ParsedRow, imported: ImportedTask, old: dict
    ) -> Iterator[tuple[str, str]]:
        """Yield what a row changes and adds, by heading; note the rows that are added."""
        for name, before in old.items():
            if (now := getattr(imported.task, name)) != before:
                text = f"“{before if before is not None else ''}” → “{now}”"
                yield self.headings[name], text[:400]
        placed: dict[Agency, str] = {}
        if not imported.is_new:
            placed = {each.agency: each.role for each in imported.task.task_agencies.all()}
        for name, role in ROLES.items():
            new = [a for a in row.values.get(name, ()) if self._is_free(row, name, a, placed)]
            if new:
                placed |= dict.fromkeys(new, role)
                first = len(placed) - len(new) + 1
                imported.agencies += [
                    TaskAgency(agency=agency, role=role, position=at)
                    for at, agency in enumerate(new, first)
                ]
                yield self.headings[name], _("thêm: %(names)s") % {"names": _names(new)}
        has = [] if imported.is_new else [d.name_vi for d in imported.task.deliverables.all()]
        folded = {fold(name) for name in has}
        fresh = [n for n in row.values.get("deliverable", ()) if fold(n) not in folded]
        if fresh:
            imported.deliverables = [
                Deliverable(name_vi=name, position=at)
                for at, name in enumerate(fresh, len(has) + 1)
            ]
            yield self.headings["deliverable"], _("thêm: %(names)s") % {"names": "; ".join(fresh)}

    def _is_free(self, row: ParsedRow, name: str, agency: Agency, placed: dict) -> bool:
        """Return whether an agency is not on the task yet; say so where it is in another role."""
        if agency not in placed:
            return True
        if placed[agency] != ROLES[name]:
            text = _("%(agency)s đã có ở vai trò “%(role)s”, giữ nguyên")
            words = {"agency": agency, "role": TaskAgency.Role(placed[agency]).label}
            row.outcome.add_message(MessageKind.HINT, self.headings[name], text % words)
        return False


def _names(agencies: list[Agency]) -> str:
    return "; ".join(agency.printed_name for agency in agencies)
