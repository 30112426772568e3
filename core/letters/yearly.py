"""How many letters went in a year."""

from django.db.models import Min, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import Letter, UsageCount
from core.yearly_figures import Figure, Section, Year


def letters_in(year: Year) -> Section:
    """Return the letters of each kind that have gone; None for years before they were counted."""
    counted = UsageCount.objects.filter(kind=UsageCount.Kind.LETTER)
    since = counted.aggregate(first=Min("month"))["first"]
    within = counted.filter(month__year=year.number).order_by()
    numbers = dict(within.values_list("room").annotate(Sum("number")))
    is_known = since is not None and since.year <= year.number
    method = _("Thư mà máy chủ thư đã nhận, đếm khi gửi; thư bị xóa sau đó vẫn tính.")
    if is_known and since.year == year.number and since.month > 1:
        method += " " + _("Cổng đếm từ tháng %(month)s.") % {"month": f"{since:%m/%Y}"}
    kinds = [Figure(kind.label, numbers.get(kind, 0) if is_known else None) for kind in Letter.Kind]
    total = Figure(gettext_lazy("Tổng số thư"), sum(numbers.values()) if is_known else None)
    return Section(gettext_lazy("Thư điện tử đã gửi"), [*kinds, total], method)
