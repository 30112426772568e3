"""The City's yearly plan as a spreadsheet: a row for each line, then what is missing."""

import tablib
from django.utils.translation import gettext as _

from core.templatetags.formatting import official_date
from programme.models import BudgetLine
from programme.planning.city import Absent, CityPlan, CityPlanEntry


def as_table(city: CityPlan) -> tablib.Dataset:
    """Every line of what was sent, the total of all, and the plans that have not been sent."""
    table = tablib.Dataset(headers=_headings(), title=_("Kế hoạch năm %d") % city.year)
    for entry in city.entries:
        for line in entry.lines or [None]:
            table.append([*_beginning(entry), *_amounts(line), *_end(entry)])
    total = [_("Tổng cộng"), *[""] * 7, *city.total.amounts, *[""] * 5]
    table.append(total)
    for absent in city.absent:
        table.append([*_task(absent), *[""] * 8, _state(absent), "", "", "", absent.timing.label])
    return table


def _headings() -> list[str]:
    return [
        _("Nhóm nhiệm vụ"),
        _("Số"),
        _("Nội dung nhiệm vụ"),
        _("Đơn vị"),
        _("Vai trò"),
        _("Nội dung chi"),
        _("Nguồn kinh phí"),
        _("Căn cứ, cách tính"),
        _("Đề nghị (đồng)"),
        _("Thẩm định (đồng)"),
        _("Phê duyệt (đồng)"),
        _("Đã cấp (đồng)"),
        _("Đã giải ngân (đồng)"),
        _("Tình trạng"),
        _("Số quyết định"),
        _("Ngày quyết định"),
        _("Ngày Sở Công Thương nhận"),
        _("Hạn gửi"),
    ]


def _beginning(entry: CityPlanEntry) -> list[str]:
    task = entry.plan.task
    role = entry.role.label if entry.role else ""
    return [task.group.heading, task.number, task.content_vi, str(entry.plan.agency), str(role)]


def _amounts(line: BudgetLine | None) -> list:
    if line is None:
        return [_("Không đề nghị kinh phí"), *[""] * 7]
    amounts = [line.amount, line.appraised, line.approved, line.allocated, line.disbursed]
    return [line.activity, str(line.get_source_display()), line.basis, *amounts]


def _end(entry: CityPlanEntry) -> list[str]:
    plan = entry.plan
    days = [official_date(plan.decision_on), official_date(plan.received_on)]
    return [str(plan.get_state_display()), plan.decision_number, *days, str(entry.timing.label)]


def _task(absent: Absent) -> list[str]:
    task = absent.due.task
    role = str(absent.due.role.label)
    return [task.group.heading, task.number, task.content_vi, str(absent.due.agency), role]


def _state(absent: Absent) -> str:
    return str(absent.plan.get_state_display()) if absent.plan else _("Chưa lập")
