"""Members write the profile part by part; the public sees it once the Department has approved."""

import json

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.closure import close_account
from accounts.personal_data import all_about
from enterprises.models import Enterprise, Product
from enterprises.search.records import matching
from membership.editing.parts import PARTS
from membership.models import Revision
from tests.editing import owner_of, page_of, public, review, reviewing, saved, sent, submit
from tests.enterprises.profiles import full_profile, picture
from tests.factories.enterprises import (
    CertificateFactory,
    EnterpriseFactory,
    MachineKindFactory,
    ProcessFactory,
)
from tests.factories.membership import EditorFactory, OwnerFactory
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise() -> Enterprise:
    return EnterpriseFactory(legal_name="Cơ khí Tốt", products=["Trục"], employees=5)


@pytest.fixture
def owner(enterprise) -> Client:
    return owner_of(enterprise)


@pytest.fixture
def reviewer(db) -> Client:
    return reviewing()


def test_the_public_sees_a_change_only_once_it_is_approved(enterprise, owner, reviewer):
    assert saved(owner, enterprise, "identity", employees="777").status_code == 302
    process = ProcessFactory(name_vi="Đúc áp lực thử")
    saved(owner, enterprise, "capability", processes=[process.pk])
    saved(owner, enterprise, "products", **{"products-0-name_vi": "Vỏ hộp số nhôm"})
    revision = submit(owner, enterprise)
    assert "777" not in public(enterprise).source
    assert "Vỏ hộp số" not in public(enterprise).source

    review(reviewer, revision, approve_all="1")
    revision.refresh_from_db()
    assert revision.state == "approved"
    page = public(enterprise)
    assert "777" in page
    assert "Vỏ hộp số nhôm" in page
    assert "Đúc áp lực thử" in page.links
    assert Product.objects.count() == 1, "the row was changed, not doubled"
    assert enterprise in matching("vo hop so")
    assert [letter.to for letter in mail.outbox] == [[enterprise.memberships.get().user.email]]
    assert "đã được duyệt" in mail.outbox[0].subject


def test_a_part_is_returned_with_a_remark_while_another_is_published(enterprise, owner, reviewer):
    saved(owner, enterprise, "identity", employees="777")
    saved(owner, enterprise, "markets", export_share="35")
    revision = submit(owner, enterprise)
    asked = {"decision-markets": "return", "remark-markets": "Cho biết nguồn số liệu."}
    review(reviewer, revision, **asked, decide="1")

    revision.refresh_from_db()
    enterprise.refresh_from_db()
    assert (revision.state, list(revision.content)) == ("returned", ["markets"])
    assert (enterprise.employees, enterprise.export_share) == (777, None)
    assert "Cho biết nguồn số liệu." in read(owner.get(page_of(enterprise))).notices
    assert "Cho biết nguồn số liệu." in mail.outbox[0].body

    saved(owner, enterprise, "markets", export_share="30")
    review(reviewer, submit(owner, enterprise), approve_all="1")
    enterprise.refresh_from_db()
    assert enterprise.export_share == 30


def test_a_part_is_not_returned_without_a_word(enterprise, owner, reviewer):
    saved(owner, enterprise, "markets", export_share="35")
    page = review(reviewer, submit(owner, enterprise), **{"decision-markets": "return"}, decide="1")
    assert "Hãy ghi đề nghị cho phần trả lại" in read(page).notices
    assert Revision.objects.get().state == "submitted"


def test_the_reviewer_sees_old_beside_new(enterprise, owner, reviewer):
    data = {
        "products-0-DELETE": "on", "products-1-name_vi": "Bạc lót", "products-1-tolerance": "0.05",
    }  # fmt: skip
    saved(owner, enterprise, "products", **data)
    revision = submit(owner, enterprise)
    page = reviewer.get(reverse("admin:membership_revision_change", args=[revision.pk]))
    told = [
        (row.title, str(row.label)) for _part, rows, *_ in page.context["parts"] for row in rows
    ]
    assert told == [("Bạc lót", "Thêm mới"), ("Trục", "Bỏ")]
    assert "0,05" in read(page)


