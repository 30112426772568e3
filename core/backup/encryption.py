"""Encrypted on the way to the disk, with a public key: what opens a backup is not on the server."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.backup.errors import BackupError

PACKAGES = {"age": "age", "gpg": "gnupg"}  # programs, by the endings that they give


@dataclass(frozen=True)
class Cipher:
    """A program that encrypts for whoever has the private key to a public one."""

    program: str  # also the ending of its files
    key: str

    def command(self) -> list[str]:
        """Return what turns standard input into standard output."""
        if self.program == "age":
            return ["age", "--encrypt", *self._recipient("--recipients-file", "--recipient")]
        recipient = self._recipient("--recipient-file", "--recipient")
        # Whoever names the key has chosen it: no web of trust is asked.
        return ["gpg", "--batch", "--quiet", "--trust-model", "always", *recipient, "--encrypt"]

    def _recipient(self, of_file: str, of_key: str) -> list[str]:
        return [of_file if Path(self.key).is_file() else of_key, self.key]


@contextmanager
def writing(file: IO[bytes], cipher: Cipher | None) -> Iterator[IO[bytes]]:
    """Yield what to write to, so that the file is encrypted where a cipher is given."""
    if cipher is None:
        yield file
        return
    process = _started(cipher.command(), stdin=subprocess.PIPE, stdout=file)
    assert process.stdin  # noqa: S101 -- for the type checker
    try:
        with process.stdin as stream:
            yield stream
    except BrokenPipeError:
        pass  # it ended before it had read all; the next line says why
    _must_succeed(cipher.program, process)


@contextmanager
def reading(path: Path, identity: str = "") -> Iterator[IO[bytes]]:
    """Yield the content of a backup, decrypted by the program that its ending names."""
    program = path.suffix.removeprefix(".")
    if program not in PACKAGES:
        with path.open("rb") as file:
            yield file
        return
    process = _started(_opening(program, identity, path), stdout=subprocess.PIPE)
    assert process.stdout  # noqa: S101 -- for the type checker
    try:
        with process.stdout as stream:
            yield stream
            while stream.read(1024 * 1024):
                pass  # what follows the archive's end
    except BackupError:
        process.terminate()
        _must_succeed(program, process)  # a wrong key explains an unreadable archive
        raise
    _must_succeed(program, process)


def _opening(program: str, identity: str, path: Path) -> list[str]:
    if program == "gpg":
        return ["gpg", "--quiet", "--decrypt", str(path)]
    if not identity:
        raise BackupError("Bản sao lưu được mã hóa bằng age: hãy chỉ tệp khóa riêng (--identity).")
    return ["age", "--decrypt", "--identity", identity, str(path)]


def _started(command: list[str], **streams: object) -> subprocess.Popen[bytes]:
    if not shutil.which(command[0]):
        raise BackupError(
            f"Chưa cài chương trình {command[0]}. Cài đặt: apt install {PACKAGES[command[0]]}"
        )
    return subprocess.Popen(command, stderr=subprocess.PIPE, **streams)  # type: ignore[call-overload]  # noqa: S603


def _must_succeed(program: str, process: subprocess.Popen[bytes]) -> None:
    complaint = process.stderr.read() if process.stderr else b""
    if process.wait() > 0:
        said = complaint.decode(errors="replace").strip()[-500:]
        raise BackupError(f"{program} không thành công: {said}")
