"""What every paper in official form carries at its head and foot (Decree 30/2020/NĐ-CP)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


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
        _("căn cứ ban hành"), max_length=2_000, blank=True, help_text=_("Mỗi dòng một căn cứ.")
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


def day_in_words(day: date | None) -> str:
    """Return a day as the Decree has it written; dots to fill in by hand while there is none."""
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
