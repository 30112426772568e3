"""What the Committee's page shows of inspections."""

from django.utils.translation import gettext as _

from core.templatetags.formatting import official_date
from programme.models import Inspection
from programme.steering import Item, Situation, SteeringSection, register


@register(position=8)
def inspections_to_follow(situation: Situation) -> SteeringSection:
    """Inspections that are not closed, the nearest deadline first."""
    rows = Inspection.objects.open().filter(programme=situation.programme)
    return SteeringSection(
        _("Kiểm tra đang theo dõi"),
        _("Xếp theo hạn khắc phục; theo dõi đến khi kết thúc."),
        [_item(each, situation) for each in rows.select_related("agency")],
    )


def _item(inspection: Inspection, situation: Situation) -> Item:
    words = {
        "inspection": inspection,
        "day": official_date(inspection.deadline),
        "state": inspection.get_state_display(),
    }
    if inspection.is_overdue(situation.today):
        text = _("%(inspection)s – QUÁ HẠN khắc phục từ %(day)s")
    elif inspection.deadline:
        text = _("%(inspection)s – hạn khắc phục %(day)s, %(state)s")
    else:
        text = _("%(inspection)s – %(state)s")
    return Item(text % words, inspection.get_admin_url())
