"""Forms of the parts that are the enterprise's own fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise


class IdentityForm(forms.ModelForm):
    """Who the enterprise is, and where."""

    class Meta:
        model = Enterprise
        fields = [
            "legal_name", "international_name", "short_name", "ownership", "size_class",
            "founding_year", "employees", "address", "ward", "park", "website", "description_vi",
            "description_en",
        ]  # fmt: skip
        field_classes = {"website": forms.URLField}
        widgets = {
            name: forms.Textarea({"rows": 5}) for name in ("description_vi", "description_en")
        }


class FamilyChoices(forms.models.ModelChoiceIterator):
    """Processes under the names of their families."""

    def __iter__(self):
        families: dict[str, list] = {}
        for process in self.queryset.select_related("family"):
            families.setdefault(process.family.name, []).append((process.pk, process.name))
        yield from families.items()


class TermsField(forms.ModelMultipleChoiceField):
    """Entries of a taxonomy in the reader's language, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, term) -> str:
        return term.name


class ProcessesField(TermsField):
    iterator = FamilyChoices


class CapabilityForm(forms.ModelForm):
    """In which industries it works, by which processes, in which materials."""

    class Meta:
        model = Enterprise
        fields = ["industries", "sectors", "processes", "materials", "floor_area"]
        field_classes = {
            "industries": TermsField,
            "sectors": TermsField,
            "processes": ProcessesField,
            "materials": TermsField,
        }


class MarketsForm(forms.ModelForm):
    """Whom it serves, and in which languages."""

    class Meta:
        model = Enterprise
        fields = ["markets", "export_share", "languages", "customers"]
        field_classes = {"markets": TermsField, "languages": TermsField}
        help_texts = {"customers": _("Mỗi dòng một khách hàng.")}
        widgets = {"customers": forms.Textarea({"rows": 5})}
