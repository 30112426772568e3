"""Whether an industry meets a target, by the one rule that the pages state in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from localization.rates.comparability import Ground
from localization.rates.series import SeriesPoint


class Verdict(models.TextChoices):
    """The assessment of a target; without figures it is never 'off track'."""

    MET = "met", gettext_lazy("Đạt")
    ON_TRACK = "on_track", gettext_lazy("Đúng lộ trình")
    OFF_TRACK = "off_track", gettext_lazy("Chậm lộ trình")
    NOT_COMPARABLE = "not_comparable", gettext_lazy("Chưa so sánh được")
    NOT_MEASURABLE = "not_measurable", gettext_lazy("Chưa đánh giá được")


MARKS = {
    Verdict.MET: "✓",
    Verdict.ON_TRACK: "↗",
    Verdict.OFF_TRACK: "!",
    Verdict.NOT_COMPARABLE: "≠",
    Verdict.NOT_MEASURABLE: "○",
}


@dataclass(frozen=True)
class Judgement:
    """A target's verdict, the value that decides, and cautions about it."""

    verdict: Verdict
    reason: str
    point: SeriesPoint | None = None
    is_due: bool = False  # decided by the value of the target's own year
    cautions: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        missed = self.is_due and self.verdict == Verdict.OFF_TRACK
        return _("Chưa đạt") if missed else str(self.verdict.label)

    @property
    def mark(self) -> str:
        """A sign beside the words, to scan many of them quickly."""
        return MARKS[self.verdict]


def judge(
    level: Decimal | None,
    by_year: int,
    start: tuple[int | None, Decimal | None],
    values: Mapping[int, SeriesPoint],
    today: int,
    ground: Ground,
) -> Judgement:
    """Judge one target: `level` per cent by a year, from `start` (year, per cent).

    The value of the target's year decides; before it, the latest value is compared with the
    straight line from the start to the level. Only values that can be compared with what the level
    rests on count. `today` is the current year.
    """
    if level is None:
        return _unknown(_("Chưa xác định được mức phải đạt vì chưa có mức cơ sở."))
    obstacles = {year: _obstacle(ground, values, year) for year in values}
    if by_year in values:
        if obstacles[by_year]:
            return _not_comparable(values[by_year], obstacles[by_year])
        return _decided(values[by_year], level, ground)
    if by_year < today:
        return _unknown(_("Chưa có số liệu của năm %(year)d.") % {"year": by_year})
    known = [year for year in values if year < by_year]
    if not known:
        return _unknown(_("Chưa có số liệu."))
    if comparable := [year for year in known if not obstacles[year]]:
        return _on_schedule(values[max(comparable)], level, by_year, start, ground)
    return _not_comparable(values[max(known)], obstacles[max(known)])


def expected(level: Decimal, by_year: int, start: tuple[int, Decimal], year: int) -> Decimal:
    """Return a year's per cent on the straight line from the start to the level."""
    begun, percent = start
    return percent + (level - percent) * (year - begun) / (by_year - begun)


def _obstacle(ground: Ground, values: Mapping[int, SeriesPoint], year: int) -> str:
    earlier = [values[each] for each in sorted(values) if each <= year]
    return ground.obstacle(values[year].rate, earlier)


def _not_comparable(point: SeriesPoint, reason: str) -> Judgement:
    return Judgement(Verdict.NOT_COMPARABLE, reason, point)


def _unknown(reason: str) -> Judgement:
    return Judgement(Verdict.NOT_MEASURABLE, reason)


def _decided(point: SeriesPoint, level: Decimal, ground: Ground) -> Judgement:
    is_met = point.rate.percent >= level
    verdict = Verdict.MET if is_met else Verdict.OFF_TRACK
    reason = _("Theo số liệu của năm mục tiêu.")
    return Judgement(verdict, reason, point, True, _cautions(point, level, ground))


def _on_schedule(
    point: SeriesPoint,
    level: Decimal,
    by_year: int,
    start: tuple[int | None, Decimal | None],
    ground: Ground,
) -> Judgement:
    words = {"year": point.year}
    if point.rate.percent >= level:
        reason = _("Đã đạt mức này từ năm %(year)d, trước hạn.") % words
        return Judgement(Verdict.MET, reason, point, cautions=_cautions(point, level, ground))
    begun, percent = start
    if percent is None or begun is None or not begun < point.year < by_year:
        return _unknown(_("Chưa vạch được lộ trình vì năm cơ sở chưa được xác nhận."))
    needed = expected(level, by_year, (begun, percent), point.year)
    verdict = Verdict.ON_TRACK if point.rate.percent >= needed else Verdict.OFF_TRACK
    reason = _("So số liệu năm %(year)d với đường thẳng từ mức cơ sở tới mục tiêu.") % words
    return Judgement(verdict, reason, point, cautions=_cautions(point, needed, ground))


def _cautions(point: SeriesPoint, compared: Decimal, ground: Ground) -> tuple[str, ...]:
    rate, cautions = point.rate, []
    if rate.low is not None and rate.low < compared <= rate.high:
        cautions.append(_("Mức so sánh nằm trong khoảng tin cậy 95% của giá trị."))
    if declaration := ground.declaration(rate):
        cautions.append(declaration)
    if point.break_note:
        cautions.append(_("Chuỗi số liệu đứt gãy tại năm này."))
    return tuple(cautions)
