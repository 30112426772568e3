"""The rules of capability confirmation: weights, totals, levels, terms, states, permissions."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from enterprises.confirmation.codes import ALPHABET, grouped, new_code, read_code
from enterprises.confirmation.document import DRAFT, FOR_SIGNATURE, confirmation_pdf, paper
from enterprises.models import Assessment, Confirmation, CriteriaSet, Criterion, Score
from enterprises.models.confirmations import months_after
from tests.factories.confirmation import (
    PDF,
    AssessmentFactory,
    CriteriaSetFactory,
    IssuingAgencyFactory,
    ScoredAssessmentFactory,
    drafted,
    expired,
    issued,
    issued_to_demo,
    revoked,
    scan,
)
from tests.factories.enterprises import EnterpriseFactory, HiddenEnterpriseFactory, IndustryFactory
from tests.factories.people import StaffFactory, allowed, in_group

pytestmark = pytest.mark.django_db
ADDRESS = "http://testserver/xac-nhan/ABC/"


def message_of(refused: pytest.ExceptionInfo) -> str:
    return " ".join(refused.value.messages)


# Totals and levels


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
        AssessmentFactory(points=(10.5, 8, 8)).complete()


def test_unscored_criteria_are_named():
    with pytest.raises(ValidationError, match="Chưa chấm điểm tiêu chí “Tiêu chí 3”"):
        AssessmentFactory(points=(9, 8)).complete()


# Sets of criteria


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


# States


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


def test_a_confirmation_is_issued_once_and_a_draft_is_not_revoked():
    confirmation = drafted()
    with pytest.raises(ValidationError, match="Dự thảo chờ ký"):
        confirmation.revoke("Sai.", StaffFactory())
    again = issued(number=3)
    with pytest.raises(ValidationError, match="Đã cấp"):
        again.issue(
            number=4,
            signed_on=localdate(),
            signatory_title="GIÁM ĐỐC",
            signatory_name="Lê Văn Ký",
            scan=scan(),
            by=StaffFactory(),
        )
    again.refresh_from_db()
    assert again.number == 3


def test_a_stale_page_cannot_issue_what_was_revoked_meanwhile():
    stale = issued()
    Confirmation.objects.get(pk=stale.pk).revoke("Ngừng sản xuất.", StaffFactory())
    with pytest.raises(ValidationError, match="Đã thu hồi"):
        stale.revoke("Lần nữa.", StaffFactory())


def test_the_same_number_in_the_same_year_is_refused_at_the_number():
    issued(number=12, signed_on=date(2026, 5, 4))
    with pytest.raises(ValidationError) as refused:
        issued(number=12, signed_on=date(2026, 6, 1))
    assert list(refused.value.message_dict) == ["number"]
    assert "Số này đã cấp" in message_of(refused)
    other = issued(number=13, signed_on=date(2026, 6, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(pk=other.pk).update(number=12)


def test_the_same_number_in_another_year_is_another_number():
    old = ScoredAssessmentFactory(visited_on=date(2025, 3, 12))
    issued(number=12, signed_on=date(2025, 5, 4), assessment=old)
    assert issued(number=12, signed_on=date(2026, 5, 4)).number == 12


@pytest.mark.parametrize("day", [date(2999, 1, 1), date(2026, 3, 11)])
def test_the_day_of_signing_is_neither_to_come_nor_before_the_visit(day):
    with pytest.raises(ValidationError) as refused:
        issued(signed_on=day)
    assert list(refused.value.message_dict) == ["signed_on"]


@pytest.mark.parametrize(
    "change", [{"scan": ""}, {"number": None}, {"signed_on": None}, {"signatory_name": ""}]
)
def test_the_database_refuses_an_issued_paper_without_what_makes_it_one(change):
    confirmation = issued()
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.filter(pk=confirmation.pk).update(**change)


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
    assert message in str(page.context["form"].errors["scan"])
    assert 'value="Lê Văn Ký"' in page.content.decode()  # what was typed is kept
    confirmation.refresh_from_db()
    assert confirmation.state == "drafted"


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 3, 15), 24, date(2028, 3, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_term_of_months_ends_on_the_corresponding_day(day, months, last):
    assert months_after(day, months) == last


def test_a_confirmation_holds_to_the_end_of_its_last_day():
    confirmation = issued()
    for days, standing in ((0, "valid"), (-1, "expired")):
        Confirmation.objects.update(valid_until=localdate() + timedelta(days=days))
        confirmation.refresh_from_db()
        assert confirmation.standing == standing
        assert Confirmation.objects.valid().exists() is (standing == "valid")
        assert Confirmation.objects.standing_as(standing).get() == confirmation


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="rows are locked on PostgreSQL")
def test_two_people_who_issue_at_once_do_not_both_get_the_number():
    papers, told = [drafted(), drafted()], []

    def issue(confirmation: Confirmation) -> None:
        try:
            confirmation.issue(
                number=7,
                signed_on=localdate(),
                signatory_title="GIÁM ĐỐC",
                signatory_name="Lê Văn Ký",
                scan=scan(),
                by=None,
            )
        except ValidationError as error:
            told.append(error.message_dict)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=[each]) for each in papers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Confirmation.objects.filter(number=7).count() == 1
    assert [list(each) for each in told] == [["number"]]


# Codes


def test_a_code_is_unguessable_and_has_no_letters_that_look_alike():
    codes = {new_code() for _ in range(1_000)}
    assert len(codes) == 1_000
    assert not set("01OILBGSZ") & set(ALPHABET)


@pytest.mark.parametrize("typed", ["7kq4-m9f-xac", " 7KQ4 M9F XAC ", "7KQ4–M9F–XAC"])
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "7KQ4M9FXAC"
    assert grouped("7KQ4M9FXAC") == "7KQ4-M9F-XAC"


@pytest.mark.parametrize("typed", ["", "7KQ4", "7KQ4M9FXAC2", "7KQ4M9FXA!", "é" * 10, "0" * 10])
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) == ""


# The public page


def text_of(client: Client, confirmation: Confirmation) -> str:
    page = client.get(f"/xac-nhan/{confirmation.code}/")
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize(
    ("make", "words"),
    [(issued, "Còn hiệu lực"), (expired, "Đã hết hiệu lực"), (revoked, "Đã thu hồi")],
)
def test_everyone_reads_in_words_what_holds(client, make, words):
    text = text_of(client, make())
    assert words in text
    assert len([each for each in STANDINGS if f">{each}</span>" in text]) == 1


STANDINGS = ("Còn hiệu lực", "Đã hết hiệu lực", "Đã thu hồi")


def test_nothing_of_any_person_and_no_reason_is_shown(client):
    text = text_of(client, revoked())
    for told in ("Lê Văn Ký", "Trần Thị Khảo Sát", "ngừng sản xuất", ".pdf"):
        assert told not in text


def test_a_draft_is_as_unknown_as_a_code_that_nobody_gave(client):
    pages = [client.get(f"/xac-nhan/{code}/") for code in (drafted().code, "7KQ4M9FXAC", "x")]
    assert {page.status_code for page in pages} == {404}
    for page in pages:
        assert "Không có giấy xác nhận nào mang mã" in page.content.decode()
        assert 'name="code"' in page.content.decode()


def test_a_hidden_enterprise_is_named_but_not_linked(client):
    confirmation = issued(assessment=ScoredAssessmentFactory(enterprise=HiddenEnterpriseFactory()))
    text = text_of(client, confirmation)
    assert confirmation.holder_name in text
    assert confirmation.enterprise.get_absolute_url() not in text


def test_a_renamed_enterprise_stays_as_the_paper_names_it(client):
    confirmation = issued()
    named = confirmation.holder_name
    confirmation.enterprise.legal_name = "Tên Mới"
    confirmation.enterprise.save()
    assert named in text_of(client, confirmation)


def test_no_search_engine_keeps_the_pages(client):
    for path in ("/xac-nhan/", f"/xac-nhan/{issued().code}/"):
        assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_a_code_leads_on_from_the_form_and_a_wrong_one_is_told_at_the_field(client):
    confirmation = issued()
    answer = client.get("/xac-nhan/", {"code": confirmation.code_shown.lower()})
    assert answer["Location"] == f"/xac-nhan/{confirmation.code}/"
    page = client.get("/xac-nhan/", {"code": "sai <mã>"})
    assert "gồm 10 chữ cái" in str(page.context["form"].errors["code"])
    assert 'value="sai &lt;mã&gt;"' in page.content.decode()


def test_a_page_takes_few_queries_and_no_session(client, django_assert_num_queries):
    confirmation = issued()
    with django_assert_num_queries(1):
        page = client.get(f"/xac-nhan/{confirmation.code}/")
    assert not page.cookies


def test_a_demo_confirmation_is_marked(client):
    confirmation = issued_to_demo()
    assert "dữ liệu minh họa" in text_of(client, confirmation)
    assert paper(confirmation, ADDRESS, DRAFT)["marks"] == ["MẪU – DỮ LIỆU MINH HỌA"]


# The profile


def test_a_profile_shows_what_holds_and_nothing_else(client):
    enterprise = EnterpriseFactory()
    for number, make in enumerate((drafted, expired, revoked, issued), 1):
        fields = {} if make is drafted else {"number": number}
        confirmation = make(**fields)
        Assessment.objects.filter(pk=confirmation.assessment_id).update(enterprise=enterprise)
    page = client.get(enterprise.get_absolute_url())
    assert page.context["profile"].confirmations == [confirmation]
    text = page.content.decode()
    assert confirmation.get_absolute_url() in text
    assert "chưa thẩm định năng lực" not in text


# The paper


def test_the_paper_fills_in_what_is_known():
    confirmation = issued(number=12, signed_on=date(2026, 5, 4))
    data = paper(confirmation, ADDRESS, DRAFT)
    assert data["place_and_day"] == "Thành phố Hồ Chí Minh, ngày 04 tháng 5 năm 2026"
    assert (data["number"], data["symbol"], data["marks"]) == ("12", "XN-SCT", [])
    result = dict(data["result"])
    assert result["Kết quả đánh giá"] == "85/100"
    assert result["Thời hạn hiệu lực"].endswith("đến hết ngày 04 tháng 5 năm 2028")


def test_a_draft_says_so_unless_it_is_printed_to_be_signed():
    confirmation = drafted()
    assert paper(confirmation, ADDRESS, DRAFT)["marks"] == ["Bản dự thảo để trình ký"]
    to_sign = paper(confirmation, ADDRESS, FOR_SIGNATURE)
    assert to_sign["marks"] == []
    assert to_sign["number"] == "……"
    assert "Chỉ có giá trị khi đã ký" in to_sign["foot"]


def test_a_revoked_paper_says_so():
    assert paper(revoked(), ADDRESS, DRAFT)["marks"] == ["Đã thu hồi"]


def test_what_people_typed_is_no_markup_in_the_paper():
    confirmation = drafted(scope='#panic("x") *đậm* $x$ \\ @a <b>\n- dòng "hai"')
    assert confirmation_pdf(confirmation, ADDRESS).startswith(b"%PDF-")


# The back office: who may


def step(record, name: str) -> str:
    return reverse(f"admin:enterprises_{record._meta.model_name}_{name}", args=[record.pk])


def signed(**fields) -> dict:
    """The form for issuing, filled in."""
    return {
        "number": "12",
        "signed_on": f"{localdate():%d/%m/%Y}",
        "signatory_title": "GIÁM ĐỐC",
        "signatory_name": "Lê Văn Ký",
        "scan": scan(),
    } | fields


VIEW_ASSESSMENT, VIEW_CONFIRMATION = "enterprises.view_assessment", "enterprises.view_confirmation"
GUARDED = [
    (AssessmentFactory, "complete", "post", [VIEW_ASSESSMENT], "enterprises.change_assessment"),
    (ScoredAssessmentFactory, "decide", "get", [VIEW_ASSESSMENT], "enterprises.decide_assessment"),
    (ScoredAssessmentFactory, "reopen", "post", [VIEW_ASSESSMENT], "enterprises.decide_assessment"),
    (drafted, "issue", "get", [VIEW_CONFIRMATION], "enterprises.issue_confirmation"),
    (drafted, "to_sign", "get", [VIEW_CONFIRMATION], "enterprises.issue_confirmation"),
    (drafted, "draft", "get", [], VIEW_CONFIRMATION),
    (issued, "revoke", "get", [VIEW_CONFIRMATION], "enterprises.issue_confirmation"),
    (issued, "scan", "get", [], VIEW_CONFIRMATION),
]


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
    assert client.get(step(issued(), "scan")).status_code == 403


def test_the_departments_staff_may_do_all_of_it_and_keep_what_they_could(client, start_data):
    user = in_group(StaffFactory(), "Cán bộ Sở Công Thương")
    for right in (
        "add_criteriaset",
        "decide_assessment",
        "issue_confirmation",
        "change_enterprise",
    ):
        assert user.has_perm(f"enterprises.{right}")
    assert not user.has_perm("enterprises.delete_assessment")


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
    address = reverse(f"admin:enterprises_{model}_{page}", args=args)
    client.force_login(StaffFactory())
    assert client.get(address).status_code == 403
    rights = [f"enterprises.{right}_{model}" for right in ("view", "add", "change", "delete")]
    client.force_login(allowed(StaffFactory(), *rights))
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("make", [AssessmentFactory, ScoredAssessmentFactory, drafted, revoked])
@pytest.mark.parametrize("page", ["changelist", "change", "history"])
def test_records_and_their_lists_open_in_every_state(staff_client, make, page):
    record = make()
    args = [] if page == "changelist" else [record.pk]
    address = reverse(f"admin:enterprises_{record._meta.model_name}_{page}", args=args)
    assert staff_client.get(address).status_code == 200


def test_lists_take_the_same_number_of_queries_at_any_size(
    staff_client, django_assert_max_num_queries
):
    lists = [
        reverse(f"admin:enterprises_{name}_changelist") for name in ("assessment", "confirmation")
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
