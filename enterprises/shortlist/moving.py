"""At log-in, what was chosen in the browser becomes the account's."""

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from enterprises.shortlist import chosen


@receiver(user_logged_in, dispatch_uid="shortlist-moves-to-the-account")
def bring_along(request: HttpRequest, user: User, **kwargs) -> None:
    """Move the list, and say so; a log-out ends the session, so the next one begins with none."""
    if chosen.KEY not in request.session:
        return
    shortlist = chosen.AccountShortlist(user, request.session)
    shortlist.take_over()
    if waiting := len(shortlist.brought):
        messages.warning(request, no_room(waiting), fail_silently=True)
    else:
        text = _("Danh sách chọn trên trình duyệt này đã được chuyển vào tài khoản của bạn.")
        messages.info(request, text, fail_silently=True)


def no_room(waiting: int) -> str:
    """Return a notice of how many did not find room, and what makes room."""
    return ngettext(
        "Danh sách chọn của tài khoản đã đủ %(most)s doanh nghiệp nên %(count)s doanh nghiệp chọn "
        "trước khi đăng nhập chưa vào được. Hãy bỏ bớt trước khi đăng xuất; các doanh nghiệp đó sẽ "
        "vào chỗ trống.",
        "Danh sách chọn của tài khoản đã đủ %(most)s doanh nghiệp nên %(count)s doanh nghiệp chọn "
        "trước khi đăng nhập chưa vào được. Hãy bỏ bớt trước khi đăng xuất; các doanh nghiệp đó sẽ "
        "vào chỗ trống.",
        waiting,
    ) % {"most": chosen.MAX_ENTRIES, "count": waiting}
