"""Who has answered a wave, by industry and by size: counted in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from tablib import Dataset

from localization.models import FrameUnit, Wave
from localization.models.answers import ANSWERED, DRAFTED


@dataclass(frozen=True)
class Response:
    """A group of enterprises: how many are asked, have answered, have begun to."""

    label: str | Promise
    asked: int
    answered: int
    drafts: int

    @property
    def percent(self) -> Decimal | None:
        """Answers per hundred that are asked, to a tenth."""
        if not self.asked:
            return None
        return (Decimal(100) * self.answered / self.asked).quantize(Decimal("0.1"))


@dataclass(frozen=True)
class ResponseTable:
    """The groups of one kind, with all of them together."""

    title: str
    rows: list[Response]
    whole: Response


def response_tables(wave: Wave) -> list[ResponseTable]:
    """By industry, and by size."""
    strata = wave.units.order_by("industry__position", "industry__name_vi", "size")
    counts = strata.values_list("industry__name_vi", "size").annotate(
        asked=Count("pk"), answered=Count("pk", filter=ANSWERED), drafts=Count("pk", filter=DRAFTED)
    )
    rows = list(counts)
    industries = {industry: industry for industry, *_rest in rows}
    sizes = dict(FrameUnit.Size.choices)
    return [
        ResponseTable(_("Theo ngành"), _groups(rows, 0, industries), _whole(rows)),
        ResponseTable(_("Theo quy mô"), _groups(rows, 1, sizes), _whole(rows)),
    ]


def _groups(rows: list[tuple], at: int, labels: dict[str, str]) -> list[Response]:
    alike = {code: [row for row in rows if row[at] == code] for code in labels}
    return [_sum(labels[code], found) for code, found in alike.items() if found]


def _whole(rows: list[tuple]) -> Response:
    return _sum(_("Tất cả"), rows)


def _sum(label: str, rows: Iterable[tuple]) -> Response:
    return Response(label, *(sum(row[at] for row in rows) for at in (2, 3, 4)))


def as_dataset(tables: list[ResponseTable]) -> Dataset:
    """Both tables as one, for a download."""
    headers = [_("Phân theo"), _("Nhóm"), _("Được hỏi"), _("Đã trả lời")]
    data = Dataset(headers=[*headers, _("Tỷ lệ trả lời (%)"), _("Bản nháp")])
    for table in tables:
        for row in [*table.rows, table.whole]:
            percent = None if row.percent is None else float(row.percent)
            data.append([table.title, str(row.label), row.asked, row.answered, percent, row.drafts])
    return data
