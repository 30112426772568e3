"""What a consolidated report knows of its period: each figure has its name here.

All texts are Vietnamese and written as they are printed; money is in đồng.
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class DecisionReference:
    """The decision by which the programme was issued."""

    number: str
    signed_on: str
    issuer: str
    title: str
    is_demo: bool


@dataclass(frozen=True)
class PeriodSpan:
    """The period with its first and last day."""

    code: str
    name: str
    begins: str
    closes: str


@dataclass(frozen=True)
class StatusCount:
    """How many tasks have a status."""

    label: str
    count: int


@dataclass(frozen=True)
class ReportSummary:
    """An accepted report of one agency on one task in one quarter."""

    agency: str
    role: str
    quarter: str
    reported_on: str
    is_late: bool
    is_afterwards: bool
    results: str
    figures: list[str]
    difficulties: str
    proposals: str


@dataclass(frozen=True)
class TaskSummary:
    """A task with the accepted reports on it."""

    number: str
    content: str
    leads: str
    coordinating: str
    timeframe: str
    status: str
    progress: str
    reports: list[ReportSummary]

    @classmethod
    def from_json(cls, data: dict) -> "TaskSummary":
        reports = [ReportSummary(**each) for each in data["reports"]]
        return cls(**{**data, "reports": reports})


@dataclass(frozen=True)
class GroupSummary:
    """A group of tasks."""

    number: int
    title: str
    tasks: list[TaskSummary]

    @classmethod
    def from_json(cls, data: dict) -> "GroupSummary":
        return cls(**{**data, "tasks": [TaskSummary.from_json(each) for each in data["tasks"]]})


@dataclass(frozen=True)
class AgencyDelay:
    """The reports that one agency sent late, or has not sent: number of the task and quarter."""

    agency: str
    reports: list[str]


@dataclass(frozen=True)
class OutstandingReport:
    """An owed report that is not accepted yet, by the number of its task; `state` says why."""

    number: str
    agency: str
    quarter: str
    state: str


@dataclass(frozen=True)
class AmendmentSummary:
    """A decision that came into effect within the period."""

    number: str
    signed_on: str
    effective_on: str
    issuer: str
    summary: str


@dataclass(frozen=True)
class TargetSummary:
    """A target with the result of the period's year."""

    name: str
    goal: str
    result: str
    source: str
    status: str


@dataclass(frozen=True)
class BudgetAmounts:
    """What was planned, and what became of it."""

    planned: str
    appraised: str
    approved: str
    allocated: str
    disbursed: str


@dataclass(frozen=True)
class BudgetLineSummary(BudgetAmounts):
    """A line of a plan in force, by the number of its task."""

    number: str
    activity: str
    agency: str
    source: str


@dataclass(frozen=True)
class BudgetSummary:
    """The lines of one year and their total."""

    year: int
    rows: list[BudgetLineSummary]
    total: BudgetAmounts

    @classmethod
    def from_json(cls, data: dict) -> "BudgetSummary":
        rows = [BudgetLineSummary(**each) for each in data["rows"]]
        return cls(data["year"], rows, BudgetAmounts(**data["total"]))


@dataclass(frozen=True)
class PeriodSnapshot:
    """One period of a programme, or of one group of its tasks, as it was known on one day."""

    programme: DecisionReference
    period: PeriodSpan
    scope: str  # the title of the one group; empty for the whole programme
    as_of: str
    task_count: int
    statuses: list[StatusCount]
    groups: list[GroupSummary]
    compliance: dict[str, int]  # how many of the owed reports, by the label of their timeliness
    late: list[AgencyDelay]
    missing: list[AgencyDelay]
    outstanding: list[OutstandingReport] | None  # unknown to the first snapshots
    unassigned: list[str]  # tasks without a lead
    amendments: list[AmendmentSummary]
    targets: list[TargetSummary]
    budget: BudgetSummary | None
    is_interim: bool = False  # whether the period had not ended yet

    @property
    def tasks(self) -> list[TaskSummary]:
        """The tasks of all groups."""
        return [task for group in self.groups for task in group.tasks]

    def to_json(self) -> dict:
        """Return the stored form."""
        data = asdict(self)
        data["today"], data["total"] = data.pop("as_of"), data.pop("task_count")
        data["statuses"] = [[each.label, each.count] for each in self.statuses]
        data["budget"] = data["budget"] or {}
        if self.outstanding is None:
            del data["outstanding"]
        if not self.is_interim:
            del data["is_interim"]
        return data

    @classmethod
    def from_json(cls, data: dict) -> "PeriodSnapshot":
        """Return the snapshot in its stored form; the first ones did not know all of it."""
        budget, outstanding = data.get("budget"), data.get("outstanding")
        return cls(
            programme=DecisionReference(**data["programme"]),
            period=PeriodSpan(**data["period"]),
            scope=data["scope"],
            as_of=data["today"],
            task_count=data["total"],
            statuses=[StatusCount(label, count) for label, count in data["statuses"]],
            groups=[GroupSummary.from_json(each) for each in data["groups"]],
            compliance=data["compliance"],
            late=[AgencyDelay(**each) for each in data["late"]],
            missing=[AgencyDelay(**each) for each in data["missing"]],
            outstanding=_outstanding(outstanding),
            unassigned=data["unassigned"],
            amendments=[AmendmentSummary(**each) for each in data["amendments"]],
            targets=[TargetSummary(**each) for each in data.get("targets", ())],
            budget=BudgetSummary.from_json(budget) if budget else None,
            is_interim=data.get("is_interim", False),
        )


def _outstanding(stored: list[dict] | None) -> list[OutstandingReport] | None:
    return None if stored is None else [OutstandingReport(**each) for each in stored]
