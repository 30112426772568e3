"""What the Committee's page shows of proposals to change targets and tasks."""

from django.utils.translation import gettext as _

from programme.models import AmendmentProposal
from programme.steering import Item, Situation, SteeringSection, register


@register(position=6)
def proposals_to_decide(situation: Situation) -> SteeringSection:
    """Proposals that nobody has decided on yet, the oldest first."""
    rows = AmendmentProposal.objects.open().filter(programme=situation.programme)
    rows = rows.select_related("agency", "task__group", "target")
    return SteeringSection(
        _("Đề nghị điều chỉnh chỉ tiêu, nhiệm vụ"),
        _("Đang chờ lấy ý kiến hoặc chờ quyết định (mục V.2 d của Quyết định)."),
        [_item(each) for each in rows],
    )


def _item(proposal: AmendmentProposal) -> Item:
    text = f"{proposal.agency}: {proposal} – {proposal.get_state_display()}"
    return Item(text, proposal.get_admin_url())
