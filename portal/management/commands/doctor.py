"""Examine the portal and say what to do where something is wrong."""

from django.core.management.base import BaseCommand, CommandError

from core.operations import waits
from portal.doctor import examine


class Command(BaseCommand):
    """Ends with 1 when anything is wrong, for whoever runs it by the clock."""

    help = "Kiểm tra cấu hình, cơ sở dữ liệu, thư, tệp, hàng đợi, đồng hồ, tìm kiếm, sao lưu."
    requires_system_checks = []  # they are one of the examinations

    def handle(self, **options) -> None:
        waits.limit()
        wrong = 0
        for title, finding in examine():
            wrong += not finding.ok
            self.stdout.write(f"{'✓' if finding.ok else '✗'} {title}: {finding.detail}")
            if not finding.ok and finding.advice:
                self.stdout.write(f"  → {finding.advice}")
        if wrong:
            raise CommandError(f"{wrong} mục cần xử lý.")
        self.stdout.write("Mọi thứ đều ổn.")
