"""Error pages in the site's look, which need neither database nor session."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.audit import record_refusal
from core.operations.database_errors import is_database_away, is_disk_full
from core.operations.logs import request_id
from portal.kept_form import kept_fields

RETRY_AFTER = 30  # seconds: a database that was started anew answers by then


def _page(
    request: HttpRequest, status: int, title: str, advice: str, **more: object
) -> HttpResponse:
    context = {
        "status": status,
        "title": title,
        "advice": advice,
        "without_person": True,
        "request_id": request_id.get(),
        **more,
    }
    return render(request, "portal/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent | RequestDataTooBig):
        return _page(
            request,
            413,
            _("Biểu mẫu gửi lên quá lớn"),
            _(
                "Chưa lưu gì. Bấm nút quay lại của trình duyệt: nội dung bạn gõ thường còn ở đó. "
                "Hãy bỏ bớt dòng hoặc tệp rồi gửi làm nhiều lần; mỗi lần gửi tối đa %(most)d MB."
            )
            % {"most": settings.REQUEST_MAX_BYTES // 1024**2},
        )
    return _page(
        request,
        400,
        _("Địa chỉ hoặc dữ liệu gửi lên không hợp lệ"),
        _("Hãy kiểm tra lại địa chỉ, hoặc bắt đầu lại từ trang chủ."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    record_refusal(request)
    return _page(
        request,
        403,
        _("Bạn không có quyền vào trang này"),
        _("Nếu công việc cần quyền này, hãy liên hệ quản trị viên tại Sở Công Thương."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("Phiên làm việc đã hết hạn"),
        _("Quay lại trang trước, tải lại rồi gửi lần nữa; trình duyệt cần cho phép cookie."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        404,
        _("Không tìm thấy trang"),
        _("Trang có thể đã được chuyển, hoặc địa chỉ gõ nhầm."),
    )


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        429,
        _("Quá nhiều lần thử"),
        _("Để bảo vệ các tài khoản, hệ thống tạm dừng nhận yêu cầu. Xin thử lại sau vài phút."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    error = sys.exception()
    if is_disk_full(error):
        return _unavailable(
            request,
            _("Máy chủ đã hết chỗ lưu"),
            _("Chưa lưu được gì. Quản trị viên cần thêm chỗ trên đĩa; xin thử lại sau."),
        )
    if is_database_away(error):
        return _unavailable(
            request,
            _("Cơ sở dữ liệu tạm thời không phản hồi"),
            _("Xin đợi khoảng nửa phút rồi thử lại."),
        )
    return _page(
        request,
        500,
        _("Hệ thống đang gặp lỗi"),
        _("Lỗi đã được ghi lại. Xin thử lại sau ít phút."),
    )


def _unavailable(request: HttpRequest, title: str, advice: str) -> HttpResponse:
    """Say that nothing can be saved now, and give back what was typed."""
    more = {"fields": kept_fields(request), "address": request.get_full_path()}
    page = _page(request, 503, title, advice, is_post=request.method == "POST", **more)
    page["Retry-After"] = str(RETRY_AFTER)
    page["Cache-Control"] = "private, no-store"
    return page
