"""What the steps of a scheme ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.files.documents import ACCEPT, validate_document
from core.numbers import DayField
from programme.directing.forms import ToldForm, text_field
from programme.models import SchemeOpinion
from programme.schemes import letters


def document_field(*, required: bool = True) -> forms.FileField:
    """Return a field for a scanned or signed document."""
    return forms.FileField(
        label=_("Tệp văn bản"),
        required=required,
        validators=[validate_document],
        widget=forms.FileInput({"accept": ACCEPT}),
        help_text=_("PDF, JPEG hoặc PNG, tối đa 10 MB."),
        error_messages={"required": _("Hãy tải tệp văn bản.")},
    )


class SchemeStepForm(ToldForm):
    """A step of which the agency's officers are told."""

    def tell(self, by: User) -> None:
        letters.tell_scheme(self.record, by)


class OpinionForm(SchemeStepForm):
    """The Department's opinion, and the document that gives it."""

    verdict = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=SchemeOpinion.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn ý kiến.")},
    )
    text = text_field(_("Nội dung ý kiến"), 5_000, _("Hãy ghi nội dung ý kiến."))
    number = forms.CharField(label=_("Số văn bản"), max_length=50)
    day = DayField(label=_("Ngày văn bản"))
    file = document_field()


class ReviseForm(ActionForm):
    """What the opinion has changed."""

    revision = forms.CharField(
        label=_("Giải trình, tiếp thu ý kiến"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 5, "cols": 70}),
        help_text=_("Bắt buộc khi Sở Công Thương đề nghị chỉnh sửa."),
    )


class ApproveSchemeForm(SchemeStepForm):
    """The decision that approves it."""

    number = forms.CharField(label=_("Số quyết định"), max_length=50)
    day = DayField(label=_("Ngày quyết định"))
    file = document_field()


class DeclineForm(SchemeStepForm):
    """Why it is declined, and by which document."""

    remark = text_field(_("Lý do không phê duyệt"), 2_000, _("Hãy ghi lý do."))
    number = forms.CharField(label=_("Số văn bản"), max_length=50)
    day = DayField(label=_("Ngày văn bản"))
    file = document_field(required=False)


class ReopenSchemeForm(SchemeStepForm):
    """Why the decision is recorded anew."""

    remark = text_field(_("Lý do"), 2_000, _("Hãy ghi lý do."))


class WithdrawForm(ActionForm):
    """Why the agency takes it back."""

    remark = text_field(_("Lý do rút"), 2_000, _("Hãy ghi lý do."))
