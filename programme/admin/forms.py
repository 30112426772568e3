"""Forms of the register's back office."""

import re

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.numbers import NumberField
from programme.models import Agency, Amendment, OpenCell, TaskAgency

# For `formfield_overrides`: 1.234,5 is read as it is written here, and no number is told.
NUMBERS_AS_TYPED = {models.DecimalField: {"form_class": NumberField}}
_ROLE = re.compile(r"task_agencies-\d+-role")

# Cells of the two columns of agencies.
IN_COLUMNS = {OpenCell.Cell.LEAD, OpenCell.Cell.COORDINATING}


class ActingAgencyForm(forms.ModelForm):
    """What is given to an agency that is still there."""

    def clean_agency(self) -> Agency:
        agency = self.cleaned_data["agency"]
        if agency.is_succeeded:
            message = _("Đơn vị này đã được %(other)s kế thừa. Hãy chọn đơn vị kế thừa.")
            raise forms.ValidationError(message % {"other": agency.successor})
        return agency


class OpenCellForm(forms.ModelForm):
    """A cell in doubt, with the tick by which DOIT's staff confirm it from a source."""

    confirm = forms.BooleanField(label=_("Đã xác minh"), required=False)

    class Meta:
        model = OpenCell
        fields = ["cell", "reason_vi", "reason_en", "source"]
        widgets = {
            "reason_vi": forms.Textarea(attrs={"rows": 3, "cols": 40}),
            "reason_en": forms.Textarea(attrs={"rows": 3, "cols": 40}),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "confirm" in self.fields:
            self.fields["confirm"].initial = self.instance.confirmed_at is not None

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("confirm"):
            return data
        if not data.get("source"):
            self.add_error("source", _("Hãy ghi căn cứ xác minh."))
        if (
            data.get("cell") in {OpenCell.Cell.LEAD, OpenCell.Cell.COORDINATING}
            and self._leaves_an_agency_unplaced()
        ):
            self.add_error(
                "confirm",
                _("Còn đơn vị chưa rõ cột: hãy xếp vào chủ trì hoặc phối hợp trước khi xác minh."),
            )
        return data

    def _leaves_an_agency_unplaced(self) -> bool:
        """Whether this very page keeps an agency in neither column."""
        return any(
            self.data.get(key) == TaskAgency.Role.UNPLACED
            and not self.data.get(key.removesuffix("role") + "DELETE")
            for key in self.data
            if _ROLE.fullmatch(key)
        )

    def decide(self, by: User) -> None:
        """Confirm the saved cell, or take its confirmation back, as the tick says."""
        # A deleted row has no key any more; an empty one never had.
        if "confirm" not in self.changed_data or self.instance.pk is None:
            return
        if self.cleaned_data["confirm"]:
            self.instance.confirm(self.cleaned_data["source"], by)
        else:
            self.instance.reopen()


class AmendmentActionForm(ActionForm):
    """The list's action bar, with the decision by which tasks are changed or ended."""

    amendment = forms.ModelChoiceField(
        label=_("Theo quyết định"), queryset=Amendment.objects.all(), required=False
    )
