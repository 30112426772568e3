"""Import a spreadsheet of any length, with the same rules as the back office."""

import sys
from pathlib import Path
from time import monotonic

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.models import User
from core.downloads import safe_table
from core.imports import bad_rows, jobs
from core.imports.importers import ChangedMeanwhile, CheckedFile
from core.imports.outcomes import Result, count_results, pack, report
from core.models import SpreadsheetImport
from enterprises.importing.importer import EnterpriseImporter

State = SpreadsheetImport.State


class Command(BaseCommand):
    """Check the file, write all of it or nothing, and say of every row what became of it."""

    help = _("Nhập doanh nghiệp từ bảng tính (.xlsx, .xls, .csv) không giới hạn số dòng.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--good-rows", action="store_true", help=_("nhập các dòng tốt, bỏ lại các dòng có lỗi")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("chỉ kiểm tra, không ghi"))
        parser.add_argument("--user", help=_("tên tài khoản đứng tên trong lịch sử thay đổi"))
        parser.add_argument(
            "--report", type=Path, help=_("tệp báo cáo .csv; mặc định nằm cạnh tệp nhập")
        )

    def handle(self, *, file: Path, dry_run: bool, user: str | None, **options) -> None:
        by = self._person(user)
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(error) from error
        job = SpreadsheetImport.objects.create(
            importer=EnterpriseImporter.name,
            file_name=file.name[-200:],
            created_by=by,
            state=State.WRITING,
        )
        try:
            checked = self._check(job, content)
            table = report(checked.outcomes, EnterpriseImporter.name_label)
            path = options["report"] or file.with_name(f"{file.stem}-bao-cao.csv")
            path.write_text(safe_table(table).export("csv"), "utf-8-sig")
            self.stdout.write(_("Báo cáo từng dòng: %(path)s") % {"path": path})
            if checked.bad_rows:
                bad = file.with_name(f"{file.stem}-dong-loi.xlsx")
                bad.write_bytes(bad_rows.workbook(checked.bad_rows))
                self.stdout.write(_("Các dòng có lỗi: %(path)s") % {"path": bad})
            if checked.has_errors and not options["good_rows"]:
                raise CommandError(_("Có dòng lỗi: chưa nhập dòng nào. Hãy xem báo cáo."))
            self._finish(job, checked, dry_run)
        finally:
            # A file that was not written leaves nothing behind that could be confirmed later.
            SpreadsheetImport.objects.filter(pk=job.pk).exclude(
                state__in=[State.INDEXING, State.DONE]
            ).delete()

    def _person(self, name: str | None) -> User | None:
        if name is None:
            return None
        try:
            return User.objects.get(username=name)
        except User.DoesNotExist as error:
            raise CommandError(_("Không có tài khoản %(name)s.") % {"name": name}) from error

    def _check(self, job: SpreadsheetImport, content: bytes) -> CheckedFile:
        job.report_progress = self._progress(_("Đã kiểm tra %(count)d dòng"))
        try:
            return jobs.check_file(job, content, limit=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _finish(self, job: SpreadsheetImport, checked: CheckedFile, dry_run: bool) -> None:
        counts = count_results(checked.outcomes)
        figures = ", ".join(f"{label}: {counts.get(code, 0)}" for code, label in Result.choices)
        self.stdout.write(
            _("Đã đọc %(count)d dòng. %(figures)s.")
            % {"count": len(checked.outcomes), "figures": figures}
        )
        if dry_run:
            self.stdout.write(_("Chỉ kiểm tra: chưa ghi gì."))
            return
        self._write(job, checked)

    def _write(self, job: SpreadsheetImport, checked: CheckedFile) -> None:
        job.counts = count_results(checked.outcomes)
        job.outcomes = pack(checked.outcomes)
        job.save(update_fields=["counts", "outcomes"])
        started = monotonic()
        try:
            jobs.write_all(job, checked)
        except ChangedMeanwhile as error:
            raise CommandError(
                _("Dữ liệu đã thay đổi trong lúc kiểm tra: chưa nhập dòng nào. Hãy chạy lại.")
            ) from error
        self.stdout.write(
            _("Đã ghi trong %(seconds).1f giây.") % {"seconds": monotonic() - started}
        )
        jobs.index_written(job, self._progress(_("Đã cập nhật tìm kiếm %(count)d doanh nghiệp")))

    def _progress(self, text: str):
        started = monotonic()

        def tell(done: int) -> None:
            end = "\r" if sys.stdout.isatty() else "\n"
            if done % 5_000 == 0 or end == "\r":
                progress = text % {"count": done}
                self.stdout.write(f"{progress} ({monotonic() - started:.0f} s)", ending=end)

        return tell
