"""The Decision's register: who does what, by when, and what of it is certain."""

from programme.models.agencies import Agency, Officer
from programme.models.amendment_opinions import AmendmentOpinion
from programme.models.amendment_proposals import AmendmentProposal
from programme.models.assignments import Assignment
from programme.models.budget import BudgetLine
from programme.models.concerns import Concern
from programme.models.consolidated import ConsolidatedReport
from programme.models.contributions import Contribution
from programme.models.costs import CostCategory
from programme.models.decisions import Amendment, Programme
from programme.models.directions import Direction
from programme.models.filings import Filing
from programme.models.inspections import Inspection
from programme.models.measures import Measure, MeasureValue
from programme.models.payments import Payment
from programme.models.plan_documents import PlanDocument
from programme.models.plans import AnnualPlan
from programme.models.reminders import AgencyReminder, ReportReminder
from programme.models.report_rows import ReportEvidence, ReportFigure, ReportVersion
from programme.models.reports import Report
from programme.models.scheme_rows import SchemeFile, SchemeOpinion
from programme.models.schemes import Scheme
from programme.models.subscriptions import Subscription, SubscriptionLetter
from programme.models.targets import Target
from programme.models.task_rows import Deliverable, OpenCell, TaskAgency
from programme.models.tasks import Task, TaskGroup

__all__ = [
    "Agency",
    "AgencyReminder",
    "Amendment",
    "AmendmentOpinion",
    "AmendmentProposal",
    "AnnualPlan",
    "Assignment",
    "BudgetLine",
    "Concern",
    "ConsolidatedReport",
    "Contribution",
    "CostCategory",
    "Deliverable",
    "Direction",
    "Filing",
    "Inspection",
    "Measure",
    "MeasureValue",
    "Officer",
    "OpenCell",
    "Payment",
    "PlanDocument",
    "Programme",
    "Report",
    "ReportEvidence",
    "ReportFigure",
    "ReportReminder",
    "ReportVersion",
    "Scheme",
    "SchemeFile",
    "SchemeOpinion",
    "Subscription",
    "SubscriptionLetter",
    "Target",
    "Task",
    "TaskAgency",
    "TaskGroup",
]
