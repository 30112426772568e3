"""The made-up programme's yearly plans and budgets, brought to their states by their own steps."""

from datetime import date, timedelta

from django.utils.timezone import localdate

from accounts.models import User
from programme.demo import plan
from programme.models import (
    AnnualPlan,
    BudgetLine,
    Contribution,
    CostCategory,
    Programme,
    Task,
)

State = AnnualPlan.State
WAY = (State.SENT, State.APPRAISED, State.APPROVED, State.RECEIVED)
# Of next year's plans, task by task, how far each has come; this year's have all been received.
NEXT = (State.RECEIVED, State.SENT, State.APPROVED, State.APPRAISED, State.DRAFT, State.RETURNED)
AMOUNTS = (("city", 480_000_000), ("sponsorship", 120_000_000))  # đồng, and more task by task
STEP = 35_000_000
REMARK = "Đề nghị thuyết minh rõ cách tính chi phí thuê gian hàng."
REASON = "Theo định mức chi hiện hành."
APPRAISAL = "MẪU/STC"
SPONSORS = ("Hiệp hội mẫu", "Ngân hàng mẫu", "Doanh nghiệp đầu chuỗi mẫu")  # task by task
WITHDRAWN = "Bên tài trợ mẫu chuyển sang việc khác."
CORRECTION = "Ghi nhầm số của chứng từ mẫu."


def load_plans(programme: Programme, by: User | None) -> int:
    """Plans of this year and the next for each task that has a lead; how many lines they have."""
    tasks = [task for task in Task.objects.of(programme).for_list() if task.leads]
    this_year = localdate().year
    for number, task in enumerate(tasks):
        made = _plan(task, this_year, number, by)
        _go(made, State.RECEIVED, date(this_year - 1, 8, 15), by)
        _pay(made, by)
        coming = _plan(task, this_year + 1, number, by)
        _go(coming, NEXT[number % len(NEXT)], _decided(this_year), by)
    return BudgetLine.objects.filter(plan__task__in=tasks).count()


def _decided(year: int) -> date:
    """Return mid-August, when next year's plans are decided, or a day already past."""
    return min(date(year, 8, 15), localdate() - timedelta(days=10))


def _plan(task: Task, year: int, number: int, by: User | None) -> AnnualPlan:
    made = AnnualPlan.objects.create(
        task=task,
        agency=task.leads[0],
        year=year,
        activities=f"Quý I: khảo sát, lập danh sách {plan.MARK}.\nQuý II–IV: tổ chức thực hiện.",
    )
    for source, amount in AMOUNTS:
        line = BudgetLine.objects.create(
            plan=made,
            activity=f"Tổ chức thực hiện, đợt chính {plan.MARK}",
            category=CostCategory.objects.in_use().first(),
            source=source,
            quantity=5,
            unit="đợt",
            unit_price=(amount + STEP * number) // 5,
            amount=amount + STEP * number,
            basis="Dự toán mẫu, không theo định mức nào",
        )
        if line.is_outside_budget:
            _commit(line, number, by)
    return made


def _commit(line: BudgetLine, number: int, by: User | None) -> None:
    """Let somebody made up give half of the line; of the first task's another one has withdrawn."""
    signed = min(date(line.plan.year - 1, 6, 1), localdate())
    _give(line, number, line.amount // 2, signed, by)
    if number == 0:
        _give(line, 1, line.amount // 4, signed, by).withdraw(WITHDRAWN, by)


def _give(
    line: BudgetLine, number: int, amount: int, signed: date, by: User | None
) -> Contribution:
    sponsor = f"{SPONSORS[number % len(SPONSORS)]} {plan.MARK}"
    about = {"contributor": sponsor, "commitment": "Thỏa thuận mẫu", "committed_on": signed}
    given = Contribution(line=line, amount=amount, **about)
    given.commit(by)
    return given


def _go(made: AnnualPlan, state: str, decided: date, by: User | None) -> None:
    """Take the plan's own steps up to the state; Finance takes a tenth off the City's line."""
    writer = User.objects.filter(officer__agency=made.agency, is_demo=True).first()
    steps = WAY[: WAY.index(state) + 1] if state in WAY else ()
    if state == State.RETURNED:
        made.send(writer)
        made.return_to_agency(REMARK, by)
    if State.SENT in steps:
        made.send(writer)
    if State.APPRAISED in steps:
        amounts = {line.pk: _appraised(line) for line in made.lines.all()}
        day = decided - timedelta(days=14)
        made.appraise(f"{APPRAISAL} {plan.MARK}", day, amounts, by)
    if State.APPROVED in steps:
        amounts = {line.pk: line.appraised for line in made.lines.all()}
        made.approve(plan.NUMBER, decided, amounts, by)
    if State.RECEIVED in steps:
        made.receive(decided + timedelta(days=7), by)


def _appraised(line: BudgetLine) -> tuple[int, str]:
    if line.source != BudgetLine.Source.CITY:
        return line.amount, ""
    return line.amount * 9 // 10, REASON


def _pay(made: AnnualPlan, by: User | None) -> None:
    """Half of what was approved was allocated in spring, most of that disbursed, once wrongly."""
    spring = min(date(made.year, 3, 20), localdate())
    for line in made.lines.all():
        half = line.approved // 2
        line.pay("allocated", half, spring, "Chứng từ mẫu", by)
        paid = line.pay("disbursed", half // 4, spring, "Chứng từ mẫu", by)
        paid.correct(half * 3 // 4, spring, "Chứng từ mẫu", CORRECTION, by)
