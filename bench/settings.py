"""The portal's settings with one database for each size; `bench.databases.Chosen` picks one."""

import os

os.environ.setdefault("PORTAL_ENV", "local")

from portal.settings import *  # noqa: F403
from portal.settings import BASE_DIR, DATA_DIR, MIDDLEWARE, TEMPLATES
from portal.settings import DATABASES as OWN_DATABASES

# The first of them is what the generator makes (bench.fill.BASE).
SIZES = [int(size) for size in os.environ.get("SIZES", "10000 100000 1000000").split()]
SERVER = OWN_DATABASES["default"]
SQLITE_SIZE = 10_000

DATABASES = {
    "default": SERVER | {"NAME": "postgres"},
    **{f"postgresql_{size}": SERVER | {"NAME": f"portal_bench_{size}"} for size in SIZES},
    f"sqlite_{SQLITE_SIZE}": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "bench.sqlite3",
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
    },
}
for database in DATABASES.values():
    database["CONN_MAX_AGE"] = None
DATABASE_ROUTERS = ["bench.databases.Chosen"]
ROOT_URLCONF = "bench.pages"
ALLOWED_HOSTS = ["*"]
# Static files are nothing of what is measured.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")
LOGGING = {"version": 1, "disable_existing_loggers": True}
DEBUG_PROPAGATE_EXCEPTIONS = True  # a page that fails ends the measurement
