"""The form of a consolidated report, and what its steps ask for."""

from contextlib import suppress

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.concurrency.conflicts import ConflictAwareForm
from programme.consolidating.collecting import collect
from programme.models import Programme
from programme.periods import Period


class ConsolidatedReportForm(ConflictAwareForm):
    """A new one is of a period of its programme that has begun; a period that is saved stands."""

    def clean(self) -> dict:
        data = super().clean()
        if data.get("programme") and data.get("period_code"):
            with suppress(ValueError):  # the model's own check refuses what is no period
                self._check_period(data["programme"], Period.read(data["period_code"]))
        return data

    def _check_period(self, programme: Programme, period: Period) -> None:
        if not programme.first_year <= period.year <= programme.last_year:
            words = {"first": programme.first_year, "last": programme.last_year}
            message = _("Chương trình kéo dài từ năm %(first)s đến năm %(last)s.")
            self.add_error("period_code", message % words)
        elif period.begins > localdate():
            self.add_error("period_code", _("Kỳ này chưa bắt đầu."))


class CollectForm(ActionForm):
    """Nothing to ask: what was collected before is replaced."""

    def apply(self, by: User) -> None:
        self.record.store(collect(self.record), by)


class WithdrawConsolidatedForm(ActionForm):
    """Why."""

    reason = forms.CharField(
        label=_("Lý do rút công bố"),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3, "cols": 80}),
    )
