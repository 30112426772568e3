"""A question handed on, and its answer handed back: each in one transaction with its letters."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _

from inquiries.letters import tell_members, tell_sender
from inquiries.limits import count_or_refuse, may_write_at_once
from inquiries.models import Inquiry
from inquiries.receivers import is_askable
from membership.models.membership import locked


def ask(inquiry: Inquiry, request: HttpRequest) -> None:
    """Keep a question and write to all whom it concerns; the same form sent twice is once.

    ValidationError, with a message for people, where a limit is reached (code "limit"), nobody
    would receive it ("nobody"), or the form was sent before with other words ("sent").
    """
    if _was_sent(inquiry):
        return
    try:
        with transaction.atomic():  # what could not be stored counts for nothing
            count_or_refuse(inquiry, request)
            inquiry.told_at = now() if may_write_at_once(inquiry, request) else None
            _hand_on(inquiry, request)
    except IntegrityError:  # a double click, in this very moment
        if not _was_sent(inquiry):
            raise


def _was_sent(inquiry: Inquiry) -> bool:
    earlier = Inquiry.objects.filter(token=inquiry.token).first()
    if earlier and not earlier.repeats(inquiry):
        raise ValidationError(
            _(
                "Biểu mẫu này đã được gửi một lần. Nội dung bạn vừa sửa chưa được gửi; bấm gửi lần "
                "nữa để gửi thành một câu hỏi mới."
            ),
            code="sent",
        )
    return earlier is not None


def _hand_on(inquiry: Inquiry, request: HttpRequest) -> None:
    inquiry.enterprise = locked(inquiry.enterprise_id)  # its members change one by one
    if not is_askable(inquiry.enterprise):
        raise ValidationError(
            _("Doanh nghiệp hiện không còn người nhận câu hỏi qua Cổng. Câu hỏi chưa được gửi."),
            code="nobody",
        )
    inquiry.save()
    if inquiry.told_at:
        tell_members(inquiry, request)
    tell_sender(inquiry, "sent", request)


@transaction.atomic
def answer(inquiry: Inquiry, text: str, request: HttpRequest) -> None:
    """Answer by letter, once; ValidationError where the question was closed otherwise."""
    try:
        inquiry.reply(text, request.user)
    except ValidationError:
        if (inquiry.answer, inquiry.closed_by) != (text, request.user):
            raise
        return  # a double click
    tell_sender(inquiry, "answered", request)
