"""What is asked of whoever sends, appraises, approves, returns, adjusts or pays a plan."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.concurrency.conflicts import ConflictCheckMixin
from programme.admin.plan_forms import refuse_other_total, stated_total, text_box
from programme.models import BudgetLine, Payment
from programme.money import MAX_DONG, DongField
from programme.planning.due import PlansDue


def day_field(label: str, **kwargs) -> forms.DateField:
    """Return a field for a day that must exist: 31/02 is an error at the field."""
    message = gettext_lazy("Không có ngày này. Hãy ghi ngày/tháng/năm, ví dụ 05/7/2026.")
    return forms.DateField(
        label=label,
        help_text=gettext_lazy("Ví dụ 05/7/2026."),
        error_messages={"invalid": message},
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


class AmountsForm(PlanActionForm):
    """An amount for each line."""

    stated_total = stated_total()
    starts_with: str  # the amount from which a line's field starts
    heading: str  # of their column

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(self.record.lines.all())
        for line in self.lines:
            start = getattr(line, self.starts_with)
            box = DongField(label=line.activity, initial=start)
            box.widget.attrs["aria-label"] = _("Số tiền: %(line)s") % {"line": line}
            self.fields[f"amount-{line.pk}"] = box

    @property
    def asked_of_plan(self) -> list[forms.BoundField]:
        """What is asked of the plan as a whole."""
        return [field for field in self.visible_fields() if "-" not in field.name]

    @property
    def rows(self) -> list[tuple[BudgetLine, list[forms.BoundField]]]:
        """Each line with what is asked of it."""
        return [
            (line, [self[name] for name in self.fields if name.endswith(f"-{line.pk}")])
            for line in self.lines
        ]

    @property
    def amounts(self) -> dict[int, int]:
        return {line.pk: self.cleaned_data[f"amount-{line.pk}"] for line in self.lines}

    def clean(self) -> dict:
        data = super().clean()
        typed = [data.get(f"amount-{line.pk}") for line in self.lines]
        try:
            refuse_other_total(data.get("stated_total"), None if None in typed else sum(typed))
        except ValidationError as error:
            self.add_error("stated_total", error)
        return data


class AppraiseForm(AmountsForm):
    """Finance's amount for each line, with the reason where it is another one."""

    starts_with = "amount"
    heading = gettext_lazy("Số thẩm định (đồng); lý do nếu khác đề nghị")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for line in self.lines:
            label = _("Lý do thẩm định khác: %(line)s") % {"line": line}
            box = forms.Textarea(attrs={"rows": 2, "cols": 28, "aria-label": label})
            self.fields[f"reason-{line.pk}"] = forms.CharField(
                label=label, max_length=500, required=False, widget=box
            )

    def clean(self) -> dict:
        data = super().clean()
        for line in self.lines:
            amount, reason = data.get(f"amount-{line.pk}"), data.get(f"reason-{line.pk}")
            if amount not in (None, line.amount) and not reason:
                message = _("Hãy ghi lý do thẩm định khác số đề nghị.")
                self.add_error(f"reason-{line.pk}", message)
        return data

    def apply(self, by: User) -> None:
        reasons = {line.pk: self.cleaned_data[f"reason-{line.pk}"] for line in self.lines}
        amounts = {pk: (amount, reasons[pk]) for pk, amount in self.amounts.items()}
        self.record.appraise(amounts, by)


class ApproveForm(AmountsForm):
    """The People's Committee's decision, and what it approves of each line."""

    starts_with = "appraised"
    heading = gettext_lazy("Số phê duyệt (đồng)")

    decision_number = forms.CharField(
        label=gettext_lazy("Số quyết định phê duyệt"),
        max_length=50,
        help_text=gettext_lazy("Ví dụ 2869/QĐ-UBND."),
    )
    decision_on = day_field(gettext_lazy("Ngày quyết định"))

    field_order = ["decision_number", "decision_on", "stated_total"]

    def apply(self, by: User) -> None:
        data = self.cleaned_data
        self.record.approve(data["decision_number"], data["decision_on"], self.amounts, by)


class ReceiveForm(PlanActionForm):
    """Since when the Department has it."""

    received_on = day_field(gettext_lazy("Ngày Sở Công Thương nhận"))


class PaymentForm(PlanActionForm):
    """Money that a line was given, or that was paid out of it."""

    line = forms.ModelChoiceField(
        label=gettext_lazy("Dòng dự toán"), queryset=BudgetLine.objects.none()
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Việc"), choices=Payment.Kind.choices, widget=forms.RadioSelect
    )
    amount = DongField(
        label=gettext_lazy("Số tiền (đồng)"),
        min_value=-MAX_DONG,
        help_text=gettext_lazy("Ghi số âm để giảm (thu hồi, sửa số đã ghi)."),
    )
    on = day_field(gettext_lazy("Ngày"))
    source = forms.CharField(
        label=gettext_lazy("Chứng từ, nguồn số liệu"),
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = self.record.lines.filter(approved__gt=0)

    def apply(self, by: User) -> None:
        data = {name: self.cleaned_data[name] for name in ("kind", "amount", "on", "source")}
        self.cleaned_data["line"].pay(**data, by=by)
