"""Remind owners of what ends soon; may be run as often as one likes, each reminder goes once."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from enterprises.reminders import send_reminders


class Command(BaseCommand):
    help = _("Nhắc chủ quản hồ sơ về chứng nhận sắp hết hạn (trước 90, 30 và 7 ngày).")

    def handle(self, **options) -> None:
        self.stdout.write(_("Đã gửi %(count)s thư nhắc.") % {"count": send_reminders()})
