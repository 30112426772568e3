"""What the steps of an estimate ask for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from core.backoffice.actions import ActionForm
from localization.estimating.computing import differences
from localization.estimating.publishing import publish
from localization.models import Rate


def rate_field(name: str, widget: forms.Widget, **kwargs: Any) -> forms.Field:
    """Return the form field of a published value's field, with its label and help."""
    field: Any = Rate._meta.get_field(name)
    return field.formfield(widget=widget, **kwargs)


class PublishEstimateForm(ActionForm):
    """Where the values are published, and why they are revised if they are."""

    document = rate_field("document", forms.TextInput({"size": 80}))
    document_url = rate_field("document_url", forms.URLInput({"size": 80}), assume_scheme="https")
    revision_reason = rate_field("revision_reason", forms.Textarea({"rows": 3, "cols": 80}))

    def apply(self, by: User) -> None:
        publish(self.record, by, **self.cleaned_data)


class VerifyEstimateForm(ActionForm):
    """Nothing to ask: all is computed again from the stored answers, nothing is written."""

    def apply(self, by: User) -> None:
        if wrong := differences(self.record):
            message = _("Kết quả tính lại khác số đã lưu ở: %(cells)s.")
            raise ValidationError(message % {"cells": "; ".join(map(str, wrong))})
