"""What is asked of whoever sends, returns, takes back, receives or adjusts a plan."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.concurrency.conflicts import ConflictCheckMixin
from core.days import not_in_future
from core.models import TypedForm
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

    def apply(self, by: User) -> None:
        """Send what is saved; not while the sender has typed something else and not saved it."""
        page = reverse("admin:programme_annualplan_change", args=[self.record.pk])
        if TypedForm.objects.filter(user=by, path=page).exists():
            message = _(
                "Bạn đã gõ nội dung mà chưa lưu vào kế hoạch này. Hãy mở lại trang kế hoạch, bấm "
                "Lưu hoặc bỏ nội dung ấy, rồi gửi."
            )
            raise ValidationError(message, code="typed")
        super().apply(by)


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