def test_what_is_decided_is_what_was_looked_at(enterprise, owner, reviewer):
    saved(owner, enterprise, "identity", employees="777")
    revision = submit(owner, enterprise)
    address = reverse("admin:membership_revision_change", args=[revision.pk])
    opened = sent(reviewer, address)
    owner.post(reverse("editing:withdraw", args=[enterprise.pk]))
    saved(owner, enterprise, "identity", employees="888")
    submit(owner, enterprise)
    decided = {"decision-identity": "return", "remark-identity": "Kiểm tra số lao động."}
    page = reviewer.post(address, opened | decided)
    text = read(page)
    assert "đã đổi sau khi bạn mở trang" in text.notices
    assert f"{enterprise.memberships.get().user} đã sửa “{enterprise}" in text.notices
    assert "888" in text, "what is stored now"
    review = page.context["review"]
    again = {field.html_name: field.value() for field in review}
    assert decided.items() <= again.items(), "what was typed"
    assert Revision.objects.get(pk=revision.pk).state == "submitted"
    assert reviewer.post(address, again).status_code == 302
    assert Revision.objects.get(pk=revision.pk).remarks == {"identity": "Kiểm tra số lao động."}
    enterprise.refresh_from_db()
    assert enterprise.employees == 5


def test_a_part_that_came_while_the_page_was_open_is_told_and_not_asked_about(
    enterprise, owner, reviewer
):
    saved(owner, enterprise, "identity", employees="777")
    revision = submit(owner, enterprise)
    address = reverse("admin:membership_revision_change", args=[revision.pk])
    opened = sent(reviewer, address)
    owner.post(reverse("editing:withdraw", args=[enterprise.pk]))
    saved(owner, enterprise, "markets", export_share="20")
    submit(owner, enterprise)
    page = reviewer.post(address, opened | {"decide": "1"})
    assert "đã đổi sau khi bạn mở trang" in page.content.decode()
    assert "Hãy ghi đề nghị" not in page.content.decode()
    assert page.context["review"]["decision-markets"].value() is None


def test_a_part_that_is_returned_without_a_remark_stays_returned_on_the_page(
    enterprise, owner, reviewer
):
    saved(owner, enterprise, "identity", employees="777")
    revision = submit(owner, enterprise)
    page = review(reviewer, revision, **{"decision-identity": "return"}, decide="1")
    assert "Hãy ghi đề nghị cho phần trả lại" in page.content.decode()
    assert page.context["review"]["decision-identity"].value() == "return"


def test_a_review_that_nobody_touched_decides_nothing(enterprise, owner, reviewer):
    saved(owner, enterprise, "identity", employees="777")
    revision = submit(owner, enterprise)
    address = reverse("admin:membership_revision_change", args=[revision.pk])
    untouched = read(reviewer.get(address)).form("seen_revision")
    page = reviewer.post(address, untouched | {"decide": "1"})
    assert "Hãy chọn duyệt hoặc trả lại cho phần “Thông tin chung”." in page.content.decode()
    assert page.context["review"]["decision-identity"].value() is None
    revision.refresh_from_db()
    assert revision.state == "submitted"


def test_two_who_edit_the_same_part_lose_nothing(enterprise, owner):
    other = Client()
    other.force_login(EditorFactory(enterprise=enterprise).user)
    address = page_of(enterprise, "identity")
    mine, theirs = sent(owner, address), sent(other, address)
    other.post(address, theirs | {"employees": "20"})
    page = owner.post(address, mine | {"employees": "30"})
    text = read(page)
    assert page.status_code == 409
    assert text.form("employees")["employees"] == "30"
    assert [f.new for row in page.context["their_changes"] for f in row.fields if f.is_changed] == [
        "20"
    ]
    assert Revision.objects.get().content["identity"]["employees"] == 20

    again = mine | {"employees": "30", "seen": str(page.context["seen"])}
    assert owner.post(address, again).status_code == 302
    assert Revision.objects.get().content["identity"]["employees"] == 30


def test_a_form_opened_before_staff_changed_the_record_is_told(enterprise, owner):
    address = page_of(enterprise, "identity")
    mine = sent(owner, address)
    enterprise.employees = 99
    enterprise.save()
    page = owner.post(address, mine | {"employees": "30"})
    assert page.status_code == 409
    assert "99" in read(page).notices
    assert not Revision.objects.exists()


def test_a_form_left_open_over_an_approval_is_told(enterprise, owner, reviewer):
    address = page_of(enterprise, "identity")
    mine = sent(owner, address)
    saved(owner, enterprise, "identity", employees="20")
    review(reviewer, submit(owner, enterprise), approve_all="1")
    saved(owner, enterprise, "identity", employees="21")
    assert owner.post(address, mine | {"employees": "30"}).status_code == 409


