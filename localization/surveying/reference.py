"""Answers to compare one with: the same enterprise's last one, and this wave's others."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from localization.models import Answer, ComponentGroup, FrameUnit, Wave
from localization.models.answers import AMOUNTS, VALUE_ADDED
from localization.surveying.plausibility import DOMESTIC, IMPORTED, ReportedValues

COUNTED = (*DOMESTIC, *IMPORTED)


class ReferenceAnswers:
    """Those for some enterprises of one industry in one wave, in three queries for any number."""

    def __init__(self, wave: Wave, industry: int, enterprises: Iterable[int]) -> None:
        self.wave, self.industry, self.enterprises = wave, industry, list(enterprises)

    @classmethod
    def of(cls, unit: FrameUnit) -> "ReferenceAnswers":
        return cls(unit.wave, unit.industry_id, [unit.enterprise_id])

    @cached_property
    def groups(self) -> list[ComponentGroup]:
        """The component groups that makers of this industry buy."""
        return list(ComponentGroup.objects.filter(industries=self.industry))

    @cached_property
    def _previous(self) -> dict[int, Answer]:
        earlier = Answer.objects.submitted().filter(
            unit__enterprise__in=self.enterprises,
            unit__wave__is_demo=self.wave.is_demo,
            unit__wave__year__lt=self.wave.year,
        )
        found = earlier.order_by("unit__wave__year").select_related("unit__wave")
        return {answer.unit.enterprise_id: answer for answer in found}

    def previous(self, unit: FrameUnit) -> Answer | None:
        """Return the enterprise's latest earlier answer."""
        return self._previous.get(unit.enterprise_id)

    @cached_property
    def _shares(self) -> dict[int, Decimal | None]:
        """Per cent bought in Viet Nam, by the unit whose answer has been sent."""
        answers = Answer.objects.submitted().filter(unit__wave=self.wave)
        rows = answers.filter(unit__industry=self.industry).values("unit", *COUNTED)
        return {row.pop("unit"): ReportedValues(without_blanks(row)).share for row in rows}

    def peers(self, unit: FrameUnit) -> list[Decimal]:
        """Return the shares of the others."""
        others = (share for pk, share in self._shares.items() if pk != unit.pk)
        return [share for share in others if share is not None]


def without_blanks(amounts: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """Return the amounts that are not blank."""
    return {name: value for name, value in amounts.items() if value is not None}


def reported_in(answer: Answer) -> ReportedValues:
    """Return the values of a stored answer, without its product lines."""
    amounts = without_blanks({name: getattr(answer, name) for name in AMOUNTS})
    return ReportedValues(
        amounts, output=without_blanks({name: getattr(answer, name) for name in VALUE_ADDED})
    )
