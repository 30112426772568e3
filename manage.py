#!/usr/bin/env python3
"""Django's command line for the portal."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from portal.environment import BadSetting, database_refusal

    try:
        execute_from_command_line(sys.argv)
    except BadSetting as error:
        sys.exit(f"✗ {error}")
    except OperationalError as error:
        if not (refusal := database_refusal(error)):
            raise
        sys.exit(f"✗ {refusal}")
