"""How the industries stand against their targets, on the Steering Committee's page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from localization.rates.industries import IndustryRates, all_rates
from programme.steering import Item, Situation, SteeringSection


def rates_against_targets(situation: Situation) -> SteeringSection:
    """Tell of each industry its latest value and how it meets each of its targets."""
    page = reverse("localization:overview")
    return SteeringSection(
        _("Tỷ lệ nội địa hóa so với mục tiêu"),
        _("Chỉ so sánh khi cùng công thức hoặc đã khai báo so sánh được."),
        [Item(_told(rates), page) for rates in all_rates()],
    )


def _told(rates: IndustryRates) -> str:
    goals = "; ".join(f"{goal.year}: {goal.judgement.label}" for goal in rates.goals)
    return f"{rates.industry.name} – {goals}"
