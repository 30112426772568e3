"""Nobody decides on a claim, revision, assessment, report, plan or fact of their own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from membership.models import Revision
from tests.factories.confirmation import AssessmentFactory, ScoredAssessmentFactory
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import EditorFactory, OwnerFactory, WaitingClaimFactory
from tests.factories.people import SuperuserFactory
from tests.factories.plans import DECISION, AnnualPlanFactory, appraise, plan_in, scan
from tests.factories.reports import SubmittedReportFactory
from tests.pages import read
from verification.checks.records import Seen, record
from verification.models import FactCheck

pytestmark = pytest.mark.django_db
OWN = "Không ai được tự quyết định việc của chính mình"


@pytest.fixture
def own():
    """Somebody who may do everything: the rule asks whose matter it is, not for rights."""
    return SuperuserFactory()


def page_for(user, record, name: str = "change"):
    client = Client()
    client.force_login(user)
    options = record._meta
    return client, reverse(
        f"admin:{options.app_label}_{options.model_name}_{name}", args=[record.pk]
    )


def buttons(user, record) -> list[str]:
    client, address = page_for(user, record)
    page = read(client.get(address))
    return [*page.buttons, *page.links]


def test_a_claim_is_answered_by_somebody_else(own):
    claim = WaitingClaimFactory(user=own)
    assert not {"Chấp thuận", "Từ chối"} & {*buttons(own, claim)}
    for step in (claim.approve, lambda by: claim.refuse("Không rõ", by)):
        with pytest.raises(ValidationError, match=OWN):
            step(own)
    other = SuperuserFactory()
    assert {"Chấp thuận", "Từ chối"} <= {*buttons(other, claim)}
    claim.approve(other)
    assert claim.is_approved


def submitted(enterprise, by) -> Revision:
    revision = Revision(enterprise=enterprise)
    revision.change_part("identity", {"legal_name": "Tên mới"}, by)
    revision.submit()
    return revision


@pytest.mark.parametrize("make", [OwnerFactory, EditorFactory])
def test_a_revision_is_judged_by_nobody_who_keeps_the_profile(own, make):
    enterprise = make(user=own).enterprise
    revision = submitted(enterprise, OwnerFactory(enterprise=enterprise).user)
    for step in (
        revision.approve,
        revision.assign_to,
        lambda by: revision.return_parts({"identity": "Sai"}, set(), by),
    ):
        with pytest.raises(ValidationError, match=OWN):
            step(own)
    revision.approve(SuperuserFactory())
    assert revision.state == Revision.State.APPROVED


def test_a_revision_is_judged_by_nobody_who_wrote_it_and_left(own):
    member = OwnerFactory(user=own)
    revision = submitted(member.enterprise, own)
    member.delete()
    with pytest.raises(ValidationError, match=OWN):
        revision.approve(own)


def test_an_assessment_is_decided_by_nobody_who_scored_it(own):
    assessment = AssessmentFactory()
    for score in assessment.scores.all():
        score.points, score._history_user = 9, own
        score.save()
    assessment.complete(SuperuserFactory())
    assert "Quyết định" not in buttons(own, assessment)
    for step in (assessment.confirm, lambda by: assessment.refuse("Yếu", by)):
        with pytest.raises(ValidationError, match=OWN):
            step(own)
    other = SuperuserFactory()
    assert "Quyết định" in buttons(other, assessment)
    assessment.confirm(other)
    assert assessment.state == "decided"


def test_an_assessment_is_decided_by_nobody_who_completed_it_or_keeps_the_profile(own):
    assessment = AssessmentFactory(points=(9, 8, 8))
    assessment.complete(own)
    member = OwnerFactory(enterprise=assessment.enterprise).user
    for person in (own, member):
        with pytest.raises(ValidationError, match=OWN):
            assessment.confirm(person)


def test_who_gave_an_assessment_back_may_decide_on_it_later(own):
    assessment = ScoredAssessmentFactory()
    assessment.reopen("Thiếu ảnh", own)
    assessment.complete(SuperuserFactory())
    assessment.confirm(own)
    assert assessment.decided_by == own


def test_a_report_is_taken_in_by_somebody_else(own):
    report = SubmittedReportFactory()
    report.submitted_by = own
    report.save()
    assert not {"Tiếp nhận", "Trả lại"} & {*buttons(own, report)}
    for step in (report.accept, lambda by: report.return_with("Thiếu", by)):
        with pytest.raises(ValidationError, match=OWN):
            step(own)
    report.accept(SuperuserFactory())
    assert report.state == "accepted"


def test_a_budget_is_appraised_and_approved_by_nobody_who_sent_it(own):
    plan = AnnualPlanFactory()
    plan.send(own)
    amounts = {line.pk: (line.amount, "") for line in plan.lines.all()}
    assert "Ghi kết quả thẩm định" not in buttons(own, plan)
    with pytest.raises(ValidationError, match=OWN):
        appraise(plan, amounts, own)
    finance = SuperuserFactory()
    assert "Ghi kết quả thẩm định" in buttons(finance, plan)
    appraise(plan, amounts, finance)
    decided = localdate() - timedelta(days=1)
    approved = {line.pk: line.amount for line in plan.lines.all()}
    with pytest.raises(ValidationError, match=OWN):
        plan.approve(DECISION, decided, approved, own)
    plan.approve(DECISION, decided, approved, finance)
    assert plan.state == "approved"


def test_who_sent_a_plan_back_may_appraise_it_anew(own):
    plan = plan_in("appraised")
    plan.send_back("Xem lại", own)
    appraise(plan, {line.pk: (line.amount, "") for line in plan.lines.all()}, own)
    assert plan.state == "appraised"


def test_a_post_without_the_button_is_refused_too(own):
    """What a colleague's page sends is done for the colleague, and for nobody whose own it is."""
    plan = AnnualPlanFactory()
    plan.send(own)
    colleague, address = page_for(SuperuserFactory(), plan, "appraise")
    form = {**read(colleague.get(address)).form(), "rest": "on", "appraisal_number": "1/STC"}
    form["appraisal_on"] = f"{localdate():%d/%m/%Y}"
    client, address = page_for(own, plan, "appraise")
    assert OWN in read(client.post(address, {**form, "file": scan()}))
    plan.refresh_from_db()
    assert plan.state == "sent"
    assert colleague.post(address, {**form, "file": scan()}).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "appraised"


def test_nobody_vouches_for_facts_of_their_own_enterprise(own):
    member = OwnerFactory(user=own, enterprise=EnterpriseFactory())
    seen = Seen({}, FactCheck.Manner.VISIT, localdate(), localdate())
    with pytest.raises(ValidationError, match=OWN):
        record(member.enterprise, seen, own)
    assert record(member.enterprise, seen, SuperuserFactory()) == []
