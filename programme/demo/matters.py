"""What those who take part in the made-up programme ask of one another.

Directions, difficulties, schemes, products, inspections and a proposal to change a task, each in
several states, brought there by their own steps; every text ends with the mark.
"""

from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate, now

from accounts.models import User
from core.models import Versioned
from programme.demo import plan
from programme.models import (
    Agency,
    AmendmentOpinion,
    AmendmentProposal,
    Concern,
    Direction,
    Filing,
    Inspection,
    Programme,
    Scheme,
    SchemeOpinion,
    Task,
)

NUMBER = f"MẪU {plan.MARK}"  # of every document
# A page without words: of what a document says there is a text beside it.
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
Scheming = tuple[str, str, str, int]  # task, title, what was studied, đồng
SCHEMES: tuple[Scheming, ...] = (
    ("2.2", "Đề án hỗ trợ gia công chính xác", "Nhu cầu máy đo ở xưởng nhỏ.", 2_400_000_000),
    ("3.1", "Đề án đào tạo quản đốc", "Khảo sát 40 xưởng trong khu.", 900_000_000),
    ("2.1", "Đề án tư vấn IATF 16949", "Yêu cầu của nhà lắp ráp ô tô.", 1_500_000_000),
)


@transaction.atomic
def load_demo_matters(staff: User | None = None) -> int:
    """Write them for the made-up programme, unless people have begun to; how many records."""
    programme = Programme.objects.filter(slug=plan.SLUG, is_demo=True).first()
    if programme is None or Filing.objects.of(programme).exists():
        return 0
    desk = DemoDesk(programme, staff)
    for write in (_directions, _concerns, _schemes, _products, _inspections, _proposal):
        write(desk)
    return desk.written


class DemoDesk:
    """The made-up people, the tasks that they speak of, and how a record is begun."""

    def __init__(self, programme: Programme, staff: User | None) -> None:
        people = {user.username: user for user in User.objects.filter(is_demo=True)}
        self.staff, self.second = staff, people.get("sct2")
        self.finance, self.committee = people.get("stc"), people.get("bcd")
        self.officers = {code: people.get(code) for code in ("skhcn", "hepza")}
        self.programme = programme
        self.agencies = Agency.objects.in_bulk(field_name="code")
        self.tasks = {task.number: task for task in Task.objects.of(programme).for_list()}
        self.today, self.written = localdate(), 0

    def add(self, record: Any, by: User | None) -> Any:
        """Save a new record of the programme's as this person's."""
        record.programme, record._history_user = self.programme, by
        return self.save(record)

    def save(self, record: Versioned) -> Any:
        record.save()
        self.written += 1
        return record

    def begin(self, record: Any, column: str, days: int) -> None:
        """Let it have come in so many days ago, before its further steps."""
        setattr(record, column, now() - timedelta(days=days))
        type(record)._base_manager.filter(pk=record.pk).update(**{column: getattr(record, column)})

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def marked(text: str) -> str:
    return f"{text} {plan.MARK}"


def _directions(desk: DemoDesk) -> None:
    """One that is open, one that is late, one with an answer, one that is closed."""
    open_ = ("4.1", "hepza", "Rà soát quỹ nhà xưởng cho thuê dưới 1.000 m².", 20)
    late = ("2.2", "skhcn", "Báo cáo các dự án đổi mới công nghệ chậm giải ngân.", -5)
    answered = ("2.1", "skhcn", "Lập danh sách doanh nghiệp sẵn sàng chứng nhận IATF 16949.", 10)
    closed = ("3.1", "hepza", "Mở thêm lớp buổi tối cho quản đốc.", 5)
    found = [_direction(desk, *each) for each in (open_, late, answered, closed)]
    for direction, code in ((found[2], "skhcn"), (found[3], "hepza")):
        direction.report(
            marked("Đã thực hiện, danh sách gửi kèm báo cáo quý."), desk.officers[code]
        )
    found[3].close(marked("Đã hoàn thành đúng hạn."), desk.committee)


def _direction(desk: DemoDesk, number: str, code: str, text: str, days: int) -> Direction:
    direction = Direction(
        task=desk.tasks[number],
        agency=desk.agencies[code],
        text=marked(text),
        deadline=desk.ago(-days),
        given_by=desk.committee,
    )
    desk.add(direction, desk.committee)
    desk.begin(direction, "given_at", 30)
    return direction


def _concerns(desk: DemoDesk) -> None:
    """One that waits, one with an answer, one that the People's Committee has answered."""
    difficulty, proposal = Concern.Kind.DIFFICULTY, Concern.Kind.PROPOSAL
    waits = ("3.1", "hepza", difficulty, "Học viên làm ca nên lớp ban ngày vắng một nửa.")
    answered = ("2.2", "skhcn", proposal, "Đề nghị hướng dẫn mẫu hồ sơ đề xuất rút gọn.")
    escalated = ("4.1", "hepza", proposal, "Kiến nghị giá thuê ưu đãi cho xưởng dưới 500 m².")
    found = [_concern(desk, *each) for each in (waits, answered, escalated)]
    found[1].reply(marked("Mẫu rút gọn được gửi kèm văn bản này."), desk.staff)
    found[2].escalate(NUMBER, desk.ago(20), desk.staff)
    answer = marked("Giao Sở Công Thương trình phương án trong quý sau.")
    found[2].decide(answer, NUMBER, desk.ago(3), desk.staff)


