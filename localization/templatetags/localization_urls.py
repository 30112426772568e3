"""URLs of the rates' pages in templates."""

from django import template

from localization.rates.page_urls import page_url

register = template.Library()


@register.simple_tag(takes_context=True)
def rates_url(context: dict, name: str, *args) -> str:
    """Return the URL of a page of real rates, or of the demo survey's where the page is one."""
    return page_url(name, bool(context.get("is_demo")), *args)
