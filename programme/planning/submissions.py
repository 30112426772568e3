"""What Finance and the Department submit to the People's Committee, over all agencies."""

from django.utils.translation import override

from programme.models import AnnualPlan, BudgetLine
from programme.money import grouped, in_dong
from programme.planning.city import CityPlan, CityPlanEntry
from programme.planning.papers import (
    Block,
    PaperHead,
    in_pursuance,
    numbered,
    paper,
    sources,
    text,
)
from programme.planning.rows import (
    MoneyRow,
    MoneyTable,
    amounts_of,
    by_payer,
    line_rows,
    note_of,
    part_row,
    table_note,
    total_row,
)

State = AnnualPlan.State
AWAITED = (State.SENT,)  # by Finance


def department_docx(city: CityPlan, head: PaperHead) -> bytes:
    """Return the Department's submission of the year's plan and estimate (V.2 b)."""
    with override("vi"):
        opening = (
            f"{in_pursuance(city.programme)}, {head.agency_name} đã tổng hợp kế hoạch và dự toán "
            f"kinh phí năm {city.year} trên cơ sở đề xuất của các đơn vị, kính trình "
            f"{head.addressee} như sau:"
        )
        parts = [
            ("TỔNG HỢP KẾ HOẠCH", _texts(_plans(city))),
            ("KINH PHÍ", _texts(_money(city))),
            ("NỘI DUNG CẦN LƯU Ý", _texts(_remarks(city))),
        ]
        ending = (
            f"{head.agency_name} kính trình {head.addressee} xem xét, phê duyệt kế hoạch và dự "
            f"toán kinh phí năm {city.year}./."
        )
        return paper(
            head,
            city.programme,
            city.year,
            title="TỜ TRÌNH",
            about=(
                f"Về việc phê duyệt kế hoạch và dự toán kinh phí năm {city.year} thực hiện "
                f"{city.programme.title_vi}"
            ),
            body=[text(opening), *numbered(parts), text(ending)],
            **_tables(city),
        )


def finance_docx(city: CityPlan, head: PaperHead) -> bytes:
    """Return Finance's submission on what it has appraised of the year's estimates (V.3 a)."""
    with override("vi"):
        opening = (
            f"{in_pursuance(city.programme)}, trên cơ sở dự toán kinh phí năm {city.year} do các "
            f"đơn vị đề xuất, {head.agency_name} kính trình {head.addressee} kết quả thẩm định "
            "như sau:"
        )
        parts = [
            ("TÌNH HÌNH THẨM ĐỊNH", _texts(_appraisals(city))),
            ("KINH PHÍ", _texts(_money(city))),
            ("CÁC KHOẢN THẨM ĐỊNH KHÁC SỐ ĐỀ NGHỊ", _texts(_differences(city.lines))),
        ]
        ending = (
            f"{head.agency_name} kính trình {head.addressee} xem xét, bố trí kinh phí trong dự "
            f"toán ngân sách Thành phố năm {city.year}./."
        )
        return paper(
            head,
            city.programme,
            city.year,
            title="TỜ TRÌNH",
            about=(
                f"Về kết quả thẩm định dự toán kinh phí năm {city.year} thực hiện "
                f"{city.programme.title_vi}"
            ),
            body=[text(opening), *numbered(parts), text(ending)],
            **_tables(city),
        )


def _texts(told: list[str]) -> list[Block]:
    return [text(each) for each in told if each]


def _plans(city: CityPlan) -> list[str]:
    if not city.entries:
        return [f"Chưa đơn vị nào gửi kế hoạch năm {city.year}."]
    tasks, agencies = len(city.by_task), len(city.by_agency)
    told = [
        f"Có {len(city.entries)} kế hoạch của {agencies} đơn vị cho {tasks} nhiệm vụ. Tổng hợp tại "
        "Phụ lục I, chi tiết từng dòng tại Phụ lục II."
    ]
    for group in city.groups:
        amount = group.sums.planned
        asked = "không đề nghị kinh phí" if not amount else f"đề nghị {in_dong(amount)}"
        told.append(f"{group.of.heading}: {len(group.parts)} nhiệm vụ, {asked}.")
    return told


