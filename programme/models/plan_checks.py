"""What a step of a yearly plan asks for beside its state."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from core.days import not_in_future
from programme.money import in_dong


def required(remark: str) -> str:
    """Return a remark without blanks around it; ValidationError where nothing is left."""
    if not remark.strip():
        raise ValidationError({"remark": _("Hãy ghi ý kiến trả lại.")})
    return remark.strip()


def check_document_of_appraisal(number: str, day: date) -> None:
    """Refuse an appraisal whose document has no number, or a day that has not come yet."""
    if not number.strip():
        raise ValidationError({"appraisal_number": _("Hãy ghi số văn bản thẩm định.")})
    not_in_future(day, _("Ngày văn bản thẩm định"), "appraisal_on")


def check_decision_day(plan: Model, day: date) -> None:
    """Refuse a decision of tomorrow, or one before the decision that it replaces."""
    not_in_future(day, _("Ngày quyết định"), "decision_on")
    if plan.appraisal_on and day < plan.appraisal_on:
        message = _("Ngày quyết định không thể trước ngày văn bản thẩm định.")
        raise ValidationError({"decision_on": message})
    if plan.adjusts and day < plan.adjusts.decision_on:
        raise ValidationError(
            {"decision_on": _("Quyết định điều chỉnh không thể trước quyết định được thay.")}
        )


def check_may_go_back(plan: Model) -> None:
    """Refuse to send a plan back that has had money, or that has to do with an adjustment."""
    if any(line.allocated for line in plan.lines.all()):
        raise ValidationError(
            _("Kế hoạch đã được cấp kinh phí nên không trả lại được; hãy lập bản điều chỉnh.")
        )
    if plan.adjusts or plan.is_being_adjusted:
        raise ValidationError(_("Kế hoạch đã hoặc đang được điều chỉnh nên không trả lại được."))


def check_what_was_spent(plan: Model, field: str) -> None:
    """Refuse an adjustment that drops a line with allocations or sets it below their sum."""
    if not plan.adjusts:
        return
    amounts = {line.replaces_id: getattr(line, field) for line in plan.lines.all()}
    for line in plan.adjusts.lines.all():
        if line.allocated > amounts.get(line.pk, 0):
            message = _("“%(line)s” đã được cấp %(sum)s: không thể bỏ hoặc ghi ít hơn.")
            raise ValidationError(message % {"line": line.activity, "sum": in_dong(line.allocated)})
