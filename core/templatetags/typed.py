"""The mark of whose a form of the back office is."""

from django import template

from core.backoffice.typed import mark_of

register = template.Library()


@register.simple_tag(takes_context=True)
def writer_mark(context: dict) -> str:
    """Return it, for the hidden field of a form that is kept while one types."""
    return mark_of(context["request"].user)
