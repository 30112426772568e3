"""How long confirmations take, and how many there are, for statistics and the yearly report."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.processing_times import TimedProcess
from core.yearly_figures import Figure, Section, Year
from verification.models import Assessment, Confirmation, FactCheck


def _assessments(is_demo: bool) -> Iterator[tuple[date, datetime | None]]:
    """Yield the day of each visit, and when the paper was issued or refused."""
    columns = ("visited_on", "decision", "decided_at", "confirmation__issued_at")
    rows = Assessment.objects.filter(enterprise__is_demo=is_demo).order_by()
    for visited, decision, decided, issued in rows.values_list(*columns):
        yield visited, decided if decision == Assessment.Decision.REFUSE else issued


CONFIRMATIONS = TimedProcess(
    name="confirmations",
    title=_("Xác nhận năng lực"),
    rule=_("Từ ngày khảo sát đến ngày ghi nhận giấy đã cấp hoặc quyết định không xác nhận."),
    cases=_assessments,
)


def confirmed_in(year: Year) -> Section:
    """Return what was confirmed and checked in a year."""
    real = Confirmation.objects.filter(assessment__enterprise__is_demo=False)
    issued = real.filter(signed_on__range=(year.first, year.last))
    begin, end = year.bounds
    revoked = real.filter(revoked_at__gte=begin, revoked_at__lt=end)
    still = Q(revoked_at=None) | Q(revoked_at__gte=end)
    valid = real.filter(still, signed_on__lte=year.last, valid_until__gte=year.last)
    holders = valid.values("assessment__enterprise").distinct()
    checks = FactCheck.objects.filter(
        enterprise__is_demo=False,
        state=FactCheck.State.RECORDED,
        checked_on__range=(year.first, year.last),
    )
    return Section(
        _("Xác nhận năng lực và kiểm tra hồ sơ"),
        [
            Figure(_("Giấy xác nhận năng lực đã cấp trong năm"), issued.count()),
            Figure(_("Giấy xác nhận năng lực bị thu hồi trong năm"), revoked.count()),
            Figure(_("Giấy còn giá trị đến ngày lấy số liệu"), valid.count()),
            Figure(_("Doanh nghiệp có giấy còn giá trị"), holders.count()),
            Figure(_("Lần kiểm tra nội dung hồ sơ trong năm"), checks.count()),
        ],
        _("Giấy đã cấp tính theo ngày ký; lần kiểm tra đã hủy ghi nhận không tính."),
    )
