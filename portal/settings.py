"""Settings of the portal, all from the environment (the table stands in README.md).

PORTAL_ENV is `production` unless it says `local`: a forgotten variable gives the strict settings,
and those refuse to start without their secrets.
"""

import os
import secrets
from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("PORTAL_DATA", BASE_DIR / "var")
PORTAL_ENV = env.choice("PORTAL_ENV", ("production", "local"), "production")
PRODUCTION = PORTAL_ENV == "production"
DEBUG = env.boolean("DEBUG")
if PRODUCTION and DEBUG:
    raise env.BadSetting("DEBUG=1 is refused in production.")


def local_secret_key() -> str:
    """Return this machine's own secret, made at the first start and stored in the data folder."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.secret_key("SECRET_KEY") if PRODUCTION else local_secret_key()
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS") if PRODUCTION else ["127.0.0.1", "localhost"]

# For gunicorn.conf.py; of its processes gunicorn itself would say no more than 'ValueError'.
WEB_CONCURRENCY = env.whole_number("WEB_CONCURRENCY", max(2, min(os.cpu_count() or 1, 8)), 1, 1000)
PORT = env.whole_number("PORT", 8000, 1, 65_535)

# Where people reach the portal, for letters that no request causes.
PORTAL_URL = env.url(
    "PORTAL_URL",
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else f"http://127.0.0.1:{PORT}",
)
# Where Prometheus asks for figures (core/operations/metrics.py): never the port of the pages.
METRICS_BIND = env.listening_address("METRICS_BIND")
if METRICS_BIND and METRICS_BIND[1] == PORT:
    raise env.BadSetting(f"METRICS_BIND has the port of the pages ({PORT}); expected: another one.")

INSTALLED_APPS = [
    # Before the accounts, whose back office takes their raw tables out again (accounts/admin.py).
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "core.apps.CoreConfig",
    "accounts.apps.AccountsConfig",
    "catalogue.apps.CatalogueConfig",
    "enterprises.apps.EnterprisesConfig",
    "membership.apps.MembershipConfig",
    "verification.apps.VerificationConfig",
    "inquiries.apps.InquiriesConfig",
    "programme.apps.ProgrammeConfig",
    "localization.apps.LocalizationConfig",
    "portal.apps.PortalConfig",
    "core.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "core.apps.QueueConfig",
    "import_export",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "core.operations.request_log.log_requests",
    *(["core.operations.metrics.measure_requests"] if METRICS_BIND else []),
    "core.usage.visits.count_usage",
    "core.middleware.add_security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "core.middleware.refuse_null_bytes",
    "core.middleware.refuse_large_bodies",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.prolong_used_sessions",
    "core.middleware.keep_personal_pages_private",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "core.concurrency.once.do_forms_once",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASE_URL = (
    env.required("DATABASE_URL", "postgres://user:password@host/name")
    if PRODUCTION
    else env.text("DATABASE_URL")
)
if DATABASE_URL:
    DATABASES = {"default": env.database("DATABASE_URL", DATABASE_URL)}
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        options = DATABASES["default"].setdefault("OPTIONS", {})
        # A capped answer begins at the table's beginning each time, wherever other scans are.
        options["options"] = f"{options.get('options', '')} -c synchronize_seqscans=off".strip()
        # Seconds. How long a web request waits for an answer: core/operations/waits.py.
        options.setdefault("connect_timeout", 3)
        options.setdefault("keepalives_idle", 30)
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "portal.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # A writer takes its lock when the transaction begins, so that it waits its turn
                # (timeout, in seconds) and never fails half way with 'database is locked'.
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts of attempts must hold across processes; the table comes with the portal's migrations.
CACHES = {
    "default": {
        "BACKEND": "core.operations.attempts_cache.AttemptsCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PortalBackend"]
SESSION_ENGINE = "accounts.session_store"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email"]},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.GuessablePasswordValidator"},
]

# Accounts (django-allauth): by e-mail, confirmed first; staff log in by their user names too.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Who has the letter comes in at once, on a device that is known from then on.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "add_email": "accounts.forms.AddEmailForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# Wrong log-ins have limits that shut no owner out (accounts/login_limits.py).
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_TOTP_ISSUER = "CNHT TP.HCM"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds that a telephone's clock may be off
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
}
MFA_REQUIRED_FOR_STAFF = True
# Limits on attempts count by address, and the proxy in front is not the visitor.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("TRUSTED_PROXIES", int(PRODUCTION), 0, 10)

# Outside production letters become files, to be read by whoever tries the portal.
if PRODUCTION:
    EMAIL_HOST = env.host("EMAIL_HOST", "the mail server's host name, such as mail.example.vn")
    EMAIL_PORT = env.whole_number("EMAIL_PORT", 587, 1, 65_535)
    EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
    EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=True)
    EMAIL_TIMEOUT = 10  # seconds
    DEFAULT_FROM_EMAIL = env.mail_address(
        "DEFAULT_FROM_EMAIL", env.required("DEFAULT_FROM_EMAIL", "whom letters come from")
    )
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
    DEFAULT_FROM_EMAIL = "cnht@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people write about their personal data.
CONTACT_EMAIL = env.mail_address(
    "CONTACT_EMAIL", env.text("CONTACT_EMAIL", parseaddr(DEFAULT_FROM_EMAIL)[1])
)

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
# `locale` is the portal's own English; `locale_libraries` is Vietnamese for what libraries lack.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_libraries"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = "core.formats"

# Photos of products. They change under new names only.
MEDIA_URL = "anh/"
MEDIA_ROOT = DATA_DIR / "media"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "core.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STYLESHEET_BUNDLES = DATA_DIR / "stylesheets"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    # Thumbnails are made in it while others ask for them; nothing half-written stays in either.
    "default": {"BACKEND": "core.files.storage.WholeFileStorage"},
    # Evidence, scans, files of profiles: outside MEDIA_ROOT, so that no public address leads there.
    "private": {
        "BACKEND": "core.files.storage.WholeFileStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Long work is done by `manage.py db_worker`, from a queue in the portal's own database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    CSRF_TRUSTED_ORIGINS = [
        f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in ALLOWED_HOSTS
    ]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 31_536_000
    # What else runs below the same name is the operator's to know: both bind it for a year.
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.boolean("HSTS_SUBDOMAINS")
    SECURE_HSTS_PRELOAD = env.boolean("HSTS_PRELOAD")
    if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
        raise env.BadSetting("HSTS_PRELOAD is 1; expected: HSTS_SUBDOMAINS=1 beside it.")
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # they ask for both of all sites
    # Browsers take these from this host alone and by TLS alone, so that no subdomain plants one.
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    MESSAGE_STORAGE = "core.messages.HostMessageStorage"

# Five of the largest files that a form takes. A longer body is refused before any of it is read.
REQUEST_MAX_BYTES = 50 * 1024 * 1024
# 600 products of 16 fields: a list that is too long comes back to its writer with a message.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o640

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "core.operations.logs.JSONFormatter"},
    },
    "filters": {
        "once_per_minute": {"()": "core.operations.logs.OncePerMinute"},
        "errors_alone": {"()": "core.operations.logs.ErrorsAlone"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if PRODUCTION else "line",
            "filters": ["once_per_minute"] if PRODUCTION else [],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Without Django's own handlers, which with DEBUG would tell everything a second time.
        "django": {"level": "INFO"},
        # Each request is a line of its own in production; a developer's terminal stays readable.
        "django.request": {"filters": ["errors_alone"] if PRODUCTION else []},
        "core.operations.request_log": {"level": "INFO" if PRODUCTION else "WARNING"},
        # It would warn of each HEAD, as monitors send: Django leaves the body to the server.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # Two lines for each piece of work.
        "django_tasks": {"level": "INFO" if PRODUCTION else "WARNING"},
    },
}
