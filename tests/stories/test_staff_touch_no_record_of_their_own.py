"""Staff change the record of an enterprise of their own as its members do: colleagues review it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.imports.outcomes import MessageKind
from enterprises.duplicates.merging import conclude_not_same, merge
from enterprises.duplicates.undoing import undo
from enterprises.models import DuplicatePair, Enterprise
from membership.models import Revision
from tests.backoffice import form_of
from tests.enterprises.sheets import csv_file
from tests.factories.confirmation import (
    AssessmentFactory,
    ScoredAssessmentFactory,
    drafted,
    issued,
    scan,
)
from tests.factories.duplicates import DuplicatePairFactory, chosen
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import (
    TAX_CODE,
    ApprovedClaimFactory,
    EditorFactory,
    OwnerFactory,
    WaitingClaimFactory,
)
from tests.factories.people import SuperuserFactory
from tests.importing import said, take_in
from tests.pages import read
from tests.portal.test_history_pages import fact_check

pytestmark = pytest.mark.django_db
OWN = "Không ai được tự quyết định việc của chính mình"
LIST = "/quan-tri/enterprises/enterprise/"
READ_ONLY = "Bạn là thành viên của doanh nghiệp này nên ở đây chỉ được xem."


@pytest.fixture(params=[OwnerFactory, EditorFactory])
def member(request):
    """A member who may do everything in the back office."""
    enterprise = EnterpriseFactory(
        legal_name="Cơ khí Của Tôi", address="1 đường Số 9", tax_code=TAX_CODE, employees=10
    )
    return request.param(user=SuperuserFactory(), enterprise=enterprise)


@pytest.fixture
def own(member) -> Enterprise:
    return member.enterprise


def enter(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def office(member) -> Client:
    """The back office as the member sees it."""
    return enter(member.user)


@pytest.fixture
def colleague() -> Client:
    return enter(SuperuserFactory())


def page_of(record, name: str = "change") -> str:
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[record.pk])


def stored(record: Enterprise) -> Enterprise:
    return Enterprise.objects.get(pk=record.pk)


class TestThePageOfTheRecord:
    def test_it_is_there_to_read_and_says_where_to_change_it(self, office, own):
        page = read(office.get(page_of(own)))
        assert READ_ONLY in page
        assert "Doanh nghiệp của tôi" in page
        assert "Lưu" not in page.buttons
        assert page_of(own, "delete") not in page.links.values()

    def test_what_is_posted_to_it_is_refused(self, office, colleague, own):
        form = form_of(colleague, page_of(own)) | {"employees": "9999"}
        assert office.post(page_of(own), form).status_code == 403
        assert office.post(page_of(own, "delete"), {"post": "yes"}).status_code == 403
        assert stored(own).employees == 10

    def test_a_colleague_changes_it_and_a_member_changes_others(self, office, colleague, own):
        for client, record in ((colleague, own), (office, EnterpriseFactory())):
            form = form_of(client, page_of(record)) | {"employees": "11"}
            assert client.post(page_of(record), form).status_code == 302
            assert stored(record).employees == 11
            assert READ_ONLY not in read(client.get(page_of(record)))

    def test_who_is_a_member_no_more_is_staff_as_others_are(self, office, own, member):
        member.delete()
        form = form_of(office, page_of(own)) | {"employees": "11"}
        assert office.post(page_of(own), form).status_code == 302


class TestActionsOnTheList:
    @pytest.mark.parametrize(("action", "state"), [("publish", "hidden"), ("hide", "published")])
    def test_they_leave_ones_own_record_and_do_the_others(self, office, own, action, state):
        Enterprise.objects.filter(pk=own.pk).update(state=state)
        other = EnterpriseFactory(state=state)
        chosen_ones = {
            "action": action,
            "_selected_action": [own.pk, other.pk],
            "reason": "Đã giải thể",
        }
        page = read(office.post(LIST, chosen_ones, follow=True))
        assert f"1 bản ghi giữ nguyên: {OWN}" in page
        assert stored(own).state == state
        assert stored(other).state != state

    def test_what_is_deleted_is_not_ones_own(self, office, own):
        sent = {"action": "delete_selected", "_selected_action": [own.pk], "post": "yes"}
        office.post(LIST, sent)
        assert stored(own)


class TestAnImport:
    ROWS = f"""Tên doanh nghiệp,Mã số thuế,Địa chỉ,Số lao động
