"""Figures for Prometheus, on an address of their own (`METRICS_BIND`).

gunicorn.conf.py opens the address and sets PROMETHEUS_MULTIPROC_DIR, where each process leaves its
counts. Which address a request came in by is asked of its connection, not of what it says.
"""

import time
from collections.abc import Callable, Iterable, Iterator

from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, make_wsgi_app
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from core.operations.readiness import findings

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_requests = Counter("portal_requests", "Requests answered.", ["view", "method", "status"])
_seconds = Histogram("portal_request_seconds", "Until the answer.", ["view"], buckets=SECONDS)
_METHODS = {"GET", "HEAD", "POST"}  # of others a stranger could invent any number

Environ = dict
Application = Callable[[Environ, Callable], Iterable[bytes]]


def measure_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Count each request by the name of its view, its method and its status."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else ""
        method = request.method if request.method in _METHODS else "other"
        _requests.labels(view, method, response.status_code).inc()
        _seconds.labels(view).observe(time.perf_counter() - began)
        return response

    return middleware


class ReadinessCollector(Collector):
    """What the checks of readiness find, as gauges."""

    def collect(self) -> Iterator[Metric]:
        ready = GaugeMetricFamily("portal_ready", "Whether a check is well.", labels=["check"])
        figures: dict[str, float] = {}
        for name, finding in findings().items():
            ready.add_metric([name], float(finding.ok))
            figures |= finding.figures
        yield ready
        for name, value in figures.items():
            yield GaugeMetricFamily(f"portal_{name}", "As the check of it finds.", value)


def beside(application: Application, port: int) -> Application:
    """Return the application that serves figures alone on this port, and pages on any other."""

    def serve(environ: Environ, start_response: Callable) -> Iterable[bytes]:
        if _port(environ) != port:
            return application(environ, start_response)
        close_old_connections()
        try:
            return make_wsgi_app(_registry())(environ, start_response)
        finally:
            close_old_connections()

    return serve


def _port(environ: Environ) -> int | None:
    """Return the port of this machine that the connection leads to; None where it has none."""
    connection = environ.get("gunicorn.socket")
    address = connection.getsockname() if connection else ""
    return address[1] if isinstance(address, tuple) else None


def _registry() -> CollectorRegistry:
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(ReadinessCollector())
    return registry
