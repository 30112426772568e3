"""Erase what one address has asked, when its person asks for that sooner than it is due."""

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from inquiries.models import Inquiry


class Command(BaseCommand):
    help = _("Xóa họ tên, địa chỉ và nội dung của các câu hỏi đã gửi từ một địa chỉ thư.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help=_("địa chỉ thư điện tử"))

    def handle(self, *, address: str, **options) -> None:
        count = Inquiry.objects.filter(email=address.strip().lower()).erase()
        self.stdout.write(_("Đã xóa nội dung của %d câu hỏi.") % count)