def _money(city: CityPlan) -> list[str]:
    found = city.total
    if found.planned is None:
        return []
    told = [f"Tổng kinh phí đề nghị: {in_dong(found.planned)}."]
    if found.appraised is not None:
        told.append(f"Số thẩm định: {in_dong(found.appraised)}{_of_lines(city, 'appraised')}.")
    if found.approved is not None:
        told.append(f"Số đã phê duyệt: {in_dong(found.approved)}{_of_lines(city, 'approved')}.")
    return [*told, sources(city.lines)]


def _of_lines(city: CityPlan, name: str) -> str:
    """Say of how many lines a sum is, where it is not of all of them."""
    filled = sum(getattr(line, name) is not None for line in city.lines)
    missing = len(city.lines) - filled
    return f" ({filled} trên {len(city.lines)} dòng; các dòng còn lại chưa có)" if missing else ""


def _remarks(city: CityPlan) -> list[str]:
    told = []
    if city.absent:
        missing = "; ".join(f"{e.due.task.number} – {e.due.agency}" for e in city.absent)
        told.append(f"Chưa gửi kế hoạch: {missing}.")
    waiting = _waiting(city)
    if waiting:
        told.append(f"Chưa thẩm định: {_named(waiting)}.")
    return [*told, *_apart(city.lines)]


def _appraisals(city: CityPlan) -> list[str]:
    waiting = _waiting(city)
    done = len(city.entries) - len(waiting)
    told = [f"Có {len(city.entries)} kế hoạch đã gửi, trong đó {done} kế hoạch đã thẩm định."]
    if waiting:
        told.append(f"Chưa thẩm định: {_named(waiting)}.")
    return told


def _waiting(city: CityPlan) -> list[CityPlanEntry]:
    return [entry for entry in city.entries if entry.plan.state in AWAITED]


def _named(entries: list[CityPlanEntry]) -> str:
    return "; ".join(f"{each.plan.task.number} – {each.plan.agency}" for each in entries)


def _differences(lines: list[BudgetLine]) -> list[str]:
    return [
        f"{line.plan.task.number} “{line.activity}” ({line.plan.agency}): đề nghị "
        f"{grouped(line.amount)} đồng, thẩm định {grouped(line.appraised)} đồng. "
        f"Lý do: {line.appraisal_reason.rstrip('.')}."
        for line in lines
        if line.appraised not in (None, line.amount)
    ]


def _apart(lines: list[BudgetLine]) -> list[str]:
    told = []
    for line in lines:
        if line.marks:
            note = note_of(line).replace("\n", "; ").rstrip(".")
            told.append(f"{line.plan.task.number} “{line.activity}” ({line.plan.agency}): {note}.")
    return told


def _tables(city: CityPlan) -> dict[str, MoneyTable]:
    note, total = table_note(city.lines), total_row(city.total, city.lines)
    summary = [row for group in city.groups for row in _summary(group)]
    details = [row for entry in city.entries for row in _details(entry)]
    return {
        "summary": MoneyTable("I", summary, total, note),
        "details": MoneyTable("II", details, total, note),
    }


def _summary(group) -> list[MoneyRow]:
    entries = [entry for task in group.parts for entry in task.parts]
    lines = [line for entry in entries for line in entry.lines]
    rows = [part_row(str(group.of.number), group.of.title_vi, group.sums, lines)]
    for entry in entries:
        plan = entry.plan
        about = {"number": plan.task.number, "content": plan.task.content_vi}
        money = {**amounts_of(entry.sums), **by_payer(entry.lines)}
        rows.append(MoneyRow(agency=plan.agency.printed_name, **about, **money))
    return rows


def _details(entry: CityPlanEntry) -> list[MoneyRow]:
    plan = entry.plan
    content = f"{plan.task.content_vi} – {plan.agency.printed_name}"
    part = part_row(plan.task.number, content, entry.sums, entry.lines)
    return [part, *line_rows(plan, entry.lines)]
