"""Settings of the portal, all from the environment (the table stands in README.md).

PORTAL_ENV is `production` unless it says `local`: a forgotten variable gives the strict settings,
and those refuse to start without their secrets.
"""

import os
import secrets
from email.utils import parseaddr
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("PORTAL_DATA", BASE_DIR / "var"))
PORTAL_ENV = os.environ.get("PORTAL_ENV", "production")
if PORTAL_ENV not in {"production", "local"}:
    raise ImproperlyConfigured(f"PORTAL_ENV is {PORTAL_ENV!r}; it must be 'production' or 'local'.")
PRODUCTION = PORTAL_ENV == "production"
DEBUG = os.environ.get("DEBUG", "0") == "1"
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG=1 is refused in production.")


def required(name: str) -> str:
    """Return the value of an environment variable that production cannot do without."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; production does not start without it.")
    return value


def local_secret_key() -> str:
    """Return this machine's own secret, made at the first start and stored in the data folder."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = required("SECRET_KEY") if PRODUCTION else local_secret_key()
ALLOWED_HOSTS = (
    [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
    if PRODUCTION
    else ["127.0.0.1", "localhost"]
)

# Where people reach the portal, for letters that no request causes.
PORTAL_URL = os.environ.get("PORTAL_URL", "").rstrip("/") or (
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
    if PRODUCTION
    else f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
)

INSTALLED_APPS = [
    # Before the accounts, whose back office takes their raw tables out again (accounts/admin.py).
    "allauth",
    "allauth.account",
    "allauth.mfa",
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
    "django_tasks_db",
    "import_export",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "core.middleware.refuse_null_bytes",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.keep_personal_pages_private",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "core.once.do_forms_once",
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

DATABASE_URL = required("DATABASE_URL") if PRODUCTION else os.environ.get("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {
        "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    }
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        # A capped answer begins at the table's beginning each time, wherever other scans are.
        options = DATABASES["default"].setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c synchronize_seqscans=off".strip()
else:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
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
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Accounts (django-allauth): by e-mail, confirmed first; staff log in by their user names too.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
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
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES") or PRODUCTION)

# Outside production letters become files, to be read by whoever tries the portal.
if PRODUCTION:
    EMAIL_HOST = required("EMAIL_HOST")
    EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 587)
    EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
    EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "1") != "0"
    EMAIL_TIMEOUT = 10  # seconds
    DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
    DEFAULT_FROM_EMAIL = "cnht@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people write about their personal data.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL") or parseaddr(DEFAULT_FROM_EMAIL)[1]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
# `locale` is the portal's own English; `locale_libraries` is Vietnamese for what libraries lack.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_libraries"]
LANGUAGE_COOKIE_HTTPONLY = True
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
    # Thumbnails are made in it while others ask for them.
    "default": {"BACKEND": "core.files.storage.WholeFileStorage"},
    # Evidence, scans, files of profiles: outside MEDIA_ROOT, so that no public address leads there.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
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
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# 600 products of 16 fields: a list that is too long comes back to its writer with a message.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o640

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Without Django's own handlers, which with DEBUG would tell everything a second time.
    "loggers": {"django": {"level": "INFO"}},
}
