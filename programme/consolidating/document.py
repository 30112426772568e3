"""The consolidated report in official form (Decree 30/2020/NĐ-CP, annex I), ready to be signed.

The layout is a Word file, templates/programme/consolidating/report.docx: margins, head, page
numbers and tables are edited there, in Word; here is only what it says. Its placeholders are the
keys of `paper` and the attributes of what these hold.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import override
from docxtpl import Listing

from core.letterhead import bases_of, day_in_words, lines_of, with_days_in_words
from core.papers import filled_in
from programme.models import ConsolidatedReport
from programme.periods import ROMAN
from programme.reporting.fulfilment import Timeliness
from programme.snapshot import (
    BudgetAmounts,
    BudgetLineSummary,
    BudgetSummary,
    GroupSummary,
    OutstandingReport,
    PeriodSnapshot,
    ReportSummary,
    TargetSummary,
    TaskSummary,
)

DEMO = "(Mẫu – dữ liệu minh họa, không phải số liệu thật)"
TITLE, INTERIM_TITLE = "BÁO CÁO", "BÁO CÁO TẠM THỜI"
MARK = "*"  # programme.money.marked
APART = "(*: có dòng được thẩm định hoặc phê duyệt cao hơn, hoặc dưới một nửa số đề nghị.)"
TEMPLATE = settings.BASE_DIR / "templates/programme/consolidating/report.docx"


@dataclass(frozen=True)
class Block:
    """A paragraph of the text: a `basis`, a `section`, a `heading`, a `task` or plain `text`."""

    kind: str
    text: str | Listing


@dataclass(frozen=True)
class TaskRow:
    """A task in its table."""

    number: str
    content: str
    leads: str
    coordinating: str
    status: str
    progress: str
    results: Listing


@dataclass(frozen=True)
class DelayRow:
    """What one agency sent late, and what it has not sent."""

    agency: str
    late: str
    missing: str


@dataclass(frozen=True)
class Appendix:
    """A numbered table; the budget's has a year and a total."""

    number: str
    rows: list[TaskRow] | list[DelayRow] | list[BudgetLineSummary] | list[TargetSummary]
    year: int | None = None
    total: BudgetAmounts | None = None


def report_docx(report: ConsolidatedReport) -> bytes:
    """Return the report as .docx; what people typed is text in it."""
    return filled_in(TEMPLATE, paper(report))


def paper(report: ConsolidatedReport) -> dict:
    """Return what the Word file asks for, in the order in which it stands there."""
    snapshot = report.snapshot
    return {
        "superior": Listing(report.superior),
        "agency": report.agency_name,
        "agency_in_words": _titled(report.agency_name),
        "number_line": report.number_line,
        "place_and_day": f"{report.place}, {day_in_words(report.signed_on)}",
        "day": day_in_words(report.signed_on),
        "title": INTERIM_TITLE if report.is_interim else TITLE,
        "about": _about(snapshot),
        "demo": DEMO if snapshot.programme.is_demo else "",
        "period_upper": snapshot.period.name.upper(),
        "body": [_with_line_breaks(block) for block in body(report)],
        "recipients": lines_of(report.recipients),
        "signatory_title": lines_of(report.signatory_title),
        "signatory_name": report.signatory_name,
        **_appendices(snapshot),
    }


def body(report: ConsolidatedReport) -> list[Block]:
    """Return the report's text: sections that are not empty, numbered as they come."""
    snapshot = report.snapshot
    bases = [Block("basis", line) for line in bases_of(lines_of(report.bases))]
    blocks = [*bases, _text(_opening(report, snapshot))]
    sections = [
        ("TÌNH HÌNH CHUNG", [*_paragraphs(report.assessment), *_overview(snapshot)]),
        ("KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ", list(_results(snapshot))),
        ("ĐIỀU CHỈNH CHƯƠNG TRÌNH", list(_amendments(snapshot))),
        ("KHÓ KHĂN, VƯỚNG MẮC", list(_quotes(snapshot, lambda report: report.difficulties))),
        ("ĐỀ XUẤT, KIẾN NGHỊ", list(_quotes(snapshot, lambda report: report.proposals))),
        ("NHIỆM VỤ TRỌNG TÂM KỲ TỚI", _paragraphs(report.outlook)),
    ]
    for number, (title, content) in enumerate(each for each in sections if each[1]):
        blocks += [Block("section", f"{_roman(number)}. {title}"), *content]
    return [*blocks, _text(_ending(report, snapshot))]


