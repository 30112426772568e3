"""The drills: each makes an accident happen to a running portal, and returns its figures."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from scripts.drills import state
from scripts.drills.portal import ROOT, Portal
from scripts.drills.servers import Postgres
from scripts.drills.visitors import Span, Written, write


@dataclass
class DrillResult:
    """The figures of a drill, and what went wrong."""

    figures: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def expect(self, is_so: bool, fault: str) -> None:
        if not is_so:
            self.faults.append(fault)


@dataclass
class Scene:
    """A portal that runs, its database's server where it has one, and how much is written."""

    portal: Portal
    server: Postgres | None
    paths: list[str]
    writes: int


def nothing_lost(scene: Scene, written: Written) -> DrillResult:
    """Compare what was answered with what is stored, and the letters with both."""
    result = DrillResult()
    stored = scene.portal.ask(state.TOKENS)
    letters = state.wait_for_letters(scene.portal)
    sent = state.letters_written(scene.portal)
    twice = sent - letters["states"].get("sent", 0)
    lost = set(written.taken) - set(stored)
    result.figures = {
        "answered": len(written.taken),
        "answers": dict(written.answers),
        "slowest answer": f"{written.slowest:.1f} s",
        "lost": len(lost),
        "doubled": len(stored) - len(set(stored)),
        "letters": letters["states"],
        "sent twice": f"{twice} ({letters['marked']} marked)",
    }
    result.expect(bool(written.taken), "nobody was answered")
    result.expect(not lost, f"{len(lost)} answered questions are not stored")
    result.expect(len(stored) == len(set(stored)), "a question is stored twice")
    result.expect(written.given_up == 0, f"{written.given_up} visitors gave up")
    result.expect(letters["open"] == 0, f"{letters['open']} letters never went")
    result.expect(letters["to_askers"] == len(stored), "a question without its letter")
    result.expect(0 <= twice <= letters["marked"], "a letter went twice and is not marked")
    result.expect(bool(scene.portal.processes("manage.py work")), "no worker is alive")
    result.expect(scene.portal.serves(), "the portal does not serve")
    return result


def no_accident(span: Span) -> None:
    """Let people write as on any day."""
    span.begun.set()


def kill(scene: Scene) -> DrillResult:
    """Kill the pages' processes and the worker again and again while people write."""
    killed = {"pages": 0, "worker": 0}

    def accident(span: Span) -> None:
        span.begun.set()
        while not span.done.wait(1.5):
            killed["pages"] += scene.portal.kill("gunicorn", but_first=True)
            killed["worker"] += scene.portal.kill("manage.py work")
            # On a slow machine they would be killed again before they have ever served.
            while not scene.portal.serves() and not span.done.wait(0.3):
                pass

    written = write([scene.portal.port], scene.paths, scene.writes, accident)
    result = nothing_lost(scene, written)
    result.figures = {"killed": killed, **result.figures}
    result.expect(all(killed.values()), "nothing was killed")
    return result


