"""Figures for Prometheus: on their own port alone, by view, and what the checks find."""

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from core.operations import metrics
from core.worker import lost_work


class ServedConnection:
    """One end of a connection that came in by a port, or by a file."""

    def __init__(self, address) -> None:
        self.address = address

    def getsockname(self):
        return self.address


@pytest.fixture
def served(monkeypatch):
    """What stands behind an address of this machine."""
    registry = CollectorRegistry()
    monkeypatch.setattr(metrics, "_registry", lambda: registry)
    monkeypatch.setattr(metrics, "close_old_connections", lambda: None)
    application = metrics.beside(lambda environ, start: [b"pages"], 9464)

    def ask(address, **environ: str) -> bytes:
        extra = {"gunicorn.socket": ServedConnection(address)} if address else {}
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/metrics", **environ}
        return b"".join(application({**environ, **extra}, lambda status, headers: None))

    return ask


@pytest.mark.parametrize(
    "address", [("127.0.0.1", 8000), ("::1", 8000, 0, 0), "/run/portal.sock", None]
)
def test_no_other_address_leads_to_them_whatever_a_request_says(served, address):
    lies = {"SERVER_PORT": "9464", "HTTP_HOST": "portal:9464", "HTTP_X_FORWARDED_PORT": "9464"}
    assert served(address, **lies) == b"pages"


@pytest.mark.parametrize("address", [("127.0.0.1", 9464), ("::1", 9464, 0, 0)])
def test_their_own_port_leads_to_nothing_else(served, address):
    assert served(address) == b""
    assert served(address, PATH_INFO="/quan-tri/") != b"pages"


def test_the_checks_of_readiness_are_figures(db):
    lost_work.renew_lease("worker")
    registry = CollectorRegistry()
    registry.register(metrics.ReadinessCollector())
    text = generate_latest(registry).decode()
    assert 'portal_ready{check="database"} 1.0' in text
    assert 'portal_ready{check="worker"} 1.0' in text
    for name in (
        "disk_free_bytes",
        "queue_waiting",
        "queue_age_seconds",
        "worker_silence_seconds",
        "letters_failed",
    ):
        assert f"\nportal_{name} " in text


def test_requests_are_counted_by_view_and_invented_methods_as_one(client, db, settings):
    settings.MIDDLEWARE = ["core.operations.metrics.measure_requests", *settings.MIDDLEWARE]

    def counted(method: str, view: str, status: str) -> float:
        return metrics._requests.labels(view, method, status)._value.get()

    before = counted("GET", "enterprises:enterprise-list", "200"), counted("other", "", "405")
    client.get("/doanh-nghiep/")
    client.get("/doanh-nghiep/", {"q": "đúc"})
    client.generic("BREW", "/khong-co/")
    client.generic("STEEP", "/khong-co/")
    assert counted("GET", "enterprises:enterprise-list", "200") == before[0] + 2
    assert counted("other", "", "404") >= 2
