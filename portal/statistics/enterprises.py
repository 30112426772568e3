"""The directory in figures: aggregates of the database, however many enterprises there are."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from catalogue.models import Industry, Ward
from core.charts import bar_chart, column_chart
from enterprises.models import Enterprise, SearchEntry
from portal.statistics.tables import Chapter, Month, Row, StatisticsTable, last_months

State = Enterprise.State
DRAWN = 15  # bars of a chart; the table has all
VIEW = "enterprises.view_enterprise"
# Days since the last change: from the first on until before the second.
AGES = ((0, 30), (30, 90), (90, 180), (180, 365), (365, 730), (730, None))


def chapter(is_demo: bool) -> Chapter:
    """Return the tables of real records, or of demo ones."""
    directory = Directory(is_demo)
    return Chapter(
        _("Doanh nghiệp"),
        [
            directory.by_state(),
            directory.by_industry(),
            directory.by_ward(),
            directory.by_size(),
            directory.by_month(),
            directory.by_completeness(),
            directory.by_age(),
        ],
    )


class Directory:
    """The records that are counted."""

    def __init__(self, is_demo: bool) -> None:
        self.is_demo = is_demo
        self.records = Enterprise.objects.filter(is_demo=is_demo, merged_into=None).order_by()
        self.public = self.records.published()

    def by_state(self) -> StatisticsTable:
        numbers = _counts(self.records, "state")
        rows = [
            Row((str(state.label), numbers[state]), self._url(state__exact=state))
            for state in State
        ]
        source = _("Cơ sở dữ liệu doanh nghiệp, bản ghi đã gộp không tính.")
        return self._table("states", _("Theo tình trạng công bố"), rows, source=source)

    def by_industry(self) -> StatisticsTable:
        numbers = _counts(self.public, "industries")
        rows = [
            Row(
                (industry.name, numbers[industry.pk]),
                self._public_url(industries__id__exact=industry.pk),
            )
            for industry in Industry.objects.all()
        ]
        rows.append(Row((_("Chưa ghi ngành"), numbers[None])))
        method = _(
            "Doanh nghiệp có nhiều ngành được đếm ở từng ngành, nên tổng có thể lớn hơn số doanh "
            "nghiệp."
        )
        return self._table("industries", _("Theo ngành"), rows, method)

    def by_ward(self) -> StatisticsTable:
        numbers = _counts(self.public, "ward")
        names = {ward.pk: ward.name for ward in Ward.objects.filter(pk__in=filter(None, numbers))}
        known = [(key, numbers[key]) for key in names]
        known.sort(key=lambda pair: (-pair[1], names[pair[0]]))
        rows = [
            Row((names[key], number), self._public_url(ward__exact=key)) for key, number in known
        ]
        chart = bar_chart([row.cells for row in rows[:DRAWN]])
        rows.append(
            Row((_("Chưa xác định phường, xã"), numbers[None]), self._public_url(ward__isnull=True))
        )
        method = _("Biểu đồ vẽ tối đa %(number)d phường, xã có nhiều doanh nghiệp nhất.")
        title = _("Theo phường, xã, đặc khu")
        return self._table("wards", title, rows, method % {"number": DRAWN}, chart=chart)

    def by_size(self) -> StatisticsTable:
        numbers = _counts(self.public, "size_class")
        labels = [*Enterprise.SizeClass.choices, ("", _("Chưa ghi quy mô"))]
        rows = [
            Row((str(label), numbers[value]), self._public_url(size_class__exact=value))
            for value, label in labels
        ]
        return self._table("sizes", _("Theo quy mô"), rows)

    def by_month(self) -> StatisticsTable:
        months = last_months()
        begin, _end = months[0].bounds
        entered = self.records.filter(created_at__gte=begin)
        entered = Counter(dict(entered.values_list(TruncMonth("created_at")).annotate(Count("pk"))))
        entered = {moment.date(): number for moment, number in entered.items()}
        published = self._first_published(months)
        rows = [
            Row(
                (str(month), entered.get(month.first, 0), published[str(month)]),
                self._url(created_at__gte=month.bounds[0], created_at__lt=month.bounds[1]),
            )
            for month in months
        ]
        headings = (_("Tháng"), _("Nhập, đăng ký"), _("Công bố lần đầu"))
        return StatisticsTable(
            "months",
            _("Nhập, đăng ký và công bố theo tháng"),
            headings,
            rows,
            _("Cơ sở dữ liệu doanh nghiệp và lịch sử hồ sơ."),
            _(
                "Ngày nhập là ngày bản ghi được tạo; ngày công bố lấy từ lần đầu hồ sơ ở tình "
                "trạng công bố."
            ),
            column_chart([(row.cells[0], row.cells[1:]) for row in rows], headings[1:]),
            VIEW,
        )

    def _first_published(self, months: list[Month]) -> dict[str, int]:
        """Count by month the records that were published for the first time."""
        shown = Enterprise.history.filter(state=State.PUBLISHED, is_demo=self.is_demo)
        first = shown.order_by().values("id").annotate(first=Min("history_date"))
        return first.aggregate(**{str(month): _since("first", *month.bounds) for month in months})

    def by_completeness(self) -> StatisticsTable:
        entries = SearchEntry.objects.filter(is_public=True, is_demo=self.is_demo)
        tens: Counter[int] = Counter()
        for percent, number in _counts(entries.order_by(), "completeness").items():
            tens[min(percent // 10, 9)] += number
        rows = [
            Row((f"{10 * ten}–{10 * ten + (10 if ten == 9 else 9)} %", tens[ten]))
            for ten in range(10)
        ]
        method = _(
            "Tỷ lệ các phần của hồ sơ đã có nội dung, mỗi phần như nhau, như trang hồ sơ hiển thị."
        )
        return self._table("completeness", _("Theo mức đầy đủ của hồ sơ"), rows, method)

    def by_age(self) -> StatisticsTable:
        midnight = now()
        spans = [
            (midnight - timedelta(days=a), b and midnight - timedelta(days=b)) for a, b in AGES
        ]
        counted = {
            f"age{place}": Count("pk", filter=_within(*span)) for place, span in enumerate(spans)
        }
        numbers = self.public.aggregate(**counted)
        rows = [
            Row((label, numbers[f"age{place}"]), self._public_url(**_as_lookups(*spans[place])))
            for place, label in enumerate(_age_labels())
        ]
        method = _("Số ngày từ lần lưu gần nhất của hồ sơ đến lúc lấy số liệu.")
        return self._table("ages", _("Theo thời gian từ lần cập nhật gần nhất"), rows, method)

    def _table(self, name: str, title: str, rows: list[Row], method: str = "", **more):
        """Return a table of one number a line, drawn as bars."""
        source = more.pop("source", "") or _("Cơ sở dữ liệu doanh nghiệp, hồ sơ đang công bố.")
        chart = more.pop("chart", None) or bar_chart([row.cells for row in rows])
        headings = (_("Nhóm"), _("Số doanh nghiệp"))
        return StatisticsTable(name, title, headings, rows, source, method, chart, VIEW)

    def _url(self, **lookups: object) -> str:
        """Return the back office's list of the records that have this."""
        chosen = {"is_demo__exact": int(self.is_demo), "merged_into__isnull": True, **lookups}
        address = reverse("admin:enterprises_enterprise_changelist")
        return f"{address}?{urlencode(chosen)}"

    def _public_url(self, **lookups: object) -> str:
        return self._url(state__exact=State.PUBLISHED, **lookups)


def _counts(records: QuerySet, column: str) -> Counter:
    return Counter(dict(records.values_list(column).annotate(Count("pk"))))


def _since(column: str, begin: datetime, end: datetime) -> Count:
    """Count the rows from a moment on until before another one."""
    return Count(column, filter=Q(**{f"{column}__gte": begin, f"{column}__lt": end}))


def _within(newest: datetime, oldest: datetime | None) -> Q:
    return Q(**_as_lookups(newest, oldest))


def _as_lookups(newest: datetime, oldest: datetime | None) -> dict[str, datetime]:
    since = {"updated_at__gt": oldest} if oldest else {}
    return {"updated_at__lte": newest, **since}


def _age_labels() -> Iterator[str]:
    for begin, end in AGES:
        if end is None:
            yield _("Từ %(begin)d ngày trở lên") % {"begin": begin}
        elif begin:
            yield _("Từ %(begin)d đến dưới %(end)d ngày") % {"begin": begin, "end": end}
        else:
            yield _("Dưới %(end)d ngày") % {"end": end}
