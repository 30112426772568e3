"""Following by e-mail, open to everyone: ask, confirm, end. Links carry the proof of an address."""

from allauth.core.ratelimit import respond_429
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from core.limits import Limit
from programme.following.followed import Followed
from programme.following.forms import FollowForm
from programme.following.letters import ask_to_confirm
from programme.models import Subscription
from programme.pages import ProgrammePage

SENT = "da-gui"
FOLLOW = Limit("follow", "20/h/ip")
read_and_post = require_http_methods(["GET", "HEAD", "POST"])


@method_decorator(never_cache, name="dispatch")
class FollowPage(ProgrammePage, FormView):
    """The form, and after it the same words for every address."""

    template_name = "programme/following/follow.html"
    form_class = FollowForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.followed = Followed.at(**kwargs)
        self.programme = self.followed.programme
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not FOLLOW.use(request):
            return respond_429(request)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: FollowForm) -> HttpResponse:
        if not form.is_by_machine:
            self._ask(form.cleaned_data["email"])
        return HttpResponseRedirect(f"{self.request.path}?{SENT}=1")

    def _ask(self, email: str) -> None:
        programme, number = self.followed.programme, self.followed.number
        if asked := Subscription.ask(programme, number, email, get_language()):
            ask_to_confirm(*asked)

    def get_context_data(self, **kwargs) -> dict:
        sent = SENT in self.request.GET
        return super().get_context_data(followed=self.followed, sent=sent, **kwargs)

    def trail(self) -> list[tuple[str, str]]:
        above = [(self.followed.detail, self.followed.title)]
        return [*super().trail(), *above] if self.followed.number else super().trail()


@never_cache
@read_and_post
def follow_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button for the first letter's link: mail programs open links by themselves."""
    subscription = Subscription.objects.asked_with(token)
    if subscription and request.method == "POST":
        subscription.confirm()
    status = 200 if subscription else 404
    return render(
        request, "programme/following/confirm.html", _context(subscription), status=status
    )


# A mail program posts here without cookie or page before it (RFC 8058); the token is the proof.
@csrf_exempt
@never_cache
@read_and_post
def follow_end(request: HttpRequest, token: str) -> HttpResponse:
    """End at once the subscription that a letter's link belongs to; twice is once."""
    subscription = Subscription.objects.written_with(token)
    if subscription and request.method == "POST":
        subscription.delete()
        subscription = None
    return render(request, "programme/following/end.html", _context(subscription))


def _context(subscription: Subscription | None) -> dict:
    followed = Followed.by(subscription) if subscription else None
    return {"subscription": subscription, "followed": followed}
