"""An import replaces nothing better, proposes what an enterprise keeps, and invents nothing."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from core.imports.outcomes import MessageKind
from core.letters.suppression import digest_of
from core.models import SuppressedAddress
from enterprises.models import Contact, Enterprise
from membership.editing.parts import PARTS
from membership.models import Revision
from tests.enterprises.sheets import xlsx_file
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.factories.reports import at_work
from tests.importing import counts, outcomes, preview, said, take_in
from tests.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("start_data")]
NAME, CODE = "Công ty Cơ khí Đại Phát", "0314003001"


def take(client, *rows):
    return take_in(client, xlsx_file([list(row) for row in rows]))


@pytest.mark.parametrize(
    "name",
    ["CONG TY CO KHI DAI PHAT", "CÔNG TY CƠ KHÍ ĐẠI PHÁT", "Cong ty Co khi Dai Phat", NAME.lower()],
)
def test_a_name_with_fewer_marks_or_in_capitals_replaces_no_better_one(staff_client, name):
    EnterpriseFactory(legal_name=NAME, tax_code=CODE, address="12 Lê Lợi, TP. Hồ Chí Minh")
    page = take(
        staff_client,
        ["Tên doanh nghiệp", "Mã số thuế", "Địa chỉ"],
        [name, CODE, "12 LE LOI, TP. HO CHI MINH"],
    )
    assert counts(page) == {"same": 1}
    assert "giữ “Công ty Cơ khí Đại Phát”" in " ".join(said(page, MessageKind.REPAIR).values())
    kept = Enterprise.objects.get()
    assert (kept.legal_name, kept.address) == (NAME, "12 Lê Lợi, TP. Hồ Chí Minh")


def test_a_name_with_marks_replaces_one_without(staff_client):
    EnterpriseFactory(legal_name="CONG TY CO KHI DAI PHAT", tax_code=CODE)
    take(staff_client, ["Tên doanh nghiệp", "Mã số thuế"], [NAME, CODE])
    assert Enterprise.objects.get().legal_name == NAME


class TestAProfileThatItsEnterpriseKeeps:
    @pytest.fixture
    def enterprise(self):
        enterprise = EnterpriseFactory(legal_name=NAME, tax_code=CODE, employees=10)
        OwnerFactory(enterprise=enterprise)
        return enterprise

    ROWS = (
        ["Tên doanh nghiệp", "Mã số thuế", "Số lao động", "Sản phẩm"],
        [NAME, CODE, "250", "Khuôn ép"],
    )

    def test_gets_a_proposal_for_review_and_no_change(self, staff_client, enterprise):
        page = take(staff_client, *self.ROWS)
        assert counts(page) == {"proposed": 1}
        assert page.context["job"].state == "done"
        version = enterprise.version
        enterprise.refresh_from_db()
        assert (enterprise.employees, enterprise.version) == (10, version)
        assert enterprise.products.count() == 0
        revision = Revision.objects.get()
        assert revision.state == "submitted"
        assert revision.content["identity"]["employees"] == 250
        assert [row["name_vi"] for row in revision.content["products"]] == ["Khuôn ép"]
        assert revision.content["products"][0]["id"] is None
        assert set(revision.content) == {"identity", "products"}

    def test_its_members_have_one_letter_that_leads_to_the_proposal(self, staff_client, enterprise):
        keepers = [enterprise.memberships.get(), EditorFactory(enterprise=enterprise)]
        deaf, gone = EditorFactory.create_batch(2, enterprise=enterprise)
        SuppressedAddress.objects.create(pk=digest_of(deaf.user.email), stopped_at=now())
        User.objects.filter(pk=gone.user_id).update(is_active=False)
        EnterpriseFactory(legal_name="Công ty Nhựa Khác Hẳn", tax_code="0314003002")
        take(staff_client, *self.ROWS, ["Công ty Nhựa Khác Hẳn", "0314003002", "5", ""])
        assert sorted(letter.to for letter in mail.outbox) == sorted(
            [keeper.user.email] for keeper in keepers
        )
        letter, page = mail.outbox[0], reverse("editing:profile", args=[enterprise.pk])
        assert letter.subject == f"Sở Công Thương đề nghị cập nhật hồ sơ: {NAME}"
        assert f"- {PARTS['identity'].label}" in letter.body
        assert "250" not in letter.body
        assert page in letter.body

        member = at_work(keepers[1].user)
        assert "Theo danh sách nhập ngày" in read(member.get(page))
        member.post(reverse("editing:withdraw", args=[enterprise.pk]))
        assert Revision.objects.get().state == "draft"
        take(staff_client, *self.ROWS)  # while the members write, nothing is proposed again
        assert len(mail.outbox) == 2

    def test_is_decided_by_another_person_than_who_imported(self, staff_client, enterprise):
        page = take(staff_client, *self.ROWS)
        assert page.context["user"].pk in Revision.objects.get().authors()

    def test_is_left_alone_while_something_of_it_is_open(self, staff_client, enterprise):
        Revision.objects.create(enterprise=enterprise, content={"identity": {}})
        page = take(staff_client, *self.ROWS)
        assert counts(page) == {"same": 1}
        assert "chưa xét xong" in " ".join(said(page, MessageKind.HINT).values())
        assert Revision.objects.get().content == {"identity": {}}

    def test_gets_no_proposal_of_what_its_members_do_not_write(self, staff_client, enterprise):
        page = take(
            staff_client,
            ["Tên doanh nghiệp", "Mã số thuế", "Quận, huyện cũ"],
            [NAME, CODE, "Quận 7"],
        )
        assert counts(page) == {"same": 1}
        assert not Revision.objects.exists()
        enterprise.refresh_from_db()
        assert enterprise.former_district == ""

    def test_others_of_the_file_are_written(self, staff_client, enterprise):
        take(staff_client, *self.ROWS, ["Công ty Nhựa Khác Hẳn", "", "5", ""])
        assert Enterprise.objects.get(legal_name__contains="Nhựa").employees == 5


class TestPlantsUnderOneTaxCode:
    ROWS = (
        ["Tên doanh nghiệp", "Mã số thuế", "Địa chỉ", "Điện thoại"],
        ["Công ty CP Thép Xanh", "0319000004", "1 Lê Duẩn, Quận 1, TP.HCM", "0283811111"],
        [
            "Công ty CP Thép Xanh - Nhà máy 1",
            "0319000004",
            "Lô 5 KCN Sóng Thần 2, Dĩ An, Bình Dương",
            "0274377777",
        ],
        ["Công ty CP Thép Xanh - Nhà máy 2", "0319000004", "KCN Phú Mỹ 1, BRVT", "0254388888"],
    )

    def test_are_records_of_their_own_beside_the_enterprise(self, staff_client):
        take(staff_client, *self.ROWS)
        stored = {e.legal_name: e for e in Enterprise.objects.all()}
        assert [stored[row[0]].tax_code for row in self.ROWS[1:]] == ["0319000004", None, None]
        assert {e.state for e in stored.values()} == {"published"}
        plant = stored["Công ty CP Thép Xanh - Nhà máy 1"]
        assert "cơ sở của mã số thuế 0319000004" in plant.source
        assert plant.contacts.get().phone == "0274377777"

    def test_again_or_in_another_order_change_nothing(self, staff_client):
        take(staff_client, *self.ROWS)
        for rows in (self.ROWS, (self.ROWS[0], *reversed(self.ROWS[1:]))):
            assert counts(take(staff_client, *rows)) == {"same": 3}
        assert Enterprise.objects.count() == 3

    def test_a_plant_alone_does_not_replace_the_enterprise(self, staff_client):
        EnterpriseFactory(
            legal_name=self.ROWS[1][0], tax_code="0319000004", address=self.ROWS[1][2]
        )
        take(staff_client, self.ROWS[0], self.ROWS[2])
        assert Enterprise.objects.get(tax_code="0319000004").legal_name == "Công ty CP Thép Xanh"
        assert Enterprise.objects.count() == 2

    def test_an_enterprise_that_has_moved_is_the_same_one(self, staff_client):
        EnterpriseFactory(legal_name=self.ROWS[1][0], tax_code="0319000004", address="9 Trần Phú")
        take(staff_client, self.ROWS[0], self.ROWS[1])
        assert Enterprise.objects.get().address == self.ROWS[1][2]

    def test_one_address_written_in_two_ways_is_one_place(self, staff_client):
        other = [self.ROWS[1][0], "0319000004", "1 Lê Duẩn, Q1, TP. Hồ Chí Minh", ""]
        take(staff_client, self.ROWS[0], self.ROWS[1], other)
        assert Enterprise.objects.count() == 1


class TestNumbersThatASpreadsheetHasRounded:
    def test_are_no_telephone_and_no_tax_code(self, staff_client):
        rows = (
            ["Tên doanh nghiệp", "Điện thoại", "Mã số thuế"],
            [NAME, "8.49E+10", "3.14E+09"],
        )
        page = preview(staff_client, xlsx_file([list(row) for row in rows]))
        told = " ".join(m.text for outcome in outcomes(page) for m in outcome.messages)
        assert told.count("Excel đã làm tròn số này") == 2
        assert "84900000000" not in told

    def test_are_read_where_no_digit_is_lost(self, staff_client):
        take(staff_client, ["Tên doanh nghiệp", "Điện thoại"], [NAME, "8.4903111222E+10"])
        assert Contact.objects.get().phone == "0903111222"
