"""What every paper in official form carries at its head and foot (Decree 30/2020/NĐ-CP)."""

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

_DAY = re.compile(
    r"\bngày\s+(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{4})\b",
    re.IGNORECASE,
)


class Letterhead(models.Model):
    """What a paper in official form says of the agency that signs it (Decree 30/2020/NĐ-CP)."""

    superior = models.TextField(
        _("cơ quan chủ quản"),
        max_length=200,
        blank=True,
        default="ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH",
    )
    agency_name = models.CharField(_("cơ quan ban hành"), max_length=200)
    place = models.CharField(_("địa danh"), max_length=100, default="Thành phố Hồ Chí Minh")
    symbol = models.CharField(
        _("ký hiệu văn bản"), max_length=30, help_text=_("Phần sau số, ví dụ XN-SCT.")
    )
    bases = models.TextField(
        _("căn cứ ban hành"),
        max_length=2_000,
        blank=True,
        help_text=_("Mỗi dòng một căn cứ; dấu câu và cách ghi ngày, tháng do Cổng trình bày."),
    )
    signatory_title = models.TextField(
        _("quyền hạn, chức vụ của người ký"),
        max_length=200,
        help_text=_("Mỗi dòng một ý, ví dụ “KT. GIÁM ĐỐC” rồi “PHÓ GIÁM ĐỐC”."),
    )
    recipients = models.TextField(
        _("nơi nhận"),
        max_length=500,
        default="Lưu: VT.",
        help_text=_("Mỗi dòng một nơi; doanh nghiệp được xác nhận luôn đứng đầu."),
    )

    class Meta:
        abstract = True


def lines_of(text: str) -> list[str]:
    """Return the lines that are not blank, in their order."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def bases_of(lines: list[str]) -> list[str]:
    """Return the bases of a paper as Decree 30/2020 ends them: semicolons, the last a full stop."""
    bare = [with_days_in_words(line).rstrip(" ;.,") for line in lines]
    told = [line for line in bare if line]
    return [f"{line}{'.' if line is told[-1] else ';'}" for line in told]


def with_days_in_words(text: str) -> str:
    """Return a text in which each "ngày 5/2/2024" is "ngày 05 tháng 02 năm 2024"."""
    return _DAY.sub(_in_words, text)


def _in_words(found: re.Match[str]) -> str:
    day, month, year = map(int, found.groups())
    try:
        words = day_in_words(date(year, month, day))
    except ValueError:  # no day of the calendar: left as it was typed
        return found[0]
    return found[0][0] + words[1:]


def day_in_words(day: date | None) -> str:
    """Return a day as the Decree has it written; dots to fill in by hand while there is none."""
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
