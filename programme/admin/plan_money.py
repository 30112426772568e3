"""What is asked of whoever records payments, corrects them, or tells who else gives money."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.templatetags.formatting import official_date
from programme.admin.plan_actions import PlanActionForm, day_field
from programme.models import BudgetLine, Contribution, Payment
from programme.money import MAX_DONG, DongField


def wide_box() -> forms.TextInput:
    return forms.TextInput(attrs={"size": 60})


def reason_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=500,
        widget=wide_box(),
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
    )


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
        help_text=gettext_lazy(
            "Ghi số âm khi thu hồi. Số đã ghi sai thì sửa ở bước “Sửa lần cấp, giải ngân đã ghi”."
        ),
    )
    on = day_field(gettext_lazy("Ngày"))
    source = forms.CharField(
        label=gettext_lazy("Chứng từ, nguồn số liệu"), max_length=300, widget=wide_box()
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = self.record.lines.filter(approved__gt=0)

    def apply(self, by: User) -> None:
        data = {name: self.cleaned_data[name] for name in ("kind", "amount", "on", "source")}
        self.cleaned_data["line"].pay(**data, by=by)


class PaymentChoice(forms.ModelChoiceField):
    """One of the payments that count, in words that tell it from others."""

    def label_from_instance(self, obj: Payment) -> str:
        return f"{obj}, {official_date(obj.on)}, {obj.source} – {obj.line.activity}"


class CorrectPaymentForm(PlanActionForm):
    """What a payment should have been, and why it was wrong; the old figure stays to be read."""

    payment = PaymentChoice(label=gettext_lazy("Lần đã ghi"), queryset=Payment.objects.none())
    amount = DongField(
        label=gettext_lazy("Số tiền đúng (đồng)"),
        min_value=-MAX_DONG,
        help_text=gettext_lazy("Ghi 0 nếu thực tế không có lần cấp, giải ngân này."),
    )
    on = day_field(gettext_lazy("Ngày đúng"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Chứng từ, nguồn số liệu đúng"),
        max_length=300,
        required=False,
        widget=wide_box(),
        help_text=gettext_lazy("Để trống ngày hoặc chứng từ thì giữ như đã ghi."),
    )
    reason = reason_field(gettext_lazy("Lý do sửa"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ours = Payment.objects.standing().filter(line__plan=self.record)
        self.fields["payment"].queryset = ours.select_related("line")

    def apply(self, by: User) -> None:
        data, wrong = self.cleaned_data, self.cleaned_data["payment"]
        on, source = data["on"] or wrong.on, data["source"] or wrong.source
        wrong.correct(data["amount"], on, source, data["reason"], by)


class ContributeForm(PlanActionForm):
    """Who gives how much to which line, by which paper."""

    line = forms.ModelChoiceField(
        label=gettext_lazy("Dòng dự toán ngoài ngân sách"), queryset=BudgetLine.objects.none()
    )
    contributor = forms.CharField(
        label=gettext_lazy("Tổ chức, cá nhân tài trợ, đóng góp"),
        max_length=300,
        widget=wide_box(),
    )
    amount = DongField(
        label=gettext_lazy("Số cam kết (đồng)"),
        min_value=1,
        error_messages={"min_value": gettext_lazy("Số tiền phải lớn hơn 0.")},
    )
    commitment = forms.CharField(
        label=gettext_lazy("Văn bản, thỏa thuận"),
        max_length=300,
        widget=wide_box(),
        help_text=gettext_lazy("Số, ngày của văn bản cam kết hoặc thỏa thuận tài trợ."),
    )
    committed_on = day_field(gettext_lazy("Ngày cam kết"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        outside = self.record.lines.exclude(source=BudgetLine.Source.CITY)
        self.fields["line"].queryset = outside
        if not outside.exists():
            self.fields["line"].help_text = _(
                "Kế hoạch chưa có dòng nào từ nguồn ngoài ngân sách: hãy ghi dòng đó trong dự toán."
            )

    def apply(self, by: User) -> None:
        Contribution(**self.asked_for()).commit(by)


class EndContributionForm(PlanActionForm):
    """Which contribution comes to nothing, and why."""

    contribution = forms.ModelChoiceField(
        label=gettext_lazy("Khoản tài trợ, đóng góp"), queryset=Contribution.objects.none()
    )
    reason = reason_field(gettext_lazy("Lý do rút"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ours = Contribution.objects.standing().filter(line__plan=self.record)
        self.fields["contribution"].queryset = ours

    def apply(self, by: User) -> None:
        self.cleaned_data["contribution"].withdraw(self.cleaned_data["reason"], by)
