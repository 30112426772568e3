"""The page on which two records are compared, as a form: which stays, and which value of each."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.concurrency.conflicts import ConflictCheckMixin
from enterprises.duplicates.choices import CHOICES, MergeDecision, differ, label, shown
from enterprises.duplicates.records import ROWS, TERMS
from enterprises.duplicates.rows import sameness
from enterprises.models import DuplicatePair, Enterprise

SIDES = ("first", "second")


@dataclass(frozen=True)
class Agreed:
    """A field in which both records say the same."""

    label: str | Promise
    text: str


@dataclass(frozen=True)
class Listed:
    """What both records have in one list: the first's, the second's, each with 'both have it'."""

    label: str | Promise
    sides: tuple[list[tuple[str, bool]], list[tuple[str, bool]]]


class MergeForm(ConflictCheckMixin, forms.Form):
    """Both records side by side, where they differ."""

    survivor = forms.ChoiceField(label=_("Bản ghi được giữ lại"), widget=forms.RadioSelect)
    seen_first = forms.IntegerField(widget=forms.HiddenInput)
    seen_second = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Lý do, căn cứ"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: cùng giấy chứng nhận đăng ký doanh nghiệp; đã hỏi doanh nghiệp."),
        error_messages={"required": _("Hãy ghi lý do, căn cứ gộp hai bản ghi.")},
    )

    def __init__(self, pair: DuplicatePair, data: dict | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.records = dict(zip(SIDES, _read(pair), strict=True))
        first, second = self.records.values()
        self.fields["survivor"].choices = [(s, str(r)) for s, r in self.records.items()]
        self.fields["survivor"].initial = self.suggested = _suggested(first, second)
        self.initial = self.current_marks()
        for choice in CHOICES:
            if differ(first, second, choice):
                self.fields[f"take_{choice}"] = self._choice(choice)

    def current_marks(self) -> dict[str, int]:
        return {f"seen_{side}": record.version for side, record in self.records.items()}

    def _choice(self, choice: str) -> forms.ChoiceField:
        texts = {side: shown(record, choice) for side, record in self.records.items()}
        other = next(side for side in SIDES if side != self.suggested)
        return forms.ChoiceField(
            label=label(choice),
            choices=[(side, text or _("(bỏ trống)")) for side, text in texts.items()],
            initial=self.suggested if texts[self.suggested] or not texts[other] else other,
            widget=forms.RadioSelect,
            error_messages={"required": _("Hãy chọn giá trị được giữ lại.")},
        )

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields in which the records differ."""
        return [self[name] for name in self.fields if name.startswith("take_")]

    @property
    def agreed(self) -> list[Agreed]:
        """The fields in which both say the same, and say something."""
        first = self.records["first"]
        same = [choice for choice in CHOICES if f"take_{choice}" not in self.fields]
        return [Agreed(label(c), shown(first, c)) for c in same if shown(first, c)]

    @property
    def lists(self) -> list[Listed]:
        """Rows and terms of both, which are united."""
        rows = [self._listed(name, sameness) for name in ROWS]
        terms = [self._listed(name, lambda term: term.pk) for name in TERMS]
        return [each for each in rows + terms if any(each.sides)]

    def _listed(self, name: str, key) -> Listed:
        lists = [list(getattr(record, name).all()) for record in self.records.values()]
        keys = [{key(row) for row in rows} for rows in lists]
        both = keys[0] & keys[1]
        sides = tuple([(str(row), key(row) in both) for row in rows] for rows in lists)
        return Listed(Enterprise._meta.get_field(name).related_model._meta.verbose_name, sides)

    def chosen(self) -> MergeDecision:
        """Return what was decided, for `merge()`."""
        data = self.cleaned_data
        return MergeDecision(
            survivor=self.records[data["survivor"]].pk,
            taken={
                name.removeprefix("take_"): self.records[side].pk
                for name, side in data.items()
                if name.startswith("take_")
            },
            seen={record.pk: data[f"seen_{side}"] for side, record in self.records.items()},
            reason=data["reason"],
        )


def _read(pair: DuplicatePair) -> list[Enterprise]:
    found = Enterprise.objects.filter(pk__in=[pair.first_id, pair.second_id])
    return list(found.for_profile().order_by("pk"))


def _suggested(first: Enterprise, second: Enterprise) -> str:
    """Return the record that the public knows, else the one with a tax code, else the older."""
    worth = [
        (record.state == record.State.PUBLISHED, bool(record.tax_code))
        for record in (first, second)
    ]
    return "second" if worth[1] > worth[0] else "first"