def test_two_who_edit_different_parts_do_not_disturb_each_other(enterprise, owner):
    address, elsewhere = page_of(enterprise, "identity"), page_of(enterprise, "markets")
    mine, theirs = sent(owner, address), sent(owner, elsewhere)
    owner.post(address, mine | {"employees": "30"})
    assert owner.post(elsewhere, theirs | {"export_share": "10"}).status_code == 302
    assert set(Revision.objects.get().content) == {"identity", "markets"}


def test_a_part_put_back_as_it_was_is_no_change(enterprise, owner):
    saved(owner, enterprise, "identity", employees="30")
    saved(owner, enterprise, "identity", employees="5")
    assert Revision.objects.get().content == {}
    owner.post(reverse("editing:submit", args=[enterprise.pk]))
    assert Revision.objects.get().state == "draft"


def test_saving_what_is_published_starts_nothing(owner, enterprise):
    for part in PARTS:
        page = saved(owner, enterprise, part)
        assert page.status_code == 302, page.context["form"].errors
    assert not Revision.objects.exists()


def test_saving_every_part_of_a_full_profile_unchanged_starts_nothing(start_data):
    enterprise = full_profile()
    client = Client()
    client.force_login(OwnerFactory(enterprise=enterprise).user)
    for part in PARTS:
        assert saved(client, enterprise, part).status_code == 302, part
    assert not Revision.objects.exists(), json.dumps(Revision.objects.first().content, indent=1)


def test_mistakes_are_told_at_the_field_and_what_was_typed_stays(enterprise, owner):
    page = saved(owner, enterprise, "markets", export_share="150", customers="Công ty A")
    text = read(page)
    assert page.status_code == 200
    assert "Tỷ lệ không thể quá 100%." in text.errors["Tỷ lệ xuất khẩu (phần trăm doanh thu)"]
    assert "Công ty A" in text.fields["Khách hàng tiêu biểu"]
    page = saved(owner, enterprise, "products", **{"products-1-name_vi": "trục"})
    assert "Mục này đã có ở dòng trên." in read(page).errors["Tên sản phẩm"]
    assert not Revision.objects.exists()


def test_rows_are_added_without_script(enterprise, owner):
    address = page_of(enterprise, "products")
    data = sent(owner, address) | {"products-1-name_vi": "Hai"}
    page = owner.post(address, data | {"more": "1"}, follow=True)
    assert page.request["PATH_INFO"] == address
    assert page.context["form"].total_form_count() == 3


def test_a_photo_waits_with_the_rest(enterprise, owner, reviewer):
    good = SimpleUploadedFile("anh.png", picture().read())
    saved(owner, enterprise, "products", **{"products-0-photo": good})
    saved(owner, enterprise, "products", **{"products-0-hs_code": "848310"})
    assert not Product.objects.get().photo
    review(reviewer, submit(owner, enterprise), approve_all="1")
    assert Product.objects.get().photo
    assert Product.objects.get().photo.url in public(enterprise).pictures


def test_the_preview_shows_the_change_and_writes_nothing(enterprise, owner):
    saved(owner, enterprise, "identity", employees="777")
    page = read(owner.get(reverse("editing:preview", args=[enterprise.pk])))
    assert "777" in page
    assert "Bản xem trước" in page.notices
    enterprise.refresh_from_db()
    assert enterprise.employees == 5


def test_what_was_typed_when_the_session_ended_comes_back(enterprise):
    member = OwnerFactory(enterprise=enterprise).user
    client, address = Client(), page_of(enterprise, "identity")
    client.force_login(member)
    data = sent(client, address) | {"employees": "4321"}
    client.logout()
    assert client.post(address, data).status_code == 302
    client.force_login(member)
    page = read(client.get(address))
    assert page.form("employees")["employees"] == "4321"
    assert "chưa lưu" in page.notices
    assert 'value="4321"' not in read(client.get(address)).source
    assert not Revision.objects.exists()


def test_while_it_waits_nobody_writes_until_it_is_withdrawn(enterprise, owner):
    address = page_of(enterprise, "identity")
    opened = sent(owner, address)
    saved(owner, enterprise, "identity", employees="30")
    submit(owner, enterprise)
    assert owner.get(address).status_code == 302
    owner.post(address, opened | {"employees": "40"})
    assert Revision.objects.get().content["identity"]["employees"] == 30
    owner.post(reverse("editing:withdraw", args=[enterprise.pk]))
    assert saved(owner, enterprise, "identity", employees="40").status_code == 302


