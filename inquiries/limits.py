"""How much may be asked: by one address, by one visitor, of one enterprise."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.limits import Limit, network, use_or_refuse
from inquiries.models import Inquiry

VISITOR = Limit(
    "inquiry_visitor",
    "30/h/ip",
    _(
        "Từ mạng của bạn đã có quá nhiều câu hỏi được gửi trong một giờ qua. Nội dung bạn gõ "
        "còn nguyên; xin gửi lại sau một giờ."
    ),
)
SENDER = Limit(
    "inquiry_sender",
    "20/d/key",
    _(
        "Địa chỉ thư này đã gửi quá nhiều câu hỏi trong 24 giờ qua. Nội dung bạn gõ còn "
        "nguyên; xin gửi lại vào ngày mai."
    ),
)
# A sixth of what an enterprise gets letters about: no network alone fills its day.
VISITOR_OF_ENTERPRISE = Limit(
    "inquiry_visitor_of_enterprise",
    "10/d/key",
    _(
        "Từ mạng của bạn đã có quá nhiều câu hỏi gửi tới doanh nghiệp này trong 24 giờ qua. Nội "
        "dung bạn gõ còn nguyên; xin gửi lại vào ngày mai."
    ),
)
# Beyond it questions are taken in, and the members get one letter a day about all of them.
ENTERPRISE = Limit("inquiry_enterprise", "60/d/key")


def count_or_refuse(inquiry: Inquiry, request: HttpRequest) -> None:
    """Count one more question; ValidationError (code "limit"), and nothing counted, at a limit."""
    here = f"{network(request)} {inquiry.enterprise_id}"
    uses = (VISITOR, ""), (SENDER, inquiry.email), (VISITOR_OF_ENTERPRISE, here)
    use_or_refuse(request, *uses)


def may_write_at_once(inquiry: Inquiry, request: HttpRequest) -> bool:
    """Count one more letter to an enterprise; false where its members have had many today."""
    return ENTERPRISE.use(request, str(inquiry.enterprise_id)) is not None
