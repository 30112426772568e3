"""Make an account of staff, or invite one anew, and print the link that opens it."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.invitations import link_for
from accounts.models import User
from core.audit import Kind, record


class Command(BaseCommand):
    """The way in for a new portal's first administrator, without mail and without a password."""

    help = "Tạo tài khoản cán bộ (hoặc mời lại) và in đường dẫn dùng một lần để đặt mật khẩu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="Tên đăng nhập.")
        parser.add_argument("email", nargs="?", help="Địa chỉ thư; cần khi tài khoản chưa có.")
        parser.add_argument("--full-name", default="", help="Họ và tên.")
        parser.add_argument("--superuser", action="store_true", help="Quản trị viên, có mọi quyền.")

    def handle(
        self,
        *,
        username: str,
        email: str | None,
        full_name: str,
        superuser: bool,
        **options: object,
    ) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            user = self._make(username, email, full_name, superuser)
        if not user.is_active or not user.is_staff:
            raise CommandError(f"Tài khoản {username} không phải của cán bộ, hoặc đang bị khóa.")
        record(Kind.INVITATION, None, user, by="command")
        self.stdout.write("Mở đường dẫn này một lần, trong 3 ngày, để đặt mật khẩu:")
        self.stdout.write(link_for(user))

    def _make(self, username: str, email: str | None, full_name: str, superuser: bool) -> User:
        if not email:
            raise CommandError(f"Chưa có tài khoản {username}: hãy cho thêm địa chỉ thư.")
        user = User(
            username=username,
            email=email,
            full_name=full_name,
            is_staff=True,
            is_superuser=superuser,
        )
        user.set_unusable_password()
        try:
            user.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        user.save()
        return user
