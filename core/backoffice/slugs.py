"""Slugs of records: made of a name by the portal's own folding where nobody types one."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.text import slug_of


class SlugFromName(forms.BaseModelForm):
    """A form that fills in a blank `slug` from the name in `slug_from`, folded."""

    slug_from: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        field: Any = self.fields.get("slug")
        if field is not None and data.get("slug") == "":
            made = slug_of(data.get(self.slug_from, ""), field.max_length)
            if made:
                data["slug"] = made
            elif self.slug_from not in self.errors:
                self.add_error("slug", _("Hãy ghi mã: chữ không dấu, chữ số và dấu gạch nối."))
        return data


class SlugFromNameAdmin(admin.ModelAdmin):
    """Admin mixin: a record's slug may be left blank, and is then made of the field `slug_from`."""

    slug_from = "name_vi"

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs
    ) -> type[forms.ModelForm]:
        base = kwargs.pop("form", self.form)
        made = type(base)(base.__name__, (SlugFromName, base), {"slug_from": self.slug_from})
        return super().get_form(request, obj, change, form=made, **kwargs)

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "slug" and field is not None:
            field.help_text = _("Để trống: Cổng đặt theo tên, ví dụ “chuong-trinh-phat-trien”.")
        return field
