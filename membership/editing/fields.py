"""Forms of the parts that are the enterprise's own fields."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import sort_key
from enterprises.models import Enterprise


class NamedChoices(forms.models.ModelChoiceIterator):
    """Entries by their names in the reader's language, in that language's order."""

    def __iter__(self) -> Iterator[tuple]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from map(self.choice, sorted(self.queryset, key=lambda entry: sort_key(entry.name)))


class FamilyChoices(forms.models.ModelChoiceIterator):
    """Processes under the names of their families, which come in their own order."""

    def __iter__(self) -> Iterator[tuple]:
        families: dict[str, list] = {}
        processes = self.queryset.select_related("family")
        for process in sorted(processes, key=lambda p: (p.family.position, sort_key(p.name))):
            families.setdefault(process.family.name, []).append(self.choice(process))
        yield from families.items()


class PlaceField(forms.ModelChoiceField):
    """A ward or a park to choose."""

    iterator = NamedChoices

    def label_from_instance(self, place) -> str:
        return place.name


class TermsField(forms.ModelMultipleChoiceField):
    """Entries of a taxonomy in the reader's language, as boxes to tick, in the taxonomy's order."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, term) -> str:
        return term.name


class NamedTermsField(TermsField):
    """Entries that have no order but that of their names."""

    iterator = NamedChoices


class ProcessesField(TermsField):
    iterator = FamilyChoices


class WebsiteField(forms.URLField):
    """The address of a site, whose scheme people leave out."""

    def __init__(self, **kwargs) -> None:
        super().__init__(assume_scheme="https", **kwargs)


class IdentityForm(forms.ModelForm):
    """Who the enterprise is, and where."""

    class Meta:
        model = Enterprise
        fields = [
            "legal_name", "international_name", "short_name", "ownership", "size_class",
            "founding_year", "employees", "address", "ward", "park", "website", "description_vi",
            "description_en",
        ]  # fmt: skip
        field_classes = {"website": WebsiteField, "ward": PlaceField, "park": PlaceField}
        labels = {"address": _("Địa chỉ trụ sở")}
        help_texts = {
            "legal_name": _("Ghi như trong giấy chứng nhận đăng ký doanh nghiệp."),
            "address": _("Số nhà, đường, phường hoặc xã, tỉnh hoặc thành phố."),
        }
        widgets = {
            name: forms.Textarea({"rows": 5}) for name in ("description_vi", "description_en")
        }


class CapabilityForm(forms.ModelForm):
    """In which industries it works, by which processes, in which materials."""

    class Meta:
        model = Enterprise
        fields = ["industries", "sectors", "processes", "materials", "floor_area"]
        field_classes = {
            "industries": TermsField,
            "sectors": TermsField,
            "processes": ProcessesField,
            "materials": NamedTermsField,
        }
        labels = {
            "industries": _("Các ngành"),
            "sectors": _("Các lĩnh vực ưu tiên"),
            "processes": _("Các công nghệ gia công"),
            "materials": _("Các loại vật liệu"),
        }


class MarketsForm(forms.ModelForm):
    """Whom it serves, and in which languages."""

    class Meta:
        model = Enterprise
        fields = ["markets", "export_share", "languages", "customers"]
        field_classes = {"markets": NamedTermsField, "languages": NamedTermsField}
        labels = {"markets": _("Các thị trường"), "languages": _("Các ngôn ngữ giao dịch")}
        help_texts = {"customers": _("Mỗi dòng một khách hàng đã đồng ý được nêu tên.")}
        widgets = {"customers": forms.Textarea({"rows": 5})}
