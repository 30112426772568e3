"""The settings of production, read from an environment that is complete and made up."""

import os
import runpy
from unittest.mock import patch

from django.conf import settings

COMPLETE = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "never-used-anywhere-but-in-tests-0123456789-abcdefgh",
    "DATABASE_URL": "postgres://portal@db/portal",
    "ALLOWED_HOSTS": "cnht.example.vn",
    "EMAIL_HOST": "mail.example.vn",
    "DEFAULT_FROM_EMAIL": "cnht@example.vn",
}


def settings_with(environment: dict[str, str]) -> dict:
    """Return what portal/settings.py makes of an environment."""
    with patch.dict(os.environ, environment, clear=True):
        return runpy.run_path(str(settings.BASE_DIR / "portal/settings.py"))
