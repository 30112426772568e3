"""Who takes which step of an assessment and its confirmation, and who does not."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from tests.factories.confirmation import (
    PDF,
    AssessmentFactory,
    CriteriaSetFactory,
    IssuingAgencyFactory,
    ScoredAssessmentFactory,
    drafted,
    issued,
    revoked,
    scan,
)
from tests.factories.people import StaffFactory, allowed, in_group
from tests.pages import read
from verification.models import CriteriaSet, Score

pytestmark = pytest.mark.django_db
VIEW_ASSESSMENT, VIEW_CONFIRMATION = (
    "verification.view_assessment",
    "verification.view_confirmation",
)
GUARDED = [
    (AssessmentFactory, "complete", "post", [VIEW_ASSESSMENT], "verification.change_assessment"),
    (ScoredAssessmentFactory, "decide", "get", [VIEW_ASSESSMENT], "verification.decide_assessment"),
    (
        ScoredAssessmentFactory,
        "reopen",
        "post",
        [VIEW_ASSESSMENT],
        "verification.decide_assessment",
    ),
    (
        drafted,
        "issue",
        "get",
        [VIEW_CONFIRMATION],
        "verification.issue_confirmation",
    ),
    (
        drafted,
        "to_sign",
        "get",
        [VIEW_CONFIRMATION],
        "verification.issue_confirmation",
    ),
    (drafted, "draft", "get", [], VIEW_CONFIRMATION),
    (
        issued,
        "revoke",
        "get",
        [VIEW_CONFIRMATION],
        "verification.issue_confirmation",
    ),
    (issued, "scan", "get", [], VIEW_CONFIRMATION),
]


def step(record, name: str) -> str:
    return reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_{name}", args=[record.pk]
    )


def signed(**fields) -> dict:
    """The form for issuing, filled in."""
    return {
        "number": "12",
        "signed_on": f"{localdate():%d/%m/%Y}",
        "signatory_title": "GIÁM ĐỐC",
        "signatory_name": "Lê Văn Ký",
        "scan": scan(),
    } | fields


@pytest.mark.parametrize(("make", "name", "method", "rights", "missing"), GUARDED)
def test_each_step_is_for_those_who_may_and_for_nobody_else(
    client, make, name, method, rights, missing
):
    record = make(points=(9, 8, 8)) if make is AssessmentFactory else make()
    address = step(record, name)
    assert client.get(address).status_code == 302  # a stranger is led to the log-in
    client.force_login(allowed(StaffFactory(), *rights))
    assert client.get(address).status_code == 403
    assert client.post(address, {}).status_code in (403, 405)
    record.refresh_from_db()
    assert record.state in ("draft", "scored", "drafted", "issued")
    client.force_login(allowed(StaffFactory(), *rights, missing))
    assert getattr(client, method)(address).status_code in (200, 302)


@pytest.mark.parametrize(("make", "name"), [(drafted, "scan"), (issued, "to_sign")])
def test_a_file_that_is_not_there_yet_or_any_more_is_not_found(staff_client, make, name):
    assert staff_client.get(step(make(), name)).status_code == 404


def test_the_public_never_gets_a_scan(client):
    confirmation = issued()
    for address in (f"/anh/{confirmation.scan.name}", f"/media/{confirmation.scan.name}"):
        assert client.get(address).status_code == 404


def test_assessors_score_and_neither_decide_nor_issue(client, start_data):
    client.force_login(in_group(StaffFactory(), "Cán bộ đánh giá năng lực"))
    assessment = ScoredAssessmentFactory()
    assert client.get(step(assessment, "change")).status_code == 200
    assert client.get(step(assessment, "decide")).status_code == 403
    assert client.get(step(issued(), "scan")).status_code == 200  # what came of their work


def test_the_departments_staff_may_do_all_of_it_and_keep_what_they_could(client, start_data):
    user = in_group(StaffFactory(), "Cán bộ Sở Công Thương")
    for right in (
        "add_criteriaset",
        "decide_assessment",
        "issue_confirmation",
    ):
        assert user.has_perm(f"verification.{right}")
    assert user.has_perm("enterprises.change_enterprise")
    assert not user.has_perm("verification.delete_assessment")


def test_the_start_data_has_a_set_that_can_be_used(start_data):
    criteria = CriteriaSet.objects.in_force().get(code="chung")
    criteria.check_whole()
    assert "Sở Công Thương sửa" in criteria.note
    assert AssessmentFactory(criteria_set=criteria).scores.count() == criteria.criteria.count()


def test_scores_that_stand_are_not_changed_by_anybody(staff_client):
    assessment = ScoredAssessmentFactory()
    assert staff_client.post(step(assessment, "change"), {"note": "x"}).status_code == 403
    assert staff_client.post(step(assessment, "delete"), {"post": "yes"}).status_code == 403
    assert Score.objects.filter(assessment=assessment, points=9).exists()


def test_a_paper_that_was_issued_is_not_changed_by_anybody(staff_client):
    confirmation = issued()
    answer = staff_client.post(step(confirmation, "change"), {"scope": "Mọi thứ"})
    assert answer.status_code == 403
    assert staff_client.get(step(confirmation, "delete")).status_code == 403


@pytest.mark.parametrize("make", [CriteriaSetFactory, IssuingAgencyFactory])
@pytest.mark.parametrize("page", ["changelist", "add", "change", "history", "delete"])
def test_every_page_opens_for_those_who_may_and_for_nobody_else(client, make, page):
    record = make()
    model = record._meta.model_name
    args = [] if page in ("changelist", "add") else [record.pk]
    address = reverse(f"admin:verification_{model}_{page}", args=args)
    client.force_login(StaffFactory())
    assert client.get(address).status_code == 403
    rights = [f"verification.{right}_{model}" for right in ("view", "add", "change", "delete")]
    client.force_login(allowed(StaffFactory(), *rights))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("make", [AssessmentFactory, ScoredAssessmentFactory, drafted, revoked])
@pytest.mark.parametrize("page", ["changelist", "change", "history"])
def test_records_and_their_lists_open_in_every_state(staff_client, make, page):
    record = make()
    args = [] if page == "changelist" else [record.pk]
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=args)
    assert staff_client.get(address).status_code == 200


def test_lists_take_the_same_number_of_queries_at_any_size(
    staff_client, django_assert_max_num_queries
):
    lists = [
        reverse(f"admin:verification_{name}_changelist") for name in ("assessment", "confirmation")
    ]
    issued(number=1)
    with django_assert_max_num_queries(40) as few:
        for address in lists:
            staff_client.get(address)
    for number in range(2, 8):
        issued(number=number)
    with django_assert_max_num_queries(len(few)):
        for address in lists:
            staff_client.get(address)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("giay.pdf", b"MZ\x90\x00" + b"\x00" * 2000, "PDF"),
        ("giay.pdf", b"", "rỗng"),
        ("giay.pdf", PDF + b"0" * (10 * 1024 * 1024) + PDF, "10 MB"),
        ("giay.exe", PDF, "PDF"),
        ("giay.pdf", b"%PDF-1.7\n" + b"0" * 5000, "PDF"),
    ],
    ids=["executable", "nothing", "too large", "another ending", "cut off"],
)
def test_a_scan_that_is_no_pdf_is_refused_at_its_field(staff_client, name, content, message):
    confirmation = drafted()
    page = staff_client.post(step(confirmation, "issue"), signed(scan=scan(content, name)))
    assert page.status_code == 200
    assert message in read(page).errors["Bản quét đã ký, đóng dấu"]
    assert read(page).fields["Họ tên người ký"] == "Lê Văn Ký"  # what was typed is kept
    confirmation.refresh_from_db()
    assert confirmation.state == "drafted"
