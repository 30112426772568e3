"""`make bench`: which databases it makes, and the table that it prints."""

import pytest

from bench.databases import create, read_sizes, to_fill, url_of
from bench.fill import BASE
from bench.table import BARE, table


class FakeServer:
    """A cursor that knows the names of some databases and keeps what it is told."""

    def __init__(self, *names: str) -> None:
        self.names, self.made, self.asked = names, [], ""

    def execute(self, statement: str, values: tuple = ()) -> None:
        if values:
            self.asked = values[0]
        else:
            self.made.append(statement)

    def fetchone(self) -> tuple | None:
        return (1,) if self.asked in self.names else None


def test_sizes_are_read_in_order():
    assert read_sizes("100000 10000") == [10_000, 100_000]


@pytest.mark.parametrize("text", ["", "many", "1000 1000", "0", "-5", "15000"])
def test_a_wrong_size_is_refused(text):
    with pytest.raises(SystemExit, match="SIZES"):
        read_sizes(text)


def test_a_large_database_is_copied_from_a_smaller_one_that_is_filled_first():
    assert to_fill([1_000]) == [1_000]
    assert to_fill([1_000, 100_000]) == [1_000, BASE, 100_000]
    server = FakeServer()
    create(server, 100_000)
    assert server.made == ['CREATE DATABASE "portal_bench_100000" TEMPLATE "portal_bench_10000"']


def test_a_small_database_is_filled_anew():
    server = FakeServer()
    create(server, 1_000)
    assert server.made == ['CREATE DATABASE "portal_bench_1000" TEMPLATE "template1"']


def test_a_database_that_is_there_is_kept():
    server = FakeServer("portal_bench_1000")
    create(server, 1_000)
    assert server.made == []


@pytest.mark.parametrize(
    ("server", "url"),
    [
        ("postgres:///portal?host=/run/pg", "postgres:///portal_bench_1000?host=/run/pg"),
        ("postgres://me:pw@db:5433/portal", "postgres://me:pw@db:5433/portal_bench_1000"),
    ],
)
def test_databases_lie_on_the_server_of_the_url(server, url):
    assert url_of(server, "portal_bench_1000") == url


def test_the_table_tells_multiples_of_the_bare_page():
    times = {("", BARE): [0.004], ("small", "list"): [0.008] * 4, ("large", "list"): [0.012] * 4}
    assert table(["list"], ["small", "large"], times, {("small", "list"): 4}).splitlines() == [
        "Bare page: 4.0 ms",
        "",
        "| page | small | large | queries |",
        "|---|---|---|---|",
        "| list | 2.0 (2.0-2.0) | 3.0 (3.0-3.0) | 4/– |",
    ]
