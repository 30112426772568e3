"""The portal's settings as tests use them: local, with cheap passwords."""

import os

os.environ.setdefault("PORTAL_ENV", "local")

from portal.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files are the live server's own business here; WhiteNoise would warn of an empty folder.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]  # noqa: F405
# Work is done at once, within the request that asks for it; tests of the queue set their own.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Most tests are not about logging in; those that are turn it on.
MFA_REQUIRED_FOR_STAFF = False
ACCOUNT_REAUTHENTICATION_REQUIRED = False