def test_a_second_click_on_submit_and_on_approve_does_nothing_twice(enterprise, owner, reviewer):
    saved(owner, enterprise, "identity", employees="30")
    submit(owner, enterprise)
    revision = submit(owner, enterprise)
    address = reverse("admin:membership_revision_change", args=[revision.pk])
    data = sent(reviewer, address) | {"approve_all": "1"}
    reviewer.post(address, data)
    again = reviewer.post(address, data)
    assert again.status_code == 200
    assert Enterprise.history.filter(employees=30).count() >= 1
    assert len(mail.outbox) == 1


def test_a_new_profile_is_published_when_all_of_it_is_approved(reviewer):
    enterprise = EnterpriseFactory(state="draft")
    client = Client()
    client.force_login(OwnerFactory(enterprise=enterprise).user)
    saved(client, enterprise, "identity", employees="30")
    review(reviewer, submit(client, enterprise), approve_all="1")
    enterprise.refresh_from_db()
    assert enterprise.state == "published"


def test_a_draft_that_no_longer_fits_says_so_and_can_be_mended(enterprise, owner):
    kind = MachineKindFactory()
    row = {"machines-0-kind": kind.pk, "machines-0-quantity": "2"}
    saved(owner, enterprise, "machines", **row)
    kind.delete()
    page = owner.get(reverse("editing:preview", args=[enterprise.pk]), follow=True)
    assert page.status_code == 200
    assert "Phần “Máy, thiết bị”" in read(page).notices
    assert saved(owner, enterprise, "machines", **{"machines-0-DELETE": "on"}).status_code == 302
    assert "Phần “Máy" not in read(owner.get(page_of(enterprise)))


def test_a_draft_is_not_published_past_its_review(staff_client):
    draft, pending = EnterpriseFactory(state="draft"), EnterpriseFactory(state="pending")
    chosen = {"action": "publish", "_selected_action": [draft.pk, pending.pk]}
    staff_client.post(reverse("admin:enterprises_enterprise_changelist"), chosen)
    states = dict(Enterprise.objects.values_list("pk", "state"))
    assert states == {draft.pk: "draft", pending.pk: "published"}


def test_a_merged_record_takes_no_revision_any_more(enterprise, owner, reviewer):
    saved(owner, enterprise, "identity", employees="777")
    revision = submit(owner, enterprise)
    other = EnterpriseFactory()
    Enterprise.objects.filter(pk=enterprise.pk).update(merged_into=other, state="hidden")
    page = review(reviewer, revision, approve_all="1")
    assert "đã gộp vào bản ghi khác" in read(page).notices
    enterprise.refresh_from_db()
    assert enterprise.employees == 5


def test_closing_an_account_ends_its_memberships(enterprise, owner):
    member = enterprise.memberships.get().user
    assert "Cơ khí Tốt" in str(all_about(member))
    close_account(member)
    assert not enterprise.memberships.exists()
    enterprise.refresh_from_db()
    assert enterprise.state == "published"


def test_certificates_keep_their_dates(enterprise, owner, reviewer):
    certificate = CertificateFactory(enterprise=enterprise, valid_to="2027-12-31")
    saved(owner, enterprise, "certificates", **{"certificates-0-number": "QA 7"})
    review(reviewer, submit(owner, enterprise), approve_all="1")
    certificate.refresh_from_db()
    assert (certificate.number, str(certificate.valid_to)) == ("QA 7", "2027-12-31")


def test_whoever_takes_a_revision_is_named_in_the_queue(enterprise, owner, reviewer):
    saved(owner, enterprise, "identity", employees="777")
    revision = submit(owner, enterprise)
    review(reviewer, revision, take="1")
    queue = read(reviewer.get(reverse("admin:membership_revision_changelist")))
    assert "0 ngày" in queue
    revision.refresh_from_db()
    assert revision.taken_by is not None
    start = read(reviewer.get("/quan-tri/"))
    assert "Hồ sơ chờ xét duyệt" in start


@pytest.mark.parametrize("number", [1, 20])
def test_a_part_of_rows_is_read_in_few_queries(number, django_assert_max_num_queries):
    enterprise = EnterpriseFactory(products=[f"Trục {n}" for n in range(number)])
    client = Client()
    client.force_login(OwnerFactory(enterprise=enterprise).user)
    with django_assert_max_num_queries(12):
        client.get(page_of(enterprise, "products"))
