"""What is typed into a form of the back office is kept on the server within seconds.

A page that `keeps_typing` sends its whole form here every few seconds; the record itself changes
only by 'Lưu'. The page comes back with what was typed, its mistakes marked, until it is saved or
given up. The form carries a signed mark of whose it is, so that what is sent after the session's
end is kept too; who is not signed in and has no mark stores nothing.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from core.models import TypedForm
from core.models.typed import KEPT

MARK, PAGE, GIVE_UP = "writer", "typed_page", "give_up_typed"
OF_THE_PAGE = (MARK, PAGE, GIVE_UP, "csrfmiddlewaretoken", "form_key")
SALT = "core.typed"
MAX_LENGTH = 200_000  # characters of one form
MAX_FORMS = 50  # of one account


def mark_of(user: Any) -> str:
    """Return the mark that a form carries of whose it is."""
    return signing.dumps(user.pk, salt=SALT)


def keep(request: HttpRequest, data: QueryDict | None = None) -> bool:
    """Keep the form that was sent for the page that it names; whether that could be.

    `data` is given where what is to come back differs from what was sent.
    """
    user, path = _writer(request), request.POST.get(PAGE, "")
    sent = (request.POST if data is None else data).copy()
    for name in OF_THE_PAGE:
        sent.pop(name, None)
    text = sent.urlencode()
    is_page = path.startswith(reverse("admin:index")) and len(path) <= 200
    if user is None or not is_page or len(text) > MAX_LENGTH:
        return False
    with transaction.atomic():
        kept = {"text": text, "at": now()}
        TypedForm.objects.update_or_create(user_id=user, path=path, defaults=kept)
        own = TypedForm.objects.filter(user=user).order_by("-at", "-pk")
        TypedForm.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MAX_FORMS:])).delete()
    return True


def _writer(request: HttpRequest) -> int | None:
    """Return whose form it is: by its mark, and of whoever is signed in nobody else's."""
    try:
        marked = signing.loads(request.POST.get(MARK, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return None
    if request.user.is_authenticated:
        return marked if marked == request.user.pk else None
    staff = get_user_model().objects.filter(is_active=True, is_staff=True)
    return marked if staff.filter(pk=marked).exists() else None


def typed_form(request: HttpRequest) -> TypedForm | None:
    """Return what this person has typed into this page and not saved."""
    return TypedForm.objects.filter(user=request.user.pk, path=request.path).first()


def as_sent(typed: TypedForm) -> QueryDict:
    """Return what was typed, as if the form were sent now."""
    return QueryDict(typed.text)


def forget(request: HttpRequest) -> None:
    """Forget what was typed into this page: it is saved, or given up."""
    path = request.POST.get(PAGE) or request.path
    TypedForm.objects.filter(user=request.user.pk, path=path).delete()


@require_POST
def typed_view(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far; the response is a line that htmx puts below the form."""
    context = {"is_kept": keep(request), "is_over": not request.user.is_authenticated}
    response = TemplateResponse(request, "admin/typed/kept.html", context)
    response.is_unattended = True  # type: ignore[attr-defined]  # accounts.sessions reads it
    return response
