"""What becomes of each row of a file, in words for people and for the report to download."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tablib import Dataset


class Result(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("Mới")
    DOUBTFUL = "doubtful", gettext_lazy("Mới, nghi trùng")
    UPDATED = "updated", gettext_lazy("Cập nhật")
    SAME = "same", gettext_lazy("Không có gì mới")
    REFUSED = "refused", gettext_lazy("Có lỗi")


class Kind(models.TextChoices):
    """What a message about a row is."""

    ERROR = "error", gettext_lazy("Lỗi")
    DOUBT = "doubt", gettext_lazy("Nghi trùng")
    CHANGE = "change", gettext_lazy("Thay đổi")
    REPAIR = "repair", gettext_lazy("Đã xử lý")
    HINT = "hint", gettext_lazy("Gợi ý")


@dataclass
class Message:
    """One thing to say about a row; `column` is empty where it concerns the whole row."""

    kind: str
    column: str
    text: str


@dataclass
class Outcome:
    """What becomes of the row with this number in the file."""

    number: int
    name: str
    result: str = Result.NEW
    messages: list[Message] = field(default_factory=list)
    locality: str = ""  # of a new record

    def say(self, kind: Kind, column: str, text: str) -> None:
        self.messages.append(Message(kind, column, text))

    def of_kind(self, kind: str) -> list[Message]:
        return [message for message in self.messages if message.kind == kind]


def packed(outcomes: Iterable[Outcome]) -> bytes:
    """The outcomes as they are kept: the same outcomes give the same bytes."""
    rows = [asdict(outcome) for outcome in outcomes]
    return gzip.compress(json.dumps(rows, ensure_ascii=False).encode(), mtime=0)


def unpacked(content: bytes) -> list[Outcome]:
    """The outcomes that `packed` has kept."""
    rows = json.loads(gzip.decompress(content)) if content else []
    return [
        Outcome(**{**row, "messages": [Message(**each) for each in row["messages"]]})
        for row in rows
    ]


def counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many rows came to which result, and how many lie in which locality if new."""
    counts = Counter()
    for outcome in outcomes:
        counts[outcome.result] += 1
        if outcome.locality:
            counts[outcome.locality] += 1
    return dict(counts)


def report(outcomes: Iterable[Outcome]) -> Dataset:
    """A table with one line a message, and one for each row about which there is nothing to say."""
    table = Dataset(
        headers=[_("Dòng"), _("Tên doanh nghiệp"), _("Kết quả"), _("Loại"), _("Cột"), _("Nội dung")]
    )
    for outcome in outcomes:
        start = [outcome.number, outcome.name, str(Result(outcome.result).label)]
        for message in outcome.messages or [Message("", "", "")]:
            kind = str(Kind(message.kind).label) if message.kind else ""
            table.append([*start, kind, message.column, message.text])
    return table
