"""Staff who are members of an enterprise change its record as members do, never as staff.

What they write there a colleague reviews; here they would approve it themselves.
"""

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.transitions import own_error
from enterprises.models import Enterprise

READ_ONLY = _(
    "Bạn là thành viên của doanh nghiệp này nên ở đây chỉ được xem. Muốn thay đổi, hãy sửa trong "
    "hồ sơ ở mục “Doanh nghiệp của tôi” rồi gửi để cán bộ khác xét duyệt."
)
LEFT_OUT = _(
    "bạn là thành viên của doanh nghiệp này nên không sửa hồ sơ bằng bảng tính; hãy sửa trong mục "
    "“Doanh nghiệp của tôi” rồi gửi để cán bộ khác xét duyệt"
)


def own_records(user: AbstractBaseUser | AnonymousUser | None) -> set[int]:
    """Return the keys of the records that this person keeps as a member; the portal keeps none."""
    if user is None or user.pk is None:
        return set()
    own = Enterprise.objects.filter(memberships__user=user.pk)
    return set(own.values_list("pk", flat=True))


def is_own(request: HttpRequest, record: Enterprise | None) -> bool:
    """Whether the record is one that whoever asks keeps as a member; found out once a request."""
    if record is None:
        return False
    if not hasattr(request, "own_records"):
        request.own_records = own_records(request.user)
    return record.pk in request.own_records


def refuse_own_records(keys: Collection[int], user: AbstractBaseUser | None) -> None:
    """ValidationError where one of the records is this person's own."""
    if own_records(user) & {*keys}:
        raise own_error()
