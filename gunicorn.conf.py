"""How gunicorn serves the portal, on a developer's machine and in the container."""

import os

# BIND=0.0.0.0 in the container, where 127.0.0.1 cannot be reached from outside.
bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"

# Processes, not threads: threads halved the throughput when measured.
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY", min(2 * (os.cpu_count() or 1), 8)))

# Uploads of 20 MB over a slow line; long work is the worker's (manage.py work), not a request's.
timeout = 60

# Unlimited, so that a search of 10,000 characters reaches the portal and gets the portal's own
# page: the limit can be raised to 8190 bytes at most, and beyond it gunicorn answers with a bare
# page of its own. In production the reverse proxy bounds the line.
limit_request_line = 0

# One line for every request in production (stdout); a developer's terminal stays readable.
if os.environ.get("PORTAL_ENV") == "local":
    loglevel = "warning"

    def when_ready(server):
        print(f"→ Cổng thông tin chạy tại http://{bind} (nhấn Ctrl-C để dừng)", flush=True)
        mail = f"{os.environ.get('PORTAL_DATA', 'var')}/mail/"
        print(f"→ Thư điện tử không gửi đi mà được ghi vào {mail}", flush=True)

else:
    accesslog = "-"

# Nobody steers gunicorn through its socket, and two portals of one user would share it.
control_socket_disable = True
