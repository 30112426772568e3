"""Totals equal their lines whichever way they are added up, and steps come in their order."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import User
from programme.models import AnnualPlan, BudgetLine, Payment
from programme.planning.city import CityPlan
from programme.sums import Sums, sums, sums_by
from tests.factories.people import UserFactory, allowed
from tests.factories.plans import (
    APPRAISAL,
    DECISION,
    AnnualPlanFactory,
    BudgetLineFactory,
    PlanningProgrammeFactory,
    appraise,
    plan_in,
)
from tests.factories.programme import (
    AgencyFactory,
    OfficerFactory,
    TaskFactory,
    TaskGroupFactory,
)

SOURCES = list(BudgetLine.Source.values)
AMOUNTS = st.integers(1, 10**15 - 1)


@st.composite
def budgets(draw) -> list[tuple]:
    """Lines of several agencies and tasks, each amount within the one before it."""
    rows = []
    for _number in range(draw(st.integers(1, 6))):
        planned = draw(AMOUNTS)
        appraised = draw(st.one_of(st.just(planned), st.integers(0, planned)))
        approved = draw(st.one_of(st.just(appraised), st.integers(0, 10**15 - 1)))
        allocated = draw(st.integers(0, approved))
        disbursed = draw(st.integers(0, allocated))
        place = (draw(st.integers(0, 2)), draw(st.integers(0, 1)), draw(st.sampled_from(SOURCES)))
        paid = (allocated or None, disbursed or None)  # what is nothing is not recorded
        rows.append((place, Sums(planned, appraised, approved, *paid)))
    return rows


def appraise_and_approve(plan: AnnualPlan, amounts: dict[int, Sums], by: User) -> None:
    plan.send(UserFactory())
    appraise(plan, {pk: (each.appraised, "Theo định mức") for pk, each in amounts.items()}, by)
    approved = {pk: each.approved for pk, each in amounts.items()}
    reasons = dict.fromkeys(amounts, "Theo quyết định")
    plan.approve(DECISION, localdate(), approved, by, reasons)


def spend(line: BudgetLine, amounts: Sums, by: User) -> None:
    """Each in two payments, where there is enough for two."""
    for kind in ("allocated", "disbursed"):
        total = getattr(amounts, kind) or 0
        for part in (total // 2, total - total // 2):
            if part:
                line.pay(kind, part, localdate(), "Lệnh chi", by)


class TotalsEqualTheirLines(TestCase):
    """Every example in a database of its own."""

    def setup_example(self) -> None:
        super().setup_example()
        self.programme = PlanningProgrammeFactory()
        groups = [TaskGroupFactory(programme=self.programme, number=n) for n in (1, 2, 2)]
        self.tasks = [TaskFactory(group=group) for group in groups]
        self.agencies, self.by = AgencyFactory.create_batch(2), UserFactory()

    @settings(max_examples=6, deadline=None)
    @given(budgets())
    def test_by_task_agency_source_group_and_city(self, rows):
        expected = [(place, each) for place, each in rows]
        for key in {place[:2] for place, _each in rows}:
            self._carry_out(key, [row for row in rows if row[0][:2] == key])
        city = CityPlan(self.programme, localdate().year)
        total = sum((each for _place, each in expected), Sums())
        assert city.total == total
        for found in (city.by_source, city.by_task, city.by_agency):
            assert sum((each for _key, each in found), Sums()) == total
        assert sum((group.sums for group in city.groups), Sums()) == total
        for label, found in city.by_source:
            own = [e for place, e in expected if BudgetLine.Source(place[2]).label == label]
            assert found == sum(own, Sums())
        for task, found in city.by_task:
            own = [e for place, e in expected if self.tasks[place[0]] == task]
            assert found == sum(own, Sums())
        for agency, found in city.by_agency:
            own = [e for place, e in expected if self.agencies[place[1]] == agency]
            assert found == sum(own, Sums())
        approved = BudgetLine.objects.approved(self.programme, localdate().year)
        assert sums(approved) == total
        assert sum(sums_by(approved, lambda line: line.plan).values(), Sums()) == total
        self._payments_are_the_sums()

    def _carry_out(self, key: tuple[int, int], rows: list[tuple]) -> None:
        task, agency = self.tasks[key[0]], self.agencies[key[1]]
        plan = AnnualPlan.objects.create(
            task=task, agency=agency, year=localdate().year, activities="Hội nghị"
        )
        amounts = {}
        for place, each in rows:
            line = BudgetLineFactory(plan=plan, source=place[2], amount=each.planned)
            amounts[line.pk] = each
        appraise_and_approve(plan, amounts, self.by)
        for line in plan.lines.all():
            spend(line, amounts[line.pk], self.by)
        assert plan.sums == sum(amounts.values(), Sums())

    def _payments_are_the_sums(self) -> None:
        for line in BudgetLine.objects.all():
            for kind in Payment.Kind.values:
                paid = sum(p.amount for p in line.payments.all() if p.kind == kind)
                assert getattr(line, kind) == paid


DAY = date(2020, 1, 2)

# From which states a verb goes, and where to.
WAYS = {
    "send": {"draft": "sent", "returned": "sent"},
    "appraise": {"sent": "appraised"},
    "approve": {"appraised": "approved"},
    "receive": {"approved": "received"},
    "take_back": {"appraised": "sent"},
    "return_to_agency": {"sent": "returned"},
    "send_back": {
        "appraised": "sent",
        "approved": "appraised",
        "received": "approved",
    },
    "adjust": {"received": "received"},
}


def do(plan: AnnualPlan, verb: str, by: User) -> None:
    lines = list(plan.lines.all())
    arguments = {
        "appraise": (APPRAISAL, DAY, {line.pk: (line.amount, "") for line in lines}),
        "approve": (DECISION, localdate(), {line.pk: line.amount for line in lines}),
        "receive": (localdate(),),
        "return_to_agency": ("Chưa rõ căn cứ.",),
        "send_back": ("Chưa rõ căn cứ.",),
        "take_back": ("Nhầm số.",),
    }
    getattr(plan, verb)(*arguments.get(verb, ()), by=by)


class StepsComeInTheirOrder(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.sampled_from(list(WAYS)), max_size=12))
    def test_a_verb_works_from_its_states_alone(self, verbs):
        plan, by = AnnualPlanFactory(), UserFactory()
        for verb in verbs:
            state, adjusting = plan.state, plan.is_being_adjusted
            stuck = adjusting and verb in ("adjust", "send_back")
            if state in WAYS[verb] and not stuck:
                do(plan, verb, UserFactory() if verb == "send" else by)
                assert plan.state == WAYS[verb][state]
            else:
                with pytest.raises(ValidationError):
                    do(plan, verb, by)
                plan.refresh_from_db()
                assert plan.state == state


@pytest.mark.django_db
class TestTheDatabaseItself:
    """What no code of the portal could write past."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount": 0},
            {"amount": -1},
            {"appraised": 1},
            {"appraised": -1, "appraisal_reason": "x"},
            {"approved": 5},
            {"allocated": 1},
            {"allocated": 1_500_000_001, "approved": 1_500_000_000, "appraised": 1_500_000_000},
            {"disbursed": 1},
            {"disbursed": -1},
        ],
    )
    def test_a_line_holds_its_amounts(self, wrong):
        line = AnnualPlanFactory().lines.first()
        with pytest.raises(IntegrityError), transaction.atomic():
            BudgetLine.objects.filter(pk=line.pk).update(**wrong)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"state": "approved"},
            {"state": "received", "decision_number": "1/QĐ", "decision_on": date(2026, 5, 2)},
            {"received_on": date(2026, 5, 1), "decision_on": date(2026, 5, 2)},
            {"state": "returned"},
        ],
    )
    def test_a_plan_holds_its_days(self, wrong):
        plan = AnnualPlanFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            AnnualPlan.objects.filter(pk=plan.pk).update(**wrong)

    def test_one_plan_for_a_task_and_year(self):
        plan = AnnualPlanFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            AnnualPlanFactory(task=plan.task, agency=plan.agency)

    def test_a_payment_is_of_something(self):
        line = plan_in("received").lines.first()
        with pytest.raises(ValidationError):
            line.pay("allocated", 0, localdate(), "Lệnh chi", UserFactory())


