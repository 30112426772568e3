"""What the Steering Committee sees at a glance (section V.1): what needs it, section by section.

A section is a function that rooms register; it is given the situation, and reads no more than a
constant number of queries.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from programme.models import AnnualPlan, Programme
from programme.periods import Period
from programme.planning.city import Absent, CityPlan
from programme.reporting.fulfilment import Timeliness, fulfilments


@dataclass(frozen=True)
class Item:
    """One thing that needs the Committee, with the page that tells more."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class SteeringSection:
    """One kind of such things; `note` says by which rule they are found."""

    title: str | Promise
    note: str
    items: list[Item] = field(default_factory=list)


class Situation:
    """One programme on one day, read once for all sections."""

    def __init__(self, programme: Programme, year: int, today: date) -> None:
        self.programme, self.year, self.today = programme, year, today

    @cached_property
    def plans(self) -> CityPlan:
        """The plans of the year that is shown."""
        return CityPlan(self.programme, self.year, self.today)

    @cached_property
    def last_quarter(self) -> Period | None:
        """The latest quarter whose reports should all be there."""
        over = [
            q for q in self.programme.reported_quarters if self.today > self.programme.deadline(q)
        ]
        return over[-1] if over else None


Telling = Callable[[Situation], SteeringSection]
_told: list[tuple[int, Telling]] = []


def register(position: int) -> Callable[[Telling], Telling]:
    """Add the section that the decorated function tells; they stand by their positions.

    Below 10 stands what needs a decision, from 10 on progress, from 20 on targets and rates, from
    30 on what was reported and handed in, from 40 on plans.
    """

    def add(telling: Telling) -> Telling:
        _told.append((position, telling))
        return telling

    return add


def sections(situation: Situation) -> list[SteeringSection]:
    """Every section, empty ones too: that nothing is missing is worth knowing."""
    in_order = sorted(_told, key=lambda pair: pair[0])
    return [telling(situation) for _position, telling in in_order]


@register(position=3)
def plans_to_approve(situation: Situation) -> SteeringSection:
    """Appraised plans that the People's Committee has not decided on."""
    waiting = [
        e.plan for e in situation.plans.entries if e.plan.state == AnnualPlan.State.APPRAISED
    ]
    return SteeringSection(
        _("Kế hoạch, dự toán chờ phê duyệt"),
        _("Sở Tài chính đã thẩm định, chưa có quyết định của Ủy ban nhân dân."),
        [Item(str(plan), _plan_url(plan)) for plan in waiting],
    )


@register(position=40)
def plans_missing(situation: Situation) -> SteeringSection:
    """Plans that are owed and have not been sent."""
    return SteeringSection(
        _("Kế hoạch năm %(year)s chưa gửi") % {"year": situation.year},
        _("Hạn gửi Sở Công Thương: trước ngày 31/8 của năm trước (mục V.4 a của Quyết định)."),
        [_absent(each) for each in situation.plans.absent],
    )


def _absent(absent: Absent) -> Item:
    task, agency = absent.due.task, absent.due.agency
    return Item(f"{task.number}: {agency} – {absent.timing.label}", task.get_absolute_url())


@register(position=1)
def reports_missing(situation: Situation) -> SteeringSection:
    """Return the reports missing for the latest quarter whose deadline is past."""
    quarter, found = situation.last_quarter, []
    if quarter:
        owed = situation.plans.plans_due.obligations.of([quarter])
        found = fulfilments(situation.programme, owed, situation.today)
    late = [each.obligation for each in found if each.timeliness == Timeliness.MISSING]
    return SteeringSection(
        _("Báo cáo quý còn thiếu"),
        str(quarter) if quarter else _("chưa có quý nào đến hạn"),
        [Item(f"{e.task.number}: {e.agency}", e.task.get_absolute_url()) for e in late],
    )


@register(position=9)
def tasks_unassigned(situation: Situation) -> SteeringSection:
    """Tasks on which nobody is known to report or plan."""
    return SteeringSection(
        _("Nhiệm vụ cần phân công"),
        _("Chưa xác minh được đơn vị chủ trì, chưa có phân công."),
        [Item(str(task), task.get_absolute_url()) for task in situation.plans.unassigned],
    )


def _plan_url(plan: AnnualPlan) -> str:
    return reverse("admin:programme_annualplan_change", args=[plan.pk])
