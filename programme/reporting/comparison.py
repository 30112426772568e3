"""What a report says, field by field in words, beside another one or an earlier version."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import label_for_field
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.concurrency.comparison import FieldChange
from programme.models import Measure, Programme, Report, Task


def compared(old: dict, new: dict, measures: dict[str, Measure]) -> list[FieldChange]:
    """Two contents of reports (`Report.content()`) side by side; what neither tells is left out.

    `measures` are those of the programme, by code.
    """
    before, after = (dict(_lines(content, measures)) for content in (old, new))
    labels = dict.fromkeys([*before, *after])
    rows = [FieldChange(label, before.get(label, ""), after.get(label, "")) for label in labels]
    return [row for row in rows if row.old or row.new]


def changed(old: dict, new: dict, measures: dict[str, Measure]) -> list[FieldChange]:
    """Only the fields in which they differ."""
    return [row for row in compared(old, new, measures) if row.is_changed]


def measures_of(programme: Programme) -> dict[str, Measure]:
    """Return what the programme's reports count, by code."""
    return {measure.code: measure for measure in counted_in_reports(programme)}


def counted_in_reports(programme: Programme) -> QuerySet[Measure]:
    """Return the measures to which quarterly reports add."""
    return Measure.objects.filter(programme=programme, source=Measure.Source.REPORTS)


def label_of(measure: Measure) -> str:
    """Return what is counted, with its unit."""
    return f"{measure.name} ({measure.unit})"


def field_label(name: str) -> str:
    """Return the name of a report's field, for people."""
    return capfirst(str(label_for_field(name, Report)))


def _lines(content: dict, measures: dict[str, Measure]) -> Iterator[tuple[str, str]]:
    for name in Report.CONTENT_FIELDS:
        yield field_label(name), _shown(name, content.get(name))
    for code, value in content.get("figures", {}).items():
        label = label_of(measures[code]) if code in measures else code
        yield label, number_format(value, use_l10n=True, force_grouping=True)
    yield _("Tài liệu kiểm chứng"), "\n".join(_evidence(content))
    if day := content.get("reported_on"):
        yield field_label("reported_on"), day


def _evidence(content: dict) -> Iterator[str]:
    for title, place in content.get("evidence", []):
        yield f"{title}: {place}" if place.startswith("http") else title


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name == "task_status":
        return str(dict(Task.Status.choices).get(value, value))
    return f"{value}%" if name == "progress" else str(value)
