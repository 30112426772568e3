"""A budget's figures say where they come from: reasons, documents, corrections, other payers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from core.models import AuditEvent
from programme.models import AnnualPlan, CostCategory
from tests import tables
from tests.backoffice import form_of
from tests.factories.people import UserFactory
from tests.factories.plans import (
    COMMITTEE,
    DOIT,
    FINANCE,
    AnnualPlanFactory,
    appraise,
    load_roles,
    member,
    officer_of,
    plan_in,
    scan,
)
from tests.factories.programme import AgencyFactory
from tests.factories.reports import at_work
from tests.pages import read
from tests.planning import page, step

pytestmark = pytest.mark.django_db
LIST, CITY = "/quan-tri/programme/annualplan/", "/quan-tri/ke-hoach-nam/"
TODAY = f"{localdate():%d/%m/%Y}"


@pytest.fixture(autouse=True)
def roles(db) -> None:
    load_roles()


@pytest.fixture
def agency():
    return AgencyFactory(name_vi="Sở Khoa học Thử nghiệm")


@pytest.fixture
def officer(agency) -> Client:
    return at_work(officer_of(agency))


@pytest.fixture
def finance() -> Client:
    return at_work(member(FINANCE))


@pytest.fixture
def department() -> Client:
    return at_work(member(DOIT))


def appraisal(**more) -> dict:
    return {"appraisal_number": "1/STC", "appraisal_on": TODAY, "file": scan(), **more}


def decision(**more) -> dict:
    return {"decision_number": "4150/QĐ-UBND", "decision_on": TODAY, "file": scan(), **more}


class TestAFormThatNobodyTouched:
    @pytest.mark.parametrize(("name", "state"), [("appraise", "sent"), ("approve", "appraised")])
    def test_decides_nothing(self, agency, finance, department, name, state):
        plan = plan_in(state, agency=agency)
        client = finance if name == "appraise" else department
        untouched = read(client.get(page(plan, name))).form("seen_version")
        assert {untouched[f"amount-{line.pk}"] for line in plan.lines.all()} == {""}
        assert "rest" not in untouched
        answer = client.post(page(plan, name), untouched)
        assert set(answer.context["form"].errors) >= {f"amount-{plan.lines.first().pk}", "file"}
        plan.refresh_from_db()
        assert plan.state == state

    def test_not_even_with_the_document_alone(self, agency, finance):
        plan = plan_in("sent", agency=agency)
        answer = step(finance, plan, "appraise", **appraisal())
        told = answer.context["form"].errors[f"amount-{plan.lines.first().pk}"]
        assert told == ["Hãy ghi số tiền; nếu là không đồng, hãy ghi 0."]

    def test_lines_left_empty_are_taken_as_asked_where_one_says_so(self, agency, finance):
        plan = plan_in("sent", agency=agency)
        assert step(finance, plan, "appraise", **appraisal(rest="on")).status_code == 302
        assert plan.sums.appraised == plan.sums.planned

    def test_a_plan_without_budget_needs_its_documents_too(self, agency, finance):
        plan = AnnualPlanFactory(agency=agency, amounts={"city": 1}, without_budget=True)
        plan.lines.all().delete()
        plan.send(UserFactory())
        assert set(step(finance, plan, "appraise").context["form"].errors) == {
            *("appraisal_number", "appraisal_on", "file"),
        }
        step(finance, plan, "appraise", **appraisal())
        plan.refresh_from_db()
        assert (plan.state, plan.sums.planned, plan.sums.appraised) == ("appraised", 0, 0)
        assert plan.sums.approved is None


class TestAnAmountFarFromWhatWasAsked:
    @pytest.mark.parametrize("amount", [1_000_001, 499_999, 0])
    def test_needs_a_reason_in_the_decision_too(self, agency, department, amount):
        plan = plan_in("appraised", agency=agency, amounts={"city": 1_000_000})
        line = plan.lines.get()
        typed = decision(**{f"amount-{line.pk}": str(amount)})
        told = step(department, plan, "approve", **typed).context["form"].errors
        assert list(told) == [f"reason-{line.pk}"]
        typed |= {"file": scan(), f"reason-{line.pk}": "Theo nghị quyết"}
        assert step(department, plan, "approve", **typed).status_code == 302
        line.refresh_from_db()
        assert (line.approved, line.approval_reason) == (amount, "Theo nghị quyết")

    @pytest.mark.parametrize("amount", [1_000_000, 500_000])
    def test_one_that_is_near_needs_none(self, agency, department, amount):
        plan = plan_in("appraised", agency=agency, amounts={"city": 1_000_000})
        typed = decision(**{f"amount-{plan.lines.get().pk}": str(amount)})
        assert step(department, plan, "approve", **typed).status_code == 302
        assert plan.lines.get().marks == []

    def test_what_finance_has_explained_is_not_asked_again(self, agency, department):
        plan = plan_in("sent", agency=agency, amounts={"city": 1_000_000})
        appraise(plan, {plan.lines.get().pk: (400_000, "Định mức")}, UserFactory())
        assert step(department, plan, "approve", **decision(rest="on")).status_code == 302

    def test_is_marked_wherever_it_is_added_up(self, agency, department):
        plan = plan_in("sent", agency=agency, amounts={"city": 1_000_000})
        appraise(plan, {plan.lines.get().pk: (2_000_000, "Giá mới")}, UserFactory())
        assert "2.000.000 *" in read(department.get(LIST)).text
        for address in (page(plan), f"{CITY}?nam={plan.year}"):
            told = read(department.get(address)).text
            assert "2.000.000 *" in told
            assert "1 dòng ở số thẩm định" in told
        sheet = tables.of_spreadsheet(department.get(CITY, {"nam": plan.year, "tep": "xlsx"}))
        assert any("Thẩm định cao hơn đề nghị\nThẩm định: Giá mới" in row for row in sheet)
        assert sheet[-1][0].startswith("* Có dòng được thẩm định")
        [_head, _foot, details] = tables.of_word_file(department.get(page(plan, "docx")))
        assert details[-1][5] == "2.000.000\xa0*"


class TestFinanceTakesItsOwnStepBack:
    def test_for_a_reason_and_the_document_stays_as_void(self, agency, finance, officer):
        plan = plan_in("sent", agency=agency)
        step(finance, plan, "appraise", **appraisal(rest="on"))
        assert "Hãy ghi lý do rút." in read(step(finance, plan, "take_back", remark=" ")).text
        assert step(finance, plan, "take_back", remark="Nhầm dòng.").status_code == 302
        plan.refresh_from_db()
        assert (plan.state, plan.appraisal_number, plan.sums.appraised) == ("sent", "", None)
        told = read(officer.get(page(plan)))
        assert "Nhầm dòng." in told
        assert "đã rút, không còn hiệu lực" in told
        assert step(finance, plan, "appraise", **appraisal(rest="on")).status_code == 302

    def test_not_once_the_city_has_decided(self, agency, finance):
        plan = plan_in("approved", agency=agency)
        assert "không còn thực hiện được" in read(finance.get(page(plan, "take_back")))
        step(finance, plan, "take_back", remark="Nhầm.")
        plan.refresh_from_db()
        assert plan.state == "approved"


def test_an_appraisal_of_ten_to_the_fifteenth_is_told_at_its_field(agency, finance):
    plan = plan_in("sent", agency=agency)
    line = plan.lines.first()
    typed = appraisal(rest="on", **{f"amount-{line.pk}": "1.000.000.000.000.000"})
    answer = step(finance, plan, "appraise", **typed)
    [told] = answer.context["form"].errors[f"amount-{line.pk}"]
    assert "tối đa 999.999.999.999.999 đồng" in told
    form = read(answer).form("seen_version")
    assert form[f"amount-{line.pk}"] == "1.000.000.000.000.000"
    assert form["appraisal_number"] == "1/STC"


@pytest.mark.parametrize(("name", "state"), [("appraise", "sent"), ("approve", "appraised")])
def test_a_document_of_tomorrow_is_refused(agency, finance, department, name, state):
    plan = plan_in(state, agency=agency)
    tomorrow = f"{localdate() + timedelta(days=1):%d/%m/%Y}"
    if name == "appraise":
        answer = step(finance, plan, name, **appraisal(rest="on", appraisal_on=tomorrow))
    else:
        answer = step(department, plan, name, **decision(rest="on", decision_on=tomorrow))
    assert "không thể ở tương lai" in read(answer)


class TestDocuments:
    def test_a_quotation_is_read_by_who_sees_the_plan_and_leaves_a_trace(self, agency, officer):
        plan = AnnualPlanFactory(agency=agency)
        data = {"kind": "quotation", "title": "Báo giá hội trường", "line": plan.lines.first().pk}
        assert step(officer, plan, "attach", **data, file=scan()).status_code == 302
        document = plan.documents.get()
        address = f"{LIST}{plan.pk}/tai-lieu/{document.pk}/"
        for who in (officer, at_work(member(FINANCE)), at_work(member(COMMITTEE))):
            answer = who.get(address)
            assert answer["Content-Disposition"] == 'attachment; filename="bao-gia-hoi-truong.pdf"'
        assert AuditEvent.objects.filter(model="programme.plandocument").count() == 3
        for who in (at_work(officer_of(AgencyFactory())), Client()):
            assert who.get(address).status_code in (302, 403, 404)
        assert "Báo giá hội trường" in read(officer.get(page(plan)))
        assert step(officer, plan, "detach", document=document.pk).status_code == 302
        assert not plan.documents.exists()

    def test_what_is_no_document_is_refused(self, agency, officer):
        plan = AnnualPlanFactory(agency=agency)
        data = {"kind": "quotation", "title": "Báo giá", "file": scan("bao-gia.exe")}
        assert "file" in step(officer, plan, "attach", **data).context["form"].errors

    def test_the_files_of_both_steps_are_kept(self, agency, finance, department):
        plan = plan_in("sent", agency=agency)
        step(finance, plan, "appraise", **appraisal(rest="on"))
        step(department, plan, "approve", **decision(rest="on"))
        kept = [(each.kind, each.number, each.signed_on) for each in plan.documents.all()]
        assert kept == [
            ("appraisal", "1/STC", localdate()),
            ("decision", "4150/QĐ-UBND", localdate()),
        ]


class TestAPaymentThatWasRecordedWrongly:
    @pytest.fixture
    def plan(self, agency) -> AnnualPlan:
        plan = plan_in("received", agency=agency, amounts={"city": 1_000_000})
        plan.lines.get().pay("allocated", 900_000, localdate(), "Lệnh chi 1", UserFactory())
        return plan

    def test_is_corrected_for_a_reason_and_stays_to_be_read(self, plan, finance):
        paid = plan.lines.get().payments.get()
        typed = {"payment": paid.pk, "amount": "90.000"}
        assert "reason" in step(finance, plan, "correct", **typed).context["form"].errors
        answer = step(finance, plan, "correct", **typed, reason="Thừa một số không")
        assert answer.status_code == 302
        assert plan.lines.get().allocated == 90_000
        told = read(finance.get(page(plan)))
        assert "Đã sửa thành 90.000: Thừa một số không" in told
        assert "900.000" in told
        again = step(finance, plan, "correct", **typed, reason="Lần nữa").context["form"].errors
        assert "payment" in again  # one corrects what stands now

    def test_not_beyond_what_was_approved(self, plan, finance):
        typed = {"payment": plan.lines.get().payments.get().pk, "amount": "1.000.001"}
        answer = step(finance, plan, "correct", **typed, reason="Ghi thiếu")
        assert "vượt số được phê duyệt" in answer.context["form"].errors["amount"][0]

    def test_that_never_was_becomes_zero_and_not_unknown(self, plan, finance):
        assert plan.sums.disbursed is None
        typed = {"payment": plan.lines.get().payments.get().pk, "amount": "0"}
        assert step(finance, plan, "correct", **typed, reason="Chưa cấp").status_code == 302
        assert (plan.sums.allocated, plan.sums.disbursed) == (0, None)


class TestQuantityTimesPrice:
    def write(self, officer: Client, plan: AnnualPlan, **cells):
        form = form_of(officer, page(plan))
        return officer.post(page(plan), form | {f"lines-0-{k}": v for k, v in cells.items()})

    def test_makes_the_amount(self, agency, officer):
        plan = AnnualPlanFactory(agency=agency, amounts={"city": 5})
        category = CostCategory.objects.create(name_vi="Hội nghị")
        cells = {"quantity": "2,5", "unit": "ngày", "unit_price": "1.000.001", "amount": ""}
        assert self.write(officer, plan, **cells, category=category.pk).status_code == 302
        line = plan.lines.get()
        assert (line.amount, line.category) == (2_500_003, category)
        assert "2,5 ngày × 1.000.001" in read(at_work(member(FINANCE)).get(page(plan)))

    @pytest.mark.parametrize(
        ("cells", "field"),
        [
            ({"quantity": "2", "unit_price": "3", "amount": "7"}, "amount"),
            ({"quantity": "2", "unit_price": "", "amount": "6"}, "unit_price"),
            ({"quantity": "", "unit_price": "3", "amount": "6"}, "quantity"),
            ({"quantity": "0", "unit_price": "3", "amount": ""}, "quantity"),
            ({"quantity": "hai", "unit_price": "3", "amount": ""}, "quantity"),
            ({"quantity": "999999", "unit_price": "999999999999999", "amount": ""}, "unit_price"),
            ({"quantity": "", "unit_price": "", "amount": ""}, "amount"),
        ],
    )
    def test_is_checked_at_the_field_that_is_wrong(self, agency, officer, cells, field):
        plan = AnnualPlanFactory(agency=agency, amounts={"city": 5})
        answer = self.write(officer, plan, **cells)
        [formset] = answer.context["inline_admin_formsets"]
        assert field in formset.formset.forms[0].errors
        assert read(answer).form()[f"lines-0-{field}"] == cells[field]
        assert plan.lines.get().amount == 5

    def test_counts_towards_the_stated_total(self, agency, officer):
        plan = AnnualPlanFactory(agency=agency, amounts={"city": 5})
        cells = {"quantity": "2", "unit_price": "3.000", "amount": ""}
        form = form_of(officer, page(plan)) | {f"lines-0-{k}": v for k, v in cells.items()}
        answer = officer.post(page(plan), form | {"stated_total": "7.000"})
        assert "Tổng các dòng là 6.000 đồng" in read(answer)


class TestOtherSources:
    @pytest.fixture
    def plan(self, agency) -> AnnualPlan:
        return AnnualPlanFactory(agency=agency, amounts={"city": 750_000, "sponsorship": 250_000})

    def given(self, plan: AnnualPlan, source: str = "sponsorship", **more) -> dict:
        line = plan.lines.get(source=source).pk
        about = {"contributor": "Hội Cơ khí", "commitment": "Thỏa thuận 12", "amount": "200.000"}
        return {"line": line, "committed_on": TODAY, **about, **more}

    def test_are_linked_to_their_line_and_shown_with_their_share(self, plan, officer, department):
        assert step(officer, plan, "contribute", **self.given(plan)).status_code == 302
        told = read(officer.get(page(plan)))
        for words in ("Hội Cơ khí", "Thỏa thuận 12", "250.000 đồng (25%)"):
            assert words in told
        plan.refresh_from_db()
        plan.send(UserFactory())
        city = read(department.get(CITY, {"nam": plan.year}))
        assert "Ngoài ngân sách Thành phố: 250.000 đồng (25%)." in city
        assert "Hội Cơ khí: 200.000 đồng" in city
        assert "250.000 đồng (25%)" in read(department.get(LIST))

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"source": "city"}, "line"),
            ({"amount": "250.001"}, "amount"),
            ({"amount": "0"}, "amount"),
            ({"committed_on": f"{localdate() + timedelta(days=1):%d/%m/%Y}"}, "committed_on"),
            ({"contributor": " "}, "contributor"),
        ],
    )
    def test_are_refused_where_they_cannot_be(self, plan, officer, more, field):
        answer = step(officer, plan, "contribute", **self.given(plan, **more))
        assert list(answer.context["form"].errors) == [field]

    def test_that_come_to_nothing_are_withdrawn_for_a_reason(self, plan, officer):
        step(officer, plan, "contribute", **self.given(plan))
        given = plan.lines.get(source="sponsorship").contributions.get()
        typed = {"contribution": given.pk}
        assert "reason" in step(officer, plan, "end_contribution", **typed).context["form"].errors
        step(officer, plan, "end_contribution", **typed, reason="Không ký được")
        assert "Đã rút: Không ký được" in read(officer.get(page(plan)))
        assert step(officer, plan, "contribute", **self.given(plan)).status_code == 302


def test_a_plan_that_asks_for_nothing_is_zero_and_an_empty_one_unknown(agency, officer):
    empty = AnnualPlanFactory(agency=agency, amounts={"city": 1})
    empty.lines.all().delete()
    assert empty.sums.planned is None
    empty.without_budget = True
    empty.save()
    assert (empty.sums.planned, empty.sums.approved) == (0, None)
