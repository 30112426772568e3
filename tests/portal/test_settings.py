"""Production refuses to start with a missing secret or with DEBUG on."""

import logging
import os
import subprocess
import sys

import pytest

COMPLETE = {
    "PORTAL_ENV": "production",
    "SECRET_KEY": "k" * 60,
    "DATABASE_URL": "postgres://portal@db/portal",
    "ALLOWED_HOSTS": "cnht.example.vn",
    "EMAIL_HOST": "mail.example.vn",
    "DEFAULT_FROM_EMAIL": "cnht@example.vn",
}


def start(environment: dict[str, str]) -> subprocess.CompletedProcess:
    """Import the settings in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings"],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_complete_production_settings_start():
    assert start(COMPLETE).returncode == 0


@pytest.mark.parametrize("missing", [name for name in COMPLETE if name != "PORTAL_ENV"])
def test_production_names_the_variable_that_is_missing(missing):
    result = start({k: v for k, v in COMPLETE.items() if k != missing})
    assert result.returncode != 0
    assert f"{missing} is not set" in result.stderr


def test_production_refuses_debug():
    result = start({**COMPLETE, "DEBUG": "1"})
    assert "DEBUG=1 is refused in production" in result.stderr


def test_production_is_what_an_empty_environment_means():
    assert "SECRET_KEY is not set" in start({}).stderr


def test_a_misspelt_environment_is_refused():
    assert "must be 'production' or 'local'" in start({**COMPLETE, "PORTAL_ENV": "prod"}).stderr


def test_a_line_is_logged_once():
    """With DEBUG Django's own handler would repeat what the portal's says."""
    assert logging.getLogger("django").handlers == []
