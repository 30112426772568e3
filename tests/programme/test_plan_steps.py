"""What each step of a yearly plan asks for, and what it leaves of the one before."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from tests.factories.people import UserFactory
from tests.factories.plans import DECISION, AnnualPlanFactory, appraise, plan_in

pytestmark = pytest.mark.django_db


def test_sent_anew_it_has_no_appraisal():
    plan, by = plan_in("sent"), UserFactory()
    line = plan.lines.first()
    amounts = {each.pk: (each.amount, "") for each in plan.lines.all()}
    appraise(plan, amounts | {line.pk: (7, " Vượt định mức. ")}, by)
    line.refresh_from_db()
    assert (line.appraised, line.appraisal_reason) == (7, "Vượt định mức.")
    plan.send_back("Chưa rõ.", by)
    plan.return_to_agency("Chưa rõ.", by)
    plan.send(by)
    line.refresh_from_db()
    assert (line.appraised, line.appraisal_reason) == (None, "")


def test_an_appraisal_as_proposed_keeps_no_reason():
    plan = plan_in("sent")
    appraise(plan, {each.pk: (each.amount, "Đủ.") for each in plan.lines.all()}, UserFactory())
    assert {each.appraisal_reason for each in plan.lines.all()} == {""}


def test_another_appraisal_and_an_approval_say_why():
    plan = plan_in("sent")
    amounts = {each.pk: (7, " ") for each in plan.lines.all()}
    with pytest.raises(ValidationError, match="Hãy ghi lý do thẩm định khác số đề nghị"):
        appraise(plan, amounts, UserFactory())
    plan = plan_in("appraised")
    with pytest.raises(ValidationError, match="dưới một nửa đề nghị, hãy ghi lý do"):
        plan.approve(
            DECISION, localdate(), {each.pk: 7 for each in plan.lines.all()}, UserFactory()
        )
    amounts = {each.pk: each.amount for each in plan.lines.all()}
    with pytest.raises(ValidationError, match="cần số và ngày quyết định"):
        plan.approve(" ", localdate(), amounts, UserFactory())


def test_an_approval_that_is_sent_back_is_forgotten():
    plan = plan_in("received")
    plan.send_back(" Sai ngày. ", UserFactory())
    plan.refresh_from_db()
    assert (plan.state, plan.received_on, plan.remark) == ("approved", None, "Sai ngày.")
    assert (plan.decision_number, plan.lines.first().approved) == (DECISION, 1_500_000_000)
    plan.send_back("Sai số.", UserFactory())
    plan.refresh_from_db()
    assert (plan.decision_number, plan.decision_on) == ("", None)
    assert {each.approved for each in plan.lines.all()} == {None}


@pytest.mark.parametrize("remark", ["", "  "])
@pytest.mark.parametrize(
    ("state", "verb"), [("sent", "return_to_agency"), ("approved", "send_back")]
)
def test_nothing_is_sent_back_without_a_remark(state, verb, remark):
    with pytest.raises(ValidationError, match="Hãy ghi ý kiến trả lại") as refused:
        getattr(plan_in(state), verb)(remark, UserFactory())
    assert list(refused.value.message_dict) == ["remark"]


def test_a_budget_is_asked_for_or_not():
    plan = AnnualPlanFactory()
    plan.without_budget = True
    plan.save()
    with pytest.raises(ValidationError, match="nhưng có dòng dự toán"):
        plan.send(UserFactory())
    plan.lines.all().delete()
    plan.without_budget = False
    plan.save()
    with pytest.raises(ValidationError, match="ít nhất một dòng dự toán"):
        plan.send(UserFactory())


def test_days_lie_in_their_order():
    plan, today = plan_in("appraised"), localdate()
    amounts = {each.pk: each.amount for each in plan.lines.all()}
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    with pytest.raises(ValidationError, match="Ngày quyết định không thể ở tương lai"):
        plan.approve(DECISION, tomorrow, amounts, UserFactory())
    plan.approve(f" {DECISION} ", today, amounts, UserFactory())
    assert plan.decision_number == DECISION
    with pytest.raises(ValidationError, match="Ngày nhận không thể ở tương lai"):
        plan.receive(tomorrow, UserFactory())
    with pytest.raises(ValidationError, match="không thể trước ngày quyết định"):
        plan.receive(yesterday, UserFactory())
    plan.receive(today, UserFactory())
    assert plan.received_on == today
