"""Write all that the portal keeps into one file, while it serves."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup.encryption import Cipher
from core.backup.errors import BackupError
from core.backup.making import Made, make_backup
from core.backup.place import portal_place


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và các tệp vào một tệp trong thư mục, khi cổng vẫn đang chạy."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="Thư mục chứa bản sao lưu.")
        key = parser.add_mutually_exclusive_group()
        key.add_argument("--age", metavar="KEY", help="Mã hóa bằng age: khóa công khai, hoặc tệp.")
        key.add_argument("--gpg", metavar="KEY", help="Mã hóa bằng GPG: khóa công khai, hoặc tệp.")
        parser.add_argument(
            "--keep", type=int, default=0, metavar="N", help="Chỉ giữ N bản mới nhất."
        )

    def handle(
        self, *, folder: Path, age: str | None, gpg: str | None, keep: int, **options: object
    ) -> None:
        if keep < 0:
            raise CommandError("--keep phải là số không âm.")
        cipher = Cipher("age", age) if age else Cipher("gpg", gpg) if gpg else None
        try:
            self._tell(make_backup(portal_place(), folder, cipher, keep))
        except (BackupError, OSError) as error:
            raise CommandError(f"Không sao lưu được: {error}") from error

    def _tell(self, made: Made) -> None:
        manifest = made.manifest
        self.stdout.write(
            f"Đã sao lưu vào {made.path} ({made.path.stat().st_size / 1e6:.1f} MB): "
            f"{sum(manifest.rows.values())} dòng trong {len(manifest.rows)} bảng, "
            f"{manifest.files} tệp."
        )
        if made.dropped:
            self.stdout.write(f"Đã xóa {len(made.dropped)} bản sao lưu cũ.")
