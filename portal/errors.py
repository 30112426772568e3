"""Error pages in the site's look, which need neither database nor session."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def _page(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    context = {"status": status, "title": title, "advice": advice, "without_person": True}
    return render(request, "portal/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TooManyFieldsSent | TooManyFilesSent | RequestDataTooBig):
        return _page(
            request,
            413,
            _("Biểu mẫu gửi lên quá lớn"),
            _(
                "Chưa lưu gì. Bấm nút quay lại của trình duyệt: nội dung bạn gõ thường còn ở đó. "
                "Hãy bỏ bớt dòng hoặc tệp rồi gửi làm nhiều lần."
            ),
        )
    return _page(
        request,
        400,
        _("Địa chỉ hoặc dữ liệu gửi lên không hợp lệ"),
        _("Hãy kiểm tra lại địa chỉ, hoặc bắt đầu lại từ trang chủ."),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
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
    return _page(
        request,
        500,
        _("Hệ thống đang gặp lỗi"),
        _("Lỗi đã được ghi lại. Xin thử lại sau ít phút."),
    )
