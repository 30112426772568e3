"""Put a backup in place of what is there, while nothing runs."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.errors import BackupError
from core.backup.place import portal_place
from core.backup.restoring import Restored, restore_backup


class Command(BaseCommand):
    help = "Khôi phục một bản sao lưu; kiểm tra toàn bộ trước khi thay. Cổng phải dừng."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "source", type=Path, metavar="DIR", help="Tệp sao lưu, hoặc thư mục: lấy bản mới nhất."
        )
        parser.add_argument(
            "--replace", action="store_true", help="Xóa dữ liệu đang có và thay bằng bản sao lưu."
        )
        parser.add_argument(
            "--identity", default="", metavar="FILE", help="Tệp khóa riêng của age."
        )

    def handle(self, *, source: Path, replace: bool, identity: str, **options: object) -> None:
        try:
            self._tell(restore_backup(portal_place(), source, replace, identity))
        except (BackupError, OSError) as error:
            raise CommandError(f"Không khôi phục được, dữ liệu giữ nguyên: {error}") from error

    def _tell(self, restored: Restored) -> None:
        manifest = restored.manifest
        self.stdout.write(
            f"Đã khôi phục {restored.path}, sao lưu lúc {manifest.made_at}: "
            f"{sum(manifest.rows.values())} dòng trong {len(manifest.rows)} bảng, "
            f"{manifest.files} tệp; số dòng và mã kiểm tra đều khớp."
        )
        if restored.missing:
            self.stdout.write(
                f"Bản sao lưu cũ hơn phiên bản này {len(restored.missing)} bước: "
                "hãy chạy `manage.py migrate`."
            )
