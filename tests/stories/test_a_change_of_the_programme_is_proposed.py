"""A change of a target or task is proposed, consulted on, decided, and carried out (V.2 d)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from programme.models import Amendment, AmendmentProposal, Target, Task
from tests.factories.people import StaffFactory, allowed, in_group
from tests.factories.programme import (
    AgencyFactory,
    AmendmentFactory,
    AmendmentProposalFactory,
    OfficerFactory,
    ProgrammeFactory,
    TargetFactory,
    TaskFactory,
    doit_staff,
)
from tests.factories.reports import at_work, document
from tests.pages import read

pytestmark = pytest.mark.django_db
ADD = reverse("admin:programme_amendmentproposal_add")
LIST = reverse("admin:programme_amendmentproposal_changelist")
OFFICER = ("view", "add", "opine", "withdraw")
DEPARTMENT = ("view", "add", "consult", "decide", "withdraw")


@pytest.fixture
def programme():
    return ProgrammeFactory()


def with_rights(user, verbs):
    return allowed(user, *(f"programme.{verb}_amendmentproposal" for verb in verbs))


def officer_of(agency):
    return with_rights(OfficerFactory(agency=agency).user, OFFICER)


def department():
    return with_rights(doit_staff(), DEPARTMENT)


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Đề Nghị")


def day(number: int) -> str:
    return f"{localdate() + timedelta(days=number):%d/%m/%Y}"


def page(proposal: AmendmentProposal, name: str = "change") -> str:
    return reverse(f"admin:programme_amendmentproposal_{name}", args=[proposal.pk])


def typed(programme, agency, **fields) -> dict:
    return {
        **{"programme": programme.pk, "agency": agency.pk, "kind": "change", "task": ""},
        **{"target": "", "what": "", "current": "", "proposed": "Hai năm một lần."},
        **{"reason": "Nguồn lực không đủ.", **fields},
    }


def decision(**fields) -> dict:
    return {
        **{"number": "77/QĐ-UBND", "day": day(0), "effective_on": day(0)},
        **{"issuer": "Ủy ban nhân dân Thành phố", "decision": "Hai năm một lần.", **fields},
    }


def consulted(proposal: AmendmentProposal, *agencies, by=None) -> AmendmentProposal:
    proposal.ask_for_opinions(agencies, localdate() + timedelta(days=5), by or StaffFactory())
    return proposal


class TestATask:
    def test_it_goes_from_the_agency_to_a_new_wording_in_the_programme(self, programme, agency):
        task = TaskFactory(group__programme=programme, content_vi="Hội chợ hàng năm")
        office, desk = at_work(officer_of(agency)), at_work(department())
        answer = office.post(ADD, typed(programme, agency, task=task.pk))
        assert answer.status_code == 302, read(answer).text
        proposal = AmendmentProposal.objects.get()
        assert proposal.current == "Hội chợ hàng năm"
        assert "Đề nghị điều chỉnh chờ lấy ý kiến" in read(desk.get(reverse("admin:index")))

        asked, paper = OfficerFactory().agency, AgencyFactory(name_vi="Sở Giấy")
        voice = with_rights(asked.officers.get().user, OFFICER)
        desk.post(page(proposal, "consult"), {"agencies": [asked.pk, paper.pk], "deadline": day(5)})
        assert mail.outbox[-1].to == [voice.email]
        assert "chưa có tài khoản" in read(desk.get(page(proposal)))
        assert "Đề nghị điều chỉnh cần cho ý kiến" in read(at_work(voice).get("/quan-tri/"))
        other = {"stance": "other", "text": ""}
        refused = read(at_work(voice).post(page(proposal, "opinion"), other))
        assert "Hãy ghi nội dung ý kiến khác." in refused
        at_work(voice).post(page(proposal, "opinion"), {**other, "text": "Nên ba năm."})

        early = read(desk.post(page(proposal, "adopt"), decision()))
        assert "Chưa hết hạn lấy ý kiến của: Sở Giấy." in early
        opinion = proposal.opinions.get(agency=paper)
        on_paper = {"opinion": opinion.pk, "stance": "agree", "text": ""}
        desk.post(page(proposal, "record-opinion"), on_paper)
        assert "Nên ba năm." in read(desk.get(page(proposal)))

        desk.post(page(proposal, "adopt"), decision(file=document("quyet-dinh.pdf")))
        proposal.refresh_from_db()
        assert (proposal.state, proposal.decision_number) == ("adopted", "77/QĐ-UBND")
        amendment = Amendment.objects.get()
        assert (amendment.number, amendment.signed_on) == ("77/QĐ-UBND", localdate())
        assert {letter.to[0] for letter in mail.outbox[-2:]} >= {voice.email}
        assert office.get(page(proposal, "document")).getvalue().startswith(b"%PDF")

        answer = desk.post(page(proposal, "apply"), {"content_vi": "Hội chợ hai năm một lần"})
        assert answer.status_code == 302
        old, new = Task.objects.order_by("pk")
        assert (old.ended_by, new.added_by, new.replaces) == (amendment, amendment, old)
        assert new.content_vi == "Hội chợ hai năm một lần"
        assert "Hội chợ hai năm một lần" in read(desk.get(page(proposal)))
        of_amendment = reverse("admin:programme_amendment_change", args=[amendment.pk])
        assert "Điều chỉnh: " in read(desk.get(of_amendment))
        assert "Nên ba năm." in read(desk.get(page(proposal, "history")))

    def test_an_end_ends_it(self, programme):
        task = TaskFactory(group__programme=programme)
        proposal = AmendmentProposalFactory(
            programme=programme, kind="end", task=task, what="", proposed=""
        )
        desk = at_work(department())
        consulted(proposal)
        desk.post(page(proposal, "adopt"), decision())
        desk.post(page(proposal, "apply"))
        task.refresh_from_db()
        assert task.ended_by.number == "77/QĐ-UBND"
        proposal.refresh_from_db()
        assert proposal.state == "applied"

    def test_one_that_another_decision_has_ended_meanwhile_is_left_alone(self, programme):
        task = TaskFactory(group__programme=programme)
        proposal = consulted(AmendmentProposalFactory(programme=programme, task=task, what=""))
        desk = at_work(department())
        desk.post(page(proposal, "adopt"), decision())
        task.end(AmendmentFactory(programme=programme))
        answer = desk.post(page(proposal, "apply"), {"content_vi": "Khác"})
        assert "Đã hết hiệu lực theo một quyết định trước." in read(answer)
        assert Task.objects.count() == 1
        proposal.refresh_from_db()
        assert proposal.state == "adopted"


def test_a_target_gets_new_figures_by_a_decision_that_is_entered_already(programme):
    target = TargetFactory(programme=programme, minimum=2, maximum=3)
    known = AmendmentFactory(
        programme=programme, number="77/QĐ-UBND", signed_on=localdate(), effective_on=localdate()
    )
    proposal = consulted(AmendmentProposalFactory(programme=programme, target=target, what=""))
    desk = at_work(department())
    later = decision(effective_on=day(3))
    assert "ngày hiệu lực khác" in read(desk.post(page(proposal, "adopt"), later))
    desk.post(page(proposal, "adopt"), decision())
    proposal.refresh_from_db()
    assert proposal.amendment == known
    desk.post(page(proposal, "apply"), {"name_vi": target.name_vi, "minimum": "4", "maximum": "5"})
    new = Target.objects.get(replaces=target)
    assert (new.minimum, new.maximum, new.added_by) == (Decimal(4), Decimal(5), known)


def test_what_is_added_by_hand_is_linked(programme):
    proposal = consulted(AmendmentProposalFactory(programme=programme, kind="add"))
    desk = at_work(department())
    desk.post(page(proposal, "adopt"), decision())
    added = TaskFactory(group__programme=programme, added_by=Amendment.objects.get())
    desk.post(page(proposal, "apply"), {"added": f"task-{added.pk}"})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.task) == ("applied", added)


def test_one_that_is_withdrawn_while_it_is_being_decided_says_so(programme, agency):
    proposal = consulted(AmendmentProposalFactory(programme=programme, agency=agency))
    desk, office = at_work(department()), at_work(officer_of(agency))
    assert "Số quyết định" in read(desk.get(page(proposal, "adopt")))
    assert office.post(page(proposal, "withdraw")).status_code == 302
    typed = decision()
    answer = read(desk.post(page(proposal, "adopt"), typed))
    assert "bản ghi đang ở tình trạng “Đơn vị đã rút”" in answer
    assert f"Số quyết định {typed['number']}" in answer, "what was typed can be copied"
    assert not Amendment.objects.exists()


def test_one_that_is_decided_is_no_longer_withdrawn(programme, agency):
    proposal = consulted(AmendmentProposalFactory(programme=programme, agency=agency))
    desk, office = at_work(department()), at_work(officer_of(agency))
    turned_down = {"number": "9/UBND", "day": day(0), "decision": "Chưa phù hợp."}
    desk.post(page(proposal, "reject"), turned_down)
    answer = read(office.post(page(proposal, "withdraw")))
    assert "bản ghi đang ở tình trạng “Không được chấp thuận”" in answer
    assert any("Chưa phù hợp." in letter.body for letter in mail.outbox)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Hãy chọn nhiệm vụ hoặc chỉ tiêu, hoặc ghi nội dung khác."),
        ({"what": "Tỷ lệ", "proposed": ""}, "Hãy ghi nội dung đề nghị."),
        ({"what": "Tỷ lệ", "reason": ""}, "Trường này là bắt buộc."),
    ],
)
def test_what_says_too_little_is_refused_and_kept(programme, agency, fields, told):
    answer = read(at_work(officer_of(agency)).post(ADD, typed(programme, agency, **fields)))
    assert told in answer
    assert not AmendmentProposal.objects.exists()


def test_both_a_task_and_a_target_or_those_of_another_programme_are_refused(programme, agency):
    office = at_work(officer_of(agency))
    task, target = TaskFactory(group__programme=programme), TargetFactory(programme=programme)
    both = typed(programme, agency, task=task.pk, target=target.pk)
    assert "Chỉ chọn một nhiệm vụ hoặc một chỉ tiêu." in read(office.post(ADD, both))
    other = ProgrammeFactory(slug="khac", is_main=False)
    answer = read(office.post(ADD, typed(other, agency, task=task.pk)))
    assert "Nhiệm vụ, chỉ tiêu này thuộc chương trình khác." in answer


def test_days_that_cannot_be_are_refused(programme):
    proposal = consulted(AmendmentProposalFactory(programme=programme))
    desk = at_work(department())
    for fields, told in (
        ({"day": day(1), "effective_on": day(1)}, "Ngày ký không thể ở tương lai."),
        ({"effective_on": day(-1)}, "Ngày hiệu lực không thể trước ngày ký."),
        ({"day": day(-1)}, "Văn bản quyết định không thể có trước đề nghị."),
    ):
        assert told in read(desk.post(page(proposal, "adopt"), decision(**fields)))
    past = {"agencies": [AgencyFactory().pk], "deadline": day(-1)}
    answer = read(desk.post(page(proposal, "consult"), past))
    assert "Thời hạn phải là hôm nay hoặc sau hôm nay." in answer


def test_nobody_decides_on_what_they_have_proposed(programme):
    proposer = department()
    proposal = consulted(AmendmentProposalFactory(programme=programme, proposed_by=proposer))
    answer = at_work(proposer).post(page(proposal, "adopt"), decision())
    assert "Không ai được tự quyết định việc của chính mình" in read(answer)
    with pytest.raises(ValidationError):
        proposal.reject("1", date.today(), "Không", None, proposer)
    assert "Ghi quyết định chấp thuận" not in read(at_work(proposer).get(page(proposal)))


def test_agencies_see_and_answer_only_what_they_propose_or_are_asked(programme, agency):
    proposal = consulted(AmendmentProposalFactory(programme=programme), OfficerFactory().agency)
    stranger = at_work(officer_of(agency))
    assert "Tỷ lệ nội địa hóa ngành thử" not in read(stranger.get(LIST))
    assert stranger.get(page(proposal)).status_code == 403
    answer = {"stance": "agree", "text": ""}
    assert stranger.post(page(proposal, "opinion"), answer).status_code == 403
    assert stranger.post(page(proposal, "withdraw")).status_code == 403
    foreign = typed(programme, AgencyFactory(), what="Tỷ lệ")
    assert stranger.post(ADD, foreign).status_code == 200
    assert AmendmentProposal.objects.count() == 1
    asked = at_work(with_rights(proposal.opinions.get().agency.officers.get().user, OFFICER))
    assert asked.get(page(proposal)).status_code == 200
    assert asked.post(page(proposal, "adopt"), decision()).status_code == 403
    assert asked.post(page(proposal, "withdraw")).status_code == 403


def test_the_committee_sees_what_is_not_decided(start_data):
    programme_of_page = AmendmentProposalFactory(
        programme=ProgrammeFactory(slug="moi", is_main=False, first_year=2026, last_year=2030)
    ).programme
    member = at_work(in_group(StaffFactory(), "Thành viên Ban Chỉ đạo"))
    steering = reverse("admin:programme_steering") + f"?chuong-trinh={programme_of_page.slug}"
    assert "Tỷ lệ nội địa hóa ngành thử" in read(member.get(steering))
    assert member.get(ADD).status_code == 403
