"""The form in which the Department decides on a revision, part by part."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.concurrency.conflicts import ConflictCheckMixin, changed_marks
from membership.editing.parts import PARTS
from membership.models import Revision

APPROVE, RETURN = "approve", "return"
DECISIONS = [
    (APPROVE, gettext_lazy("Duyệt")),
    (RETURN, gettext_lazy("Trả lại để bổ sung")),
]


class ReviewForm(ConflictCheckMixin, forms.Form):
    """A decision and a remark for each part, on revision and profile as their reader saw them."""

    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_enterprise = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, revision: Revision, data: dict | None = None) -> None:
        super().__init__(data, auto_id="%s")
        self.revision = revision
        self.initial = self.current_marks()
        for part in revision.content:
            self.fields[_decision_field(part)] = forms.ChoiceField(
                choices=DECISIONS, required=False, widget=forms.RadioSelect
            )
            self.fields[_remark_field(part)] = forms.CharField(
                required=False,
                widget=forms.Textarea({"rows": 2, "cols": 80, "class": "vLargeTextField"}),
            )

    def current_marks(self) -> dict[str, int]:
        enterprise = self.revision.enterprise
        return {"seen_revision": self.revision.version, "seen_enterprise": enterprise.version}

    def fields_of(self, part: str) -> tuple[forms.BoundField, forms.BoundField]:
        """Return the decision on a part and the remark."""
        return self[_decision_field(part)], self[_remark_field(part)]

    def clean(self) -> dict:
        data = super().clean()
        # Of parts that its reader has not seen nothing is asked: `work.decide` tells of them.
        if not changed_marks(self.current_marks(), data):
            self._refuse_undecided(data)
            for part in self.revision.content.keys() - self.approved - self.remarks.keys():
                message = _("Hãy ghi đề nghị cho phần trả lại “%(part)s”.")
                raise ValidationError(message % {"part": PARTS[part].label})
        return data

    def _refuse_undecided(self, data: dict) -> None:
        """Nothing is approved, or returned, of which nobody has said so."""
        if "approve_all" in self.data:
            return
        parts = [part for part in self.revision.content if not data.get(_decision_field(part))]
        if parts:
            names = "”, “".join(str(PARTS[part].label) for part in parts)
            message = _("Hãy chọn duyệt hoặc trả lại cho phần “%(parts)s”.")
            raise ValidationError(message % {"parts": names})

    @property
    def approved(self) -> set[str]:
        """The parts to publish."""
        if "approve_all" in self.data:
            return set(self.revision.content)
        values = {part: _decision_field(part) for part in self.revision.content}
        return {part for part, name in values.items() if self.cleaned_data.get(name) == APPROVE}

    @property
    def remarks(self) -> dict[str, str]:
        """What is asked for, by part; those without a remark left out."""
        texts = {part: self.cleaned_data.get(_remark_field(part)) for part in self.revision.content}
        return {part: text for part, text in texts.items() if text}

    @property
    def seen(self) -> dict[str, int | None]:
        """The versions that its reader saw."""
        return {name: self.cleaned_data[name] for name in self.current_marks()}


def _decision_field(part: str) -> str:
    return f"decision-{part}"


def _remark_field(part: str) -> str:
    return f"remark-{part}"
