"""What Finance and the Department type of each line: appraised and approved amounts, with reasons.

Nothing is filled in beforehand: a form that nobody has touched decides nothing.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.files.documents import ACCEPT, validate_document
from programme.admin.plan_actions import PlanActionForm, day_field
from programme.admin.plan_forms import refuse_other_total, stated_total
from programme.models import BudgetLine
from programme.money import DongField


def document_field(label: str) -> forms.FileField:
    """Return a field for the scan of a signed document."""
    return forms.FileField(
        label=label,
        help_text=gettext_lazy(
            "PDF, JPEG hoặc PNG, tối đa 10 MB. Khi trang báo lỗi, hãy chọn lại tệp."
        ),
        validators=[validate_document],
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class AmountsForm(PlanActionForm):
    """An amount for each line, and a reason where it is not what one would expect."""

    stated_total = stated_total()
    taken_from: str  # the amount that an empty line gets where the person says so
    reason_label: str | Promise
    heading: str | Promise  # of their column

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(self.record.lines.all())
        for line in self.lines:
            box = DongField(label=line.activity, required=False)
            box.widget.attrs["aria-label"] = _("Số tiền: %(line)s") % {"line": line}
            self.fields[f"amount-{line.pk}"] = box
            self.fields[f"reason-{line.pk}"] = self._reason_field(line)
        if not self.lines:
            del self.fields["rest"], self.fields["stated_total"]

    def _reason_field(self, line: BudgetLine) -> forms.CharField:
        label = f"{self.reason_label}: {line}"
        box = forms.Textarea(attrs={"rows": 2, "cols": 28, "aria-label": label})
        return forms.CharField(label=label, max_length=500, required=False, widget=box)

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

    @property
    def reasons(self) -> dict[int, str]:
        return {line.pk: self.cleaned_data[f"reason-{line.pk}"] for line in self.lines}

    def why_a_reason(self, line: BudgetLine, amount: int) -> str:
        """Return why this amount needs a reason; empty where it needs none."""
        raise NotImplementedError

    def clean(self) -> dict:
        data = super().clean()
        for line in self.lines:
            self._clean_line(line, data)
        typed = [data.get(f"amount-{line.pk}") for line in self.lines]
        try:
            refuse_other_total(data.get("stated_total"), None if None in typed else sum(typed))
        except ValidationError as error:
            self.add_error("stated_total", error)
        return data

    def _clean_line(self, line: BudgetLine, data: dict) -> None:
        field, why = f"amount-{line.pk}", f"reason-{line.pk}"
        if field in self.errors:
            return
        if data.get(field) is None and data.get("rest"):
            data[field] = getattr(line, self.taken_from)
        if data.get(field) is None:
            self.add_error(field, _("Hãy ghi số tiền; nếu là không đồng, hãy ghi 0."))
        elif (message := self.why_a_reason(line, data[field])) and not data.get(why):
            self.add_error(why, message)


class AppraiseForm(AmountsForm):
    """Finance's document, and its amount for each line with the reason where it is another one."""

    taken_from = "amount"
    reason_label = gettext_lazy("Lý do thẩm định khác")
    heading = gettext_lazy("Số thẩm định (đồng); lý do nếu khác đề nghị")

    appraisal_number = forms.CharField(
        label=gettext_lazy("Số văn bản thẩm định"),
        max_length=50,
        help_text=gettext_lazy("Ví dụ 1234/STC-HCSN."),
    )
    appraisal_on = day_field(gettext_lazy("Ngày văn bản thẩm định"))
    file = document_field(gettext_lazy("Tệp văn bản thẩm định"))
    rest = forms.BooleanField(
        label=gettext_lazy("Dòng để trống: thẩm định bằng số đề nghị"), required=False
    )

    field_order = ["appraisal_number", "appraisal_on", "file", "rest", "stated_total"]

    def why_a_reason(self, line: BudgetLine, amount: int) -> str:
        if line.is_apart(amount):
            return _("Số này cao hơn hoặc dưới một nửa số đề nghị: hãy ghi lý do.")
        return _("Hãy ghi lý do thẩm định khác số đề nghị.") if amount != line.amount else ""

    def apply(self, by: User) -> None:
        data, reasons = self.cleaned_data, self.reasons
        amounts = {pk: (amount, reasons[pk]) for pk, amount in self.amounts.items()}
        document = data["appraisal_number"], data["appraisal_on"]
        self.record.appraise(*document, amounts, by, file=data["file"])


class ApproveBudgetForm(AmountsForm):
    """The People's Committee's decision, and what it approves of each line."""

    taken_from = "appraised"
    reason_label = gettext_lazy("Lý do phê duyệt khác xa đề nghị")
    heading = gettext_lazy("Số phê duyệt (đồng); lý do nếu cao hơn hoặc dưới một nửa đề nghị")

    decision_number = forms.CharField(
        label=gettext_lazy("Số quyết định phê duyệt"),
        max_length=50,
        help_text=gettext_lazy("Ví dụ 2869/QĐ-UBND."),
    )
    decision_on = day_field(gettext_lazy("Ngày quyết định"))
    file = document_field(gettext_lazy("Tệp quyết định phê duyệt"))
    rest = forms.BooleanField(
        label=gettext_lazy("Dòng để trống: phê duyệt bằng số thẩm định"), required=False
    )

    field_order = ["decision_number", "decision_on", "file", "rest", "stated_total"]

    def why_a_reason(self, line: BudgetLine, amount: int) -> str:
        if line.needs_reason(amount):
            return _("Số này cao hơn hoặc dưới một nửa số đề nghị: hãy ghi lý do.")
        return ""

    def apply(self, by: User) -> None:
        data = self.cleaned_data
        decision = data["decision_number"], data["decision_on"]
        given = {"reasons": self.reasons, "file": data["file"]}
        self.record.approve(*decision, self.amounts, by, **given)
