"""The portal as gunicorn serves it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from core.backup.occupancy import occupy  # noqa: E402 -- it reads the settings

occupy()
