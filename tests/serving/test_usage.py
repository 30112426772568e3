"""What a process has counted is written when it ends in order."""

import sqlite3

from tests.serving.processes import PYTHON, answers, ask, free_port, running, until

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_a_portal_that_is_stopped_has_written_its_counts(data_folder):
    port = free_port()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PORTAL_ENV": "local"}
    settings |= {"PORT": port, "PORTAL_DATA": data_folder, "WEB_CONCURRENCY": 2}
    command = [PYTHON, "-m", "gunicorn", "portal.wsgi"]
    with running(command, data_folder / "log", **settings):
        until(lambda: answers(port), "no answer")
        for _time in range(4):
            assert ask(port, **{"User-Agent": FIREFOX}).status == 200
        assert counted(data_folder) == []
    assert counted(data_folder) == [("page", "accounts", "vi", 4)]


def counted(folder) -> list[tuple]:
    with sqlite3.connect(folder / "portal.sqlite3") as database:
        columns = "kind, room, language, sum(number)"
        found = database.execute(f"SELECT {columns} FROM core_usagecount GROUP BY 1, 2, 3")  # noqa: S608
        return found.fetchall()
