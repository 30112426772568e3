"""Public pages of the localization rates, open to everyone by design."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from enterprises.models import Industry
from localization.rates import all_rates, rates_of
from programme.models import Programme, Target


class Overview(TemplateView):
    """The industries side by side: increases, baseline, levels; the City's averages as decided."""

    template_name = "localization/overview.html"

    def get_context_data(self, **kwargs) -> dict:
        rates = all_rates()
        averages = Target.objects.filter(code__startswith="localization_average_")
        return super().get_context_data(
            rates=rates,
            years=sorted({goal.year for each in rates for goal in each.goals}),
            sources=dict.fromkeys(source for each in rates for source in each.sources),
            averages=averages.in_force().select_related("programme").order_by("by_year"),
            programme=Programme.objects.main(),
            trail=[],
            **kwargs,
        )


class IndustryPage(DetailView):
    """One industry's targets, baseline and sources."""

    template_name = "localization/industry.html"
    queryset = Industry.objects.filter(rate_targets__isnull=False).distinct()

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            rate=rates_of(self.object),
            trail=[(reverse("localization:overview"), _("Tỷ lệ nội địa hóa"))],
            **kwargs,
        )
