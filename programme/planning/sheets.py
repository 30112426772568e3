"""Plans as spreadsheets with titles and totals: the City's of a year, and one agency's."""

from django.utils.translation import gettext as _

from core.spreadsheets.titled import TitledTable
from core.templatetags.formatting import official_date
from programme.models import AnnualPlan, BudgetLine
from programme.money import in_dong
from programme.planning.city import Absent, CityPlan, CityPlanEntry
from programme.planning.papers import lines_of_plans
from programme.planning.rows import note_of, table_note
from programme.planning.shares import share_outside
from programme.sums import Sums, sums


def city_table(city: CityPlan) -> TitledTable:
    """Return every line that was sent with sums of groups and of all, then what is missing."""
    table = TitledTable(
        sheet=_("Kế hoạch năm %d") % city.year,
        title=[
            _("KẾ HOẠCH, DỰ TOÁN KINH PHÍ NĂM %d") % city.year,
            city.programme.title_vi,
            _("(Quyết định số %(number)s; đơn vị tính: đồng; “–”: chưa có số liệu)")
            % {"number": city.programme.number},
        ],
        headings=list(columns := _city_columns()),
        widths=list(columns.values()),
    )
    for group in city.groups:
        for entry in (entry for task in group.parts for entry in task.parts):
            for line in entry.lines or [None]:
                table.add([*_beginning(entry), *_amounts(line), *_end(entry, line)])
        table.add(_sum_row(_("Cộng nhóm %d") % group.of.number, group.sums), bold=True)
    table.add(_sum_row(_("Tổng cộng"), city.total), bold=True)
    for absent in city.absent:
        timing = str(absent.timing.label)
        table.add([*_task(absent), *[""] * 13, _state(absent), "", "", "", timing])
    outside = _("Ngoài ngân sách Thành phố: %(share)s.") % {"share": share_outside(city.lines)}
    given = [f"{name}: {in_dong(amount)}" for name, amount in city.by_contributor]
    table.notes = [outside, *given, *filter(None, [table_note(city.lines)])]
    return table


def plans_table(plans: list[AnnualPlan]) -> TitledTable:
    """Return one agency's estimate of a year, or of a single task, line by line with its total."""
    first, lines = plans[0], lines_of_plans(plans)
    table = TitledTable(
        sheet=_("Dự toán năm %d") % first.year,
        title=[
            _("DỰ TOÁN KINH PHÍ NĂM %d") % first.year,
            first.agency.printed_name,
            first.programme.title_vi,
            _("(Đơn vị tính: đồng; “–”: chưa có số liệu)"),
        ],
        headings=list(columns := _plan_columns()),
        widths=list(columns.values()),
    )
    for plan in plans:
        work = f"{plan.task.number} {plan.task.content_vi} ({plan.get_state_display()})"
        table.add(["", work, *[""] * 4, *_money(plan.sums), "", "", ""], bold=True)
        for number, line in enumerate(lines[plan.pk], 1):
            cells = [*_spent_on(line), *_money(line.sums), *_said_of(line)]
            table.add([number, line.activity, *cells])
        if plan.without_budget:
            table.add(["", _("Không đề nghị kinh phí"), *[""] * (len(columns) - 2)])
    total = ["", _("Tổng cộng"), *[""] * 4, *_money(sums(plans)), "", "", ""]
    table.add(total, bold=True)
    every = [line for own in lines.values() for line in own]
    outside = _("Ngoài ngân sách Thành phố: %(share)s.") % {"share": share_outside(every)}
    table.notes = [outside, *filter(None, [table_note(every)])]
    return table


def _city_columns() -> dict[str, int]:
    """Return the headings with their widths."""
    return {
        _("Nhóm nhiệm vụ"): 28,
        _("Số"): 6,
        _("Nội dung nhiệm vụ"): 40,
        _("Đơn vị"): 26,
        _("Vai trò"): 12,
        _("Nội dung chi"): 34,
        _("Nguồn kinh phí"): 20,
        _("Căn cứ, cách tính"): 30,
        **_money_columns(),
        **_spending_columns(),
        _("Ghi chú thẩm định, phê duyệt"): 34,
        _("Tình trạng"): 22,
        _("Số quyết định"): 16,
        _("Ngày quyết định"): 14,
        _("Ngày Sở Công Thương nhận"): 14,
        _("Hạn gửi"): 14,
    }


def _plan_columns() -> dict[str, int]:
    return {
        _("TT"): 5,
        _("Nội dung chi"): 38,
        **_spending_columns(),
        **_money_columns(),
        _("Nguồn kinh phí"): 20,
        _("Căn cứ, cách tính"): 30,
        _("Ghi chú thẩm định, phê duyệt"): 34,
    }


def _money_columns() -> dict[str, int]:
    return {
        _("Đề nghị (đồng)"): 17,
        _("Thẩm định (đồng)"): 17,
        _("Phê duyệt (đồng)"): 17,
        _("Đã cấp (đồng)"): 17,
        _("Đã giải ngân (đồng)"): 17,
    }


def _spending_columns() -> dict[str, int]:
    return {
        _("Khoản mục chi"): 24,
        _("Số lượng"): 10,
        _("Đơn vị tính"): 12,
        _("Đơn giá (đồng)"): 16,
    }


def _money(found: Sums) -> list[int | str]:
    """Return the five amounts; a dash where one has not been filled in."""
    return ["–" if amount is None else amount for amount in found.amounts]


def _spent_on(line: BudgetLine) -> list:
    category = line.category.name if line.category else ""
    return [category, *(line.calculation or ("", "", ""))]


def _said_of(line: BudgetLine) -> list[str]:
    return [str(line.get_source_display()), line.basis, note_of(line)]


def _sum_row(label: str, found: Sums) -> list:
    return [label, *[""] * 7, *_money(found), *[""] * 10]


def _beginning(entry: CityPlanEntry) -> list[str]:
    task = entry.plan.task
    role = entry.role.label if entry.role else ""
    return [task.group.heading, task.number, task.content_vi, str(entry.plan.agency), str(role)]


def _amounts(line: BudgetLine | None) -> list:
    if line is None:
        return [_("Không đề nghị kinh phí"), *[""] * 11]
    source, basis, _note = _said_of(line)
    return [line.activity, source, basis, *_money(line.sums), *_spent_on(line)]


def _end(entry: CityPlanEntry, line: BudgetLine | None) -> list[str]:
    plan = entry.plan
    days = [official_date(plan.decision_on), official_date(plan.received_on)]
    note, state = note_of(line) if line else "", str(plan.get_state_display())
    return [note, state, plan.decision_number, *days, str(entry.timing.label)]


def _task(absent: Absent) -> list[str]:
    task = absent.due.task
    role = str(absent.due.role.label)
    return [task.group.heading, task.number, task.content_vi, str(absent.due.agency), role]


def _state(absent: Absent) -> str:
    return str(absent.plan.get_state_display()) if absent.plan else _("Chưa lập")
