"""Whoever sends back, refuses, hides, revokes, withdraws or ends something says why."""

from inspect import signature

import pytest
from django.core.exceptions import ValidationError

from core.models import Stateful
from tests.factories import confirmation, localization, membership, programme
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import SuperuserFactory
from tests.factories.plans import plan_in
from tests.factories.reports import AcceptedReportFactory, SubmittedReportFactory
from tests.portal.test_history_pages import fact_check
from tests.portal.test_states import MODELS

# Steps that take something from somebody or undo what was decided: what each is told in, and a
# record with which it may be done.
REASONS = {
    "enterprises.Enterprise.hide": ("reason", EnterpriseFactory),
    "membership.Claim.refuse": ("reason", membership.WaitingClaimFactory),
    "membership.Claim.revoke": ("reason", membership.ApprovedClaimFactory),
    "verification.Assessment.refuse": ("reason", confirmation.ScoredAssessmentFactory),
    "verification.Assessment.reopen": ("remark", confirmation.ScoredAssessmentFactory),
    "verification.Confirmation.revoke": ("reason", confirmation.issued),
    "verification.FactCheck.withdraw": ("reason", fact_check),
    "programme.AnnualPlan.take_back": ("remark", lambda: plan_in("appraised")),
    "programme.AnnualPlan.return_to_agency": ("remark", lambda: plan_in("sent")),
    "programme.AnnualPlan.send_back": ("remark", lambda: plan_in("approved")),
    "programme.Direction.ask_for_more": ("remark", None),
    "programme.Direction.close": ("conclusion", programme.DirectionFactory),
    "programme.AmendmentProposal.reject": ("decision", None),
    "programme.Filing.return_with": ("remark", None),
    "programme.Inspection.ask_for_more": ("remark", None),
    "programme.Inspection.close": ("conclusion", None),
    "programme.Scheme.decline": ("remark", None),
    "programme.Scheme.reopen": ("remark", None),
    "programme.Report.return_with": ("remark", SubmittedReportFactory),
    "programme.Report.unlock": ("reason", AcceptedReportFactory),
    "programme.ConsolidatedReport.withdraw": ("reason", None),
    "localization.Wave.close": ("reason", localization.OpenWaveFactory),
    "localization.Wave.reopen": ("reason", localization.ClosedWaveFactory),
    "localization.Rate.withdraw": ("reason", localization.RateFactory),
}
OWN = "one's own, which nobody has decided on"
FORWARD = "goes on: nobody loses anything"
WITHOUT = {
    "core.Letter.resend": FORWARD,
    "enterprises.Enterprise.publish": FORWARD,
    "enterprises.Enterprise.publish_first": FORWARD,
    "enterprises.DuplicatePair.mark_merged": "the merge asks for the reason and keeps it",
    "enterprises.DuplicatePair.mark_not_same": "both records stay as they are",
    "enterprises.DuplicatePair.reopen": "the question is asked again",
    "membership.Claim.approve": FORWARD,
    "membership.Claim.withdraw": OWN,
    "membership.Revision.submit": FORWARD,
    "membership.Revision.withdraw": OWN,
    "membership.Revision.assign_to": FORWARD,
    "membership.Revision.approve": FORWARD,
    "membership.Revision.return_parts": "each part that goes back has a remark of its own",
    "verification.Assessment.complete": FORWARD,
    "verification.Assessment.confirm": FORWARD,
    "verification.Confirmation.issue": FORWARD,
    "inquiries.Inquiry.reply": FORWARD,
    "inquiries.Inquiry.set_aside": "the enterprise's own affair; nobody is told",
    "programme.AnnualPlan.send": FORWARD,
    "programme.AnnualPlan.appraise": "amounts far from what was asked have reasons of their own",
    "programme.AnnualPlan.approve": "amounts far from what was asked have reasons of their own",
    "programme.AnnualPlan.give_way": "the adjustment takes its place",
    "programme.AnnualPlan.receive": FORWARD,
    "programme.AnnualPlan.adjust": FORWARD,
    "programme.Direction.report": FORWARD,
    "programme.AmendmentProposal.adopt": FORWARD,
    "programme.AmendmentProposal.ask_for_opinions": FORWARD,
    "programme.AmendmentProposal.carry_out": FORWARD,
    "programme.AmendmentProposal.give_opinion": FORWARD,
    "programme.AmendmentProposal.record_opinion": FORWARD,
    "programme.AmendmentProposal.withdraw": OWN,
    "programme.Filing.confirm": FORWARD,
    "programme.Filing.correct": FORWARD,
    "programme.Filing.file_again": FORWARD,
    "programme.Filing.give_way": "the correction takes its place",
    "programme.Inspection.report": FORWARD,
    "programme.Scheme.approve": FORWARD,
    "programme.Scheme.comment": "the opinion itself is the text",
    "programme.Scheme.revise": FORWARD,
    "programme.Scheme.send": FORWARD,
    "programme.Scheme.withdraw": OWN,
    "programme.Report.submit": FORWARD,
    "programme.Report.accept": FORWARD,
    "programme.Report.take_back": OWN,
    "programme.Concern.reply": FORWARD,
    "programme.Concern.escalate": FORWARD,
    "programme.Concern.decide": FORWARD,
    "programme.Concern.withdraw": OWN,
    "programme.ConsolidatedReport.store": FORWARD,
    "programme.ConsolidatedReport.publish": FORWARD,
    "localization.Wave.open": FORWARD,
    "localization.Wave.publish_results": FORWARD,
    "localization.Answer.submit": FORWARD,
    "localization.Estimate.publish": FORWARD,
}


def declared(model: type[Stateful]) -> list[str]:
    return [f"{model._meta.label}.{each.name}" for each in model.transitions()]


def test_of_every_step_it_is_said_whether_it_needs_a_reason():
    known = {name for model in MODELS for name in declared(model)}
    assert REASONS.keys() & WITHOUT.keys() == set()
    assert REASONS.keys() | WITHOUT.keys() == known


@pytest.mark.parametrize("name", REASONS)
def test_the_step_asks_for_it(name):
    label, verb = name.rsplit(".", 1)
    (model,) = [model for model in MODELS if model._meta.label == label]
    assert REASONS[name][0] in signature(getattr(model, verb)).parameters


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, (_word, make) in REASONS.items() if make])
def test_blanks_are_no_reason(name):
    word, make = REASONS[name]
    record, verb = make(), name.rsplit(".", 1)[1]
    state = record.state
    step = getattr(record, verb)
    by = {"by": SuperuserFactory()} if "by" in signature(step).parameters else {}
    with pytest.raises(ValidationError):
        step(**{word: "  "}, **by)
    record.refresh_from_db()
    assert record.state == state
