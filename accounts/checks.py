"""What `check --deploy` says of accounts."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from accounts.backends import DEMO_PASSWORD
from accounts.models import User


@register(Tags.security, deploy=True)
def no_demo_accounts(**kwargs: Any) -> list[CheckMessage]:
    """Refuse a database in which a demo account, or its password, is waiting to be tried."""
    try:
        demo = list(User.objects.filter(is_demo=True).values_list("username", flat=True))
        staff = list(User.objects.filter(is_staff=True, is_demo=False, is_active=True))
    except DatabaseError:  # no database yet, or none in reach: doctor tells
        return []
    weak = [user.username for user in staff if user.check_password(DEMO_PASSWORD)]
    found: list[CheckMessage] = []
    if demo:
        found.append(
            Error(
                f"Demo accounts in this database: {', '.join(demo)}.",
                hint="Load no demo data here; delete these accounts.",
                id="accounts.E001",
            )
        )
    if weak:
        found.append(
            Error(
                f"Accounts of staff with the demo password: {', '.join(weak)}.",
                hint="Invite them anew (manage.py invite_staff).",
                id="accounts.E002",
            )
        )
    return found
