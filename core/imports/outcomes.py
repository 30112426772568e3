"""The outcome of each row of a file, in words for people and for the report to download."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tablib import Dataset


class Result(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("Mới")
    DOUBTFUL = "doubtful", gettext_lazy("Mới, nghi trùng")
    UPDATED = "updated", gettext_lazy("Cập nhật")
    PROPOSED = "proposed", gettext_lazy("Đề nghị, chờ xét duyệt")
    SAME = "same", gettext_lazy("Không có gì mới")
    REFUSED = "refused", gettext_lazy("Có lỗi")
    NAME_ONLY = "name_only", gettext_lazy("Chỉ có tên, chưa nhập")
    NO_RECORD = "no_record", gettext_lazy("Không phải bản ghi")


# Rows that can be taken.
GOOD = {Result.NEW, Result.DOUBTFUL, Result.UPDATED, Result.PROPOSED, Result.SAME}


class MessageKind(models.TextChoices):
    """What a message about a row is."""

    ERROR = "error", gettext_lazy("Lỗi")
    DOUBT = "doubt", gettext_lazy("Nghi trùng")
    CHANGE = "change", gettext_lazy("Thay đổi")
    REPAIR = "repair", gettext_lazy("Đã xử lý")
    LEFT_OUT = "left_out", gettext_lazy("Bỏ trống")
    HINT = "hint", gettext_lazy("Gợi ý")


@dataclass
class Message:
    """A message about a row; `column` is empty where it concerns the whole row."""

    kind: str
    column: str
    text: str


@dataclass
class RowOutcome:
    """What becomes of the row with this number in the file."""

    number: int
    name: str
    result: str = Result.NEW
    messages: list[Message] = field(default_factory=list)
    group: str = ""  # of a new record, where the importer has groups
    strength: int = 0  # of its doubt, 1-100, where the importer measures it
    sheet: str = ""  # where rows of several sheets are read

    @property
    def place(self) -> str:
        """The row's number as people find it in the file."""
        return f"{self.sheet}: {self.number}" if self.sheet else str(self.number)

    def add_message(self, kind: MessageKind, column: str, text: str) -> None:
        self.messages.append(Message(kind, column, text))

    def of_kind(self, kind: str) -> list[Message]:
        return [message for message in self.messages if message.kind == kind]


def pack(outcomes: Iterable[RowOutcome]) -> bytes:
    """Return the outcomes as they are stored: the same outcomes give the same bytes."""
    rows = [asdict(outcome) for outcome in outcomes]
    return gzip.compress(json.dumps(rows, ensure_ascii=False).encode(), mtime=0)


def unpack(content: bytes | memoryview) -> list[RowOutcome]:
    """Return the outcomes that `pack` has stored."""
    rows = json.loads(gzip.decompress(content)) if content else []
    return [
        RowOutcome(**{**row, "messages": [Message(**each) for each in row["messages"]]})
        for row in rows
    ]


def count_results(outcomes: Iterable[RowOutcome]) -> dict[str, int]:
    """Count rows by result, and new records by group."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts[outcome.result] += 1
        if outcome.group:
            counts[outcome.group] += 1
    return dict(counts)


def report(outcomes: Iterable[RowOutcome], name_label: str | Promise) -> Dataset:
    """Return a table with one line a message, and one for each row without messages."""
    table = Dataset(
        headers=[_("Dòng"), str(name_label), _("Kết quả"), _("Loại"), _("Cột"), _("Nội dung")]
    )
    for outcome in outcomes:
        number = outcome.place if outcome.sheet else outcome.number
        start = [number, outcome.name, str(Result(outcome.result).label)]
        for message in outcome.messages or [Message("", "", "")]:
            kind = str(MessageKind(message.kind).label) if message.kind else ""
            table.append([*start, kind, message.column, message.text])
    return table
