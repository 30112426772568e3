"""What is asked of whoever sends, returns, takes back, receives or adjusts a plan."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.backoffice.actions import ActionForm
from core.concurrency.conflicts import ConflictCheckMixin
from core.days import not_in_future
from programme.admin.plan_forms import text_box
from programme.planning.due import PlansDue


def day_field(label: str, **kwargs) -> forms.DateField:
    """Return a field for a day that has been: 31/02 and tomorrow are errors at the field."""
    message = gettext_lazy("Không có ngày này. Hãy ghi ngày/tháng/năm, ví dụ 05/7/2026.")
    return forms.DateField(
        label=label,
        help_text=gettext_lazy("Ví dụ 05/7/2026."),
        error_messages={"invalid": message},
        validators=[not_in_future],
        **kwargs,
    )


class PlanActionForm(ConflictCheckMixin, ActionForm):
    """An action on a plan as the person has seen it."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.record.version

    def current_marks(self) -> dict[str, object]:
        return {"seen_version": self.record.version}

    def conflict_message(self) -> str:
        return _("Kế hoạch đã thay đổi sau khi bạn mở trang. Hãy xem lại rồi thực hiện lần nữa.")

    def clean(self) -> dict:
        data = super().clean()
        self.check_conflict()
        return data

    def asked_for(self) -> dict[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}


class SendForm(PlanActionForm):
    """Nothing to ask; whoever is no longer to do the task does not plan it either."""

    def clean(self) -> dict:
        data = super().clean()
        if not PlansDue(self.record.programme).covers(self.record):
            message = _("Năm %(year)s đơn vị không còn được giao nhiệm vụ này.")
            raise ValidationError(message % {"year": self.record.year})
        return data


class SendBackForm(PlanActionForm):
    """Why."""

    remark = forms.CharField(
        label=gettext_lazy("Ý kiến trả lại"),
        max_length=2_000,
        widget=text_box(4),
        error_messages={"required": gettext_lazy("Hãy ghi ý kiến trả lại.")},
    )


class TakeBackForm(PlanActionForm):
    """Why Finance takes its own appraisal back."""

    remark = forms.CharField(
        label=gettext_lazy("Lý do rút kết quả thẩm định"),
        max_length=2_000,
        widget=text_box(4),
        error_messages={"required": gettext_lazy("Hãy ghi lý do rút.")},
        help_text=gettext_lazy("Số thẩm định đã ghi không còn được tính; văn bản được giữ lại."),
    )


class ReceiveForm(PlanActionForm):
    """Since when the Department has it."""

    received_on = day_field(gettext_lazy("Ngày Sở Công Thương nhận"))