def _concern(desk: DemoDesk, number: str, code: str, kind: str, text: str) -> Concern:
    by, agency = desk.officers[code], desk.agencies[code]
    concern = Concern(agency=agency, kind=kind, text=marked(text), raised_by=by)
    concern.task = desk.tasks[number]
    desk.add(concern, by)
    desk.begin(concern, "raised_at", 25)
    return concern


def _schemes(desk: DemoDesk) -> None:
    """One that waits for an opinion, one that has it, one that is approved."""
    _sent, commented, approved = [_scheme(desk, *each) for each in SCHEMES]
    for scheme, verdict in (
        (commented, SchemeOpinion.Verdict.WITH_CHANGES),
        (approved, SchemeOpinion.Verdict.AGREE),
    ):
        text = marked("Cần nêu rõ số doanh nghiệp tham gia và kinh phí đối ứng.")
        scheme.comment(verdict, text, NUMBER, desk.ago(15), _paper(), desk.staff)
    approved.revise(marked("Đã bổ sung danh sách doanh nghiệp."), approved.written_by)
    approved.approve(NUMBER, desk.ago(4), _paper(), desk.staff)


def _scheme(desk: DemoDesk, number: str, title: str, research: str, cost: int) -> Scheme:
    task = desk.tasks[number]
    agency = task.leads[0]
    by = desk.officers[agency.code]
    scheme = Scheme(
        agency=agency,
        title=marked(title),
        research=marked(research),
        solution=marked("Chia ba đợt, mỗi đợt đánh giá rồi mới mở rộng."),
        cost=cost,
        enterprises=marked("Công ty Mẫu A"),
        written_by=by,
    )
    desk.add(scheme, by).tasks.add(task)
    scheme.send(by)
    desk.begin(scheme, "sent_at", 25)
    return scheme


def _products(desk: DemoDesk) -> None:
    """Last year's confirmed, needless or sent back, this year's handed in, all others missing."""
    last = desk.programme.first_year
    for number in ("1.1", "2.1", "3.1"):
        _product(desk, number, last).confirm(desk.staff)
    reason = marked("Năm này chưa có đợt hỗ trợ nên không lập danh sách.")
    _product(desk, "2.2", last, not_required=True, reason=reason).confirm(desk.staff)
    remark = marked("Thiếu phụ lục vị trí nhà xưởng.")
    _product(desk, "4.1", last).return_with(remark, desk.staff)
    _product(desk, "2.1", last + 1)


def _product(desk: DemoDesk, number: str, year: int, **why: Any) -> Filing:
    task = desk.tasks[number]
    deliverable, agency = task.deliverables.get(), task.leads[0]
    by = desk.officers.get(agency.code) or desk.second
    document = {
        "kind": Filing.Kind.REPORT,
        "number": NUMBER,
        "signed_on": min(date(year, 12, 20), desk.ago(2)),
        "title": marked(f"{deliverable} năm {year}"),
        "link": f"https://example.com/san-pham/{number}/{year}",
    }
    filing = Filing(deliverable=deliverable, year=year, agency=agency, **(why or document))
    filing.filed_by = filing._history_user = by
    return desk.save(filing)


def _inspections(desk: DemoDesk) -> None:
    """One that is followed, one that is closed."""
    _inspection(desk, "hepza", "3.1", "Chứng từ hai lớp học chưa có danh sách ký nhận.")
    closed = _inspection(desk, "skhcn", "2.2", "Ba hồ sơ hỗ trợ chưa có biên bản nghiệm thu.")
    closed.report(marked("Đã bổ sung ba biên bản."), desk.officers["skhcn"])
    closed.close(marked("Đã khắc phục đầy đủ."), desk.finance)


def _inspection(desk: DemoDesk, code: str, number: str, finding: str) -> Inspection:
    inspection = Inspection(
        agency=desk.agencies[code],
        inspector=desk.agencies["stc"],
        inspected_on=desk.ago(12),
        finding=marked(finding),
        remedy=marked("Bổ sung hồ sơ và báo cáo lại."),
        deadline=desk.ago(-15),
        recorded_by=desk.finance,
    )
    desk.add(inspection, desk.finance).tasks.add(desk.tasks[number])
    desk.begin(inspection, "recorded_at", 10)
    return inspection


def _proposal(desk: DemoDesk) -> None:
    """Write a change of a task: of two agencies that were asked one has said what it thinks."""
    task, by = desk.tasks["3.1"], desk.officers["hepza"]
    proposal = AmendmentProposal(
        agency=desk.agencies["hepza"],
        kind=AmendmentProposal.Kind.CHANGE,
        task=task,
        current=task.content_vi,
        proposed=marked("Đào tạo quản trị sản xuất, 5S và chuyển đổi số cho quản đốc"),
        reason=marked("Doanh nghiệp trong khu đề nghị gộp hai khóa học."),
        proposed_by=by,
    )
    desk.add(proposal, by)
    desk.begin(proposal, "proposed_at", 10)
    asked = [desk.agencies[code] for code in ("skhcn", "stc")]
    proposal.ask_for_opinions(asked, desk.ago(-14), desk.staff)
    if desk.officers["skhcn"]:
        words = marked("Nhất trí, đề nghị giữ số lớp 5S.")
        proposal.give_opinion(AmendmentOpinion.Stance.AGREE, words, desk.officers["skhcn"])


def _paper() -> ContentFile:
    return ContentFile(PAPER, name="van-ban-mau.pdf")
