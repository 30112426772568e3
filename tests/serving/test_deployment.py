"""The files of a deployment by containers: they can be read, and say what keeps strangers out."""

import re
import shutil
import subprocess
from configparser import ConfigParser

import pytest
import yaml
from django.conf import settings

from tests.serving.test_proxy import CONFIGURATION

COMPOSE = yaml.safe_load((settings.BASE_DIR / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
DEPLOY = CONFIGURATION.parent
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_is_confined(name: str):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] > 0
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert any(each.startswith("/tmp:size=") for each in service["tmpfs"])  # noqa: S108


@pytest.mark.parametrize("name", SERVICES)
def test_no_container_is_rooted(name: str):
    service = SERVICES[name]
    built = "build" in service and re.search(r"^USER portal$", DOCKERFILE, re.MULTILINE)
    assert built or service["user"] in {"nginx", "postgres"}


def test_only_the_proxy_is_reached_from_outside_and_only_from_this_machine():
    ports = {name: each["ports"] for name, each in SERVICES.items() if "ports" in each}
    listening = re.search(r"listen (\d+);", CONFIGURATION.read_text())[1]
    assert ports == {"proxy": [f"127.0.0.1:${{PORT:-8000}}:{listening}"]}


def test_the_proxy_has_the_shipped_configuration():
    assert SERVICES["proxy"]["volumes"] == [
        "./deploy/nginx.conf:/etc/nginx/nginx.conf:ro",
        "./deploy/unavailable.html:/etc/nginx/unavailable.html:ro",
    ]


def test_the_proxy_takes_bodies_as_long_as_the_portal_does():
    size = re.search(r"client_max_body_size (\d+)m;", CONFIGURATION.read_text())[1]
    assert int(size) * 1024**2 == settings.REQUEST_MAX_BYTES


def test_the_proxy_waits_for_nobody_longer_than_is_told():
    """What README.md asks of any other in its place."""
    times = dict(re.findall(r"^ *(\w+_timeout) (\d+)s;", CONFIGURATION.read_text(), re.MULTILINE))
    assert int(times["client_header_timeout"]) <= 10
    stalls = (times["client_body_timeout"], times["send_timeout"], times["keepalive_timeout"])
    assert all(20 <= int(each) <= 30 for each in stalls)


def test_both_proxies_in_front_are_counted():
    assert SERVICES["portal"]["environment"]["TRUSTED_PROXIES"] == "${TRUSTED_PROXIES:-2}"


def test_a_worker_is_kept_running_with_the_portals_settings_and_files():
    portal, worker = SERVICES["portal"], SERVICES["worker"]
    assert worker["command"] == "python manage.py work"
    assert (worker["environment"], worker["volumes"]) == (portal["environment"], portal["volumes"])


def test_the_configuration_is_made_fit_for_a_machines_own_nginx():
    """The fault: shipped for a container, it did not start where systemd starts nginx."""
    sed = [shutil.which("sed"), "-f", str(DEPLOY / "nginx.sed"), str(CONFIGURATION)]
    made = subprocess.run(sed, capture_output=True, text=True, check=True).stdout  # noqa: S603
    for gone in ("/tmp/", "/dev/stdout", "portal:8000", "resolver", "listen 8080"):  # noqa: S108
        assert gone in CONFIGURATION.read_text()
        assert gone not in made
    for own in ("user www-data;", "pid /run/nginx.pid;", "listen 127.0.0.1:8080;"):
        assert own in made


@pytest.mark.parametrize(
    ("unit", "program"),
    [
        ("portal", "gunicorn --worker-tmp-dir /dev/shm portal.wsgi"),
        ("portal-worker", "python manage.py work"),
    ],
)
def test_systemd_keeps_pages_and_worker_running_and_confined(unit: str, program: str):
    read = ConfigParser(interpolation=None)
    read.optionxform = str
    read.read(DEPLOY / f"{unit}.service")
    service = read["Service"]
    assert service["ExecStart"] == f"/srv/portal/.venv/bin/{program}"
    assert (service["User"], service["Restart"]) == ("portal", "always")
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    operations = (settings.BASE_DIR / "docs/operations.md").read_text()
    assert f"deploy/{unit}.service" in operations


def test_named_volumes_are_declared():
    named = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert named == set(COMPOSE["volumes"])


def test_every_variable_is_explained():
    """Those of .env that have no default stand at the top of the file, all others in README.md."""
    text = (settings.BASE_DIR / "compose.yaml").read_text()
    told = text.split("services:")[0] + (settings.BASE_DIR / "README.md").read_text()
    taken = set(re.findall(r"\$\{(\w+)", text)) | set(SERVICES["portal"]["environment"])
    assert {name for name in taken if name not in told} == set()


def test_the_image_can_dump_the_database():
    server = re.fullmatch(r"postgres:(\d+)", SERVICES["database"]["image"])[1]
    assert f"postgresql-client-{server}" in DOCKERFILE
