"""The audit log: what was done that a later inquiry may ask about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One thing that somebody did or tried; written by `core.audit.record`, never changed.

    It names people by their numbers alone: a closed account leaves no name here.
    """

    class Kind(models.TextChoices):
        LOGIN = "login", _("Đăng nhập")
        LOGIN_FAILED = "login_failed", _("Đăng nhập không thành công")
        LOGIN_LIMITED = "login_limited", _("Tạm dừng nhận đăng nhập")
        SESSION_ENDED = "session_ended", _("Kết thúc phiên")
        INVITATION = "invitation", _("Mời mở tài khoản")
        FACTOR_ADDED = "factor_added", _("Thêm xác thực hai lớp")
        FACTOR_REMOVED = "factor_removed", _("Gỡ xác thực hai lớp")
        PASSWORD_CHANGED = "password_changed", _("Đổi mật khẩu")
        EMAIL_CHANGED = "email_changed", _("Đổi địa chỉ thư")
        ACCOUNT_CLOSED = "account_closed", _("Đóng tài khoản")
        PERMISSIONS_CHANGED = "permissions_changed", _("Đổi quyền")
        EXPORT = "export", _("Xuất dữ liệu")
        PRIVATE_READ = "private_read", _("Đọc dữ liệu riêng")
        FORBIDDEN = "forbidden", _("Bị từ chối truy cập")

    kind = models.CharField(_("việc"), max_length=20, choices=Kind.choices)
    at = models.DateTimeField(_("lúc"), auto_now_add=True, db_index=True)
    # No constraint in the database: the event outlives the account, and keeps its number.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người thực hiện"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    # What it was done to, as "app.model" and the record's key.
    model = models.CharField(_("loại bản ghi"), max_length=100, blank=True)
    record = models.CharField(_("bản ghi"), max_length=64, blank=True, db_index=True)
    detail = models.JSONField(_("chi tiết"), default=dict)
    ip = models.GenericIPAddressField(_("địa chỉ mạng"), null=True)
    device = models.CharField(_("trình duyệt"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("mục nhật ký an ninh")
        verbose_name_plural = _("nhật ký an ninh")
        ordering = ["-at", "-id"]
        default_permissions = ["view"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"
