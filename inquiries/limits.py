"""How much may be asked: by one address, by one visitor, of one enterprise."""

from collections.abc import Iterator

from allauth.core.internal.ratelimit import consume
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from inquiries.models import Inquiry

LIMITS = {  # number / time / by what it is counted
    "inquiry_sender": "20/d/key",
    "inquiry_visitor": "30/h/ip",
    "inquiry_enterprise": "60/d/key",
}


def count_or_refuse(inquiry: Inquiry, request: HttpRequest) -> None:
    """Count one more question; ValidationError (code "limit"), and nothing counted, at a limit."""
    counted = []
    for action, key, message in _counts(inquiry):
        usage = consume(request, app="enterprises", action=action, config=LIMITS, key=key)
        if usage is None:
            for earlier in counted:
                earlier.rollback()
            raise ValidationError(message, code="limit")
        counted.append(usage)


def _counts(inquiry: Inquiry) -> Iterator[tuple[str, str, str]]:
    """Each limit's name, what it is counted by, and what somebody reads who has reached it."""
    yield (
        "inquiry_visitor",
        "",
        _(
            "Từ mạng của bạn đã có quá nhiều câu hỏi được gửi trong một giờ qua. Nội dung bạn gõ "
            "còn nguyên; xin gửi lại sau một giờ."
        ),
    )
    yield (
        "inquiry_sender",
        inquiry.email,
        _(
            "Địa chỉ thư này đã gửi quá nhiều câu hỏi trong 24 giờ qua. Nội dung bạn gõ còn "
            "nguyên; xin gửi lại vào ngày mai."
        ),
    )
    yield (
        "inquiry_enterprise",
        str(inquiry.enterprise_id),
        _(
            "Doanh nghiệp này đã nhận rất nhiều câu hỏi trong 24 giờ qua nên Cổng tạm dừng chuyển "
            "thêm. Nội dung bạn gõ còn nguyên; xin gửi lại vào ngày mai."
        ),
    )
