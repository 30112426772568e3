"""Production refuses to start with a missing secret, a value that is none, or DEBUG on."""

import logging
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from portal.environment import BadSetting
from tests.production import COMPLETE, settings_with


def started(*command: str, **changes: str) -> subprocess.CompletedProcess:
    """Run a command of the portal in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 -- the portal's own command
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env={**kept, **COMPLETE, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


def test_complete_production_settings_start():
    assert settings_with(COMPLETE)["PRODUCTION"]


def test_the_portal_as_it_is_started_asks_staff_for_a_factor_and_everybody_again_for_grave_things():
    """The settings of tests turn both off."""
    for environment in (COMPLETE, {"PORTAL_ENV": "local"}):
        started_with = settings_with(environment)
        assert started_with["MFA_REQUIRED_FOR_STAFF"]
        assert started_with["ACCOUNT_REAUTHENTICATION_REQUIRED"]


@pytest.mark.parametrize("missing", [name for name in COMPLETE if name != "PORTAL_ENV"])
def test_production_names_the_variable_that_is_missing(missing):
    with pytest.raises(BadSetting, match=f"{missing} is not set; .* Expected: "):
        settings_with({k: v for k, v in COMPLETE.items() if k != missing})


def test_production_refuses_debug():
    with pytest.raises(BadSetting, match="DEBUG=1 is refused in production"):
        settings_with({**COMPLETE, "DEBUG": "1"})


def test_production_is_what_an_empty_environment_means():
    with pytest.raises(BadSetting, match="SECRET_KEY is not set"):
        settings_with({})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORTAL_ENV", "prod", "'production' or 'local'"),
        ("DEBUG", "yes", "'1' or '0'"),
        ("SECRET_KEY", "short", "50 random characters or more"),
        ("SECRET_KEY", "k" * 60, "50 random characters or more"),
        ("ALLOWED_HOSTS", " , ", "host names separated by commas"),
        ("ALLOWED_HOSTS", "https://cnht.example.vn", "host names separated by commas"),
        ("ALLOWED_HOSTS", "*", "host names separated by commas"),
        ("PORTAL_URL", "garbage", "an address without path"),
        ("PORTAL_URL", "https://", "an address without path"),
        ("PORTAL_URL", "https://cnht.example.vn/cong", "an address without path"),
        ("PORTAL_URL", "https://cnht.example.vn:port", "an address without path"),
        ("DATABASE_URL", "garbage", "postgres://user:password@host/name"),
        ("DATABASE_URL", "mysql://a:b@host/name", "postgres://user:password@host/name"),
        ("DATABASE_URL", "postgres://portal:secret@host", "postgres://user:password@host/name"),
        ("DATABASE_URL", "postgres://portal@host:port/name", "postgres://user:password@host/name"),
        ("EMAIL_HOST", "smtp://mail.example.vn", "host name"),
        ("EMAIL_PORT", "abc", "a whole number from 1 to 65535"),
        ("EMAIL_PORT", "70000", "a whole number from 1 to 65535"),
        ("EMAIL_USE_TLS", "false", "'1' or '0'"),
        ("DEFAULT_FROM_EMAIL", "cnht", "a mail address"),
        ("CONTACT_EMAIL", "Sở Công Thương <lien-he>", "a mail address"),
        ("TRUSTED_PROXIES", "x", "a whole number from 0 to 10"),
        ("TRUSTED_PROXIES", "-1", "a whole number from 0 to 10"),
        ("METRICS_BIND", "9464", "host and port"),
        ("METRICS_BIND", "127.0.0.1:", "host and port"),
        ("METRICS_BIND", "127.0.0.1:8000", "another one"),
        ("PORTAL_DATA", "/dev/null/portal", "a folder that the portal's user may write to"),
        ("PORTAL_DATA", "manage.py", "a folder that the portal's user may write to"),
        ("PORT", "http", "a whole number from 1 to 65535"),
        ("WEB_CONCURRENCY", "many", "a whole number from 1 to 1000"),
        ("HSTS_SUBDOMAINS", "on", "'1' or '0'"),
        ("HSTS_PRELOAD", "1", "HSTS_SUBDOMAINS=1"),
    ],
)
def test_a_value_that_is_none_is_named_with_what_is_expected(name, value, expected):
    with pytest.raises(BadSetting) as refusal:
        settings_with({**COMPLETE, name: value})
    assert name in str(refusal.value)
    assert expected in str(refusal.value)


def test_refusals_repeat_no_secret():
    for name, value in (("SECRET_KEY", "hush"), ("DATABASE_URL", "mysql://portal:hush@host/name")):
        with pytest.raises(BadSetting) as refusal:
            settings_with({**COMPLETE, name: value})
        assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    "command",
    [
        ("manage.py", "migrate"),
        ("manage.py", "work"),
        ("-m", "gunicorn", "--check-config", "portal.wsgi"),
    ],
)
def test_a_bad_setting_stops_the_start_in_one_line(command):
    result = started(*command, EMAIL_PORT="abc")
    assert result.returncode == 1
    told = "✗ EMAIL_PORT is 'abc'; expected: a whole number from 1 to 65535.\n"
    assert (result.stdout, result.stderr) == ("", told)


def test_a_database_that_does_not_answer_stops_a_command_in_one_line(tmp_path):
    url = "postgres://portal:hush@127.0.0.1:9/cnht"
    result = started("manage.py", "migrate", DATABASE_URL=url, PORTAL_DATA=str(tmp_path))
    assert result.returncode == 1
    assert re.fullmatch(
        r"✗ DATABASE_URL: no connection to the database 127\.0\.0\.1:9/cnht \(.*\); "
        r"expected: a database that answers to this address\.\n",
        result.stderr,
    )


def test_a_subdomain_may_send_forms_where_its_parent_is_allowed():
    made = settings_with({**COMPLETE, "ALLOWED_HOSTS": ".example.vn, cnht.example.vn"})
    assert made["CSRF_TRUSTED_ORIGINS"] == ["https://*.example.vn", "https://cnht.example.vn"]
    assert made["PORTAL_URL"] == "https://example.vn"


def test_hsts_binds_subdomains_and_browsers_lists_only_where_the_operator_says_so():
    plain = settings_with(COMPLETE)
    assert not plain["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert not plain["SECURE_HSTS_PRELOAD"]
    bound = settings_with({**COMPLETE, "HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"})
    assert bound["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert bound["SECURE_HSTS_PRELOAD"]


def test_a_line_is_logged_once():
    """With DEBUG Django's own handler would repeat what the portal's says."""
    assert logging.getLogger("django").handlers == []
