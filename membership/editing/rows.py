"""Forms of the rows that hang on a profile: products, machines, certificates, contacts, files."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.files.documents import ACCEPT
from core.files.photos import PhotoField
from core.text import fold
from enterprises.models import Attachment, Certificate, Contact, Machine, Product

MAX_ROWS = 200
READ_ROWS = 600  # what is sent beyond the limit comes back, so that nobody types it again
BLANK_ROWS = 1


class RowForm(forms.ModelForm):
    """One row; `choices` are lists that all rows of a page share, read once."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    begins_line: frozenset[str] = frozenset()  # fields with which a line of the page begins

    def __init__(self, *args, choices: dict[str, list], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, values in choices.items():
            self.fields[name].choices = values
        for field in self.fields.values():
            if isinstance(field.widget, forms.ClearableFileInput):
                # The page shows what is kept, and the box that gives it up, beside a plain input.
                field.widget.template_name = forms.FileInput.template_name


class ProductForm(RowForm):
    begins_line = frozenset({"size_min", "tolerance", "monthly_capacity"})

    class Meta:
        model = Product
        fields = [
            "name_vi", "name_en", "hs_code", "description_vi", "description_en", "size_min",
            "size_max", "size_unit", "tolerance", "tolerance_unit", "monthly_capacity",
            "monthly_unit", "photo",
        ]  # fmt: skip
        field_classes = {"photo": PhotoField}
        labels = {
            "size_unit": gettext_lazy("Đơn vị đo kích thước"),
            "tolerance_unit": gettext_lazy("Đơn vị đo dung sai"),
            "monthly_unit": gettext_lazy("Đơn vị tính năng lực"),
        }
        help_texts = {
            "hs_code": gettext_lazy("4, 6, 8 hoặc 10 chữ số, viết liền."),
            "photo": gettext_lazy("JPEG, PNG hoặc WebP, tối đa 5 MB."),
        }
        widgets = {
            name: forms.Textarea({"rows": 2}) for name in ("description_vi", "description_en")
        }


class MachineForm(RowForm):
    begins_line = frozenset({"capacity"})

    class Meta:
        model = Machine
        fields = [
            "kind", "maker", "model_name", "country", "year", "quantity", "capacity",
            "capacity_unit",
        ]  # fmt: skip
        labels = {"capacity_unit": gettext_lazy("Đơn vị đo thông số")}


class CertificateForm(RowForm):
    begins_line = frozenset({"valid_from"})

    class Meta:
        model = Certificate
        fields = ["standard", "number", "issuer", "valid_from", "valid_to"]
        widgets = {
            name: forms.DateInput({"type": "date"}, format="%Y-%m-%d")
            for name in ("valid_from", "valid_to")
        }


class ContactForm(RowForm):
    class Meta:
        model = Contact
        fields = ["person", "position", "phone", "email", "is_public"]
        labels = {"is_public": gettext_lazy("Công khai trên hồ sơ")}

    def clean(self) -> dict:
        data = super().clean()
        if not any(data.get(name) for name in ("person", "phone", "email")):
            raise ValidationError(_("Hãy ghi ít nhất người liên hệ, điện thoại hoặc thư điện tử."))
        return data


class AttachmentForm(RowForm):
    class Meta:
        model = Attachment
        fields = ["title_vi", "title_en", "kind", "file", "is_public"]
        widgets = {"file": forms.ClearableFileInput({"accept": ACCEPT})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].max_length = None  # the name that it comes with is not kept


class RowFormSet(forms.BaseFormSet):
    """Rows of one kind, no two of which are the same thing."""

    default_error_messages = {
        "too_many_forms": gettext_lazy(
            "Phần này có nhiều nhất %(num)d dòng. Chưa lưu gì: hãy đánh dấu Xóa ở các dòng thừa "
            "rồi lưu lại."
        )
    }

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Xóa mục này khỏi hồ sơ")

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", None)
            if not data or form in self.deleted_forms:
                continue
            key = tuple(fold(str(data.get(name) or "")) for name in self.unique)
            if self.unique and key in seen:
                form.add_error(self.unique[0], _("Mục này đã có ở dòng trên."))
            seen.add(key)


def formset_of(form: type[RowForm], unique: tuple[str, ...], most: int) -> type[RowFormSet]:
    """At most so many rows of one kind; `unique` names the fields in which two must differ."""
    made = forms.formset_factory(
        form,
        formset=RowFormSet,
        extra=BLANK_ROWS,
        can_delete=True,
        max_num=most,
        absolute_max=READ_ROWS,
        validate_max=True,
    )
    made.unique = unique
    return made
