"""Addresses of the rates: those of the demo survey lie below a word of their own."""

from django.urls import reverse


def address(name: str, is_demo: bool, *args, **kwargs) -> str:
    """The address of a page of real rates, or of its like for the demo survey."""
    room = "localization:demo" if is_demo else "localization"
    return reverse(f"{room}:{name}", args=args, kwargs=kwargs or None)
