"""Settings of a real worker in a process of its own, whose mail server a test plays."""

import os

from portal.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["MAIL_PORT"])
EMAIL_TIMEOUT = 60  # seconds: longer than the test
