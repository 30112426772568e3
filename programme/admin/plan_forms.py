"""Forms by which an agency writes its plan."""

import re
from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.concurrency.conflicts import ConflictAwareForm
from core.numbers import NumberField, read_number
from programme.models import Agency, AnnualPlan, BudgetLine, CostCategory
from programme.money import MAX_DONG, TOO_MUCH, DongField, in_dong, product, read_dong
from programme.planning.choice import Choice

_AMOUNT = re.compile(r"(lines-\d+)-amount")


def text_box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "cols": 80})


def stated_total() -> DongField:
    """Return a field for a paper's stated total: not stored, only compared with the lines."""
    return DongField(
        label=gettext_lazy("Tổng cộng theo văn bản (đồng)"),
        help_text=gettext_lazy("Không bắt buộc; ghi để Cổng đối chiếu với tổng các dòng."),
        required=False,
    )


def refuse_other_total(stated: int | None, added: int | None) -> None:
    """Raise ValidationError where a paper's total is not what its lines come to."""
    if None not in (stated, added) and stated != added:
        message = _("Tổng các dòng là %(added)s, khác số ghi ở đây.")
        raise ValidationError(message % {"added": in_dong(added)})


class PlanForm(ConflictAwareForm):
    """What an agency says of its plan; the lines of the budget stand below it."""

    user: User  # set by the back office for each request
    typed_at: datetime | None = None  # when what is shown again was typed: it is never saved so

    stated_total = stated_total()

    class Meta:
        model = AnnualPlan
        fields = ["activities", "without_budget"]
        widgets = {"activities": text_box(10)}

    def clean(self) -> dict:
        self._refuse_if_taken_over()
        self._refuse_if_sent()
        self._say_that_it_is_not_saved()
        data = super().clean()
        typed = list(self._typed_amounts())
        if data.get("without_budget") and typed:
            message = _("Có dòng dự toán: hãy bỏ chọn ô này hoặc xóa các dòng.")
            self.add_error("without_budget", message)
        try:
            refuse_other_total(data.get("stated_total"), _added(typed))
        except ValidationError as error:
            self.add_error("stated_total", error)
        return data

    def _say_that_it_is_not_saved(self) -> None:
        if self.typed_at:
            message = _(
                "Nội dung bạn đã gõ lúc %(at)s và chưa lưu còn nguyên bên dưới. Hãy xem lại rồi "
                "bấm Lưu, hoặc bỏ nội dung này."
            )
            at = date_format(localtime(self.typed_at), "DATETIME_FORMAT")
            self.add_error(None, message % {"at": at})

    def _refuse_if_taken_over(self) -> None:
        """Tell an officer whose agency was merged away while the plan was being written."""
        plan = self.instance
        if not plan.pk or AnnualPlan.objects.of_writer(self.user).filter(pk=plan.pk).exists():
            return
        plan.agency.must_act()

    def _refuse_if_sent(self) -> None:
        if self.instance.pk and not self.instance.is_editable:
            message = _(
                "Kế hoạch đang ở tình trạng “%(state)s” nên không sửa được. Nội dung bạn nhập còn "
                "nguyên bên dưới và chưa được lưu."
            )
            raise ValidationError(message % {"state": self.instance.get_state_display()})

    def _typed_amounts(self) -> Iterator[str]:
        """Yield the amounts of the rows on this very page that are not to be deleted."""
        for key in self.data:
            row = _AMOUNT.fullmatch(key)
            if row and not self.data.get(f"{row[1]}-DELETE") and (typed := self._typed(row[1])):
                yield typed

    def _typed(self, row: str) -> str:
        """Return a row's amount as typed, or what its quantity and price come to."""
        texts = [self.data.get(f"{row}-{name}", "").strip() for name in FIGURES]
        amount, quantity, price = texts
        if amount or not (quantity and price):
            return amount
        try:
            return str(product(read_number(quantity), read_dong(price)))
        except (ValueError, ValidationError):
            return price  # its field reports what is wrong


FIGURES = ("amount", "quantity", "unit_price")


def _added(typed: list[str]) -> int | None:
    """Return the sum of typed amounts; None where one is no amount, which its field reports."""
    try:
        return sum(read_dong(text) for text in typed)
    except ValidationError:
        return None


