"""What somebody has typed when their session ends: it comes back after they have logged in."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

KEY = "typed"
MAX_LENGTH = 200_000  # characters of one form


class UnsavedInputMixin:
    """View mixin for those who are logged in; a form sent without a session is not lost."""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            sent = request.POST.copy()
            sent.pop("csrfmiddlewaretoken", None)
            text = sent.urlencode()
            if len(text) <= MAX_LENGTH:
                request.session[KEY] = {request.path: text}
        return redirect_to_login(request.path)


def unsaved_input(request: HttpRequest) -> QueryDict | None:
    """Return what was sent to this page before the log-in, once only."""
    stored = request.session.get(KEY, {})
    if request.path not in stored:
        return None
    del request.session[KEY]
    return QueryDict(stored[request.path])
