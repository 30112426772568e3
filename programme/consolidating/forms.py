"""The form of a consolidated report, and what its steps ask for."""

from contextlib import suppress

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.concurrency.conflicts import ConflictAwareForm
from core.concurrency.turns import take_turn
from core.templatetags.formatting import official_date
from programme.consolidating.collecting import collect
from programme.models import Programme
from programme.period_choices import begun_periods, period_select
from programme.periods import Period


class ConsolidatedReportForm(ConflictAwareForm):
    """A new one is of a period of its programme that has begun; a period that is saved stands.

    Of a period that has not ended there are interim ones only.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "period_code" in self.fields:
            self.fields["period_code"].widget = period_select(begun_periods(localdate()))

    def clean(self) -> dict:
        take_turn("programme.consolidated-number")  # of two with one number the second is told
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
        elif not period.has_closed(localdate()) and not self.cleaned_data.get("is_interim"):
            message = _(
                "Kỳ này đến hết ngày %(day)s mới kết thúc: chỉ lập được báo cáo tạm thời. Hãy chọn "
                "ô này, hoặc lập báo cáo sau ngày đó."
            )
            self.add_error("is_interim", message % {"day": official_date(period.closes)})


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
