"""The survey's one page: inputs by origin, lines of products, value added, an explanation."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django import forms
from django.core.validators import MinValueValidator
from django.forms import BaseFormSet, formset_factory
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.concurrency.conflicts import ConflictAwareForm
from core.numbers import NumberField
from core.text import normalise
from localization.models import Answer, ComponentGroup, Method, Wave
from localization.models.answers import AMOUNTS, KINDS, ORIGINS, VALUE_ADDED
from localization.surveying.plausibility import COUNTED, adds_up, are_shares

TOTALS = tuple(f"{kind}_total" for kind in KINDS)
MAX_LINES = 5
LINE_FIELDS = ("name", "group", "domestic", "imported")
PLACES = Decimal("0.0001")
KIND_LABELS = {
    "materials": gettext_lazy("Nguyên, vật liệu"),
    "components": gettext_lazy("Linh kiện, phụ tùng"),
    "services": gettext_lazy("Gia công, dịch vụ"),
}
NEEDED = {  # besides the inputs, by the kind of the wave's formula
    Method.Kind.DIRECT: VALUE_ADDED,
    Method.Kind.INDIRECT: ("output",),
}


class AmountField(NumberField):
    """Triệu đồng or per cent, to four decimals; below zero only where that can be."""

    def __init__(self, *, negative: bool = False, **kwargs) -> None:
        super().__init__(max_digits=16, decimal_places=4, required=False, **kwargs)
        if not negative:
            self.validators.append(MinValueValidator(0, gettext_lazy("Không ghi số âm.")))


def label_of(name: str) -> str:
    """Return the label of a field of the answer."""
    return capfirst(str(Answer._meta.get_field(name).verbose_name))


class SurveyAnswerForm(ConflictAwareForm):
    """An answer as a draft, or (`submits`) as what is to count, which has to be whole."""

    class Meta:
        model = Answer
        fields = ["mode", *VALUE_ADDED, "explanation"]
        widgets = {"mode": forms.RadioSelect, "explanation": forms.Textarea({"rows": 4})}

    def __init__(self, *args, wave: Wave, submits: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.wave, self.submits, self.amounts = wave, submits, {}
        known = cells_of(self.instance)
        for name in (*AMOUNTS, *TOTALS):
            label = label_of(name) if name in AMOUNTS else total_label(name.split("_")[0])
            # In the table no label is seen: the box names itself.
            box = forms.TextInput({"aria-label": label})
            self.fields[name] = AmountField(label=label, initial=known.get(name), widget=box)
        for name in VALUE_ADDED:
            negative = name == "profit"
            self.fields[name] = AmountField(label=self.fields[name].label, negative=negative)
        inputs = [name for kind in KINDS for name in (*cells(kind), f"{kind}_total")]
        self.order_fields(["mode", *inputs, *VALUE_ADDED])
        self.fields["explanation"].help_text = _(
            "Chỉ cần ghi khi Cổng nêu điểm khác thường ở các ô trên."
        )

    @property
    def in_percent(self) -> bool:
        return self.cleaned_data.get("mode") == Answer.Mode.PERCENT

    @property
    def needed(self) -> Sequence[str]:
        """What the wave's formula needs besides the inputs."""
        return NEEDED.get(self.wave.method.kind, ())

    def clean(self) -> dict:
        data = super().clean()
        if self.submits:
            for kind in KINDS:
                self._must_be_whole(kind)
            self._must_have_output()
        self.amounts = {name: value for kind in KINDS for name, value in self._amounts(kind)}
        if self.submits and not self.errors:
            self._must_have_inputs()
        return data

    def clean_explanation(self) -> str:
        return normalise(self.cleaned_data["explanation"])

    def fill(self) -> None:
        """Write on the answer what is typed, without saving it."""
        for name in AMOUNTS:
            setattr(self.instance, name, self.amounts.get(name))
        self.instance.stated = self.stated()

    def stated(self) -> dict[str, str]:
        """Totals, and per cents where the answer is written so, as text."""
        names = (*TOTALS, *(AMOUNTS if self.in_percent else ()))
        typed = {name: self.cleaned_data.get(name) for name in names}
        return {name: plain(value) for name, value in typed.items() if value is not None}

    def totals(self) -> dict[str, Decimal]:
        """Totals by kind that were typed along with amounts."""
        if self.in_percent:
            return {}
        typed = {kind: self.cleaned_data.get(f"{kind}_total") for kind in KINDS}
        return {kind: total for kind, total in typed.items() if total is not None}

    def _amounts(self, kind: str) -> Iterator[tuple[str, Decimal]]:
        """Triệu đồng by origin, as far as they follow from what is typed."""
        names = cells(kind)
        typed = [self.cleaned_data.get(name) for name in names]
        if not self.in_percent:
            yield from ((name, value) for name, value in zip(names, typed, strict=True))
            return
        total = self.cleaned_data.get(f"{kind}_total")
        shares = [value or Decimal(0) for value in typed] if total == 0 else typed
        if total is not None and None not in shares and (total == 0 or are_shares(shares)):
            for name, share in zip(names, shares, strict=True):
                yield name, (total * share / 100).quantize(PLACES)

    def _must_be_whole(self, kind: str) -> None:
        names = cells(kind)
        typed = {name: self.cleaned_data.get(name) for name in (*names, f"{kind}_total")}
        if kind not in COUNTED and (not self.in_percent or set(typed.values()) == {None}):
            return
        if not self.in_percent:
            self._must_be_filled(names)
        elif typed[f"{kind}_total"] is None:
            self._miss(f"{kind}_total", _("Hãy ghi tổng giá trị; ghi 0 nếu không mua."))
        elif typed[f"{kind}_total"]:
            self._must_be_filled(names)
            self._must_come_to_100(names)

    def _must_be_filled(self, names: Sequence[str]) -> None:
        for name in names:
            if self.cleaned_data.get(name) is None:
                self._miss(name, _("Hãy ghi số; ghi 0 nếu không có."))

    def _miss(self, name: str, text: str) -> None:
        """Ask for what is blank, where nothing unreadable was typed."""
        if name not in self.errors:
            self.add_error(name, text)

    def _must_come_to_100(self, names: Sequence[str]) -> None:
        shares = {name: self.cleaned_data.get(name) for name in names}
        if None in shares.values():
            return
        over = [name for name, share in shares.items() if share > 100]
        for name in over:
            self.add_error(name, _("Tỷ lệ không thể quá 100%."))
        if not over and not adds_up([*shares.values()]):
            words = _("Ba tỷ lệ của dòng này cộng lại là %(sum)s%%, phải bằng 100%%.")
            shown = self.fields[names[-1]].prepare_value(sum(shares.values()))
            self.add_error(names[-1], words % {"sum": shown})

    def _must_have_inputs(self) -> None:
        counted = [self.amounts[name] for kind in COUNTED for name in cells(kind)]
        if not sum(counted):
            place = f"{COUNTED[0]}_total" if self.in_percent else cells(COUNTED[0])[0]
            words = _(
                "Tổng giá trị nguyên, vật liệu và linh kiện, phụ tùng bằng 0 thì không tính được "
                "tỷ lệ. Hãy ghi giá trị mua trong năm."
            )
            self.add_error(place, words)

    def _must_have_output(self) -> None:
        self._must_be_filled(self.needed)
        if "output" in self.needed and self.cleaned_data.get("output") == 0:
            self.add_error("output", _("Giá trị sản phẩm bằng 0 thì không tính được tỷ lệ."))