def _about(snapshot: PeriodSnapshot) -> str:
    scope = f", nhóm nhiệm vụ “{snapshot.scope}”" if snapshot.scope else ""
    return f"Kết quả thực hiện {snapshot.programme.title}{scope}, {snapshot.period.name}"


def _opening(report: ConsolidatedReport, snapshot: PeriodSnapshot) -> str:
    programme, period = snapshot.programme, snapshot.period
    signed = with_days_in_words(f"ngày {programme.signed_on}")
    return (
        f"Thực hiện Quyết định số {programme.number} {signed} của "
        f"{programme.issuer} về ban hành {programme.title}, "
        f"{_titled(report.agency_name)} báo cáo {_interim(report)}kết quả thực hiện {period.name} "
        f"({_span(snapshot)}, theo báo cáo đã tiếp nhận đến ngày {snapshot.as_of}) như sau:"
    )


def _span(snapshot: PeriodSnapshot) -> str:
    period = snapshot.period
    if snapshot.is_interim:
        return f"kỳ chưa kết thúc, số liệu từ ngày {period.begins} đến ngày {snapshot.as_of}"
    return f"số liệu từ ngày {period.begins} đến ngày {period.closes}"


def _interim(report: ConsolidatedReport) -> str:
    return "tạm thời " if report.is_interim else ""


def _ending(report: ConsolidatedReport, snapshot: PeriodSnapshot) -> str:
    return (
        f"Trên đây là báo cáo {_interim(report)}kết quả thực hiện Chương trình "
        f"{snapshot.period.name}, {_titled(report.agency_name)} kính báo cáo./."
    )


def _titled(name: str) -> str:
    """SỞ CÔNG THƯƠNG as running text has it: Sở Công Thương."""
    return name.title() if name.isupper() else name


def _overview(snapshot: PeriodSnapshot) -> list[Block]:
    texts = [_task_counts(snapshot), _report_counts(snapshot), _budget(snapshot.budget)]
    if snapshot.unassigned:
        texts.append(f"Nhiệm vụ chưa rõ đơn vị chủ trì: {len(snapshot.unassigned)}.")
    return [_text(text) for text in texts if text]


def _task_counts(snapshot: PeriodSnapshot) -> str:
    if not snapshot.task_count:
        return ""
    statuses = "; ".join(f"{each.label.lower()}: {each.count}" for each in snapshot.statuses)
    return f"Phạm vi báo cáo có {snapshot.task_count} nhiệm vụ ({statuses})."


def _report_counts(snapshot: PeriodSnapshot) -> str:
    if not snapshot.compliance:
        return "Trong kỳ không có báo cáo quý nào phải gửi qua Cổng thông tin."
    counts = "; ".join(f"{label.lower()}: {n}" for label, n in _best_first(snapshot.compliance))
    total = sum(snapshot.compliance.values())
    told = f"Về chế độ báo cáo quý: {total} báo cáo phải gửi ({counts})."
    if not snapshot.outstanding:
        return told
    open_yet = len(snapshot.outstanding)
    return f"{told} Đã tiếp nhận {total - open_yet} báo cáo, chưa tiếp nhận {open_yet} báo cáo."


def _budget(budget: BudgetSummary | None) -> str:
    if budget is None:
        return ""
    total = budget.total
    said = [
        f"phê duyệt {_dong(total.approved)}",
        f"đã cấp {_dong(total.allocated)}",
        f"đã giải ngân {_dong(total.disbursed)}",
    ]
    words = f"Kinh phí năm {budget.year}: {', '.join(said)}."
    return f"{words} {APART}" if MARK in total.appraised + total.approved else words


def _dong(amount: str) -> str:
    """Return an amount in words; what nobody has filled in is not zero."""
    return "(chưa có số liệu)" if amount == "–" else f"{amount.removesuffix(MARK).strip()} đồng"


def _best_first(compliance: dict[str, int]) -> list[tuple[str, int]]:
    """Return the counts in the order of `Timeliness`: PostgreSQL's jsonb does not keep it."""
    with override("vi"):
        places = {str(timeliness.label): place for place, timeliness in enumerate(Timeliness)}
    return sorted(compliance.items(), key=lambda count: places.get(count[0], len(places)))


