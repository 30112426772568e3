"""Personal data of the account itself: how it is exported and erased."""

import json
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from accounts.models import User
from core.letters import forget_address
from core.models import AuditEvent


def export(user: User) -> dict:
    """Return the account's own records: never the password, nor the secrets of a second factor."""
    return {
        "username": user.username,
        "full_name": user.full_name,
        "email": user.email,
        "work_letters": user.work_letters,
        "work_seen": user.work_seen,
        "decision_notices": list(
            user.decision_notices.order_by("pk").values("model", "record_id", "noted_at")
        ),
        "joined": user.date_joined,
        "last_login": user.last_login,
        "email_addresses": list(
            user.emailaddress_set.order_by("pk").values("email", "verified", "primary")
        ),
        "second_factors": list(
            user.authenticator_set.order_by("pk").values("type", "created_at", "last_used_at")
        ),
        "consents": list(
            user.consents.order_by("given_at").values("version", "language", "given_at")
        ),
        "sessions": list(
            UserSession.objects.filter(user=user)
            .order_by("pk")
            .values("created_at", "ip", "user_agent")
        ),
        "audit_log": list(
            AuditEvent.objects.filter(actor=user)
            .order_by("pk")
            .values("at", "kind", "ip", "device")
        ),
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
    }


def erase(user: User) -> None:
    """Addresses, second factors, sessions, waiting letters, and names in the log of actions."""
    for session in list(sessions_of(user)):
        session.delete()
    UserSession.objects.filter(user=user).delete()
    forget_address(user.email)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.decision_notices.all().delete()
    of_person = ContentType.objects.get_for_model(User)
    LogEntry.objects.filter(content_type=of_person, object_id=str(user.pk)).update(
        object_repr=_("Tài khoản đã đóng")
    )


def sessions_of(user: User) -> Iterator[Session]:
    """Sessions that the person logged into, or in which their address was typed.

    Django keeps no index of them: all are read, which is seconds at most and seldom.
    """
    for session in Session.objects.iterator():
        content = session.get_decoded()
        if content.get(SESSION_KEY) == str(user.pk) or user.email in json.dumps(content):
            yield session


def clear_expired_sessions() -> None:
    """Delete the sessions that nobody can come back to, and where they were from."""
    SessionStore.clear_expired()
    alive = Session.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
