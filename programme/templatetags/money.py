"""Sums of money in the programme's pages."""

from django import template

from programme.money import in_dong, in_short

register = template.Library()


@register.filter
def dong(value: int | None, style: str = "") -> str:
    """Format a sum in VND, 1.500.000 đồng; if "short", a large one as 1,5 triệu or 2,35 tỷ đồng."""
    if value is None:
        return "–"
    return in_short(value) if style == "short" else in_dong(value)
