# The portal as one image: gunicorn serves the pages and, through WhiteNoise, the static files.
# Settings come from the environment (compose.yaml); TLS is the reverse proxy's.
# Python 3.13: the newest of those that CI runs the gate on (.github/workflows/ci.yml).

FROM python:3.13-slim-trixie AS builder
WORKDIR /app
# Before the code, so that a change of code does not install everything again.
COPY requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY . .
RUN for tree in locale*/; do .venv/bin/pybabel -q compile -D django -d "$tree" || exit 1; done
# Production settings with made-up values: nothing here reaches a database, no secret stays behind.
RUN SECRET_KEY=no-secret-only-static-files-are-collected-here-abcdef ALLOWED_HOSTS=build DATABASE_URL=postgres:///build \
    EMAIL_HOST=build DEFAULT_FROM_EMAIL=build@localhost \
    .venv/bin/python manage.py collectstatic --noinput -v 0

FROM python:3.13-slim-trixie
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    BIND=0.0.0.0
# For backups: pg_dump of the server's version (compose.yaml), and what encrypts them.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client-17 age gnupg \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=builder /app .
# Beside its database and /tmp the portal writes to three folders alone: what people upload, backups.
RUN useradd --system --user-group --no-create-home portal \
    && install -d -o portal -g portal var/media var/private var/backups
USER portal
EXPOSE 8000
# Asks for a host that Django allows; the leading dot of ".example.vn" is no part of a host name.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "\
import os; from urllib.request import Request, urlopen; \
host = os.environ['ALLOWED_HOSTS'].split(',')[0].strip().lstrip('.'); \
port = os.environ.get('PORT', '8000'); \
urlopen(Request(f'http://127.0.0.1:{port}/healthz', headers={'Host': host}), timeout=4)"]
# Worker heartbeats in memory: on the container's disk they can stall.
CMD ["gunicorn", "--worker-tmp-dir", "/dev/shm", "portal.wsgi:application"]
