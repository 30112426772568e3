"""The portal as gunicorn serves it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- after the set-up

from core.backup.occupancy import occupy  # noqa: E402
from core.operations import waits  # noqa: E402

occupy()
waits.limit()
if settings.METRICS_BIND:
    from core.operations import metrics

    application = metrics.beside(application, settings.METRICS_BIND[1])
