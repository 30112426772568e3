"""Remind people of what is due; may be run as often as one likes, each reminder goes once."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from core.worker.daily import send_reminders


class Command(BaseCommand):
    help = _("Gửi các thư nhắc đã đến ngày; chạy lại không gửi trùng.")

    def handle(self, **options: object) -> None:
        self.stdout.write(_("Đã viết %(count)s thư nhắc, chờ gửi.") % {"count": send_reminders()})
