"""Load made-up enterprises, logins, a programme and a survey for a try-out; never in production."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.backends import DEMO_PASSWORD as PASSWORD
from accounts.models import User
from core.models import LoadedFixture
from enterprises.demo import COUNT, load_demo_enterprises
from enterprises.models import Enterprise
from localization.demo import load_demo_survey
from membership.models import Membership
from membership.models.membership import Role
from programme.demo import load_demo_matters, load_demo_programme
from programme.models import Agency, Officer

# In LoadedFixture.
NAME, PROGRAMME, MATTERS, SURVEY = "demo", "demo_programme", "demo_matters", "demo_survey"


@dataclass(frozen=True)
class Login:
    """A demo account: staff of a group, an agency's officer, who keeps a profile, a superuser."""

    username: str
    full_name: str
    group: str = ""
    agency: str = ""
    is_member: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


LOGINS = [
    Login("quantri", "Quản trị hệ thống (minh họa)"),
    Login("sct", "Cán bộ Sở Công Thương (minh họa)", "Cán bộ Sở Công Thương"),
    Login("sct2", "Cán bộ thứ hai của Sở Công Thương (minh họa)", "Cán bộ Sở Công Thương"),
    Login("stc", "Cán bộ Sở Tài chính (minh họa)", "Cán bộ Sở Tài chính (thẩm định kinh phí)"),
    Login(
        "thongke",
        "Cán bộ Thống kê (minh họa)",
        "Cán bộ Thống kê (khảo sát nội địa hóa)",
    ),
    Login("bcd", "Thành viên Ban Chỉ đạo (minh họa)", "Thành viên Ban Chỉ đạo"),
    Login("skhcn", "Cán bộ Sở Khoa học và Công nghệ (minh họa)", "Cán bộ đơn vị", "skhcn"),
    Login("hepza", "Cán bộ Ban Quản lý các KCX và CN (minh họa)", "Cán bộ đơn vị", "hepza"),
    Login("doanhnghiep", "Chủ một doanh nghiệp (minh họa)", is_member=True),
]


class Command(BaseCommand):
    help = "Nạp doanh nghiệp, tài khoản, chương trình và khảo sát minh họa, mỗi thứ một lần."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=COUNT, help="Số doanh nghiệp minh họa.")

    def handle(self, *, count: int, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("Không nạp dữ liệu minh họa vào máy chủ chính thức.")
        if not LoadedFixture.objects.filter(name=NAME).exists():
            self._load(count)
        demo_logins().update(is_demo=True)  # accounts of before the second factor, too
        if not LoadedFixture.objects.filter(name=PROGRAMME).exists():
            self._load_programme()
        if not LoadedFixture.objects.filter(name=MATTERS).exists():
            self._load_matters()
        if not LoadedFixture.objects.filter(name=SURVEY).exists():
            self._load_survey()
        self._print_logins()

    @transaction.atomic
    def _load(self, count: int) -> None:
        if not LoadedFixture.objects.exists():
            raise CommandError("Chưa có dữ liệu gốc: hãy chạy `manage.py load_data` trước.")
        LoadedFixture.objects.create(name=NAME)
        self.stdout.write(f"  {load_demo_enterprises(count)} doanh nghiệp minh họa")
        password = make_password(PASSWORD)
        for login in LOGINS:
            create_account(login, password)

    @transaction.atomic
    def _load_programme(self) -> None:
        LoadedFixture.objects.create(name=PROGRAMME)
        staff = demo_logins().filter(username="sct").first()
        self.stdout.write(f"  {load_demo_programme(staff)} báo cáo của chương trình minh họa")

    @transaction.atomic
    def _load_matters(self) -> None:
        LoadedFixture.objects.create(name=MATTERS)
        staff = demo_logins().filter(username="sct").first()
        count = load_demo_matters(staff)
        self.stdout.write(f"  {count} chỉ đạo, khó khăn, đề án, sản phẩm, kiểm tra minh họa")

    @transaction.atomic
    def _load_survey(self) -> None:
        LoadedFixture.objects.create(name=SURVEY)
        staff = demo_logins().filter(username="sct").first()
        self.stdout.write(f"  {load_demo_survey(staff)} phiếu của cuộc khảo sát minh họa")

    def _print_logins(self) -> None:
        rows = demo_logins().filter(is_active=True).order_by("id")
        if rows:
            self.stdout.write(f"  Tài khoản minh họa (mật khẩu ban đầu: {PASSWORD}):")
        for user in rows:
            self.stdout.write(f"    {user.username:<12}{user.full_name}")


def demo_logins() -> QuerySet[User]:
    """Return the demo accounts that are left; one that staff made under such a name is not one."""
    own = [Q(username=login.username, email=login.email) for login in LOGINS]
    return User.objects.filter(reduce(or_, own))


def create_account(login: Login, password: str) -> None:
    """Make one demo account, unless someone has that name or address already."""
    if User.objects.filter(Q(username=login.username) | Q(email=login.email)).exists():
        return
    user = User.objects.create(
        username=login.username,
        email=login.email,
        full_name=login.full_name,
        password=password,
        is_staff=not login.is_member,
        is_demo=True,
        is_superuser=not (login.group or login.is_member),
    )
    profile = Enterprise.objects.filter(is_demo=True).order_by("pk").first()
    if login.is_member and profile:
        Membership.objects.create(enterprise=profile, user=user, role=Role.OWNER)
    try:
        if login.group:
            user.groups.add(Group.objects.get(name=login.group))
        if login.agency:
            Officer.objects.create(user=user, agency=Agency.objects.get(code=login.agency))
    except ObjectDoesNotExist as error:
        raise CommandError(
            f"Thiếu nhóm '{login.group}' hoặc đơn vị '{login.agency}': hãy chạy "
            "`manage.py load_data` trước, hoặc bỏ dữ liệu minh họa (DEMO=0)."
        ) from error
