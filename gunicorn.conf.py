"""How gunicorn serves the portal, on a developer's machine and in the container."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal import environment

try:
    from portal import settings
except environment.BadSetting as error:
    # Once and in one line; every worker would tell it with a traceback.
    sys.exit(f"✗ {error}")

# BIND=0.0.0.0 in the container, where 127.0.0.1 cannot be reached from outside.
address = f"{environment.text('BIND', '127.0.0.1')}:{settings.PORT}"
# `make run` has opened the port already, so that no second one can (portal/serving/__main__.py).
bind = [os.environ.get("LISTENER") or address]

# Few processes with some threads each (docs/decisions/0012-*); slow clients cost no thread.
worker_class = "portal.serving.workers.Worker"
workers = settings.WEB_CONCURRENCY
threads = 4
worker_connections = 400  # a process: with files of bodies below the usual 1,024 open files

# A process that does nothing for so long, all threads included, is started anew; what a request
# may take is bounded where it waits: for the client in the worker, for the database in settings.py.
timeout = 60

# Unlimited, so that a search of 10,000 characters reaches the portal and gets the portal's own
# page: the limit can be raised to 8190 bytes at most, and beyond it gunicorn answers with a bare
# page of its own. In production the reverse proxy bounds the line.
limit_request_line = 0

# Requests are told by the portal itself (core/operations/logs.py), without what visitors search
# for and the keys in the links of letters; in production gunicorn's own lines have the same form.
if settings.PRODUCTION:
    logconfig_dict = {
        **settings.LOGGING,
        "loggers": {
            "gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False},
            "gunicorn.access": {"handlers": [], "propagate": False},
        },
    }
else:
    loglevel = "warning"

    def when_ready(server):
        print(f"→ Cổng thông tin chạy tại http://{address} (nhấn Ctrl-C để dừng)", flush=True)
        mail = f"{os.environ.get('PORTAL_DATA', 'var')}/mail/"
        print(f"→ Thư điện tử không gửi đi mà được ghi vào {mail}", flush=True)


# Nobody steers gunicorn through its socket, and two portals of one user would share it.
control_socket_disable = True


def worker_exit(server, worker):
    """Write what the process has counted before it ends (core/usage/counting.py)."""
    from django.apps import apps

    if apps.ready:
        from core.usage.counting import counts

        counts.flush()


# Figures for Prometheus (core/operations/metrics.py), summed up over all processes, on a port of
# their own.
if settings.METRICS_BIND:
    bind.append("{}:{}".format(*settings.METRICS_BIND))

    def on_starting(server):
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")

    def on_exit(server):
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
