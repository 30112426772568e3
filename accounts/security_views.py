"""What guards an account: invitations, the confirmed address, the second factor, sessions."""

from allauth.account import views as account
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp import views as totp
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.adapter import SIGNED_UP
from accounts.devices import device_name
from accounts.forms import ActivateTOTPForm, FirstPasswordForm
from accounts.invitations import accept, invited, log_in
from accounts.second_factor import may_enrol, passed_with
from accounts.sessions import end_sessions


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password1", "password2")
def invitation(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """Show the invited person a form for a password; then lead to the second factor."""
    user = invited(uidb36, key)
    if user is None:
        return render(request, "account/invitation.html", {"form": None})
    form = FirstPasswordForm(request.POST or None, user=user, temp_key=key)
    if request.method == "POST" and form.is_valid():
        if request.user.is_authenticated:
            logout(request)
        if accept(request, user, key, form.cleaned_data["password1"]):
            return log_in(request, user)
        return redirect(request.path)
    return render(request, "account/invitation.html", {"form": form, "invited": user})


class ConfirmEmailView(account.ConfirmEmailView):
    """A confirmed address; who only owns it, and typed no password here, sets a new one.

    Else somebody could open an account on another's address and wait until its owner confirms it.
    """

    def post(self, *args: str, **kwargs: str) -> HttpResponse:
        user = self.get_object().email_address.user
        is_new = user.last_login is None and user.has_usable_password()
        if not is_new or self.request.session.get(SIGNED_UP) == user.pk:
            return super().post(*args, **kwargs)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        super().post(*args, **kwargs)
        key = default_token_generator.make_token(user)
        messages.info(
            self.request, _("Địa chỉ đã được xác nhận. Hãy đặt mật khẩu cho tài khoản của bạn.")
        )
        return redirect("account_reset_password_from_key", user_pk_to_url_str(user), key)


class ActivateTOTPView(totp.ActivateTOTPView):
    """Enrolment: by invitation for staff; its code counts as this session's second factor."""

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        if request.user.is_authenticated and not may_enrol(request):
            return render(request, "mfa/totp/by_invitation.html")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        response = super().form_valid(form)
        passed_with(self.request, form.counter)
        return response


@require_safe
@never_cache
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """List where the account is logged in."""
    found = UserSession.objects.purge_and_list(request.user)
    rows = [(each, device_name(each.user_agent)) for each in found]
    rows.sort(key=lambda row: row[0].created_at, reverse=True)
    return render(request, "account/sessions.html", {"rows": rows})


@require_POST
@login_required
def sessions_end(request: HttpRequest) -> HttpResponse:
    """End one session of one's own, or all but this one."""
    one = request.POST.get("session", "")
    ended = end_sessions(request, request.user, "asked", only=int(one) if one.isdecimal() else None)
    text = ngettext("Đã kết thúc %(count)d phiên.", "Đã kết thúc %(count)d phiên.", ended)
    messages.success(request, text % {"count": ended})
    return redirect("account_sessions")
