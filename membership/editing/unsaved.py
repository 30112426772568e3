"""What somebody has typed when their session ends: it comes back after they have logged in.

A form that a member was given carries a signed mark of whose it is. Only what comes with such a
mark is kept, one form an account: who is not signed in and has no mark stores nothing.
"""

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.timezone import now

from accounts.models import User
from membership.models import UnsavedText
from membership.models.unsaved import KEPT

MARK = "writer"
SALT = "portal.unsaved"
MAX_LENGTH = 100_000  # characters of one form


class UnsavedInputMixin:
    """View mixin for those who are logged in; a form sent without a session is not lost."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            _keep(request)
        return redirect_to_login(request.path)


def mark_of(user: User) -> str:
    """Return the mark that a form carries of whose it is."""
    return signing.dumps(user.pk, salt=SALT)


def _keep(request: HttpRequest) -> None:
    try:
        key = signing.loads(request.POST.get(MARK, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return
    sent = request.POST.copy()
    for name in (MARK, "csrfmiddlewaretoken"):
        sent.pop(name, None)
    text = sent.urlencode()
    fits = len(text) <= MAX_LENGTH and len(request.path) <= 200
    if fits and User.objects.filter(pk=key, is_active=True).exists():
        kept = {"path": request.path, "text": text, "at": now()}
        UnsavedText.objects.update_or_create(user_id=key, defaults=kept)


def unsaved_input(request: HttpRequest) -> QueryDict | None:
    """Return what was sent to this page before the log-in, once only."""
    kept = UnsavedText.objects.filter(user=request.user, path=request.path).first()
    if kept is None:
        return None
    kept.delete()
    return QueryDict(kept.text)
