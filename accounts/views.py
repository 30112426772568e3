"""One's own account: what it holds, the personal data, and how to close it."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts import personal_data
from accounts.closure import close_account
from accounts.forms import CloseAccountForm, FullNameForm, WorkLettersForm
from accounts.models import Consent
from core.audit import Kind, record


@require_safe
@never_cache
@login_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "account/home.html", {"consent": request.user.consents.first()})


@never_cache
@login_required
def name(request: HttpRequest) -> HttpResponse:
    form = FullNameForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu họ và tên."))
        return redirect("account_home")
    return render(request, "account/name.html", {"form": form})


@never_cache
@login_required
def work_letters(request: HttpRequest) -> HttpResponse:
    """Let staff choose when they are written to about work that waits for them."""
    if not request.user.is_staff:
        raise PermissionDenied
    form = WorkLettersForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu lựa chọn."))
        return redirect("account_home")
    return render(request, "account/work_letters.html", {"form": form})


@require_safe
@never_cache
def personal_data_page(request: HttpRequest) -> HttpResponse:
    """Show everyone the notice; show logged-in users also their consents, data and deletion."""
    context = {"wording": Consent.wording(), "contact": settings.CONTACT_EMAIL}
    if request.user.is_authenticated:
        consents = list(request.user.consents.all())
        context["consents"] = consents
        context["consent_is_due"] = Consent.CURRENT not in {c.version for c in consents}
    return render(request, "account/personal_data.html", context)


@require_POST
@login_required
def consent(request: HttpRequest) -> HttpResponse:
    Consent.objects.get_or_create(
        user=request.user, version=Consent.CURRENT, defaults={"language": get_language()}
    )
    messages.success(request, _("Đã ghi nhận sự đồng ý."))
    return redirect("account_personal_data")


@require_safe
@never_cache
@login_required
@reauthentication_required(app="allauth.account")
def download(request: HttpRequest) -> HttpResponse:
    """Return all that is stored of the person; who reads it has just given the password."""
    record(Kind.PRIVATE_READ, request, request.user, what="personal_data")
    answer = JsonResponse(
        personal_data.all_about(request.user),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    file_name = f"du-lieu-ca-nhan-{localdate():%Y-%m-%d}.json"
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


@never_cache
@sensitive_post_parameters("password")
@login_required
def close(request: HttpRequest) -> HttpResponse:
    if request.user.is_staff or request.user.is_superuser:
        raise PermissionDenied
    form = CloseAccountForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        record(Kind.ACCOUNT_CLOSED, request, request.user)
        close_account(request.user)
        logout(request)
        messages.success(
            request, _("Tài khoản đã được đóng và dữ liệu cá nhân của bạn đã được xóa.")
        )
        return redirect("account_login")
    return render(request, "account/close.html", {"form": form})