class ProductLineForm(forms.Form):
    """A line of goods, with the group of inputs that it needs most."""

    name = forms.CharField(label=gettext_lazy("Dòng sản phẩm"), max_length=200, required=False)
    group = forms.TypedChoiceField(
        label=gettext_lazy("Nhóm linh kiện, vật tư mua nhiều nhất"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    domestic = AmountField(label=gettext_lazy("Mua tại Việt Nam (triệu đồng)"))
    imported = AmountField(label=gettext_lazy("Nhập khẩu (triệu đồng)"))

    def __init__(self, *args, groups: list[ComponentGroup], submits: bool = False, **kw) -> None:
        super().__init__(*args, **kw)
        self.submits = submits
        choices = [(group.pk, group.name) for group in groups]
        self.fields["group"].choices = [("", "–"), *choices]

    def clean_name(self) -> str:
        return normalise(self.cleaned_data["name"])

    def clean(self) -> dict:
        data = super().clean()
        for name in LINE_FIELDS if self.submits and self.row else ():
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("Hãy điền đủ các ô của dòng này, hoặc để trống cả dòng."))
        return data

    @property
    def row(self) -> dict:
        """The values of the line; empty where it is blank."""
        values = {name: self.cleaned_data.get(name) for name in LINE_FIELDS}
        return values if any(each not in (None, "") for each in values.values()) else {}


class BaseProductLineFormSet(BaseFormSet):
    """Up to five lines, none of them twice."""

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            row = form.row if form.is_valid() else {}
            key = (row.get("name"), row.get("group"))
            if row.get("group") and key in seen:
                form.add_error("name", _("Dòng sản phẩm với nhóm linh kiện này đã ghi."))
            seen.add(key)

    @property
    def rows(self) -> list[dict]:
        return [form.row for form in self.forms if form.row]


ProductLineFormSet = formset_factory(
    ProductLineForm,
    BaseProductLineFormSet,
    extra=0,
    min_num=MAX_LINES,
    max_num=MAX_LINES,
    validate_max=True,
)


def cells(kind: str) -> tuple[str, ...]:
    """Return the amounts of one kind of inputs, by origin."""
    return tuple(f"{kind}_{origin}" for origin in ORIGINS)


def cells_of(answer: Answer) -> dict[str, Decimal]:
    """Return the table's cells of a stored answer, totals included."""
    stated = {name: Decimal(text) for name, text in answer.stated.items()}
    if answer.mode == Answer.Mode.PERCENT:
        return stated
    return stated | {name: getattr(answer, name) for name in AMOUNTS}


def plain(value: Decimal | int) -> str:
    """Return a number as text, the same for the same number."""
    return format(Decimal(value).normalize(), "f")


def total_label(kind: str) -> str:
    """Return the label of the total of one kind of inputs."""
    return _("Tổng: %(kind)s") % {"kind": KIND_LABELS[kind]}
