"""What stands above a form that was not taken: every mistake, each with the way to its field."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django import forms, template
from django.conf import settings
from django.forms import BaseFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.html import format_html

from core.concurrency.once import FIELD

register = template.Library()


@register.simple_tag
def form_key() -> str:
    """Give a page's form a key of its own, so that a second click is known from a second form."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)


@dataclass(frozen=True)
class Mistake:
    """One error: where it is on the page ("" for nowhere), what that is called, what is wrong."""

    anchor: str
    label: str
    text: str


@register.simple_tag(takes_context=True)
def holds_token(context: dict) -> bool:
    """Whether this browser has the token that a form needs: a public page gives nobody a cookie."""
    return settings.CSRF_COOKIE_NAME in context["request"].COOKIES


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm | BaseFormSet, row: str = "") -> dict:
    """Show the mistakes of a form, or of the rows of a formset, one of which is called `row`."""
    if isinstance(form, BaseFormSet):
        return {"mistakes": list(_of_rows(form, row))}
    return {"mistakes": list(_of_form(form))}


def _of_rows(rows: BaseFormSet, row: str) -> Iterator[Mistake]:
    for text in rows.non_form_errors():
        yield Mistake("", "", str(text))
    for number, form in enumerate(rows.forms, 1):
        if not (rows.is_bound and form.cleaned_data.get(DELETION_FIELD_NAME)):
            yield from _of_form(form, f"{row} {number}")


def _of_form(form: forms.BaseForm, row: str = "") -> Iterator[Mistake]:
    for text in form.non_field_errors():
        yield Mistake((form.prefix or "") if row else "", row, str(text))
    for field in form.visible_fields():
        label = f"{row} – {field.label}" if row else str(field.label)
        for text in field.errors:
            yield Mistake(field.id_for_label or field.auto_id, label, str(text))
