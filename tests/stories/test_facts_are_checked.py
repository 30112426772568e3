"""Staff vouch for what they have seen of a profile; readers see by words who stands behind what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from core.templatetags.formatting import official_date
from enterprises.models import Enterprise
from tests.enterprises.profiles import full_profile
from tests.factories.enterprises import CertificateFactory, EnterpriseFactory, ProductFactory
from tests.factories.membership import OwnerFactory
from tests.factories.people import StaffFactory, UserFactory, allowed
from tests.pages import Page, read
from verification.checks.evidence import ProfileEvidence, read_evidence
from verification.models import FactCheck

pytestmark = pytest.mark.django_db
DECLARED = "Theo lời khai, chưa kiểm tra"
TODAY = official_date(localdate())


@pytest.fixture
def enterprise() -> Enterprise:
    return EnterpriseFactory(legal_name="Cơ khí Tốt", products=["Trục"])


@pytest.fixture
def officer(db) -> Client:
    """Someone of the Department who may vouch for facts, and take that back."""
    rights = [f"verification.{right}_factcheck" for right in ("add", "change", "view")]
    return client_of(allowed(StaffFactory(), *rights, "enterprises.view_enterprise"))


def evidence_of(enterprise: Enterprise) -> ProfileEvidence:
    """Who stands behind the profile as it is stored now."""
    own = Enterprise.objects.for_profile().get(pk=enterprise.pk)
    return read_evidence([own])[own.pk]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(enterprise: Enterprise) -> str:
    return reverse("admin:verification_factcheck_record", args=[enterprise.pk])


def sent(officer: Client, enterprise: Enterprise, *keys: str, **values) -> dict:
    """The form as a browser sends it with these subjects ticked."""
    rows = officer.get(page_of(enterprise)).context["rows"]
    fingerprints = {f"fingerprint-{row[0].key}": row[0].fingerprint for row in rows}
    told = {"manner": "visit", "checked_on": TODAY, "valid_until": "", "note": ""}
    return {**fingerprints, **told, "subjects": keys, **values}


def check(officer: Client, enterprise: Enterprise, *keys: str, **values):
    return officer.post(page_of(enterprise), sent(officer, enterprise, *keys, **values))


def public(enterprise: Enterprise) -> Page:
    return read(Client().get(enterprise.get_absolute_url()))


def standing(enterprise: Enterprise, part: str = "products") -> str:
    return evidence_of(enterprise).parts[part].code


def test_a_visit_is_told_at_the_part_that_was_seen_and_at_no_other(enterprise, officer):
    assert public(enterprise).text.count(DECLARED) == 2, "products, and name and code"
    assert check(officer, enterprise, "products").status_code == 302
    page = public(enterprise)
    assert f"Sở Công Thương đã kiểm tra tại chỗ ngày {TODAY}" in page
    assert page.text.count(DECLARED) == 1
    assert "phần nào Sở Công Thương đã kiểm tra" in page
    made = FactCheck.objects.get()
    assert made.history.get().history_user == made.recorded_by
    assert made.valid_until.year == localdate().year + 2, "24 months unless staff say otherwise"


def test_an_english_reader_gets_the_words_in_english(enterprise, officer):
    check(officer, enterprise, "products", manner="document")
    with translation.override("en"):
        page = read(Client().get(enterprise.get_absolute_url()))
    assert "The Department of Industry and Trade saw documents on" in page
    assert "Self-declared, not checked" in page


def test_a_visit_outranks_a_document_and_a_double_click_is_one_check(enterprise, officer):
    check(officer, enterprise, "products")
    check(officer, enterprise, "products")
    check(officer, enterprise, "products", manner="document")
    assert FactCheck.objects.count() == 2
    assert standing(enterprise) == "visited"


def test_what_is_written_later_is_declared_again_whoever_writes_it(enterprise, officer):
    check(officer, enterprise, "products", "identity")
    ProductFactory(enterprise=enterprise, name_vi="Trục khác")
    assert standing(enterprise) == "declared"
    assert f"nội dung đã đổi sau lần kiểm tra ngày {TODAY}" in public(enterprise)
    assert standing(enterprise, "identity") == "visited"
    enterprise.products.get(name_vi="Trục khác").delete()
    assert standing(enterprise) == "visited", "what was seen stands there again"


def test_an_introduction_may_be_reworded_without_a_new_check(enterprise, officer):
    check(officer, enterprise, "identity")
    Enterprise.objects.get(pk=enterprise.pk).save()
    Enterprise.objects.filter(pk=enterprise.pk).update(description_vi="Mới")
    assert standing(enterprise, "identity") == "visited"


def test_a_check_lapses_after_its_last_day(enterprise, officer):
    day = localdate() - timedelta(days=40)
    end = localdate() - timedelta(days=1)
    dates = {"checked_on": official_date(day), "valid_until": official_date(end)}
    check(officer, enterprise, "products", **dates)
    assert standing(enterprise) == "lapsed"
    assert f"đã hết giá trị từ sau ngày {official_date(end)}" in public(enterprise)


def test_a_certificate_is_checked_by_itself(officer):
    enterprise = EnterpriseFactory()
    seen, other = CertificateFactory.create_batch(2, enterprise=enterprise)
    check(officer, enterprise, f"certificate-{seen.pk}", manner="document")
    page = public(enterprise)
    assert page.text.count("Sở Công Thương đã xem giấy tờ") == 1
    evidence = evidence_of(enterprise)
    assert [evidence.of_certificate(each).code for each in (seen, other)] == ["seen", "declared"]
    seen.number = "khác"
    seen.save()
    evidence = evidence_of(enterprise)
    assert evidence.of_certificate(seen).code == "declared"


def test_an_ended_certificate_says_that_it_has_ended_and_nothing_of_checks(officer):
    ended = CertificateFactory(valid_to=localdate() - timedelta(days=1))
    check(officer, ended.enterprise, f"certificate-{ended.pk}", manner="document")
    page = public(ended.enterprise)
    assert "Đã hết hiệu lực ngày" in page
    assert "đã xem giấy tờ" not in page


def test_nobody_vouches_for_what_changed_while_the_page_was_open(enterprise, officer):
    form = sent(officer, enterprise, "products", note="xem ở xưởng")
    ProductFactory(enterprise=enterprise, name_vi="Chen vào")
    answer = officer.post(page_of(enterprise), form)
    assert answer.status_code == 200
    page = read(answer)
    assert "Nội dung đã đổi sau khi bạn mở trang: Sản phẩm" in page.non_field_errors
    assert f"đã sửa “{enterprise}” lúc" in page.non_field_errors
    assert "xem ở xưởng" in page.fields["Ghi chú nội bộ"], "what was typed is kept"
    assert not FactCheck.objects.exists()
    again = {field.html_name: field.value() for field in answer.context["form"]}
    assert officer.post(page_of(enterprise), again).status_code == 302, "a decision"
    assert FactCheck.objects.get().part == "products"


def test_another_mistake_does_not_make_a_change_seen(enterprise, officer):
    form = sent(officer, enterprise, "products", checked_on="01/01/2100")
    ProductFactory(enterprise=enterprise, name_vi="Chen vào")
    answer = officer.post(page_of(enterprise), form)
    again = {field.html_name: field.value() for field in answer.context["form"]}
    answer = officer.post(page_of(enterprise), again | {"checked_on": TODAY})
    assert "Nội dung đã đổi sau khi bạn mở trang" in read(answer).non_field_errors
    assert not FactCheck.objects.exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"subjects": []}, "Hãy đánh dấu ít nhất một phần"),
        ({"checked_on": "31/02/2026"}, "Nhập một ngày hợp lệ"),
        ({"checked_on": "01/01/2100"}, "không thể ở tương lai"),
        ({"valid_until": "01/01/2001"}, "không thể trước ngày kiểm tra"),
        ({"manner": "nghe nói"}, "Hãy chọn"),
        ({"subjects": ["certificate-999999"]}, "Hãy chọn"),
    ],
)
def test_bad_input_is_told_at_the_field_and_records_nothing(enterprise, officer, values, message):
    form = sent(officer, enterprise, "products") | values
    answer = officer.post(page_of(enterprise), form)
    assert message in " ".join(read(answer).errors.values())
    assert not FactCheck.objects.exists()


def test_a_check_is_taken_back_with_a_reason(enterprise, officer):
    check(officer, enterprise, "products")
    made = FactCheck.objects.get()
    address = reverse("admin:verification_factcheck_withdraw", args=[made.pk])
    assert "bắt buộc" in read(officer.post(address, {"reason": ""})).errors["Lý do hủy"]
    officer.post(address, {"reason": "Nhầm doanh nghiệp"})
    officer.post(address, {"reason": "Lần nữa"})
    made.refresh_from_db()
    assert (made.state, made.withdraw_reason) == ("withdrawn", "Nhầm doanh nghiệp")
    assert standing(enterprise) == "declared"
    check(officer, enterprise, "products")
    assert standing(enterprise) == "visited", "it can be recorded anew"


def test_only_who_may_vouches(enterprise):
    for user in (UserFactory(), StaffFactory(), OwnerFactory(enterprise=enterprise).user):
        client = client_of(user)
        for answer in (client.get(page_of(enterprise)), client.post(page_of(enterprise), {})):
            assert answer.status_code in (302, 403)
    viewer = client_of(allowed(StaffFactory(), "verification.view_factcheck"))
    assert viewer.post(page_of(enterprise), {}).status_code == 403
    assert not FactCheck.objects.exists()


def test_only_who_may_takes_back(enterprise, officer):
    check(officer, enterprise, "products")
    made = FactCheck.objects.get()
    address = reverse("admin:verification_factcheck_withdraw", args=[made.pk])
    looking = allowed(StaffFactory(), "verification.view_factcheck", "verification.add_factcheck")
    assert client_of(looking).post(address, {"reason": "x"}).status_code == 403
    change = reverse("admin:verification_factcheck_change", args=[made.pk])
    assert client_of(looking).post(change, {"note": "x"}).status_code == 403
    made.refresh_from_db()
    assert made.state == "recorded"


def test_notes_of_staff_are_not_public(enterprise, officer):
    check(officer, enterprise, "products", note="Gặp ông Bình")
    assert "Gặp ông Bình" not in public(enterprise).source


def test_the_sheet_is_made_anew_after_a_check(enterprise, officer):
    address = reverse("enterprises:enterprise-sheet", args=[enterprise.slug])
    before = Client().get(address)["ETag"]
    check(officer, enterprise, "products")
    assert Client().get(address)["ETag"] != before


def test_a_member_is_told_that_a_change_needs_a_new_check(enterprise, officer):
    check(officer, enterprise, "products")
    owner = client_of(OwnerFactory(enterprise=enterprise).user)
    page = read(owner.get(reverse("editing:profile", args=[enterprise.pk])))
    assert page.text.count("sửa phần này thì cần kiểm tra lại") == 1


def test_the_profile_of_everything_takes_no_query_for_each_check(
    officer, client, django_assert_max_num_queries
):
    enterprise = full_profile()
    address = enterprise.get_absolute_url()
    client.get(address)
    with django_assert_max_num_queries(20) as without:
        client.get(address)
        number = len(without)
    certificates = [f"certificate-{c.pk}" for c in enterprise.certificates.all()]
    check(officer, enterprise, "products", "identity", "machines", "capability", *certificates)
    client.get(address)
    with django_assert_max_num_queries(number):
        client.get(address)
