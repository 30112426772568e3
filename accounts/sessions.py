"""The sessions of an account: what prolongs one, and what ends the others."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from core.audit import Kind, record


def prolong_used_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let what a person does prolong a session of staff.

    A view that a page asks by itself (autosave, progress) marks its answer `is_unattended`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.session.accessed and not getattr(response, "is_unattended", False):
            request.session.use()
        return response

    return middleware


def end_sessions(request: HttpRequest | None, user: User, why: str, only: int | None = None) -> int:
    """End one session of the person, or all, never the one that asks; return how many."""
    own = request.session.session_key if request is not None else None
    others = UserSession.objects.filter(user=user).exclude(session_key=own or "")
    ended = list(others if only is None else others.filter(pk=only))
    for session in ended:
        session.end()
    if ended:
        record(Kind.SESSION_ENDED, request, user, why=why, sessions=len(ended))
    return len(ended)
