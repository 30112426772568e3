"""The yearly operating report in official form (Decree 30/2020/NĐ-CP, annex I), to be signed.

The layout is a Word file, templates/portal/operating/report.docx, edited in Word; here is only what
it says. Number and day stay dots: they are filled in when the paper is signed.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from docxtpl import Listing

from core.letterhead import day_in_words, lines_of
from core.papers import filled_in
from core.templatetags.formatting import figure, official_date
from portal.operating.figures import OperatingYear, Processing, Use
from portal.statistics import usage
from programme.models import Programme
from programme.periods import ROMAN
from verification.models import IssuingAgency

TEMPLATE = settings.BASE_DIR / "templates/portal/operating/report.docx"
NUMERALS = (*ROMAN, "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
RECIPIENTS = "Ủy ban nhân dân Thành phố (để báo cáo);\nBan Chỉ đạo (để báo cáo);\nLưu: VT."


def report_docx(found: OperatingYear) -> bytes:
    """Return the report as .docx."""
    with override("vi"):  # papers of the Department are Vietnamese, whoever prints them
        return filled_in(TEMPLATE, paper(found))


def paper(found: OperatingYear) -> dict:
    """Return what the Word file asks for, in the order in which it stands there."""
    agency = _agency()
    counted = len(found.sections)
    day = official_date(found.year.last)
    about = f"Kết quả vận hành Cổng thông tin công nghiệp hỗ trợ Thành phố năm {found.year.number}"
    return {
        "superior": Listing(agency.superior),
        "agency": agency.agency_name,
        "number_line": f"……/BC-{agency.symbol.partition('-')[2] or 'SCT'}",
        "place_and_day": f"{agency.place}, {day_in_words(None)}",
        "about": about,
        "demo": "",
        "opening": _opening(found, day),
        "sections": [
            {
                "number": NUMERALS[place],
                "title": str(section.title).upper(),
                "rows": [
                    {"label": str(each.label), "value": figure(each.value)}
                    for each in section.figures
                ],
                "method": str(section.method),
            }
            for place, section in enumerate(found.sections)
        ],
        "processing": {
            "number": NUMERALS[counted],
            "title": "THỜI GIAN XỬ LÝ (NGÀY LÀM VIỆC)",
            "rows": [_processing(each) for each in found.processing],
            "notes": [f"- {each.process.title}: {each.process.rule}" for each in found.processing],
        },
        "usage": {
            "number": NUMERALS[counted + 1],
            "title": "SỬ DỤNG CỔNG",
            "months": [_use(each) for each in found.months],
            "rooms": [_use(each) for each in found.rooms],
            "notes": usage_notes(found),
        },
        "availability": {
            "number": NUMERALS[counted + 2],
            "title": "MỨC ĐỘ SẴN SÀNG",
            "text": availability(),
        },
        "ending": f"Trên đây là báo cáo kết quả vận hành Cổng thông tin năm {found.year.number}./.",
        "recipients": lines_of(RECIPIENTS),
        "signatory_title": lines_of(agency.signatory_title),
        "signatory_name": "",
    }


def availability() -> str:
    """Return that nobody has measured how long the portal could be reached."""
    return _(
        "Cổng không tự đo thời gian hoạt động, nên báo cáo không có số liệu này. Nếu đơn vị vận "
        "hành có hệ thống giám sát bên ngoài, lấy số liệu từ hệ thống đó và ghi rõ nguồn."
    )


def usage_notes(found: OperatingYear) -> list[str]:
    """Return how use was counted, and from when where that was within the year or after it."""
    notes = [usage.method()]
    since = found.counted_since
    if not found.months:
        notes.insert(0, _("Trong năm không có số liệu sử dụng."))
    if since and since.year == found.year.number and since.month > 1:
        words = _("Cổng đếm từ tháng %(month)s; các tháng trước không có số liệu.")
        notes.append(words % {"month": f"{since:%m/%Y}"})
    return notes


def _agency() -> IssuingAgency:
    """Return the letterhead of the Department, as staff keep it for other papers."""
    usual = IssuingAgency(agency_name="SỞ CÔNG THƯƠNG", symbol="XN-SCT", signatory_title="GIÁM ĐỐC")
    return IssuingAgency.objects.first() or usual


def _opening(found: OperatingYear, day: str) -> str:
    until = "" if found.year.is_over else " (số liệu chưa trọn năm)"
    return (
        f"{_ground()}{_in_words(_agency().agency_name)} báo cáo kết quả vận hành Cổng thông tin "
        f"công nghiệp hỗ trợ Thành phố năm {found.year.number}, số liệu đến hết ngày {day}{until} "
        "như sau:"
    )


def _in_words(name: str) -> str:
    """Return SỞ CÔNG THƯƠNG as running text has it: Sở Công Thương."""
    return name.title() if name.isupper() else name


def _ground() -> str:
    """Return which decision has the portal run; nothing while none is entered."""
    programme = Programme.objects.main()
    if programme is None:
        return ""
    return (
        f"Thực hiện Quyết định số {programme.number} {day_in_words(programme.signed_on)} của "
        f"{programme.issuer} về ban hành {programme.title}, "
    )


def _processing(each: Processing) -> dict:
    return {
        "title": str(each.process.title),
        "received": figure(each.tally.received),
        "done": figure(each.tally.done),
        "median": figure(each.tally.median),
        "nine_in_ten": figure(each.tally.nine_in_ten),
        "in_time": figure(each.tally.percent_in_time),
        "open": figure(each.open.number),
    }


def _use(each: Use) -> dict:
    columns = ("pages", "searches", "fruitless", "downloads")
    return {"label": each.label, **{name: figure(getattr(each, name)) for name in columns}}
