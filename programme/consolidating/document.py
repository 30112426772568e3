"""The consolidated report in official form (Decree 30/2020/NĐ-CP, annex I), ready to be signed.

The layout is a Word file, templates/programme/consolidating/report.docx: margins, head, page
numbers and tables are edited there, in Word; here is only what it says.
"""

import io
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import override
from docxtpl import DocxTemplate, Listing

from core.letterhead import day_in_words, lines_of
from programme.models import ConsolidatedReport
from programme.periods import ROMAN
from programme.reporting.fulfilment import Timeliness

TEMPLATE = settings.BASE_DIR / "templates/programme/consolidating/report.docx"
Block = dict[str, object]


def report_docx(report: ConsolidatedReport) -> bytes:
    """The report as a .docx that Word and LibreOffice open; what people typed is text in it."""
    template = DocxTemplate(TEMPLATE)
    template.render(paper(report), autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue()


def paper(report: ConsolidatedReport) -> dict:
    """All that stands on the paper, in the order in which it stands there."""
    data = report.data
    appendices = _numbered(_appendices(data))
    return {
        "superior": Listing(report.superior),
        "agency": report.agency_name,
        "agency_in_words": _titled(report.agency_name),
        "number_line": report.number_line,
        "place_and_day": f"{report.place}, {day_in_words(report.signed_on)}",
        "day": day_in_words(report.signed_on),
        "about": _about(data),
        "demo": "(Mẫu – dữ liệu minh họa, không phải số liệu thật)",
        **({} if data["programme"]["is_demo"] else {"demo": ""}),
        "period_upper": data["period"]["name"].upper(),
        "body": [_plain(block) for block in body(report)],
        "recipients": lines_of(report.recipients),
        "signatory_title": lines_of(report.signatory_title),
        "signatory_name": report.signatory_name,
        **appendices,
    }


def body(report: ConsolidatedReport) -> list[Block]:
    """The report's text: sections that have something to say, numbered as they come."""
    data = report.data
    blocks = [_text(f"{line}") for line in lines_of(report.bases)]
    blocks.append(_text(_opening(report)))
    sections = [
        ("TÌNH HÌNH CHUNG", [*_paragraphs(report.assessment), *_overview(data)]),
        ("KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ", list(_results(data))),
        ("ĐIỀU CHỈNH CHƯƠNG TRÌNH", list(_amendments(data))),
        ("KHÓ KHĂN, VƯỚNG MẮC", list(_said(data, "difficulties"))),
        ("ĐỀ XUẤT, KIẾN NGHỊ", list(_said(data, "proposals"))),
        ("NHIỆM VỤ TRỌNG TÂM KỲ TỚI", _paragraphs(report.outlook)),
    ]
    told = [(title, said) for title, said in sections if said]
    for number, (title, said) in enumerate(told):
        blocks += [_block("section", f"{_roman(number)}. {title}"), *said]
    return [*blocks, _text(_ending(report))]


def _about(data: dict) -> str:
    scope = f", nhóm nhiệm vụ “{data['scope']}”" if data["scope"] else ""
    return f"Kết quả thực hiện {data['programme']['title']}{scope}, {data['period']['name']}"


def _opening(report: ConsolidatedReport) -> str:
    programme, period = report.data["programme"], report.data["period"]
    return (
        f"Thực hiện Quyết định số {programme['number']} ngày {programme['signed_on']} của "
        f"{programme['issuer']} về ban hành {programme['title']}, "
        f"{_titled(report.agency_name)} báo cáo kết quả thực hiện {period['name']} "
        f"(số liệu từ ngày {period['begins']} đến ngày {period['closes']}, theo báo cáo đã tiếp "
        f"nhận đến ngày {report.data['today']}) như sau:"
    )


def _ending(report: ConsolidatedReport) -> str:
    return (
        f"Trên đây là báo cáo kết quả thực hiện Chương trình {report.data['period']['name']}, "
        f"{_titled(report.agency_name)} kính báo cáo./."
    )


def _titled(name: str) -> str:
    """SỞ CÔNG THƯƠNG as running text has it: Sở Công Thương."""
    return name.title() if name.isupper() else name


def _overview(data: dict) -> list[Block]:
    statuses = "; ".join(f"{label.lower()}: {count}" for label, count in data["statuses"])
    texts = [f"Phạm vi báo cáo có {data['total']} nhiệm vụ ({statuses})." if data["total"] else ""]
    if data["compliance"]:
        told = "; ".join(f"{label.lower()}: {n}" for label, n in _best_first(data["compliance"]))
        total = sum(data["compliance"].values())
        texts.append(f"Về chế độ báo cáo quý: {total} báo cáo phải gửi ({told}).")
    else:
        texts.append("Trong kỳ không có báo cáo quý nào phải gửi qua Cổng thông tin.")
    if budget := data["budget"]:
        total = budget["total"]
        texts.append(
            f"Kinh phí năm {budget['year']}: phê duyệt {total['approved']} đồng, đã cấp "
            f"{total['allocated']} đồng, đã giải ngân {total['disbursed']} đồng."
        )
    if data["unassigned"]:
        texts.append(f"Nhiệm vụ chưa rõ đơn vị chủ trì: {len(data['unassigned'])}.")
    return [_text(text) for text in texts if text]


def _best_first(compliance: dict[str, int]) -> list[tuple[str, int]]:
    """In the order of `Timeliness`, which the database does not keep (PostgreSQL's jsonb)."""
    with override("vi"):
        places = {str(timeliness.label): place for place, timeliness in enumerate(Timeliness)}
    return sorted(compliance.items(), key=lambda told: places.get(told[0], len(places)))


def _results(data: dict) -> Iterable[Block]:
    for group in data["groups"]:
        reported = [task for task in group["tasks"] if task["reports"]]
        silent = [task["number"] for task in group["tasks"] if not task["reports"]]
        yield _block("heading", f"{group['number']}. {group['title']}")
        for task in reported:
            yield _block("task", f"Nhiệm vụ {task['number']}: {task['content']}")
            yield from (_text(_result(told)) for told in task["reports"])
        if silent:
            yield _text(f"Chưa có báo cáo được tiếp nhận: nhiệm vụ {', '.join(silent)}.")


def _result(told: dict) -> str:
    late = ", trễ hạn" if told["is_late"] else ""
    afterwards = ", nhập sau" if told["is_afterwards"] else ""
    head = f"- {told['agency']} ({told['role'].lower()}, {told['quarter']}{late}{afterwards}): "
    figures = f" Số liệu: {'; '.join(told['figures'])}." if told["figures"] else ""
    return f"{head}{told['results'].strip()}{figures}"


def _amendments(data: dict) -> Iterable[Block]:
    for each in data["amendments"]:
        yield _text(
            f"- Quyết định số {each['number']} ngày {each['signed_on']} của {each['issuer']}, có "
            f"hiệu lực từ ngày {each['effective_on']}: {each['summary']}"
        )


def _said(data: dict, name: str) -> Iterable[Block]:
    for group in data["groups"]:
        for task in group["tasks"]:
            for told in task["reports"]:
                if text := told[name].strip():
                    yield _text(f"- {told['agency']} (nhiệm vụ {task['number']}): {text}")


def _appendices(data: dict) -> dict[str, dict]:
    """The tables that have rows, by the name that the Word file knows them by."""
    behind: dict[str, dict] = {}
    for name in ("late", "missing"):
        for row in data[name]:
            empty = {"agency": row["agency"], "late": "", "missing": ""}
            behind.setdefault(row["agency"], empty)[name] = "; ".join(row["reports"])
    tables = {
        "tasks": {"rows": [_task_row(task) for task in _tasks(data)]},
        "behind": {"rows": [behind[agency] for agency in sorted(behind)]},
        "budget": data["budget"] or {"rows": []},
        "targets": {"rows": data["targets"]},
    }
    return {name: table for name, table in tables.items() if table["rows"]}


def _numbered(tables: dict[str, dict]) -> dict[str, dict]:
    return {
        name: {**table, "number": _roman(at)} for at, (name, table) in enumerate(tables.items())
    }


def _tasks(data: dict) -> list[dict]:
    return [task for group in data["groups"] for task in group["tasks"]]


def _task_row(task: dict) -> dict:
    results = "\n".join(_result(told).removeprefix("- ") for told in task["reports"])
    names = ("number", "content", "leads", "coordinating", "status", "progress")
    return {**{name: task[name] for name in names}, "results": Listing(results)}


def _paragraphs(text: str) -> list[Block]:
    return [_text(line) for line in lines_of(text)]


def _text(text: str) -> Block:
    return _block("text", text)


def _block(kind: str, text: str) -> Block:
    return {"kind": kind, "text": text}


def _plain(block: Block) -> Block:
    """With line breaks that Word keeps."""
    return {**block, "text": Listing(block["text"])}


def _roman(at: int) -> str:
    return (*ROMAN, "V", "VI", "VII", "VIII")[at]
