"""What an enterprise has begun itself goes public by its review, and by nobody's other door."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.imports.outcomes import MessageKind, Result, RowOutcome, unpack
from core.models import SpreadsheetImport
from enterprises.models import Enterprise
from tests.backoffice import form_of
from tests.enterprises.sheets import csv_file
from tests.factories.enterprises import (
    EnterpriseFactory,
    HiddenEnterpriseFactory,
    PendingEnterpriseFactory,
    WardFactory,
)
from tests.factories.membership import TAX_CODE, DraftEnterpriseFactory, OwnerFactory
from tests.factories.people import UserFactory
from tests.pages import read

pytestmark = pytest.mark.django_db
LIST = "/quan-tri/enterprises/enterprise/"
IMPORT = f"{LIST}import/"
REGISTER = "/tai-khoan/doanh-nghiep/dang-ky/"
STATES = Enterprise.State


@pytest.fixture
def draft() -> Enterprise:
    """A profile that a person has registered."""
    client = Client()
    client.force_login(UserFactory())
    told = {"tax_code": TAX_CODE, "legal_name": "Cơ khí Tự Khai", "address": "1 đường Số 9"}
    client.post(REGISTER, told)
    return Enterprise.objects.get()


def change_page(enterprise: Enterprise) -> str:
    return reverse("admin:enterprises_enterprise_change", args=[enterprise.pk])


def with_state(client: Client, enterprise: Enterprise, state: str):
    """The change page sent back with another state."""
    data = form_of(client, change_page(enterprise)) | {"state": state}
    return client.post(change_page(enterprise), data)


def state_of(enterprise: Enterprise) -> str:
    return Enterprise.objects.values_list("state", flat=True).get(pk=enterprise.pk)


def taken_in(client: Client, text: str) -> list[RowOutcome]:
    """Import a file to the end; what was said of its rows."""
    page = client.post(IMPORT, {"import_file": csv_file(text)}, follow=True)
    job = page.context["job"]
    client.post(f"{IMPORT}{job.pk}/confirm/")
    job = SpreadsheetImport.objects.get(pk=job.pk)
    assert job.state == SpreadsheetImport.State.DONE
    return unpack(job.outcomes)


class TestTheFormOfTheBackOffice:
    @pytest.mark.parametrize("state", [STATES.PUBLISHED, STATES.PENDING, STATES.HIDDEN])
    def test_a_draft_keeps_its_state_and_the_field_says_why(self, staff_client, draft, state):
        page = with_state(staff_client, draft, state)
        errors = page.context["adminform"].form.errors["state"]
        assert "chỉ được công bố khi bản cập nhật đầu tiên" in str(errors)
        assert state_of(draft) == "draft"

    def test_its_other_fields_can_be_put_right(self, staff_client, draft):
        data = form_of(staff_client, change_page(draft)) | {"former_district": "Quận 9"}
        assert staff_client.post(change_page(draft), data).status_code == 302
        draft.refresh_from_db()
        assert (draft.former_district, draft.state) == ("Quận 9", "draft")

    @pytest.mark.parametrize(
        "make", [EnterpriseFactory, PendingEnterpriseFactory, HiddenEnterpriseFactory]
    )
    def test_no_other_record_becomes_a_draft(self, staff_client, make):
        record = make()
        before = record.state
        page = with_state(staff_client, record, STATES.DRAFT)
        errors = page.context["adminform"].form.errors["state"]
        assert "Chỉ hồ sơ do doanh nghiệp tự đăng ký mới là bản nháp" in str(errors)
        assert state_of(record) == before

    def test_staff_add_no_draft(self, staff_client):
        add = reverse("admin:enterprises_enterprise_add")
        data = form_of(staff_client, add) | {"legal_name": "Mới", "state": STATES.DRAFT}
        assert "state" in staff_client.post(add, data).context["adminform"].form.errors
        staff_client.post(add, data | {"state": STATES.PENDING})
        assert state_of(Enterprise.objects.get()) == "pending"

    @pytest.mark.parametrize("before", [STATES.PENDING, STATES.HIDDEN])
    def test_a_record_that_is_no_draft_is_published_as_before(self, staff_client, before):
        record = EnterpriseFactory(state=before)
        assert with_state(staff_client, record, STATES.PUBLISHED).status_code == 302
        assert state_of(record) == "published"


class TestTheActionsOnTheList:
    @pytest.mark.parametrize("action", ["publish", "hide"])
    def test_they_leave_drafts_as_they_are_and_say_so(self, staff_client, draft, action):
        pending = PendingEnterpriseFactory()
        data = {
            "action": action,
            "_selected_action": [draft.pk, pending.pk],
            "reason": "Đã giải thể",
        }
        page = read(staff_client.post(LIST, data, follow=True))
        assert "Đã thực hiện với 1 bản ghi." in page.notices
        assert "1 bản ghi giữ nguyên: " in page.notices
        assert state_of(draft) == "draft"
        assert state_of(pending) == {"publish": "published", "hide": "hidden"}[action]


@pytest.mark.parametrize("verb", ["publish", "hide"])
def test_the_record_itself_refuses(verb):
    draft = DraftEnterpriseFactory()
    with pytest.raises(ValidationError, match="bản nháp do doanh nghiệp tự đăng ký"):
        getattr(draft, verb)()
    draft.publish_first()
    assert state_of(draft) == "published"


class TestASpreadsheet:
    def test_a_row_with_its_tax_code_changes_nothing_and_says_why(self, staff_client, draft):
        known = draft.history.count()
        text = (
            "Tên,Mã số thuế,Địa chỉ,Số lao động,Sản phẩm,Người liên hệ,Điện thoại\n"
            f'Tên Khác,{TAX_CODE},"2 đường Khác",99,Trục,Ông Khác,028 3823 1111\n'
        )
        (outcome,) = taken_in(staff_client, text)
        assert outcome.result == Result.SAME
        (message,) = outcome.of_kind(MessageKind.HINT)
        assert "đang tự khai hồ sơ (bản nháp, chưa duyệt)" in message.text
        assert "không công bố và không ghi đè" in message.text
        draft.refresh_from_db()
        assert (draft.legal_name, draft.address) == ("Cơ khí Tự Khai", "1 đường Số 9")
        assert (draft.state, draft.employees) == ("draft", None)
        assert not draft.products.exists()
        assert not draft.contacts.exists()
        assert draft.history.count() == known
        assert Enterprise.objects.count() == 1

    def test_a_row_with_its_very_name_and_address_changes_nothing_either(self, staff_client, draft):
        (outcome,) = taken_in(
            staff_client, "Tên,Địa chỉ,Số lao động\ncơ khí tự khai,1 Đường số 9,99\n"
        )
        assert outcome.result == Result.SAME
        assert "đang tự khai hồ sơ" in outcome.messages[-1].text
        draft.refresh_from_db()
        assert (draft.state, draft.employees) == ("draft", None)

    @pytest.mark.parametrize("told", STATES.labels)
    def test_the_column_of_states_moves_no_record(self, staff_client, draft, told):
        public = EnterpriseFactory(tax_code="0300588569")
        text = (
            "Tên,Mã số thuế,Tình trạng công bố\n"
            f"Cơ khí Tự Khai,{TAX_CODE},{told}\n"
            f"{public.legal_name},0300588569,{told}\n"
            f"Cơ khí Hoàn Toàn Mới,,{told}\n"
        )
        outcomes = taken_in(staff_client, text)
        assert [o.result for o in outcomes] == [Result.SAME, Result.SAME, Result.NEW]
        (remark,) = SpreadsheetImport.objects.get().remarks
        assert remark == "Cột chỉ để xem, nhập không làm thay đổi: “Tình trạng công bố”"
        assert state_of(draft) == "draft"
        assert state_of(public) == "published"
        assert state_of(Enterprise.objects.get(legal_name="Cơ khí Hoàn Toàn Mới")) == "published"

    def test_nor_does_the_column_of_localities(self, staff_client):
        ward = WardFactory(name_vi="Phường Số Một")
        record = EnterpriseFactory(ward=ward)
        text = "Tên,Địa chỉ,Phường/xã,Địa bàn\n{},{},{},Ngoài địa bàn Thành phố\n"
        row = text.format(record.legal_name, f'"{record.address}"', ward.code)
        assert [o.result for o in taken_in(staff_client, row)] == [Result.SAME]
        record.refresh_from_db()
        assert record.locality == "in_city"

    def test_a_draft_registered_between_check_and_writing_is_left_alone(self, staff_client):
        text = f"Tên,Mã số thuế\nTên Khác,{TAX_CODE}\n"
        page = staff_client.post(IMPORT, {"import_file": csv_file(text)}, follow=True)
        job = page.context["job"]
        assert [o.result for o in unpack(job.outcomes)] == [Result.NEW]
        draft = OwnerFactory(enterprise=DraftEnterpriseFactory(legal_name="Tự Khai")).enterprise
        staff_client.post(f"{IMPORT}{job.pk}/confirm/")
        job.refresh_from_db()
        assert (job.state, job.changed_since) == (SpreadsheetImport.State.CHECKED, True)
        assert [o.result for o in unpack(job.outcomes)] == [Result.SAME]
        assert Enterprise.objects.get() == draft
