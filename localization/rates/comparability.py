"""Whether a published value may be held against a target: the same formula, or staff's word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from localization.models import Comparability, Method, Rate
from localization.rates.series import SeriesPoint


@dataclass(frozen=True)
class Ground:
    """What a target's level rests on: by which formula, from which year, if that is known.

    `declared` are the formulas whose values staff have declared comparable, by their keys.
    """

    method: Method | None = None
    year: int | None = None
    declared: Mapping[int, Comparability] = field(default_factory=dict)

    def obstacle(self, rate: Rate, earlier: Iterable[SeriesPoint] = ()) -> str:
        """Return why the value may not be compared; empty where it may.

        `earlier` are the values that lead up to it, itself included.
        """
        if rate.method_id in self.declared:
            return ""
        words = {"year": rate.year, "method": rate.method.name}
        if self.method is None:
            text = _(
                "Không rõ mức phải đạt tính theo công thức nào; giá trị năm %(year)d tính theo "
                "“%(method)s”."
            )
            return text % words
        if self.method.pk != rate.method_id:
            text = _(
                "Mức phải đạt tính theo “%(ground)s”, giá trị năm %(year)d tính theo “%(method)s”."
            )
            return text % {**words, "ground": self.method.name}
        return self._break(earlier)

    def admits(self, rate: Rate) -> bool:
        """Return whether the formula at least allows to compare the value."""
        return not self.obstacle(rate)

    def _break(self, earlier: Iterable[SeriesPoint]) -> str:
        for point in earlier:
            if point.rate.break_note and (self.year is None or point.year > self.year):
                words = {"year": point.year, "note": point.rate.break_note}
                return _("Chuỗi số liệu đứt gãy tại năm %(year)d: %(note)s.") % words
        return ""

    def declaration(self, rate: Rate) -> str:
        """Return staff's word on values by this formula, to show beside the verdict."""
        found = self.declared.get(rate.method_id)
        if found is None:
            return ""
        return _("Sở Công Thương khai báo so sánh được: %(reason)s.") % {
            "reason": found.reason.rstrip(".")
        }
