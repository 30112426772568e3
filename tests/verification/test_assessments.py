"""Assessments: weights, totals to the digit, levels, criteria sets, the decision."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.confirmation import (
    AssessmentFactory,
    CriteriaSetFactory,
    ScoredAssessmentFactory,
    drafted,
)
from tests.factories.enterprises import EnterpriseFactory, IndustryFactory
from tests.factories.people import StaffFactory
from verification.models import Assessment, Confirmation, Criterion

pytestmark = pytest.mark.django_db


def message_of(refused: pytest.ExceptionInfo) -> str:
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("weights", "points", "total"),
    [
        ((50, 30, 20), (10, 10, 10), "100.00"),
        ((50, 30, 20), (0, 0, 0), "0.00"),
        ((50, 30, 20), (9, 8, 8), "85.00"),
        ((50, 30, 20), (7.25, 6.5, 9), "73.75"),
        ((33, 33, 34), (3.33, 6.67, 5.55), "51.87"),
        ((1, 99), (0.05, 0), "0.01"),  # 0.005 is rounded up
    ],
)
def test_the_total_is_the_weighted_share_to_the_digit(weights, points, total):
    criteria = CriteriaSetFactory(weights=weights)
    assert AssessmentFactory(criteria_set=criteria, points=points).total == Decimal(total)


def test_points_count_by_their_own_maximum():
    criteria = CriteriaSetFactory()
    criteria.criteria.filter(position=1).update(most_points=3)
    assert AssessmentFactory(criteria_set=criteria, points=(2, 10, 10)).total == Decimal("83.33")


def test_there_is_no_total_before_every_criterion_has_its_points():
    assert AssessmentFactory(points=(9, 8)).total is None


@pytest.mark.parametrize(
    ("points", "level"),
    [
        ((8, 8, 8), "Đáp ứng tốt"),
        ((7.99, 8, 8), "Đáp ứng"),  # 79.95
        ((5, 5, 5), "Đáp ứng"),
        ((5, 5, 4.99), None),
    ],
)
def test_a_level_begins_exactly_at_its_minimum(points, level):
    reached = AssessmentFactory(points=points).level
    assert (reached and reached.name_vi) == level


def test_more_than_the_most_points_is_refused():
    with pytest.raises(ValidationError, match="Điểm tối đa của tiêu chí này là 10"):
        AssessmentFactory(points=(10.5, 8, 8)).complete(StaffFactory())


def test_unscored_criteria_are_named():
    with pytest.raises(ValidationError, match="Chưa chấm điểm tiêu chí “Tiêu chí 3”"):
        AssessmentFactory(points=(9, 8)).complete(StaffFactory())


@pytest.mark.parametrize("weights", [(50, 30), (50, 30, 21)])
def test_no_enterprise_is_assessed_by_weights_that_are_not_a_hundred(weights):
    with pytest.raises(ValidationError, match="phải bằng 100%"):
        AssessmentFactory(criteria_set=CriteriaSetFactory(weights=weights))


@pytest.mark.parametrize("weight", [0, 101])
def test_the_database_refuses_a_weight_that_is_no_share(weight):
    with pytest.raises(IntegrityError), transaction.atomic():
        Criterion.objects.create(criteria_set=CriteriaSetFactory(), name_vi="Thêm", weight=weight)


def test_a_copy_has_the_same_criteria_and_levels_and_is_not_in_force():
    used = ScoredAssessmentFactory().criteria_set
    copy = used.copy()
    assert not copy.is_active
    assert not copy.is_used
    for rows in ("criteria", "levels"):
        names = [list(getattr(one, rows).values_list("name_vi", flat=True)) for one in (used, copy)]
        assert names[0] == names[1]


@pytest.mark.parametrize("change", [{"is_active": False}, {"in_force_from": date(2999, 1, 1)}])
def test_a_set_that_is_not_in_force_is_refused(change):
    assessment = Assessment(
        enterprise=EnterpriseFactory(),
        criteria_set=CriteriaSetFactory(**change),
        visited_on=date(2026, 3, 12),
        assessors="Trần Thị Khảo Sát",
    )
    with pytest.raises(ValidationError, match="không đang áp dụng"):
        assessment.full_clean()


def test_a_set_of_another_industry_is_refused():
    assessment = Assessment(
        enterprise=EnterpriseFactory(industries=[IndustryFactory()]),
        criteria_set=CriteriaSetFactory(industry=IndustryFactory()),
        visited_on=date(2026, 3, 12),
        assessors="Trần Thị Khảo Sát",
    )
    with pytest.raises(ValidationError, match="ngành mà doanh nghiệp không có"):
        assessment.full_clean()


def test_a_result_below_the_lowest_level_cannot_be_confirmed():
    assessment = ScoredAssessmentFactory(points=(4, 4, 4))
    with pytest.raises(ValidationError, match="chưa đạt mức thấp nhất"):
        drafted(assessment=assessment)
    assessment.refresh_from_db()
    assert assessment.state == "scored"
    assert not Confirmation.objects.exists()


def test_a_refusal_needs_a_reason():
    assessment = ScoredAssessmentFactory()
    with pytest.raises(ValidationError, match="lý do"):
        assessment.refuse("  ", StaffFactory())
    assessment.refuse("Thiếu thiết bị đo.", StaffFactory())
    assert (assessment.state, assessment.decision) == ("decided", "refuse")


@pytest.mark.parametrize("verb", ["confirm", "reopen", "complete"])
def test_what_is_decided_is_not_decided_again(verb):
    assessment = drafted().assessment
    by = [StaffFactory()] if verb == "confirm" else []
    with pytest.raises(ValidationError, match="Đã quyết định"):
        getattr(assessment, verb)(*by)