def database_away(scene: Scene) -> DrillResult:
    """Have the database stopped, or locked, for 12 seconds under load."""

    def accident(span: Span) -> None:
        if scene.server:
            scene.server.stop()
            span.begun.set()
            time.sleep(12)
            scene.server.start()
            return
        with sqlite3.connect(scene.portal.home / "portal.sqlite3", timeout=30) as database:
            database.execute("BEGIN EXCLUSIVE")
            span.begun.set()
            time.sleep(12)
        database.close()

    before = (scene.portal.home / "log").stat().st_size
    written = write([scene.portal.port], scene.paths, scene.writes // 2, accident)
    result = nothing_lost(scene, written)
    log = ((scene.portal.home / "log").stat().st_size - before) // 1000
    # A developer's log tells everything; production's tells each kind of error once a minute.
    result.figures["log"] = f"{log} kB"
    result.expect(written.slowest < 25, "an answer took longer than 25 s")
    is_noticed = written.slowest > 5 or set(written.answers) != {"302"}
    result.expect(is_noticed, "nobody noticed that the database was away")
    return result


def disk_full(scene: Scene) -> DrillResult:
    """Fill the disk on which the portal and its database lie, then make room again."""
    filler, tries = scene.portal.home / "filler", scene.writes // 10

    def accident(span: Span) -> None:
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
        span.begun.set()
        time.sleep(8)
        filler.unlink()

    written = write([scene.portal.port], scene.paths, tries, accident)
    if scene.server and not scene.portal.serves():
        scene.server.start()  # PostgreSQL stops where its log finds no room
    result = nothing_lost(scene, written)
    empty = [
        p for p in (scene.portal.home / "media").rglob("*") if p.is_file() and not p.stat().st_size
    ]
    result.expect(not empty, f"{len(empty)} empty pictures are left")
    return result


def mail_away(scene: Scene) -> DrillResult:
    """Take the mail server away while people write, and bring it back."""
    mail, away = scene.portal.home / "mail", scene.portal.home / "mail-away"
    mail.mkdir(exist_ok=True)
    mail.rename(away)
    mail.write_text("no folder: whoever writes here fails")
    written = write([scene.portal.port], scene.paths, scene.writes // 10, no_accident)
    time.sleep(3)
    waiting = scene.portal.ask(state.LETTERS)["states"]
    mail.unlink()
    away.rename(mail)
    result = nothing_lost(scene, written)
    result.figures["letters while it was away"] = waiting
    result.expect(waiting.get("waiting", 0) >= len(written.taken), "letters did not wait")
    return result


def backup_and_restore(scene: Scene) -> DrillResult:
    """Back up while people write; then back up, wipe, restore, and compare all."""
    folder = Path(f"{scene.portal.home}-backups")
    folder.mkdir()

    def accident(span: Span) -> None:
        span.begun.set()
        scene.portal.manage("backup", str(folder))

    try:
        written = write([scene.portal.port], scene.paths, scene.writes // 10, accident)
        result = nothing_lost(scene, written)
        scene.portal.stop()
        began = time.monotonic()
        scene.portal.manage("backup", str(folder))
        taken = time.monotonic() - began
        rows, files = scene.portal.ask(state.CHECKSUMS), _files(scene.portal.home)
        _wipe(scene)
        began = time.monotonic()
        scene.portal.manage("restore", str(folder))
        restored = time.monotonic() - began
        same = scene.portal.ask(state.CHECKSUMS) == rows
        result.figures |= {
            "backup": f"{taken:.1f} s",
            "restore": f"{restored:.1f} s",
            "tables": len(rows),
            "files": len(files),
        }
        result.expect(bool(files), "no file was there to be lost")
        result.expect(same, "a table differs after the restore")
        result.expect(_files(scene.portal.home) == files, "files differ after the restore")
        scene.portal.start()
        result.expect(scene.portal.serves(), "the restored portal does not serve")
    finally:
        shutil.rmtree(folder)
    return result


def _files(home: Path) -> dict[str, str]:
    """Return the checksum of each file that people have uploaded."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("media", "private")
        for path in sorted((home / folder).rglob("*"))
        if path.is_file() and not path.name.startswith(".")  # locks of what runs
    }


def _wipe(scene: Scene) -> None:
    for folder in ("media", "private"):
        shutil.rmtree(scene.portal.home / folder, ignore_errors=True)
    if scene.server:
        scene.server.recreate()
    for path in scene.portal.home.glob("portal.sqlite3*"):
        path.unlink()


def two_versions(scene: Scene) -> DrillResult:
    """Serve with the code of before the last migration beside today's, on the migrated database."""
    home = Path(f"{scene.portal.home}-before")
    before = _git("log", "-1", "--format=%H", "--", "*/migrations/0*.py")
    _git("worktree", "add", "--detach", "-f", str(home), f"{before}~1")
    old = Portal(scene.portal.home, scene.portal.environment.get("DATABASE_URL", ""), root=home)
    try:
        old.start_pages()
        ports = [scene.portal.port, old.port]
        written = write(ports, scene.paths, scene.writes // 5, no_accident)
        result = nothing_lost(scene, written)
        result.figures["before"] = _git("log", "-1", "--format=%h %s", f"{before}~1")
        bad = {status for status in written.answers if status.startswith("5")}
        result.expect(not bad, f"answers {bad}")
    finally:
        old.stop()
        _git("worktree", "remove", "--force", str(home))
    return result


def _git(*arguments: str) -> str:
    command = ["git", *arguments]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr}")
    return done.stdout.strip()


DRILLS: dict[str, Callable[[Scene], DrillResult]] = {
    "kill -9 of pages and worker": kill,
    "database away for 12 s": database_away,
    "mail server away": mail_away,
    "backup, wipe, restore": backup_and_restore,
    "two versions side by side": two_versions,
    "disk full": disk_full,
}
