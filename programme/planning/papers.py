"""The papers of a year's money in official form (Decree 30/2020/NĐ-CP), ready to be signed.

An agency's own plan and estimate (V.4 a), Finance's submission on what it has appraised (V.3 a)
and the Department's submission of the City's plan (V.2 b), all to be edited in Word. Their layout
is one Word file, templates/programme/planning/budget.docx; here is only what they say.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import override

from core.letterhead import bases_of, day_in_words, lines_of
from core.papers import filled_in
from core.templatetags.formatting import official_date
from programme.consolidating.document import DEMO, Block
from programme.models import AnnualPlan, BudgetLine, Programme
from programme.money import in_dong
from programme.periods import ROMAN
from programme.planning.rows import (
    MoneyRow,
    MoneyTable,
    line_rows,
    part_row,
    table_note,
    total_row,
)
from programme.planning.shares import Outside, outside_of
from programme.sums import Sums, sums

TEMPLATE = settings.BASE_DIR / "templates/programme/planning/budget.docx"


@dataclass(frozen=True)
class PaperHead:
    """What stands around a paper's text; dots where it is to be filled in by hand."""

    agency_name: str
    signatory_title: str
    recipients: str
    superior: str = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH"
    place: str = "Thành phố Hồ Chí Minh"
    symbol: str = "……"
    number: str = ""
    signed_on: date | None = None
    bases: str = ""
    signatory_name: str = ""
    addressee: str = ""

    @property
    def number_line(self) -> str:
        return f"{self.number or '……'}/{self.symbol}"


def paper(head: PaperHead, programme: Programme, year: int, **said) -> bytes:
    """Return a paper as .docx: `title`, `about`, `body`, and the tables `summary` and `details`."""
    context = {
        "superior": head.superior,
        "agency": head.agency_name.upper(),
        "agency_in_words": head.agency_name,
        "number_line": head.number_line,
        "place_and_day": f"{head.place}, {day_in_words(head.signed_on)}",
        "day": day_in_words(head.signed_on),
        "title_in_words": said["title"].capitalize(),
        "demo": DEMO if programme.is_demo else "",
        "year": year,
        "addressee": head.addressee,
        "bases": bases_of(lines_of(head.bases)),
        "recipients": lines_of(head.recipients),
        "signatory_title": lines_of(head.signatory_title),
        "signatory_name": head.signatory_name,
        "summary": None,
        **said,
    }
    return filled_in(TEMPLATE, context)


def plans_docx(plans: list[AnnualPlan]) -> bytes:
    """Return one agency's plans of a year, or a single one, with their estimate as they stand."""
    with override("vi"):
        first, lines = plans[0], lines_of_plans(plans)
        head = PaperHead(
            agency_name=first.agency.printed_name,
            signatory_title="THỦ TRƯỞNG ĐƠN VỊ",
            recipients="Sở Tài chính (để thẩm định);\nSở Công Thương (để tổng hợp);\nLưu: VT.",
            superior="",
        )
        rows = [row for plan in plans for row in _rows(plan, lines[plan.pk], len(plans) > 1)]
        every = [line for own in lines.values() for line in own]
        total = sums(plans)
        return paper(
            head,
            first.programme,
            first.year,
            title="KẾ HOẠCH",
            about=f"Thực hiện {_works(plans)} và dự toán kinh phí năm {first.year}",
            body=_plans_body(plans, every, total),
            details=MoneyTable("", rows, total_row(total, every), table_note(every)),
        )


def lines_of_plans(plans: list[AnnualPlan]) -> dict[int, list[BudgetLine]]:
    """Return the lines by plan, with their category and who gives money to them."""
    found: dict[int, list[BudgetLine]] = {plan.pk: [] for plan in plans}
    lines = BudgetLine.objects.filter(plan__in=plans).select_related("category")
    for line in lines.prefetch_related("contributions"):
        found[line.plan_id].append(line)
    return found


def _rows(plan: AnnualPlan, lines: list[BudgetLine], has_part: bool) -> list[MoneyRow]:
    rows = line_rows(plan, lines)
    if not has_part:
        return rows
    return [part_row(plan.task.number, plan.task.content_vi, plan.sums, lines), *rows]


