"""How much was imported in a year."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from core.imports.outcomes import Result
from core.models import SpreadsheetImport
from core.yearly_figures import Figure, Section, Year


def imports_in(year: Year) -> Section:
    """Return the files that were written in a year, and what became of their rows."""
    begin, end = year.bounds
    uploaded = SpreadsheetImport.objects.filter(created_at__gte=begin, created_at__lt=end)
    found = uploaded.filter(state=SpreadsheetImport.State.DONE).values_list("counts", flat=True)
    files, rows = 0, Counter[str]()
    for counts in found:
        files += 1
        rows.update(counts)
    new = rows[Result.NEW] + rows[Result.DOUBTFUL]
    return Section(
        _("Nhập dữ liệu từ bảng tính"),
        [
            Figure(_("Tệp đã nhập xong"), files),
            Figure(_("Bản ghi mới"), new),
            Figure(_("Bản ghi được cập nhật"), rows[Result.UPDATED]),
        ],
        _("Theo ngày tải tệp lên; tệp không được xác nhận thì không tính."),
    )
