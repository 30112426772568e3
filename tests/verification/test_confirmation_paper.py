"""The paper in official form, as it is drafted, printed to be signed, and revoked."""

from datetime import date

import pytest

from tests.factories.confirmation import ScoredAssessmentFactory, drafted, issued, revoked
from tests.factories.enterprises import EnterpriseFactory, IndustrialParkFactory, WardFactory
from verification.confirmation.document import DRAFT, FOR_SIGNATURE, confirmation_pdf, paper

pytestmark = pytest.mark.django_db
ADDRESS = "http://testserver/xac-nhan/ABC/"


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


CITY = "Thành phố Hồ Chí Minh"


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("12 Lê Lợi", f"12 Lê Lợi, Khu công nghiệp Hòa An, Phường Thử Nghiệm, {CITY}"),
        ("", f"Khu công nghiệp Hòa An, Phường Thử Nghiệm, {CITY}"),
        ("Lô 3, KCN Hòa An, P. Thử Nghiệm.", f"Lô 3, KCN Hòa An, P. Thử Nghiệm, {CITY}"),
        ("12 Lê Lợi, P. Thử Nghiệm, TP.HCM", "12 Lê Lợi, P. Thử Nghiệm, TP.HCM"),
        (
            "12 Lê Lợi, P. Bến Nghé, Quận 1, TP. Hồ Chí Minh",
            "12 Lê Lợi, P. Bến Nghé, Quận 1, TP. Hồ Chí Minh "
            f"(nay thuộc Phường Thử Nghiệm, {CITY})",
        ),
        (
            "Lô 3, TX. Tân Uyên, Bình Dương",
            f"Lô 3, TX. Tân Uyên, Bình Dương (nay thuộc Phường Thử Nghiệm, {CITY})",
        ),
    ],
)
def test_the_paper_prints_the_whole_address(address, whole):
    ward = WardFactory(name_vi="Phường Thử Nghiệm")
    park = IndustrialParkFactory(name_vi="Khu công nghiệp Hòa An")
    enterprise = EnterpriseFactory(address=address, ward=ward, park=park)
    confirmation = issued(assessment=ScoredAssessmentFactory(enterprise=enterprise))
    holder = dict(paper(confirmation, ADDRESS, DRAFT)["holder"])
    assert holder["Địa chỉ"] == whole


def test_an_address_as_long_as_there_may_be_is_not_cut():
    address = ("Số 1 đường Dài, " * 40)[:500].strip(" ,")
    enterprise = EnterpriseFactory(address=address, ward=WardFactory())
    confirmation = issued(assessment=ScoredAssessmentFactory(enterprise=enterprise))
    assert confirmation.holder_address.startswith(address)
    assert confirmation.holder_address.endswith(CITY)
    assert confirmation_pdf(confirmation, ADDRESS).startswith(b"%PDF-")
