"""What became of the directory in a year, from the histories of profiles."""

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from core.yearly_figures import Figure, Section, Year
from enterprises.models import Enterprise


def profiles_in(year: Year) -> Section:
    """Return the profiles that are real: public at the end, new and changed in the year."""
    begin, end = year.bounds
    versions = Enterprise.history.filter(is_demo=False, history_date__lt=end).order_by()
    last = versions.values("id").annotate(last=Max("history_id")).values("last")
    public = Enterprise.history.filter(history_id__in=last, state=Enterprise.State.PUBLISHED)
    shown = versions.filter(state=Enterprise.State.PUBLISHED).values("id")
    new = shown.annotate(first=Min("history_date")).filter(first__gte=begin)
    within = versions.filter(history_date__gte=begin)
    entered = within.filter(history_type="+").values("id").distinct()
    changed = within.filter(history_type="~").values("id").distinct()
    return Section(
        _("Hồ sơ doanh nghiệp"),
        [
            Figure(
                _("Hồ sơ đang công bố đến ngày lấy số liệu"),
                public.exclude(history_type="-").count(),
            ),
            Figure(_("Hồ sơ công bố lần đầu trong năm"), new.count()),
            Figure(_("Hồ sơ được nhập hoặc đăng ký trong năm"), entered.count()),
            Figure(_("Hồ sơ có thay đổi được lưu trong năm"), changed.count()),
        ],
        _(
            "Đếm từ lịch sử hồ sơ, không tính dữ liệu minh họa; thay đổi gồm cả chuyển tình trạng "
            "công bố."
        ),
    )
