"""The mark of whose a form is, in the forms of members."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from membership.editing.unsaved import MARK, mark_of

register = template.Library()


@register.simple_tag(takes_context=True)
def writer_field(context: dict) -> SafeString:
    """Draw the hidden field; what is sent with it after the session's end is kept."""
    mark = mark_of(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', MARK, mark)