def _results(snapshot: PeriodSnapshot) -> Iterator[Block]:
    for group in snapshot.groups:
        yield Block("heading", f"{group.number}. {group.title}")
        for task in group.tasks:
            if task.reports:
                yield Block("task", f"Nhiệm vụ {task.number}: {task.content}")
                yield from (_text(f"- {_result(report)}") for report in task.reports)
        yield from _unreported(group, snapshot.outstanding)


def _unreported(
    group: GroupSummary, outstanding: list[OutstandingReport] | None
) -> Iterator[Block]:
    """Yield which owed reports of a group are not accepted, and which tasks owed none."""
    silent = [task.number for task in group.tasks if not task.reports]
    if outstanding is None:  # a snapshot that did not know who owed what
        if silent:
            yield _text(f"Chưa có báo cáo được tiếp nhận: nhiệm vụ {', '.join(silent)}.")
        return
    here = {task.number for task in group.tasks}
    waited_for = [each for each in outstanding if each.number in here]
    if waited_for:
        told = "; ".join(f"nhiệm vụ {each.number} ({_waited_for(each)})" for each in waited_for)
        yield _text(f"Chưa có báo cáo được tiếp nhận: {told}.")
    owing = {each.number for each in waited_for}
    if free := [number for number in silent if number not in owing]:
        yield _text(f"Không có báo cáo phải gửi trong kỳ: nhiệm vụ {', '.join(free)}.")


def _waited_for(report: OutstandingReport) -> str:
    return f"{report.agency}, {report.quarter}: {report.state[0].lower()}{report.state[1:]}"


def _result(report: ReportSummary) -> str:
    late = ", trễ hạn" if report.is_late else ""
    afterwards = ", nhập sau" if report.is_afterwards else ""
    head = f"{report.agency} ({report.role.lower()}, {report.quarter}{late}{afterwards}): "
    figures = f" Số liệu: {'; '.join(report.figures)}." if report.figures else ""
    return f"{head}{report.results.strip()}{figures}"


def _amendments(snapshot: PeriodSnapshot) -> Iterator[Block]:
    for each in snapshot.amendments:
        yield _text(
            f"- Quyết định số {each.number} ngày {each.signed_on} của {each.issuer}, có "
            f"hiệu lực từ ngày {each.effective_on}: {each.summary}"
        )


def _quotes(snapshot: PeriodSnapshot, text_of: Callable[[ReportSummary], str]) -> Iterator[Block]:
    """Yield one text of each report in which it is filled in."""
    for task in snapshot.tasks:
        for report in task.reports:
            if text := text_of(report).strip():
                yield _text(f"- {report.agency} (nhiệm vụ {task.number}): {text}")


def _appendices(snapshot: PeriodSnapshot) -> dict[str, Appendix]:
    """Return the tables that have rows, by the name that the Word file knows them by."""
    budget = snapshot.budget
    tables = {
        "tasks": [_task_row(task) for task in snapshot.tasks],
        "behind": _delay_rows(snapshot),
        "budget": budget.rows if budget else [],
        "targets": snapshot.targets,
    }
    filled = [(name, rows) for name, rows in tables.items() if rows]
    found = {name: Appendix(_roman(at), rows) for at, (name, rows) in enumerate(filled)}
    if budget:
        found["budget"] = replace(found["budget"], year=budget.year, total=budget.total)
    return found


def _task_row(task: TaskSummary) -> TaskRow:
    return TaskRow(
        number=task.number,
        content=task.content,
        leads=task.leads,
        coordinating=task.coordinating,
        status=task.status,
        progress=task.progress,
        results=Listing("\n".join(map(_result, task.reports))),
    )


def _delay_rows(snapshot: PeriodSnapshot) -> list[DelayRow]:
    late, missing = (
        {each.agency: "; ".join(each.reports) for each in delays}
        for delays in (snapshot.late, snapshot.missing)
    )
    agencies = sorted({*late, *missing})
    return [DelayRow(agency, late.get(agency, ""), missing.get(agency, "")) for agency in agencies]


def _paragraphs(text: str) -> list[Block]:
    return [_text(line) for line in lines_of(text)]


def _text(text: str) -> Block:
    return Block("text", text)


def _with_line_breaks(block: Block) -> Block:
    """Return the block with line breaks that Word keeps."""
    return replace(block, text=Listing(block.text))


def _roman(at: int) -> str:
    return (*ROMAN, "V", "VI", "VII", "VIII")[at]
