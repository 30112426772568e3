"""The official letter that urges agencies (Decree 30/2020/NĐ-CP): what is missing, and by when.

The layout is a Word file, templates/programme/supervising/urging.docx. Number and day are dots, to
be filled in by hand when it is signed.
"""

from datetime import date

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import override

from accounts.models import User
from core.letterhead import day_in_words, lines_of
from core.papers import filled_in
from core.templatetags.formatting import official_date
from programme.models import Agency
from programme.supervising.missing import Matter, Missing, Owed

DEMO = "(Mẫu – dữ liệu minh họa, không phải số liệu thật)"
TEMPLATE = settings.BASE_DIR / "templates/programme/supervising/urging.docx"


def usual(user: User) -> dict[str, str]:
    """Return how a letter of this person's agency usually begins and ends."""
    name = _agency_of(user)
    return {
        "agency_name": name,
        "place": "Thành phố Hồ Chí Minh",
        "signatory_title": "GIÁM ĐỐC",
        "recipients": "Như trên;\nỦy ban nhân dân Thành phố (để báo cáo);\nLưu: VT.",
    }


def _agency_of(user: User) -> str:
    officer = getattr(user, "officer", None)
    if officer:
        return officer.agency.name_vi.upper()
    if user.has_perm("programme.manage_register"):
        return "SỞ CÔNG THƯƠNG"
    return "SỞ TÀI CHÍNH" if user.has_perm("programme.appraise_annualplan") else ""


def urging_docx(owed: Owed, missing: dict[Agency, list[Missing]], asked: dict) -> bytes:
    """Return the letter as .docx; `asked` are the answers of `UrgingLetterForm`."""
    with override("vi"):  # an official letter, whoever prints it
        return filled_in(TEMPLATE, paper(owed, missing, asked))


def paper(owed: Owed, missing: dict[Agency, list[Missing]], asked: dict) -> dict:
    """Return what the Word file asks for."""
    return {
        "superior": "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH",
        "agency": asked["agency_name"],
        "number_line": "……/……",
        "place_and_day": f"{asked['place']}, {day_in_words(None)}",
        "about": f"V/v đôn đốc gửi {_matter(owed)}",
        "addressees": _addressees(list(missing)),
        "demo": DEMO if owed.programme.is_demo else "",
        "opening": _opening(owed, asked["agency_name"]),
        "rows": list(_rows(missing)),
        "closing": _closing(owed, asked["reply_by"]),
        "recipients": lines_of(asked["recipients"]),
        "signatory_title": lines_of(asked["signatory_title"]),
        "signatory_name": asked["signatory_name"],
    }


def _matter(owed: Owed) -> str:
    if owed.matter == Matter.REPORTS:
        return "báo cáo quý thực hiện Chương trình"
    return f"kế hoạch, dự toán năm {owed.year} thực hiện Chương trình"


def _addressees(agencies: list[Agency]) -> list[str]:
    names = [agency.printed_name for agency in agencies]
    return [f"{name}{';' if name != names[-1] else '.'}" for name in names]


def _opening(owed: Owed, agency_name: str) -> list[str]:
    programme = owed.programme
    rule = (
        "các đơn vị báo cáo kết quả thực hiện từng quý về Sở Công Thương (mục V.4 b)"
        if owed.matter == Matter.REPORTS
        else "các đơn vị gửi kế hoạch, dự toán năm sau về Sở Công Thương trước ngày 31/8 "
        "(mục V.4 a)"
    )
    own = agency_name.title() if agency_name.isupper() else agency_name
    return [
        f"Thực hiện Quyết định số {programme.number} {day_in_words(programme.signed_on)} của "
        f"{programme.issuer} về ban hành {programme.title_vi}, {rule}.",
        f"Qua theo dõi trên Cổng thông tin công nghiệp hỗ trợ đến {day_in_words(localdate())}, "
        f"{own} nhận thấy các nội dung sau chưa được gửi:",
    ]


def _rows(missing: dict[Agency, list[Missing]]):
    number = 0
    for agency, items in missing.items():
        for each in items:
            number += 1
            day = official_date(each.deadline) or "Không tính hạn"
            yield {
                "number": number,
                "agency": agency.printed_name,
                "what": each.what,
                "deadline": day,
            }


def _closing(owed: Owed, reply_by: date) -> list[str]:
    return [
        f"Đề nghị các đơn vị gửi {_matter(owed)} nêu trên qua Cổng thông tin công nghiệp hỗ trợ "
        f"chậm nhất {day_in_words(reply_by)}; trường hợp đã gửi bằng văn bản, đề nghị thông báo "
        f"Sở Công Thương số và ngày văn bản để cập nhật.",
        "Rất mong nhận được sự phối hợp của các đơn vị./.",
    ]
