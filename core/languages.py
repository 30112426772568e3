"""Which of two stored texts the reader gets."""

from django.db import models
from django.utils.translation import get_language


def is_english() -> bool:
    """Return whether the reader has asked for English."""
    return (get_language() or "vi").startswith("en")


def in_language(record: models.Model, field: str) -> str:
    """`<field>_en` for an English reader where it is filled, else `<field>_vi`."""
    english = getattr(record, f"{field}_en") if is_english() else ""
    return english or getattr(record, f"{field}_vi")
