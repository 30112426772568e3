"""What the steps of a consolidated report ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.steps import StepForm
from programme.consolidating.collecting import collect


class CollectForm(StepForm):
    """Nothing to ask: what was collected before is replaced."""

    def take(self, by: User) -> None:
        self.record.keep(collect(self.record), by)


class PublishForm(StepForm):
    """Nothing to ask: number and day of signing stand on the report."""

    def take(self, by: User) -> None:
        self.record.publish(by)


class WithdrawForm(StepForm):
    """Why."""

    reason = forms.CharField(
        label=_("Lý do rút công bố"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "cols": 80}),
    )

    def take(self, by: User) -> None:
        self.record.withdraw(self.cleaned_data["reason"], by)
