"""URLs inside a programme: each has the slug of its decision in them."""

from django import template

from programme import pages
from programme.models import Programme

register = template.Library()


@register.simple_tag
def programme_url(programme: Programme, name: str, **kwargs) -> str:
    """Reverse the URL of a page of this programme by its name."""
    return pages.programme_url(programme, name, **kwargs)
