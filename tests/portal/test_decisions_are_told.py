"""Of every step it is said whether officials hear of it, and why not where they do not."""

import pytest

from accounts.decisions import is_told
from tests.portal.test_states import MODELS

WORK = "goes on to whoever acts next, among whose work it waits"
LETTER = "has a letter of its own to whom it concerns"
MEMBERS = "concerns an enterprise's members, who have letters of their own"
OWN = "one's own, which nobody has decided on"
NOBODY = "nobody has sent anything that this decides on"
PART = "a part of another step, which is told"
UNTOLD = {
    "core.Letter.resend": NOBODY,
    "enterprises.Enterprise.publish": NOBODY,
    "enterprises.Enterprise.publish_first": MEMBERS,
    "enterprises.Enterprise.hide": NOBODY,
    "enterprises.DuplicatePair.mark_merged": NOBODY,
    "enterprises.DuplicatePair.mark_not_same": NOBODY,
    "enterprises.DuplicatePair.reopen": NOBODY,
    "membership.Claim.approve": MEMBERS,
    "membership.Claim.refuse": MEMBERS,
    "membership.Claim.revoke": MEMBERS,
    "membership.Claim.withdraw": OWN,
    "membership.Revision.submit": WORK,
    "membership.Revision.withdraw": OWN,
    "membership.Revision.assign_to": NOBODY,
    "membership.Revision.approve": MEMBERS,
    "membership.Revision.return_parts": MEMBERS,
    "verification.Assessment.complete": WORK,
    "verification.FactCheck.withdraw": NOBODY,
    "inquiries.Inquiry.reply": MEMBERS,
    "inquiries.Inquiry.set_aside": MEMBERS,
    "programme.AnnualPlan.send": WORK,
    "programme.AnnualPlan.give_way": PART,
    "programme.AnnualPlan.adjust": NOBODY,
    "programme.Direction.report": LETTER,
    "programme.AmendmentProposal.ask_for_opinions": LETTER,
    "programme.AmendmentProposal.give_opinion": WORK,
    "programme.AmendmentProposal.record_opinion": NOBODY,
    "programme.AmendmentProposal.withdraw": LETTER,
    "programme.Filing.file_again": WORK,
    "programme.Filing.correct": WORK,
    "programme.Filing.give_way": PART,
    "programme.Inspection.report": LETTER,
    "programme.Scheme.send": WORK,
    "programme.Scheme.revise": WORK,
    "programme.Scheme.withdraw": OWN,
    "programme.Report.submit": WORK,
    "programme.Report.take_back": OWN,
    "programme.Concern.withdraw": OWN,
    "programme.ConsolidatedReport.store": NOBODY,
    "localization.Wave.open": MEMBERS,
    "localization.Wave.close": MEMBERS,
    "localization.Wave.reopen": NOBODY,
    "localization.Wave.publish_results": NOBODY,
    "localization.Answer.submit": WORK,
    "localization.Rate.withdraw": NOBODY,
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_step_is_told_or_it_is_said_why_not(model):
    steps = {f"{model._meta.label}.{each.name}": each.name for each in model.transitions()}
    untold = {label for label, name in steps.items() if not is_told(model, name)}
    assert untold == {label for label in UNTOLD if label.startswith(f"{model._meta.label}.")}
