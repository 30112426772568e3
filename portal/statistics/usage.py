"""How much the portal is used, and what people look for in vain."""

from collections import Counter, defaultdict

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from core.charts import bar_chart, column_chart
from core.models import FruitlessSearch, UsageCount
from core.usage.rooms import BACK_OFFICE, room_label
from portal.statistics.tables import Chapter, Row, StatisticsTable, last_months

Kind = UsageCount.Kind
SHOWN = (Kind.PAGE, Kind.SEARCH, Kind.FRUITLESS, Kind.DOWNLOAD)
TOP = 100  # words that found nothing
Counts = Counter[tuple]


def method() -> str:
    """Return how use is counted, and what the figures leave out."""
    return _(
        "Đếm trên máy chủ, không dùng cookie, không lưu địa chỉ mạng hay trình duyệt. Không tính "
        "robot tự xưng tên và trang báo lỗi. Trang công khai được máy chủ trung gian giữ 60 giây, "
        "các lượt xem lại trong lúc đó không đếm được, nên số thực tế cao hơn. Số đếm chưa kịp "
        "ghi khi máy chủ bị ngắt đột ngột (tối đa khoảng một phút của mỗi tiến trình) bị mất."
    )


def chapter() -> Chapter:
    """Return use by month, room and language, and searches without result."""
    months = last_months()
    kept = UsageCount.objects.filter(month__gte=months[0].first, kind__in=SHOWN).order_by()
    columns = ("month", "kind", "room", "language")
    found = kept.values_list(*columns).annotate(Sum("number"))
    numbers = {tuple(key): number for *key, number in found}
    return Chapter(
        _("Sử dụng Cổng"),
        [_by_month(numbers, months), _by_room(numbers), _by_language(numbers), _in_vain()],
    )


def public_by_month(numbers: dict[tuple, int]) -> dict[object, Counter[str]]:
    """Add up the public rooms by month and kind."""
    by_month: dict[object, Counter[str]] = defaultdict(Counter)
    for (month, kind, room, _language), number in numbers.items():
        if room != BACK_OFFICE:
            by_month[month][kind] += number
    return by_month


def by_room(numbers: dict[tuple, int]) -> list[tuple[str, Counter[str]]]:
    """Add up each room by kind, the most used first."""
    rooms: dict[str, Counter[str]] = defaultdict(Counter)
    for (_month, kind, room, _language), number in numbers.items():
        rooms[room][kind] += number
    return sorted(rooms.items(), key=lambda pair: (-pair[1][Kind.PAGE], pair[0]))


def _headings(first: str) -> tuple[str, ...]:
    return (first, *(str(kind.label) for kind in SHOWN))


def _by_month(numbers: dict[tuple, int], months) -> StatisticsTable:
    counted = public_by_month(numbers)
    rows = [Row((str(month), *(counted[month.first][kind] for kind in SHOWN))) for month in months]
    headings = _headings(_("Tháng"))
    chart = column_chart([(row.cells[0], row.cells[1:2]) for row in rows], headings[1:2])
    title = _("Trang công khai theo tháng")
    return StatisticsTable("usage", title, headings, rows, _source(), method(), chart)


def _by_room(numbers: dict[tuple, int]) -> StatisticsTable:
    rows = [
        Row((str(room_label(room)), *(counted[kind] for kind in SHOWN)))
        for room, counted in by_room(numbers)
    ]
    chart = bar_chart([row.cells[:2] for row in rows])
    headings, title = _headings(_("Mục của Cổng")), _("Theo mục, 24 tháng gần nhất")
    note = _("Trang quản trị chỉ đếm lượt xem trang.")
    return StatisticsTable("rooms", title, headings, rows, _source(), note, chart)


def _by_language(numbers: dict[tuple, int]) -> StatisticsTable:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for (_month, kind, room, language), number in numbers.items():
        if room != BACK_OFFICE:
            counted[language][kind] += number
    rows = [
        Row((str(label), *(counted[code][kind] for kind in SHOWN)))
        for code, label in settings.LANGUAGES
    ]
    headings, title = _headings(_("Ngôn ngữ")), _("Theo ngôn ngữ, 24 tháng gần nhất")
    note = _("Chỉ tính trang công khai.")
    return StatisticsTable("languages", title, headings, rows, _source(), note)


def _in_vain() -> StatisticsTable:
    shown = FruitlessSearch.objects.shown()[:TOP]
    return StatisticsTable(
        "fruitless",
        _("Từ tìm không có kết quả"),
        (_("Từ tìm (không dấu)"), _("Số lượt"), _("Số ngày có người tìm")),
        [Row((row.words, row.number, row.days)) for row in shown],
        _source(),
        _(
            "Chỉ hiện từ được tìm vào ít nhất %(days)d ngày khác nhau, tối đa %(top)d từ; trước đó "
            "Cổng không lưu nội dung. Từ dài quá 60 ký tự, giống địa chỉ thư, trang web, số điện "
            "thoại hoặc mã số không được đếm. Từ không ai tìm lại trong 12 tháng được xóa."
        )
        % {"days": FruitlessSearch.DAYS, "top": TOP},
    )


def _source() -> str:
    return _("Bộ đếm sử dụng của Cổng.")
