"""What a backup says of itself: when, of which database and version, how many, which checksums."""

import json
from dataclasses import asdict, dataclass, field

from core.backup.databases import Counts
from core.backup.errors import BackupError

FORM = 1  # of the archive; a later form gets another number


@dataclass
class Stored:
    """Size in bytes and SHA-256 of a member of the archive."""

    size: int
    sha256: str


@dataclass
class Manifest:
    """The last member of an archive: one that was cut off has none."""

    made_at: str
    vendor: str
    version: int  # main version of the database server
    migrations: list[str] = field(default_factory=list)
    rows: Counts = field(default_factory=dict)  # by table
    members: dict[str, Stored] = field(default_factory=dict)  # by name in the archive
    form: int = FORM

    def dumps(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @property
    def files(self) -> int:
        """How many files people have uploaded."""
        return len(self.members) - 1

    @property
    def bytes(self) -> int:
        return sum(stored.size for stored in self.members.values())


def loads(text: bytes) -> Manifest:
    """Read a manifest; BackupError where it is none, or one of a later form."""
    try:
        read = json.loads(text)
        members = {name: Stored(**stored) for name, stored in read.pop("members").items()}
        manifest = Manifest(**read, members=members)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError("Bản kê của bản sao lưu không đọc được.") from error
    if manifest.form != FORM:
        raise BackupError("Bản sao lưu có dạng mà phiên bản này chưa biết.")
    return manifest


def must_match(manifest: Manifest, found: dict[str, Stored]) -> None:
    """Raise BackupError unless the archive holds what its manifest says, byte for byte."""
    names = {*manifest.members, *found}
    wrong = sorted(name for name in names if manifest.members.get(name) != found.get(name))
    if wrong:
        raise BackupError(
            f"Nội dung không khớp với bản kê ({len(wrong)} tệp): {', '.join(wrong[:5])}."
        )
