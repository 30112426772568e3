"""What an agency puts to its plan: quotations and other documents, of the plan or of a line."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy

from accounts.models import User
from programme.admin.plan_actions import PlanActionForm, day_field
from programme.admin.plan_amounts import document_field
from programme.admin.plan_money import wide_box
from programme.models import AnnualPlan, BudgetLine, PlanDocument

KINDS = [(kind.value, kind.label) for kind in PlanDocument.ATTACHED]


class AttachForm(PlanActionForm):
    """A file with its name, and the line that it is about."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("Tên tài liệu"), max_length=200, widget=wide_box())
    number = forms.CharField(label=gettext_lazy("Số"), max_length=50, required=False)
    signed_on = day_field(gettext_lazy("Ngày ký"), required=False)
    line = forms.ModelChoiceField(
        label=gettext_lazy("Dòng dự toán"),
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label=gettext_lazy("Cả kế hoạch"),
    )
    file = document_field(gettext_lazy("Tệp"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = self.record.lines.all()

    @transaction.atomic
    def apply(self, by: User) -> None:
        self.record.lock_in_state(*AnnualPlan.ATTACHED_TO)
        document = PlanDocument(plan=self.record, by=by, **self.asked_for())
        document.full_clean()
        document.save()


class DetachForm(PlanActionForm):
    """Which document was put there by mistake."""

    document = forms.ModelChoiceField(
        label=gettext_lazy("Tài liệu"), queryset=PlanDocument.objects.none()
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = self.record.documents.attached()

    @transaction.atomic
    def apply(self, by: User) -> None:
        self.record.lock_in_state(*AnnualPlan.EDITABLE)
        self.cleaned_data["document"].delete()
