"""How long buyers wait for an answer, for statistics and the yearly report."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain

from django.utils.translation import gettext_lazy as _

from core.processing_times import TimedProcess
from inquiries.models import Inquiry


def _questions(is_demo: bool) -> Iterable[tuple[datetime, datetime | None]]:
    """Return when questions were sent and answered; what nobody will answer is left out."""
    asked = Inquiry.objects.filter(enterprise__is_demo=is_demo)
    answered = ((sent, closed) for _enterprise, sent, closed in asked.answer_times())
    waiting = asked.waiting().order_by().values_list("created_at", flat=True)
    return chain(answered, ((sent, None) for sent in waiting))


QUESTIONS = TimedProcess(
    name="questions",
    title=_("Hỏi hàng (doanh nghiệp trả lời)"),
    rule=_("Từ ngày gửi đến ngày doanh nghiệp trả lời; không tính câu hỏi bị gác lại."),
    cases=_questions,
    changelist="admin:inquiries_inquiry_changelist",
)
