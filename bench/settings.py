"""The portal's settings with one database for each size; `bench.databases.Chosen` picks one."""

import os

os.environ.setdefault("PORTAL_ENV", "local")

from bench.databases import database_name, read_sizes
from bench.fill import BASE
from portal.settings import *  # noqa: F403
from portal.settings import BASE_DIR, DATA_DIR, MIDDLEWARE, TEMPLATES
from portal.settings import DATABASES as OWN_DATABASES

SIZES = read_sizes(os.environ.get("SIZES", f"{BASE} 100000 1000000"))
SERVER = OWN_DATABASES["default"]
SQLITE_SIZE = min(SIZES[0], BASE)

DATABASES = {
    "default": SERVER | {"NAME": "postgres"},  # every server has it; the others are made from here
    **{f"postgresql_{size}": SERVER | {"NAME": database_name(size)} for size in SIZES},
    f"sqlite_{SQLITE_SIZE}": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / f"bench_{SQLITE_SIZE}.sqlite3",
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