@pytest.mark.django_db
class TestPayments:
    @pytest.fixture
    def line(self) -> BudgetLine:
        return plan_in("received").lines.first()

    def pay(self, line: BudgetLine, kind: str, amount: int, on: date | None = None) -> Payment:
        return line.pay(kind, amount, on or localdate(), "Lệnh chi 12", UserFactory())

    @pytest.mark.parametrize(
        ("before", "kind", "amount", "message"),
        [
            ({}, "allocated", 1_500_000_001, "vượt số được phê duyệt"),
            ({"allocated": 5}, "disbursed", 6, "vượt số đã cấp"),
            ({"allocated": 5, "disbursed": 4}, "allocated", -2, "thấp hơn"),
            ({}, "disbursed", -1, "thấp hơn"),
        ],
    )
    def test_never_more_than_there_is(self, line, before, kind, amount, message):
        for earlier, paid in before.items():
            self.pay(line, earlier, paid)
        with pytest.raises(ValidationError, match=message) as refused:
            self.pay(line, kind, amount)
        assert "amount" in refused.value.message_dict
        line.refresh_from_db()
        assert {name: getattr(line, name) for name in before} == before

    def test_all_that_there_is_can_be_paid_and_taken_off(self, line):
        self.pay(line, "allocated", line.approved)
        self.pay(line, "disbursed", line.approved)
        self.pay(line, "disbursed", 5 - line.approved)
        self.pay(line, "allocated", 5 - line.approved)
        line.refresh_from_db()
        assert (line.allocated, line.disbursed) == (5, 5)
        self.pay(line, "disbursed", -5)
        line.refresh_from_db()
        assert line.disbursed == 0

    def test_what_was_recorded_wrongly_is_taken_off(self, line):
        self.pay(line, "allocated", 500)
        self.pay(line, "allocated", -200)
        line.refresh_from_db()
        assert line.allocated == 300
        assert [payment.amount for payment in line.payments.all()] == [500, -200]

    @pytest.mark.parametrize("days", [1, -400])
    def test_a_day_lies_between_the_plans_year_and_today(self, line, days):
        with pytest.raises(ValidationError) as refused:
            self.pay(line, "allocated", 5, localdate() + timedelta(days=days))
        assert "on" in refused.value.message_dict

    def test_only_a_plan_in_force_is_paid_from(self):
        line = plan_in("appraised").lines.first()
        with pytest.raises(ValidationError, match="Bước này không thực hiện được"):
            self.pay(line, "allocated", 5)

    def test_a_plan_that_has_had_money_does_not_go_back(self, line):
        self.pay(line, "allocated", 5)
        with pytest.raises(ValidationError, match="hãy lập bản điều chỉnh"):
            line.plan.send_back("Sai số.", UserFactory())


