"""Addresses inside a programme: the main one needs no slug in them, every other has its own."""

from django import template

from programme.models import Programme
from programme.register import address

register = template.Library()


@register.simple_tag
def programme_url(programme: Programme, name: str, **kwargs) -> str:
    """The address of a page of this programme, by the URL's name."""
    return address(programme, name, **kwargs)
