"""How the portal writes addresses, dates and numbers in its templates."""

from datetime import date
from decimal import Decimal

from django import template
from django.urls import translate_url
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import format_html

from core.languages import is_english

register = template.Library()


@register.simple_tag(takes_context=True)
def address_in(context: dict, language: str) -> str:
    """Return the address of this same page in another language, with its filters."""
    request = context.get("request")
    if request is None:
        return "/" if language == "vi" else f"/{language}/"
    return translate_url(request.get_full_path(), language)


@register.filter(expects_localtime=True)
def official_date(day: date | None) -> str:
    """Return a date as Vietnamese documents write it, 05/7/2019; in English 5 July 2019."""
    if day is None:
        return ""
    if is_english():
        return date_format(day, "j F Y")
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


@register.filter
def figure(value: Decimal | int | None) -> str:
    """Return a number in the reader's form, 1.234,5, without trailing zeros after the comma."""
    if value is None:
        return "–"
    if isinstance(value, int):
        # What number_format would write, at a tenth of its cost: a list page has hundreds of them.
        return f"{value:,}".replace(",", get_format("THOUSAND_SEPARATOR"))
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else value.normalize()
    return number_format(value, use_l10n=True, force_grouping=True)


@register.simple_tag
def lang_of(record: object, field: str) -> str:
    """Return a `lang` attribute where a bilingual field's text is not in the page's language."""
    own, other = ("en", "vi") if is_english() else ("vi", "en")
    if getattr(record, f"{field}_{own}") or not getattr(record, f"{field}_{other}"):
        return ""
    return format_html(' lang="{}"', other)


@register.filter
def get_item(mapping: dict, key: object) -> object:
    """Return the mapping's value under a key that only the template knows."""
    return mapping.get(key)


@register.inclusion_tag("components/share_bar.html")
def share_bar(parts: list[tuple[str, str, int]], title: str, legend: bool = True) -> dict:
    """Show a bar of shares: `parts` are (code for its colour, label, count) in order.

    Without its legend where the page has the same labels and numbers beside it.
    """
    total = sum(count for _code, _label, count in parts)
    drawn, x = [], 0.0
    for code, label, count in parts:
        width = 100 * count / total if total else 0
        drawn.append(
            {"code": code, "label": label, "count": count, "x": f"{x:.2f}", "width": f"{width:.2f}"}
        )
        x += width
    return {"parts": drawn, "title": title, "total": total, "legend": legend}