@pytest.mark.django_db
class TestAdjustments:
    def adjusted(self, plan: AnnualPlan) -> AnnualPlan:
        new = plan.adjust(UserFactory())
        for verb in ("send", "appraise", "approve"):
            do(new, verb, UserFactory())
        return new

    def test_a_line_that_has_had_money_stays(self):
        plan = plan_in("received")
        line = plan.lines.first()
        line.pay("allocated", 1, localdate(), "Lệnh chi", UserFactory())
        new = plan.adjust(UserFactory())
        new.lines.get(replaces=line).delete()
        with pytest.raises(ValidationError, match="không thể bỏ hoặc ghi ít hơn"):
            do(new, "send", UserFactory())

    def test_a_line_goes_down_to_the_money_it_has_had_or_away_if_it_had_none(self):
        plan = plan_in("received")
        paid, unpaid = plan.lines.all()
        paid.pay("allocated", 7, localdate(), "Lệnh chi", UserFactory())
        new = plan.adjust(UserFactory())
        new.lines.get(replaces=unpaid).delete()
        new.lines.filter(replaces=paid).update(amount=7)
        do(new, "send", UserFactory())
        assert new.state == "sent"

    def test_it_takes_over_from_a_plan_in_force_alone(self):
        old = plan_in("received")
        new = old.adjust(UserFactory())
        do(new, "send", UserFactory())
        do(new, "appraise", UserFactory())
        AnnualPlan.objects.filter(pk=old.pk).update(state="approved")
        with pytest.raises(ValidationError, match="Bước này không thực hiện được"):
            do(new, "approve", UserFactory())

    def test_a_line_that_got_nothing_is_not_in_it(self):
        plan, by = plan_in("appraised"), UserFactory()
        first, second = plan.lines.all()
        reasons = dict.fromkeys((first.pk, second.pk), "Theo quyết định")
        plan.approve(DECISION, localdate(), {first.pk: 0, second.pk: 7}, by, reasons)
        plan.receive(localdate(), by)
        [copy] = plan.adjust(by).lines.all()
        assert (copy.replaces, copy.amount, copy.activity) == (second, 7, second.activity)

    def test_payments_move_over(self):
        plan = plan_in("received")
        old = plan.lines.first()
        old.pay("allocated", 9, localdate(), "Lệnh chi", UserFactory())
        old.pay("disbursed", 4, localdate(), "Lệnh chi", UserFactory())
        line = self.adjusted(plan).lines.get(replaces=old)
        assert (line.allocated, line.disbursed, line.payments.count()) == (9, 4, 2)
        old.refresh_from_db()
        assert (old.allocated, old.disbursed, old.payments.count()) == (0, 0, 0)
        plan.refresh_from_db()
        assert plan.state == "adjusted"

    def test_its_decision_is_not_the_earlier_one(self):
        plan = plan_in("received")
        new = plan.adjust(UserFactory())
        do(new, "send", UserFactory())
        do(new, "appraise", UserFactory())
        amounts = {line.pk: line.amount for line in new.lines.all()}
        day = plan.decision_on - timedelta(days=1)
        with pytest.raises(ValidationError, match="không thể trước quyết định được thay"):
            new.approve("5000/QĐ-UBND", day, amounts, UserFactory())

    def test_it_can_be_adjusted_again_but_not_sent_back(self):
        new = self.adjusted(plan_in("received"))
        with pytest.raises(ValidationError, match="không trả lại được"):
            new.send_back("Sai số.", UserFactory())
        new.receive(localdate(), UserFactory())
        latest = self.adjusted(new)
        assert latest.first_received_on == new.adjusts.received_on
        [counting] = [p for p in AnnualPlan.objects.all() if p.counts]
        assert counting == latest

    def test_what_got_nothing_is_not_carried_on(self):
        plan, by = AnnualPlanFactory(), UserFactory()
        first, second = plan.lines.all()
        approved = Sums(0, first.amount, first.amount)
        nothing = Sums(0, second.amount, 0)
        appraise_and_approve(plan, {first.pk: approved, second.pk: nothing}, by)
        plan.receive(localdate(), by)
        assert [line.replaces for line in plan.adjust(by).lines.all()] == [first]


@pytest.mark.django_db
def test_an_officer_sees_plans_by_permission_and_not_by_agency_alone():
    officer = OfficerFactory()
    plan = AnnualPlanFactory(agency=officer.agency)
    assert not AnnualPlan.objects.visible_to(officer.user).exists()
    may = allowed(officer.user, "programme.view_annualplan")
    assert list(AnnualPlan.objects.visible_to(may)) == [plan]
