"""How much may be asked: by one address, by one visitor, of one enterprise."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.limits import Limit, use_or_refuse
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
ENTERPRISE = Limit(
    "inquiry_enterprise",
    "60/d/key",
    _(
        "Doanh nghiệp này đã nhận rất nhiều câu hỏi trong 24 giờ qua nên Cổng tạm dừng chuyển "
        "thêm. Nội dung bạn gõ còn nguyên; xin gửi lại vào ngày mai."
    ),
)


def count_or_refuse(inquiry: Inquiry, request: HttpRequest) -> None:
    """Count one more question; ValidationError (code "limit"), and nothing counted, at a limit."""
    enterprise = str(inquiry.enterprise_id)
    use_or_refuse(request, (VISITOR, ""), (SENDER, inquiry.email), (ENTERPRISE, enterprise))
