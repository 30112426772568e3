"""Model fields that many records have."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import Promise


def person_field(verbose_name: str | Promise, **kwargs: Any) -> models.ForeignKey:
    """Return a field for who did something; it is emptied when the account is closed."""
    defaults: dict[str, Any] = {
        "verbose_name": verbose_name,
        "null": True,
        "blank": True,
        "on_delete": models.SET_NULL,
        "related_name": "+",
    }
    return models.ForeignKey(settings.AUTH_USER_MODEL, **{**defaults, **kwargs})
