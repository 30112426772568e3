"""URLs inside a programme: the main one needs no slug in them, every other has its own."""

from django import template

from programme import pages
from programme.models import Programme

register = template.Library()


@register.simple_tag
def programme_url(programme: Programme, name: str, **kwargs) -> str:
    """Reverse the URL of a page of this programme by its name."""
    return pages.programme_url(programme, name, **kwargs)
