"""What the survey asks of an enterprise, for its members' list."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from core.templatetags.formatting import official_date
from localization.models import FrameUnit
from membership.account_tasks import AccountTask


def tasks(enterprises: Iterable[int]) -> dict[int, list[AccountTask]]:
    """Return the waves that ask each of these enterprises, or that it has answered."""
    found: dict[int, list[AccountTask]] = {}
    units = FrameUnit.objects.shown_to_members().asked_of(enterprises)
    for (year, enterprise), unit in _first_by_year(units).items():
        answer = getattr(unit, "answer", None)
        if unit.wave.takes_answers or (answer and answer.is_submitted):
            url = reverse("survey:answer", args=[enterprise, year])
            found.setdefault(enterprise, []).append(AccountTask(_label(unit), url))
    return found


def _first_by_year(units: Iterable[FrameUnit]) -> dict[tuple[int, int], FrameUnit]:
    """One unit for each year and surviving enterprise, the latest year first."""
    first: dict[tuple[int, int], FrameUnit] = {}
    for unit in units:
        survivor = unit.enterprise.merged_into_id or unit.enterprise_id
        first.setdefault((unit.wave.year, survivor), unit)
    return dict(sorted(first.items(), reverse=True))


def _label(unit: FrameUnit) -> str:
    answer = getattr(unit, "answer", None)
    words = {"year": unit.wave.year, "day": official_date(unit.wave.closes_on)}
    if answer and answer.is_submitted:
        return _("Khảo sát tỷ lệ nội địa hóa năm %(year)d (đã gửi)") % words
    if answer:
        return _("Khảo sát tỷ lệ nội địa hóa năm %(year)d (bản nháp, hạn gửi %(day)s)") % words
    return _("Khảo sát tỷ lệ nội địa hóa năm %(year)d (trả lời đến hết ngày %(day)s)") % words
