"""What the steps of directions and concerns ask for."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.numbers import DayField
from programme.directing import letters


def text_field(label: str, most: int, missing: str) -> forms.CharField:
    """Return a box for a text of several lines that may not be empty."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea({"rows": 5, "cols": 70}),
        error_messages={"required": missing},
    )


class ToldForm(ActionForm):
    """A step of which others are told by letter, in its own transaction."""

    def tell(self, by: User) -> None:
        """Write the letters; `by` took the step and gets none."""
        raise NotImplementedError

    def apply(self, by: Any) -> None:
        with transaction.atomic():
            super().apply(by)
            self.tell(by)


class ConcernStepForm(ToldForm):
    """A step of which the agency is told."""

    def tell(self, by: User) -> None:
        letters.tell_concern(self.record, by)


class AnswerDirectionForm(ToldForm):
    """What the agency has done."""

    answer = text_field(_("Kết quả thực hiện"), 5_000, _("Hãy ghi kết quả thực hiện."))

    def tell(self, by: User) -> None:
        letters.tell_result(self.record, by)


class AskForMoreForm(ToldForm):
    """What is missing, and until when."""

    remark = text_field(_("Yêu cầu bổ sung"), 2_000, _("Hãy ghi điều cần bổ sung."))
    deadline = DayField(label=_("Thời hạn mới"))

    def tell(self, by: User) -> None:
        letters.tell_direction(self.record, by)


class CloseDirectionForm(ToldForm):
    """How it ended."""

    conclusion = text_field(_("Kết luận"), 2_000, _("Hãy ghi kết luận."))

    def tell(self, by: User) -> None:
        letters.tell_conclusion(self.record, by)


class AnswerConcernForm(ConcernStepForm):
    """The Department's own word."""

    answer = text_field(_("Trả lời của Sở Công Thương"), 5_000, _("Hãy ghi nội dung trả lời."))


class EscalateForm(ConcernStepForm):
    """By which document the matter goes to the People's Committee."""

    number = forms.CharField(label=_("Số văn bản kiến nghị"), max_length=50)
    day = DayField(label=_("Ngày văn bản kiến nghị"))


class DecideConcernForm(ConcernStepForm):
    """What the People's Committee has answered."""

    number = forms.CharField(label=_("Số văn bản trả lời"), max_length=50)
    day = DayField(label=_("Ngày văn bản trả lời"))
    decision = text_field(
        _("Ý kiến của Ủy ban nhân dân"), 5_000, _("Hãy ghi ý kiến của Ủy ban nhân dân.")
    )
