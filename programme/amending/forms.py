"""What the steps of a proposal to amend ask for."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.backoffice.actions import ActionForm
from core.backoffice.pickers import picker_label
from core.days import not_in_future
from core.files.documents import ACCEPT, validate_document
from core.numbers import DayField, NumberField
from programme.amending import letters
from programme.directing.forms import ToldForm, text_field
from programme.models import Agency, Amendment, AmendmentOpinion, AmendmentProposal, Target, Task

Stance = AmendmentOpinion.Stance


def document_field() -> forms.FileField:
    """Return a field for the decision's document as a file."""
    return forms.FileField(
        label=gettext_lazy("Tệp văn bản"),
        required=False,
        validators=[validate_document],
        widget=forms.ClearableFileInput({"accept": ACCEPT}),
        help_text=gettext_lazy("PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )


class AskForOpinionsForm(ToldForm):
    """Which agencies are asked, until when."""

    agencies = forms.ModelMultipleChoiceField(
        Agency.objects.none(),
        label=gettext_lazy("Đơn vị được lấy ý kiến"),
        widget=forms.SelectMultiple({"size": 12}),
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một đơn vị.")},
    )
    deadline = DayField(label=gettext_lazy("Hạn cho ý kiến"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.reporting().exclude(pk=self.record.agency_id)
        self.fields["agencies"].queryset = agencies

    def tell(self, by: User) -> None:
        letters.tell_asked(self.record, self.cleaned_data["agencies"], by)


class GiveOpinionForm(ActionForm):
    """What the agency thinks."""

    stance = forms.ChoiceField(
        label=gettext_lazy("Ý kiến"), choices=Stance.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung ý kiến"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea({"rows": 5, "cols": 70}),
        help_text=gettext_lazy("Bắt buộc với “Ý kiến khác”."),
    )


class RecordOpinionForm(GiveOpinionForm):
    """What an agency has answered on paper."""

    opinion = forms.ModelChoiceField(
        AmendmentOpinion.objects.none(), label=gettext_lazy("Đơn vị được lấy ý kiến")
    )
    field_order = ["opinion", "stance", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opinion"].queryset = self.record.opinions.select_related("agency")


class AdoptForm(ToldForm):
    """The decision that amends the programme: one that is entered already, or a new one."""

    number = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=50)
    day = DayField(label=gettext_lazy("Ngày ký"))
    effective_on = DayField(label=gettext_lazy("Ngày hiệu lực"))
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200)
    decision = text_field(
        gettext_lazy("Nội dung được quyết định"),
        5_000,
        gettext_lazy("Hãy ghi nội dung được quyết định."),
    )
    file = document_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].initial = self.record.programme.issuer
        self.fields["decision"].initial = self.record.proposed

    def clean_day(self) -> date:
        not_in_future(self.cleaned_data["day"], _("Ngày ký"))
        return self.cleaned_data["day"]

    def clean(self) -> dict:
        data = super().clean()
        signed, effective = data.get("day"), data.get("effective_on")
        if signed and effective and effective < signed:
            self.add_error("effective_on", _("Ngày hiệu lực không thể trước ngày ký."))
        return data

    def asked_for(self) -> dict[str, object]:
        data = self.cleaned_data
        return {
            "amendment": self._amendment(),
            "decision": data["decision"],
            "file": data["file"],
        }

    def _amendment(self) -> Amendment:
        """Return the decision of this number and day; a new one where it is not entered yet."""
        data = self.cleaned_data
        key = {
            "programme": self.record.programme,
            "number": data["number"].strip(),
            "signed_on": data["day"],
        }
        known = Amendment.objects.filter(**key).first()
        if known is None:
            more = {"effective_on": data["effective_on"], "issuer": data["issuer"]}
            return Amendment(**key, **more, summary=data["decision"])
        if known.effective_on != data["effective_on"]:
            message = _("Quyết định này đã được nhập với ngày hiệu lực khác.")
            raise ValidationError({"effective_on": message})
        return known

    def tell(self, by: User) -> None:
        letters.tell_outcome(self.record, by)


class RejectForm(ToldForm):
    """By which document the proposal is turned down, and why."""

    number = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=50)
    day = DayField(label=gettext_lazy("Ngày văn bản"))
    decision = text_field(
        gettext_lazy("Lý do không chấp thuận"), 5_000, gettext_lazy("Hãy ghi lý do.")
    )
    file = document_field()

    def tell(self, by: User) -> None:
        letters.tell_outcome(self.record, by)


class WithdrawProposalForm(ToldForm):
    """Nothing is asked; those whose opinion was asked are told."""

    def tell(self, by: User) -> None:
        letters.tell_outcome(self.record, by)


class ApplyForm(ActionForm):
    """How the new wording differs; or, of what was added by hand, which it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject, kind = self.record.subject, self.record.kind
        if kind == AmendmentProposal.Kind.ADD:
            self.fields["added"] = _added_field(self.record)
        elif kind == AmendmentProposal.Kind.CHANGE and isinstance(subject, Task):
            self.fields["content_vi"] = _wording_field(self.record, subject.content_vi)
        elif kind == AmendmentProposal.Kind.CHANGE and isinstance(subject, Target):
            self.fields["name_vi"] = _wording_field(self.record, subject.name_vi, 300)
            for name in ("minimum", "maximum"):
                label = Target._meta.get_field(name).verbose_name
                value = getattr(subject, name)
                self.fields[name] = NumberField(label=label, required=False, initial=value)

    def apply(self, by: User) -> None:
        wording = dict(self.cleaned_data)
        added = wording.pop("added", "")
        self.record.carry_out(by=by, added=_chosen(added), **wording)


def _wording_field(record: AmendmentProposal, text: str, most: int = 5_000) -> forms.CharField:
    words = {"decision": record.decision}
    return forms.CharField(
        label=_("Nội dung mới"),
        max_length=most,
        initial=text,
        widget=forms.Textarea({"rows": 5, "cols": 70}),
        help_text=_("Nội dung được quyết định: %(decision)s") % words,
    )


def _added_field(record: AmendmentProposal) -> forms.ChoiceField:
    """Return the choice among the tasks and targets that the decision has added."""
    tasks = Task.objects.filter(added_by=record.amendment_id, replaces=None)
    targets = Target.objects.filter(added_by=record.amendment_id, replaces=None)
    choices = [("", _("Không là nhiệm vụ, chỉ tiêu (ví dụ tỷ lệ nội địa hóa)"))]
    tasks, targets = tasks.select_related("group__programme"), targets.select_related("programme")
    choices += [(f"task-{task.pk}", picker_label(task)) for task in tasks]
    choices += [(f"target-{target.pk}", picker_label(target)) for target in targets]
    return forms.ChoiceField(
        label=_("Nhiệm vụ, chỉ tiêu đã được bổ sung"),
        choices=choices,
        required=False,
        help_text=_("Nhập nhiệm vụ, chỉ tiêu mới theo quyết định này trước, rồi chọn ở đây."),
    )


def _chosen(value: str) -> Task | Target | None:
    kind, _dash, key = value.partition("-")
    if not key:
        return None
    return (Task if kind == "task" else Target).objects.get(pk=key)
