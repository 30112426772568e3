"""Measure: `make bench`, with DATABASE_URL naming a PostgreSQL server (SIZES="10000 100000").

The database that DATABASE_URL names is not touched and need not exist.
"""

import os
import subprocess
import sys
from statistics import median
from time import perf_counter
from urllib.parse import urlsplit

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"

import django
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from bench.databases import chosen, create, database_name, to_fill, url_of
from bench.table import BARE, Times, table

ROUNDS, SLOW_ROUNDS, SLOW, ENDLESS = 30, 3, 0.5, 5  # seconds: asked less often, only once
LIST = "/doanh-nghiep/"
PAGES = {
    "list": LIST,
    "profile": "{profile}",
    "one facet": f"{LIST}?process=duc-ap-luc",
    "two facets": f"{LIST}?process=duc-ap-luc&certificate=iso-9001",
    "rare word": f"{LIST}?q={{rare}}",
    "word of 4% (lò xo)": f"{LIST}?q=lò xo",
    "word of 9% (bánh răng)": f"{LIST}?q=bánh răng",
    "word of 36% (cổ phần)": f"{LIST}?q=cổ phần",
    "word and facet": f"{LIST}?q=bánh răng&certificate=iso-9001",
    "mistyped": f"{LIST}?q=duc ap luk",
    "page in the middle": f"{LIST}?after={{middle}}",
    "suggestions": f"{LIST}goi-y/?q=khu",
}
PLAIN = {
    "plain list": "/plain/",
    "plain one facet": "/plain/?process=duc-ap-luc",
    "plain two facets": "/plain/?process=duc-ap-luc&certificate=iso-9001",
    "plain rare word": "/plain/?q={rare}",
    "plain word of 4% (lò xo)": "/plain/?q=lò+xo",
    "plain page in the middle": "/plain/?page={middle_page}",
}


def prepare() -> None:
    """Make and fill every database that is missing."""
    with connections["default"].cursor() as cursor:
        for size in to_fill(settings.SIZES):
            create(cursor, size)
            fill(url_of(settings.DATABASE_URL, database_name(size)), size)
    sqlite = settings.DATABASES[f"sqlite_{settings.SQLITE_SIZE}"]["NAME"]
    fill(f"sqlite:///{sqlite}", settings.SQLITE_SIZE)


def fill(url: str, size: int) -> None:
    """Fill one database in a process of its own, whose settings know no other."""
    print(f"→ Filling {urlsplit(url).path.rpartition('/')[2]}…", file=sys.stderr, flush=True)
    settings_of_portal = {"DJANGO_SETTINGS_MODULE": "portal.settings", "DATABASE_URL": url}
    command = [sys.executable, "-m", "bench.fill", str(size)]
    subprocess.run(command, env=os.environ | settings_of_portal, check=True)  # noqa: S603 -- our own


class Bench:
    """Asks pages of every database by turns, so that what disturbs one disturbs all."""

    def __init__(self, aliases: list[str]) -> None:
        self.handler, self.requests = BaseHandler(), RequestFactory()
        self.handler.load_middleware()
        self.times: Times = {}
        self.queries: dict[tuple[str, str], int] = {}
        self.pages = [("", BARE, "/bare/")]
        for alias in aliases:
            words = self.words_of(alias)
            for name, address in (PAGES | PLAIN).items():
                self.pages.append((alias, name, address.format(**words)))

    def words_of(self, alias: str) -> dict[str, str]:
        """Return what fits this database: a profile, a rare word, the middle of the list."""
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


def main() -> None:
    """Prepare what is missing, measure, print the table."""
    if connections["default"].vendor != "postgresql":
        raise SystemExit("DATABASE_URL must name a PostgreSQL server to measure on.")
    prepare()
    django.setup()
    aliases = [alias for alias in settings.DATABASES if alias != "default"]
    bench = Bench(aliases)
    bench.run()
    print(table([*PAGES, *PLAIN], aliases, bench.times, bench.queries))


if __name__ == "__main__":
    main()
