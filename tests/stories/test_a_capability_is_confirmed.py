"""From criteria that staff write to a code that anyone checks, through the portal's own pages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from tests.backoffice import form_of
from tests.factories.confirmation import (
    PDF,
    CriteriaSetFactory,
    ScoredAssessmentFactory,
    drafted,
    scan,
)
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import StaffFactory, in_group
from tests.pages import read
from verification.models import Assessment, Confirmation, CriteriaSet
from verification.models.confirmations import months_after

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessor(start_data) -> Client:
    """Someone who visits enterprises and gives points."""
    client = Client()
    client.force_login(in_group(StaffFactory(), "Cán bộ đánh giá năng lực"))
    return client


@pytest.fixture
def department(start_data) -> Client:
    """The Department's staff, who decide, and record what was signed."""
    client = Client()
    client.force_login(in_group(StaffFactory(), "Cán bộ Sở Công Thương"))
    return client


def page(record, name: str) -> str:
    args = [] if name in ("add", "changelist") else [record.pk]
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=args)


def begin(client: Client, enterprise) -> Assessment:
    """An assessment by the set that the portal starts with."""
    answer = client.post(
        page(Assessment, "add"),
        {
            "enterprise": enterprise.pk,
            "criteria_set": CriteriaSet.objects.get(code="chung").pk,
            "visited_on": f"{localdate():%d/%m/%Y}",
            "assessors": "Trần Thị Khảo Sát, chuyên viên",
        },
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    return Assessment.objects.get(enterprise=enterprise)


def give_points(client: Client, assessment: Assessment, points: str) -> None:
    filled = form_of(client, page(assessment, "change"))
    given = {name: points for name in filled if name.endswith("-id")}
    scores = {name.removesuffix("id") + "points": value for name, value in given.items()}
    assert client.post(page(assessment, "change"), filled | scores).status_code == 302


def test_from_the_visit_to_the_check_of_the_code(assessor, department, client):
    enterprise = EnterpriseFactory(legal_name="Công ty TNHH Đúc Thành Đạt")
    profile = enterprise.get_absolute_url()

    assessment = begin(assessor, enterprise)
    assert assessment.scores.count() == 7
    give_points(assessor, assessment, "8,5")
    assessor.post(page(assessment, "complete"))
    assessment.refresh_from_db()
    assert (assessment.state, str(assessment.total)) == ("scored", "85.00")

    waiting = department.get("/quan-tri/").context["waiting"]
    assert "Đánh giá năng lực chờ quyết định" in [item.label for item in waiting]
    assert "85% – Đáp ứng tốt" in read(department.get(page(assessment, "decide")))
    decision = {"decision": "confirm", "scope": "Vỏ hộp số đúc nhôm", "months": "24"}
    agency = department.get(page(assessment, "decide")).context["form"]["agency"].value()
    department.post(page(assessment, "decide"), decision | {"agency": agency})
    confirmation = Confirmation.objects.get(assessment=assessment)
    assert confirmation.level.name_vi == "Đáp ứng tốt"

    for purpose in ("draft", "to_sign"):
        paper = department.get(page(confirmation, purpose))
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
    address = f"/xac-nhan/{confirmation.code}/"
    assert client.get(address).status_code == 404  # a draft proves nothing

    signed = {
        "number": "12",
        "signed_on": f"{localdate():%d/%m/%Y}",
        "signatory_title": "GIÁM ĐỐC",
        "signatory_name": "Lê Văn Ký",
        "scan": scan(),
    }
    assert department.post(page(confirmation, "issue"), signed).status_code == 302
    confirmation.refresh_from_db()
    assert confirmation.valid_until == months_after(localdate(), 24)
    kept = department.get(page(confirmation, "scan"))
    assert b"".join(kept.streaming_content) == PDF
    text = read(client.get(address))
    for told in ("Còn hiệu lực", "Đúc Thành Đạt", "12/XN-SCT", "Đáp ứng tốt", "Vỏ hộp số đúc nhôm"):
        assert told in text
    english = read(client.get(f"/en/confirmations/{confirmation.code}/"))
    assert "Meets requirements well" in english
    assert address in read(client.get(profile)).addresses

    department.post(page(confirmation, "revoke"), {"reason": "Ngừng sản xuất."})
    assert "Đã thu hồi" in read(client.get(address)).notices
    assert address not in read(client.get(profile)).source
    states = list(confirmation.history.values_list("state", flat=True))
    assert states == ["revoked", "issued", "drafted"]


def test_an_assessor_who_forgot_a_criterion_is_told_which(assessor):
    assessment = begin(assessor, EnterpriseFactory())
    text = read(assessor.post(page(assessment, "complete")))
    assert (
        "Chưa chấm điểm tiêu chí “Tổ chức, pháp lý và nhân lực kỹ thuật”" in text.non_field_errors
    )
    assessment.refresh_from_db()
    assert assessment.state == "draft"


def test_a_refusal_is_kept_with_its_reason_and_makes_no_paper(department):
    assessment = ScoredAssessmentFactory()
    told = department.post(page(assessment, "decide"), {"decision": "refuse", "scope": "Vỏ hộp"})
    assert read(told).errors["Lý do không xác nhận"] == "Hãy ghi lý do không xác nhận."
    assert read(told).form("scope")["scope"] == "Vỏ hộp"  # what was typed is kept
    department.post(page(assessment, "decide"), {"decision": "refuse", "reason": "Thiếu máy đo."})
    assessment.refresh_from_db()
    assert (assessment.decision, assessment.reason) == ("refuse", "Thiếu máy đo.")
    assert not Confirmation.objects.exists()
    assert "Thiếu máy đo." in read(department.get(page(assessment, "change")))


def test_a_second_click_decides_nothing_again(department):
    assessment = ScoredAssessmentFactory()
    agency = department.get(page(assessment, "decide")).context["form"]["agency"].value()
    decision = {"decision": "confirm", "scope": "Vỏ hộp", "months": "24", "agency": agency}
    assert department.post(page(assessment, "decide"), decision).status_code == 302
    again = department.post(page(assessment, "decide"), decision)
    assert "đang ở tình trạng “Đã quyết định”" in read(again).non_field_errors
    assert Confirmation.objects.count() == 1


def test_a_set_whose_weights_are_not_a_hundred_cannot_be_put_in_force(department):
    criteria = CriteriaSetFactory(weights=(50, 30), is_active=False)
    filled = form_of(department, page(criteria, "change"))
    told = department.post(page(criteria, "change"), filled | {"is_active": "on"})
    assert "Tổng trọng số là 80%, phải bằng 100%." in read(told).non_field_errors
    criteria.refresh_from_db()
    assert not criteria.is_active
    weight = {"criteria-1-weight": "50"}
    department.post(page(criteria, "change"), filled | {"is_active": "on"} | weight)
    criteria.refresh_from_db()
    assert criteria.is_active


def test_criteria_that_were_used_stand_and_staff_go_on_with_a_copy(department):
    criteria = ScoredAssessmentFactory().criteria_set
    filled = form_of(department, page(criteria, "change"))
    changed = filled | {"criteria-0-weight": "40", "criteria-1-weight": "40"}
    department.post(page(criteria, "change"), changed)
    assert list(criteria.criteria.values_list("weight", flat=True)) == [50, 30, 20]

    chosen = {"action": "copy", "_selected_action": [criteria.pk]}
    department.post(page(CriteriaSet, "changelist"), chosen)
    copy = CriteriaSet.objects.get(code=f"{criteria.code}-2")
    filled = form_of(department, page(copy, "change"))
    weights = {"criteria-0-weight": "40", "criteria-1-weight": "40"}
    department.post(page(copy, "change"), filled | weights)
    assert list(copy.criteria.values_list("weight", flat=True)) == [40, 40, 20]


def test_a_draft_is_corrected_until_it_is_signed(department):
    confirmation = drafted()
    filled = form_of(department, page(confirmation, "change"))
    department.post(page(confirmation, "change"), filled | {"scope": "Vỏ bơm đúc gang"})
    confirmation.refresh_from_db()
    assert confirmation.scope == "Vỏ bơm đúc gang"
    assert confirmation.history.first().history_user is not None