def _works(plans: list[AnnualPlan]) -> str:
    return f"nhiệm vụ {', '.join(plan.task.number for plan in plans)}"


def _plans_body(plans: list[AnnualPlan], lines: list[BudgetLine], total: Sums) -> list[Block]:
    first = plans[0]
    opening = (
        f"{in_pursuance(first.programme)}, {first.agency.printed_name} lập kế hoạch và dự toán "
        f"kinh phí năm {first.year} như sau:"
    )
    parts = [
        ("HOẠT ĐỘNG, TIẾN ĐỘ VÀ KẾT QUẢ DỰ KIẾN", [b for plan in plans for b in _work(plan)]),
        ("KINH PHÍ", [text(each) for each in _money(lines, total)]),
        ("QUÁ TRÌNH THẨM ĐỊNH, PHÊ DUYỆT", [text(s) for plan in plans for s in _steps(plan)]),
    ]
    ending = f"Trên đây là kế hoạch và dự toán kinh phí năm {first.year}./."
    return [text(opening), *numbered(parts), text(ending)]


def _work(plan: AnnualPlan) -> list[Block]:
    heading = Block("task", f"Nhiệm vụ {plan.task.number}: {plan.task.content_vi}")
    return [heading, *paragraphs(plan.activities)]


def _money(lines: list[BudgetLine], total: Sums) -> list[str]:
    if not lines:
        nothing = total.planned == 0
        return ["Đơn vị không đề nghị kinh phí." if nothing else "Chưa ghi dòng dự toán nào."]
    asked = in_dong(total.planned)
    told = [f"Tổng kinh phí đề nghị: {asked}. Chi tiết tại Phụ lục kèm theo.", sources(lines)]
    return told + [
        f"{each.contributor} cam kết {in_dong(each.amount)} cho “{line.activity}” "
        f"({each.commitment}, ngày {official_date(each.committed_on)})."
        for line in lines
        for each in line.contributions.all()
        if each.withdrawn_at is None
    ]


def _steps(plan: AnnualPlan) -> list[str]:
    """Return what was decided on a plan, by which document."""
    number, found = plan.task.number, []
    if plan.appraisal_on and plan.sums.appraised is not None:
        paper_of = f"văn bản số {plan.appraisal_number} ngày {official_date(plan.appraisal_on)}"
        amount = in_dong(plan.sums.appraised)
        found.append(f"Nhiệm vụ {number}, thẩm định: {amount} ({paper_of}).")
    if plan.decision_on and plan.sums.approved is not None:
        paper_of = f"quyết định số {plan.decision_number} ngày {official_date(plan.decision_on)}"
        amount = in_dong(plan.sums.approved)
        found.append(f"Nhiệm vụ {number}, phê duyệt: {amount} ({paper_of}).")
    return found


def in_pursuance(programme: Programme) -> str:
    """Return how a paper under this programme begins."""
    signed = day_in_words(programme.signed_on)
    return (
        f"Thực hiện Quyết định số {programme.number} {signed} của {programme.issuer} về ban hành "
        f"{programme.title_vi}"
    )


def sources(lines: list[BudgetLine]) -> str:
    """Return in a sentence who pays: the City, others, and the others' share."""
    found = outside_of(lines) or Outside(0, 0)
    city = in_dong(found.total - found.outside)
    return (
        "Theo số mới nhất của từng dòng (phê duyệt, thẩm định hoặc đề nghị), ngân sách Thành phố: "
        f"{city}; ngoài ngân sách Thành phố: {found}."
    )


def numbered(parts: list[tuple[str, list[Block]]]) -> list[Block]:
    """Return the parts that say something, under numbered headings."""
    blocks: list[Block] = []
    for number, (title, content) in enumerate(each for each in parts if each[1]):
        blocks += [Block("section", f"{ROMAN[number]}. {title}"), *content]
    return blocks


def paragraphs(words: str) -> list[Block]:
    return [text(line) for line in lines_of(words)]


def text(words: str) -> Block:
    return Block("text", words)