Cơ khí Của Tôi,{TAX_CODE},1 đường Số 9,9999
Cơ khí Khác,0300588569,2 đường Số 9,20
"""

    def test_a_row_about_ones_own_record_is_left_out_and_says_why(self, office, own):
        page = take_in(office, csv_file(self.ROWS))
        hints = said(page, MessageKind.HINT)
        assert "bạn là thành viên của doanh nghiệp này" in hints[2, ""]
        assert stored(own).employees == 10
        assert Enterprise.objects.get(tax_code="0300588569").employees == 20

    def test_it_is_found_by_name_and_address_too(self, office, own):
        Enterprise.objects.filter(pk=own.pk).update(tax_code=None)
        take_in(office, csv_file(self.ROWS.replace(TAX_CODE, "")))
        assert stored(own).employees == 10

    def test_a_colleagues_row_waits_for_another_to_decide(self, colleague, own):
        take_in(colleague, csv_file(self.ROWS))
        assert stored(own).employees == 10
        assert Revision.objects.get(enterprise=own).state == "submitted"


class TestDuplicates:
    @pytest.fixture
    def pair(self, own) -> DuplicatePair:
        first, second = sorted([own, EnterpriseFactory()], key=lambda record: record.pk)
        return DuplicatePairFactory(first=first, second=second)

    def test_a_colleague_decides_whether_ones_own_record_is_another(self, pair, own, member):
        decision = chosen(pair.first, pair.second)
        for step in (
            lambda by: merge(pair.pk, decision, by),
            lambda by: conclude_not_same(pair.pk, by),
        ):
            with pytest.raises(ValidationError, match=OWN):
                step(member.user)
        done = merge(pair.pk, decision, SuperuserFactory())
        with pytest.raises(ValidationError, match=OWN):
            undo(done.pk, member.user)
        assert undo(done.pk, SuperuserFactory()).undone_at

    def test_the_page_says_so(self, office, pair):
        answer = office.post(page_of(pair, "compare"), {"not_same": "1"}, follow=True)
        assert OWN in read(answer)
        pair.refresh_from_db()
        assert pair.is_open


class TestDecisionsAboutTheEnterprise:
    def test_a_claim_to_it_is_answered_by_somebody_who_does_not_keep_it(self, own, member, office):
        waiting = WaitingClaimFactory(enterprise=own, is_dispute=True, statement="Tôi đại diện")
        granted = ApprovedClaimFactory(enterprise=own, is_dispute=True, statement="Tôi đại diện")
        for step in (
            waiting.approve,
            lambda by: waiting.refuse("Không rõ", by),
            lambda by: granted.revoke("Không rõ", by),
        ):
            with pytest.raises(ValidationError, match=OWN):
                step(member.user)
        for claim in (waiting, granted):
            page = read(office.get(page_of(claim)))
            assert not {"Chấp thuận", "Từ chối", "Thu hồi"} & {*page.links, *page.buttons}
        waiting.refuse("Không rõ", SuperuserFactory())

    def test_it_is_scored_by_somebody_else(self, own, member, office):
        assessment = AssessmentFactory(enterprise=own, points=(9, 8, 8))
        assert "Lưu" not in read(office.get(page_of(assessment))).buttons
        assert office.post(page_of(assessment), {"note": "Tốt"}).status_code == 403
        assert office.post(page_of(assessment, "delete"), {"post": "yes"}).status_code == 403
        with pytest.raises(ValidationError, match=OWN):
            assessment.complete(member.user)
        assessment.complete(SuperuserFactory())
        with pytest.raises(ValidationError, match=OWN):
            assessment.reopen("Thiếu ảnh", member.user)

    def test_its_paper_is_written_issued_and_revoked_by_somebody_else(self, own, member, office):
        paper = drafted(assessment=ScoredAssessmentFactory(enterprise=own))
        assert office.post(page_of(paper), {"scope": "Mọi thứ"}).status_code == 403
        with pytest.raises(ValidationError, match=OWN):
            paper.issue(
                number=1,
                signed_on=paper.assessment.visited_on,
                signatory_title="GIÁM ĐỐC",
                signatory_name="Trần Thị Ký",
                scan=scan(),
                by=member.user,
            )
        with pytest.raises(ValidationError, match=OWN):
            issued(assessment=ScoredAssessmentFactory(enterprise=own)).revoke("Nhầm", member.user)

    def test_what_staff_have_seen_of_it_is_taken_back_by_somebody_else(self, own, member):
        check = fact_check()
        check.enterprise = own
        check.save()
        with pytest.raises(ValidationError, match=OWN):
            check.withdraw("Nhầm", member.user)
        check.withdraw("Nhầm", SuperuserFactory())


def test_an_assessment_of_another_enterprise_is_scored_as_ever(office):
    assessment = ScoredAssessmentFactory()
    page = read(office.get(page_of(assessment)))
    assert "Trả lại để chấm tiếp" in {*page.links, *page.buttons}
