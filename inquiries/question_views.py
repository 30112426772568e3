"""The public page on which anybody asks an enterprise."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from enterprises.models import Enterprise
from enterprises.profile.page import questions
from enterprises.redirects import moved_to
from inquiries.correspondence import ask
from inquiries.forms import InquiryForm
from inquiries.models import Inquiry
from inquiries.receivers import is_askable

TRAP = "link"  # a field that people do not see; programs fill it in


@method_decorator(never_cache, name="dispatch")  # each form has a token of its own
class InquiryCreate(FormView):
    """A question to a published, real enterprise, open to everyone."""

    template_name = "inquiries/create.html"
    form_class = InquiryForm

    def dispatch(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.enterprise = Enterprise.objects.published().real().filter(slug=slug).first()
        if self.enterprise is None:
            self.enterprise = Enterprise.objects.survivor_of(slug)
            if self.enterprise is None:
                raise Http404
            if request.method != "POST":  # what was typed before the merge is not lost
                return moved_to(reverse("asking:inquiry-create", args=[self.enterprise.slug]))
        self.token = _token(request.POST.get("token", ""))
        return super().dispatch(request, slug=slug)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if request.POST.get(TRAP):
            return self.done()
        return super().post(request, slug=slug)

    def get_initial(self) -> dict:
        user = self.request.user
        known = {"name": user.full_name, "email": user.email} if user.is_authenticated else {}
        return {"text": questions(), **known}

    def get_form_kwargs(self) -> dict:
        user = self.request.user
        draft = Inquiry(
            enterprise=self.enterprise,
            asked_by=user if user.is_authenticated else None,
            language=get_language(),
            token=self.token,
        )
        return {**super().get_form_kwargs(), "instance": draft}

    def form_valid(self, form: InquiryForm) -> HttpResponse:
        try:
            ask(form.instance, self.request)
        except ValidationError as error:
            return self._refused(form, error)
        if form.links:
            messages.warning(self.request, _taken_out(form.links))
        return self.done()

    def _refused(self, form: InquiryForm, error: ValidationError) -> HttpResponse:
        form.add_error(None, error)
        if error.code == "sent":
            self.token = uuid4()
        page = self.form_invalid(form)
        page.status_code = 429 if error.code == "limit" else 200
        return page

    def done(self) -> HttpResponse:
        return redirect("asking:inquiry-sent", self.enterprise.slug)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            enterprise=self.enterprise,
            can_be_asked=is_askable(self.enterprise),
            token=self.token,
            trap=TRAP,
            trail=_trail(self.enterprise),
            **kwargs,
        )


@require_safe
def inquiry_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what happens next; open to everyone, and the same whatever was sent."""
    enterprise = get_object_or_404(Enterprise.objects.published().real(), slug=slug)
    context = {"enterprise": enterprise, "trail": _trail(enterprise)}
    return render(request, "inquiries/sent.html", context)


def _token(text: str) -> UUID:
    """Return the form's own token, or a new one where it brought none."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _taken_out(number: int) -> str:
    text = ngettext(
        "Cổng đã bỏ %(number)d liên kết khỏi nội dung trước khi chuyển.",
        "Cổng đã bỏ %(number)d liên kết khỏi nội dung trước khi chuyển.",
        number,
    )
    return text % {"number": number}


def _trail(enterprise: Enterprise) -> list[tuple[str, str]]:
    return [
        (reverse("enterprises:enterprise-list"), _("Doanh nghiệp")),
        (enterprise.get_absolute_url(), enterprise.name),
    ]
