"""Measure: `make bench`, with DATABASE_URL naming a PostgreSQL server (SIZES="10000 100000")."""

import os
import subprocess
import sys
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlsplit, urlunsplit

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django
import psycopg2
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from bench.databases import chosen
from bench.fill import BASE

ROUNDS, SLOW_ROUNDS, SLOW, ENDLESS = 30, 3, 0.5, 5  # seconds: asked less often, only once
LIST = "/doanh-nghiep/"
PAGES = {
    "danh sách": LIST,
    "hồ sơ": "{profile}",
    "một bộ lọc": f"{LIST}?process=duc-ap-luc",
    "hai bộ lọc": f"{LIST}?process=duc-ap-luc&certificate=iso-9001",
    "từ hiếm": f"{LIST}?q={{rare}}",
    "từ 4% (lò xo)": f"{LIST}?q=lò xo",
    "từ 9% (bánh răng)": f"{LIST}?q=bánh răng",
    "từ 36% (cổ phần)": f"{LIST}?q=cổ phần",
    "từ và bộ lọc": f"{LIST}?q=bánh răng&certificate=iso-9001",
    "gõ sai": f"{LIST}?q=duc ap luk",
    "trang ở giữa": f"{LIST}?after={{middle}}",
    "gợi ý": f"{LIST}goi-y/?q=khu",
}
PLAIN = {
    "danh sách": "/plain/",
    "một bộ lọc": "/plain/?process=duc-ap-luc",
    "hai bộ lọc": "/plain/?process=duc-ap-luc&certificate=iso-9001",
    "từ hiếm": "/plain/?q={rare}",
    "từ 4% (lò xo)": "/plain/?q=lò+xo",
    "trang ở giữa": "/plain/?page={middle_page}",
}


def prepare(alias: str, size: int) -> None:
    """Make and fill the database of this alias in a process of its own."""
    database, environment = settings.DATABASES[alias], dict(os.environ)
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    if alias.startswith("postgresql"):
        server = urlsplit(settings.DATABASE_URL)
        connection = psycopg2.connect(settings.DATABASE_URL)
        connection.autocommit = True  # a database is not created within a transaction
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database["NAME"]])
            if not cursor.fetchone():
                # The larger databases begin as a copy of the one that the generator has filled.
                base = settings.DATABASES[f"postgresql_{BASE}"]["NAME"]
                template = "template1" if size == BASE else base
                cursor.execute(f'CREATE DATABASE "{database["NAME"]}" TEMPLATE "{template}"')
        environment["DATABASE_URL"] = urlunsplit(server._replace(path=f"/{database['NAME']}"))
    else:
        environment["DATABASE_URL"] = f"sqlite:///{database['NAME']}"
    print(f"→ {alias}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "bench.fill", str(size)]
    subprocess.run(command, env=environment, check=True)  # noqa: S603 -- our own command


class Bench:
    """Asks pages of every database by turns, so that what disturbs one disturbs all."""

    def __init__(self, aliases: list[str]) -> None:
        self.handler, self.requests = BaseHandler(), RequestFactory()
        self.handler.load_middleware()
        self.times: dict[tuple[str, str], list[float]] = {}
        self.queries: dict[tuple[str, str], int] = {}
        self.pages = [("", "trang mẫu trần", "/bare/")]
        for alias in aliases:
            words = self.words_of(alias)
            for kind, pages in (("", PAGES), ("thuần ", PLAIN)):
                for name, address in pages.items():
                    self.pages.append((alias, kind + name, address.format(**words)))

    def words_of(self, alias: str) -> dict[str, str]:
        """What fits this database: a profile, a rare word, the middle of the list."""
        from enterprises.models import SearchEntry

        entries = (
            SearchEntry.objects.using(alias).select_related("enterprise").order_by("name_sort")
        )
        size = entries.count()
        middle, last = entries[size // 2], entries.last()
        return {
            "profile": last.enterprise.get_absolute_url(),
            "rare": last.names.split(" | ")[0].split()[-1],
            "middle": middle.enterprise.slug,
            "middle_page": str(size // 40),
        }

    def ask(self, alias: str, address: str) -> float:
        """Seconds that one page takes."""
        with chosen(alias or "default"):
            begun = perf_counter()
            request_started.send(Bench)
            response = self.handler.get_response(self.requests.get(address))
            response.close()
            taken = perf_counter() - begun
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        return taken

    def run(self) -> None:
        """Warm every page, count its queries, then ask all of them by turns."""
        for alias, name, address in self.pages:
            taken = self.ask(alias, address)
            if taken < ENDLESS:
                with CaptureQueriesContext(connections[alias or "default"]) as queries:
                    taken = self.ask(alias, address)
                self.queries[alias, name] = len(queries)
            self.times[alias, name] = [taken]
        for turn in range(ROUNDS):
            print(f"  round {turn + 1} / {ROUNDS}", end="\r", file=sys.stderr, flush=True)
            for alias, name, address in self.pages:
                known = self.times[alias, name]
                if median(known) < SLOW or (known[0] < ENDLESS and len(known) < SLOW_ROUNDS):
                    known.append(self.ask(alias, address))


def table(bench: Bench, aliases: list[str]) -> str:
    """Medians as multiples of the bare page, with the middle half of all values in brackets."""
    unit = median(bench.times["", "trang mẫu trần"])
    lines = [f"Trang mẫu trần: {unit * 1000:.1f} ms", ""]
    lines.append("| trang | " + " | ".join(aliases) + " | số truy vấn |")
    lines.append("|---" * (len(aliases) + 2) + "|")
    for name in [*PAGES, *(f"thuần {name}" for name in PLAIN)]:
        cells = []
        for alias in aliases:
            low, middle, high = quantiles(bench.times[alias, name] * 2, n=4)
            cells.append(f"{middle / unit:.1f} ({low / unit:.1f}-{high / unit:.1f})")
        queries = "/".join(str(bench.queries.get((alias, name), "–")) for alias in aliases)
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {queries} |")
    return "\n".join(lines)


def main() -> None:
    """Prepare what is missing, measure, print the table."""
    if "postgres" not in settings.DATABASE_URL:
        raise SystemExit("DATABASE_URL must name a PostgreSQL server to measure on.")
    sizes = {f"postgresql_{size}": size for size in settings.SIZES}
    sizes[f"sqlite_{settings.SQLITE_SIZE}"] = settings.SQLITE_SIZE
    for alias, size in sizes.items():
        prepare(alias, size)
    django.setup()
    bench = Bench(list(sizes))
    bench.run()
    print(table(bench, list(sizes)))


if __name__ == "__main__":
    main()
