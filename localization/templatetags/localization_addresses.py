"""Addresses of the rates in templates."""

from django import template

from localization.addresses import address

register = template.Library()


@register.simple_tag(takes_context=True)
def rates_address(context: dict, name: str, *args) -> str:
    """The address of a page of real rates, or of the demo survey's where the page is one."""
    return address(name, bool(context.get("is_demo")), *args)
