"""Checking a confirmation, open to everyone who has its code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from verification.codes import read_code
from verification.confirmation.forms import CodeForm
from verification.models.confirmations import Confirmation

CHECK = reverse_lazy("confirmations:confirmation-check")


@require_safe
def confirmation_check(request: HttpRequest) -> HttpResponse:
    """Show the form for a code; a known one leads on to its page, any other is echoed as typed."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if not form.is_valid():
        return _page(request, "check", form=form)
    code = form.cleaned_data["code"]
    if not Confirmation.objects.public().filter(code=code).exists():
        return _page(request, "check", status=404, form=form, unknown=request.GET["code"])
    return HttpResponseRedirect(reverse("confirmations:confirmation-detail", args=[code]))


@require_safe
def confirmation_detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is valid today; a draft's code is as unknown as one that was never issued."""
    known = Confirmation.objects.public().for_page()
    confirmation = known.filter(code=read_code(code)).first()
    if confirmation is None:
        typed = code[:40]
        form = CodeForm(initial={"code": typed})
        return _page(request, "check", status=404, form=form, unknown=typed)
    return _page(request, "detail", confirmation=confirmation)


def _page(request: HttpRequest, name: str, status: int = 200, **context) -> HttpResponse:
    """Show a page for the one who has the paper, not for search engines."""
    context["trail"] = [(CHECK, _("Tra cứu giấy xác nhận"))] if "confirmation" in context else []
    response = render(request, f"verification/confirmation/{name}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response