class NewPlanForm(PlanForm):
    """The same with the choice of task and year, from what the own agency leads or joins."""

    year = forms.TypedChoiceField(
        label=gettext_lazy("Năm kế hoạch"),
        coerce=int,
        error_messages={"invalid_choice": gettext_lazy("Hãy chọn một năm trong danh sách.")},
    )
    work = forms.ChoiceField(label=gettext_lazy("Nhiệm vụ, đơn vị"))

    class Meta(PlanForm.Meta):
        fields = ["year", *PlanForm.Meta.fields]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.choice = Choice(self.user, localdate())
        self.fields["year"].choices = [(year, year) for year in self.choice.years]
        self.fields["work"].choices = [("", "---------"), *self.choice.works]
        work = self.fields["work"]
        work.error_messages["invalid_choice"] = _("Hãy chọn một nhiệm vụ trong danh sách.")
        if not self.choice.works:
            work.help_text = work.error_messages["invalid_choice"] = _why_nothing(self.user)

    def clean(self) -> dict:
        data = super().clean()
        if data.get("year") and data.get("work"):
            self._take_work(data["year"], data["work"])
        return data

    def _take_work(self, year: int, value: str) -> None:
        due = self.choice.find(year, value)
        if due is None:
            message = _("Năm %(year)s đơn vị không được giao nhiệm vụ này.")
            self.add_error("year", message % {"year": year})
            return
        # Whoever comes second waits here until the first plan is saved, and then sees it.
        Agency.objects.select_for_update().get(pk=due.agency.pk)
        made = AnnualPlan.objects.of(due.task.programme, year).filter(agency=due.agency)
        if any(plan.task.number == due.task.number for plan in made.for_list()):
            self.add_error("work", _("Đơn vị đã có kế hoạch của nhiệm vụ này trong năm này."))
        self.instance.task, self.instance.agency = due.task, due.agency


def _why_nothing(user: User) -> str:
    officer = getattr(user, "officer", None)
    if officer is None:
        return _("Tài khoản của bạn chưa được gắn với đơn vị nào.")
    if officer.agency.is_succeeded:
        message = _("%(old)s đã được %(new)s kế thừa: kế hoạch do cán bộ của đơn vị kế thừa lập.")
        return message % {"old": officer.agency, "new": officer.agency.successor}
    return _("Đơn vị của bạn chưa chắc chắn chủ trì hoặc phối hợp nhiệm vụ nào.")


class BudgetLineForm(forms.ModelForm):
    """One line; its fields are named by their columns, for those who do not see these."""

    quantity = NumberField(
        label=gettext_lazy("số lượng"),
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"size": 6, "class": "amount"}),
    )
    unit_price = DongField(
        label=gettext_lazy("đơn giá (đồng)"),
        required=False,
        min_value=1,
        error_messages={"min_value": gettext_lazy("Số tiền phải lớn hơn 0.")},
    )
    amount = DongField(
        label=gettext_lazy("đề nghị (đồng)"),
        required=False,
        min_value=1,
        error_messages={"min_value": gettext_lazy("Số tiền phải lớn hơn 0.")},
    )

    class Meta:
        model = BudgetLine
        fields = [
            *("activity", "category", "source"),
            *("quantity", "unit", "unit_price", "amount", "basis"),
        ]
        widgets = {
            "activity": forms.Textarea(attrs={"rows": 2, "cols": 24}),
            "unit": forms.TextInput(attrs={"size": 8}),
            "basis": forms.Textarea(attrs={"rows": 2, "cols": 24}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            shown = getattr(field.widget, "widget", field.widget)  # the admin wraps related ones
            shown.attrs["aria-label"] = field.label

    def clean(self) -> dict:
        data = super().clean()
        quantity, price = data.get("quantity"), data.get("unit_price")
        if {"amount", "quantity", "unit_price"} & set(self.errors):
            return data
        if (quantity is None) != (price is None):
            missing = "quantity" if quantity is None else "unit_price"
            self.add_error(missing, _("Hãy ghi cả số lượng và đơn giá, hoặc chỉ ghi số tiền."))
        elif data.get("amount") is None and quantity is None:
            self.add_error("amount", _("Hãy ghi số tiền, hoặc số lượng và đơn giá."))
        elif data.get("amount") is None:
            self._take_product(product(quantity, price))
        return data

    def _take_product(self, amount: int) -> None:
        if amount > MAX_DONG:
            self.add_error("unit_price", TOO_MUCH)
        else:
            self.cleaned_data["amount"] = self.instance.amount = amount


class BudgetLines(BaseInlineFormSet):
    """The lines of one plan; the categories that they may have are read once for all of them."""

    @cached_property
    def categories(self) -> list[tuple]:
        used = CostCategory.objects.filter(lines__plan=self.instance.pk)
        offered = (CostCategory.objects.in_use() | used).distinct()
        return [("", "---------"), *((each.pk, each.name_with_source) for each in offered)]

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["category"].choices = self.categories
        form.fields["category"].widget.can_add_related = False
        form.fields["category"].widget.can_change_related = False
        form.fields["category"].widget.can_view_related = False
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Xóa dòng này")
