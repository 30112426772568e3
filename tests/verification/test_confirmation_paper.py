"""The paper in official form, as it is drafted, printed to be signed, and revoked."""

from datetime import date

import pytest

from tests.factories.confirmation import (
    drafted,
    issued,
    revoked,
)
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
