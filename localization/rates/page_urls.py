"""URLs of the rates' pages: those of the demo survey lie below a word of their own."""

from django.urls import reverse


def page_url(name: str, is_demo: bool, *args: str, **kwargs: str) -> str:
    """Return the URL of a page of real rates, or of its like for the demo survey."""
    namespace = "localization:demo" if is_demo else "localization"
    return reverse(f"{namespace}:{name}", args=args, kwargs=kwargs or None)
