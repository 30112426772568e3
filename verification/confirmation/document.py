"""The confirmation as a paper in official form: layout of Decree 30/2020/NĐ-CP, in Vietnamese."""

from django.utils.translation import override

from core.letterhead import bases_of, day_in_words, lines_of
from core.pdf import pdf, qr_svg
from core.templatetags.formatting import figure
from verification.models.confirmations import Confirmation

TEMPLATE = "verification/confirmation/confirmation.typ"
DRAFT = "draft"  # to be read by whoever decides
FOR_SIGNATURE = "for_signature"  # to be printed, signed and sealed


def confirmation_pdf(confirmation: Confirmation, url: str, purpose: str = DRAFT) -> bytes:
    """Return the paper of a confirmation that is checked at this absolute URL.

    Before it is issued it says that it is a draft, unless it is printed to be signed; what it says
    at its foot makes it worth nothing without signature, seal and an answer from the portal.
    """
    with override("vi"):
        return pdf(TEMPLATE, paper(confirmation, url, purpose))


def paper(confirmation: Confirmation, url: str, purpose: str) -> dict:
    """Return what the template draws, in the order in which it stands on the paper."""
    return {
        "superior": lines_of(confirmation.superior),
        "agency": confirmation.agency_name,
        "number": str(confirmation.number or "……"),
        "symbol": confirmation.symbol,
        "place_and_day": f"{confirmation.place}, {day_in_words(confirmation.signed_on)}",
        "bases": bases_of([*lines_of(confirmation.bases), _assessment_basis(confirmation)]),
        "holder": _holder(confirmation),
        "scope": lines_of(confirmation.scope),
        "result": _result(confirmation),
        "signatory_title": lines_of(confirmation.signatory_title),
        "signatory_name": confirmation.signatory_name,
        "recipients": [confirmation.holder_name + ";", *lines_of(confirmation.recipients)],
        "code": confirmation.code_shown,
        "address": url,
        "qr": qr_svg(url),
        "foot": _foot(confirmation),
        "marks": _marks(confirmation, purpose),
    }


def _assessment_basis(confirmation: Confirmation) -> str:
    assessment = confirmation.assessment
    return (
        f"Căn cứ kết quả đánh giá năng lực {day_in_words(assessment.visited_on)} "
        f"theo {_in_sentence(assessment.criteria_set.name_vi)}."
    )


def _in_sentence(text: str) -> str:
    return text[:1].lower() + text[1:]


def _holder(confirmation: Confirmation) -> list[tuple[str, str]]:
    rows = [
        ("Tên doanh nghiệp", confirmation.holder_name),
        ("Mã số thuế", confirmation.holder_tax_code),
        ("Địa chỉ", confirmation.holder_address),
    ]
    return [(label, text) for label, text in rows if text]


def _result(confirmation: Confirmation) -> list[tuple[str, str]]:
    assessment = confirmation.assessment
    term = f"{confirmation.months} tháng kể từ ngày ký"
    if confirmation.valid_until:
        term += f", đến hết {day_in_words(confirmation.valid_until)}"
    return [
        ("Bộ tiêu chí", assessment.criteria_set.name_vi),
        ("Kết quả đánh giá", f"{figure(assessment.total)}/100"),
        ("Mức đạt", confirmation.level.name_vi),
        ("Thời hạn hiệu lực", term),
    ]


def _foot(confirmation: Confirmation) -> str:
    if confirmation.state != Confirmation.State.DRAFTED:
        return "Bản in từ Cổng thông tin, không thay cho bản đã ký và đóng dấu."
    return "Chỉ có giá trị khi đã ký, đóng dấu và tra cứu thấy còn hiệu lực."


def _marks(confirmation: Confirmation, purpose: str) -> list[str]:
    """Return the words across every page, so that nobody takes the paper for more than it is."""
    marks = {
        Confirmation.State.DRAFTED: "" if purpose == FOR_SIGNATURE else "Bản dự thảo để trình ký",
        Confirmation.State.REVOKED: "Đã thu hồi",
    }
    demo = "MẪU – DỮ LIỆU MINH HỌA" if confirmation.enterprise.is_demo else ""
    return [mark for mark in (demo, marks.get(confirmation.state, "")) if mark]
