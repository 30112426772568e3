"""Model fields that many records have."""

from django.conf import settings
from django.db import models


def person_field(verbose_name: str, **kwargs: object) -> models.ForeignKey:
    """Return a field for who did something; it is emptied when the account is closed."""
    defaults = {
        "null": True,
        "blank": True,
        "on_delete": models.SET_NULL,
        "related_name": "+",
    }
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=verbose_name, **{**defaults, **kwargs}
    )
