"""Whom decisions on the programme's records concern, and who of them has a letter of its own.

Told with the letters on new work is who has no letter of its own: `programme/*/letters.py` and
`programme/reporting/review.py` write to an agency's officers what they have to act on.
"""

from typing import Any

from accounts.decisions import People, hands, register
from accounts.models import User
from programme.models import (
    Agency,
    AmendmentProposal,
    AnnualPlan,
    Concern,
    ConsolidatedReport,
    Direction,
    Filing,
    Inspection,
    Report,
    Scheme,
    Subscription,
)
from programme.reporting.review import officers_of


def register_all() -> None:
    """Say of each decision whom it concerns."""
    register(Report, accepted, "accept")
    register(Report, others, "return_with", "unlock")
    register(AnnualPlan, agency_and_hands, "appraise", "approve", "receive", "send_back")
    register(AnnualPlan, agency_and_department, "return_to_agency", "take_back")
    register(Concern, others, "reply", "escalate", "decide")
    register(Direction, others, "ask_for_more", "close")
    register(AmendmentProposal, outsiders, "adopt", "reject")
    register(AmendmentProposal, agency_and_hands, "carry_out")
    register(Filing, agency_and_hands, "confirm")
    register(Filing, others, "return_with")
    register(Inspection, others, "ask_for_more", "close")
    register(Scheme, others, "comment", "approve", "decline", "reopen")
    register(ConsolidatedReport, hands, "publish", "withdraw")


def agency_and_hands(record: Any) -> People:
    """Return its agency's officers, and whoever has had to do with it."""
    return officers(record.agency) | hands(record)


def others(record: Any) -> People:
    """Return who has had to do with it, but for the agency's officers, who have a letter."""
    return hands(record) - officers(record.agency)


def outsiders(proposal: AmendmentProposal) -> People:
    """Return the same, but for officers of agencies that were asked: they have a letter, too."""
    asked = [opinion.agency for opinion in proposal.opinions.select_related("agency")]
    return others(proposal).difference(*(officers(agency) for agency in asked))


def accepted(report: Report) -> People:
    """Return the agency's officers and who sent it, but for whom the subscribers' letter tells."""
    told = Subscription.objects.following(report.versions.last()).values("email")
    people = agency_and_hands(report)
    return people - set(User.objects.filter(email__in=told).values_list("pk", flat=True))


def agency_and_department(plan: AnnualPlan) -> People:
    """Return the same, and the Department's staff, who record the City's decision afterwards.

    An appraisal they find among what waits for them.
    """
    staff = User.objects.with_perm("programme.record_annualplan", include_superusers=False)
    return agency_and_hands(plan) | set(staff.values_list("pk", flat=True))


def officers(agency: Agency | None) -> People:
    """Return who writes in the agency's name."""
    return {officer.user_id for officer in officers_of(agency)} if agency else set()
