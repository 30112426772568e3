"""The forms of accounts: allauth's, with the portal's labels and what the portal asks besides."""

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.login_limits import CLOSING, count_code
from accounts.models import Consent, User
from accounts.passwords import GuessablePasswordValidator
from accounts.role_fields import RolesField
from accounts.second_factor import counter_of, use_code
from core.limits import give_back, use_or_refuse
from core.text import normalise


class LabelsAlone:
    """A form whose fields are named by their labels: allauth's placeholders say the same twice."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class FullNameField(forms.CharField):
    """A person's name as the portal keeps text."""

    def __init__(self, **kwargs) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "name"})
        super().__init__(label=_("Họ và tên"), max_length=150, widget=widget, **kwargs)

    def clean(self, value: str) -> str:
        return super().clean(" ".join(normalise(value or "").split()))


class LoginForm(LabelsAlone, account.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Thư điện tử hoặc tên đăng nhập")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        # The way to a forgotten password stands below the form, as a link of its own.
        self.fields["password"].help_text = ""


class SignupForm(LabelsAlone, account.SignupForm):
    """A new account: the person's name, address, password, and consent to the notice shown."""

    full_name = FullNameField()
    consent = forms.BooleanField(
        label=_(
            "Tôi đã đọc thông báo về xử lý dữ liệu cá nhân và đồng ý để Sở Công Thương "
            "xử lý dữ liệu của tôi như đã nêu."
        ),
        error_messages={"required": _("Cần đồng ý với thông báo thì mới mở được tài khoản.")},
    )
    field_order = ["full_name", "email", "password1", "password2", "consent"]
    contact = settings.CONTACT_EMAIL

    @property
    def wording(self) -> str:
        return Consent.wording()

    def clean(self) -> dict:
        """Refuse a password that holds the name just typed; allauth knows the address alone."""
        cleaned = super().clean()
        if password := cleaned.get("password1"):
            person = User(full_name=cleaned.get("full_name", ""), email=cleaned.get("email", ""))
            try:
                GuessablePasswordValidator().validate(password, person)
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Two sign-ups with one address at the same moment: the later finds the account there."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def save(self, request: HttpRequest) -> User:
        user = super().save(request)
        Consent.objects.create(user=user, language=get_language())
        return user


class ResetPasswordForm(LabelsAlone, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(LabelsAlone, account.ResetPasswordKeyForm):
    pass


class FirstPasswordForm(ResetPasswordKeyForm):
    """The first password of somebody invited."""


class ChangePasswordForm(LabelsAlone, account.ChangePasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class AddEmailForm(LabelsAlone, account.AddEmailForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Thư điện tử mới")


class ReauthenticateForm(LabelsAlone, account.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class CloseAccountForm(ReauthenticateForm):
    """Closing cannot be taken back, so the password is asked whenever it was given last."""

    def clean_password(self) -> str:
        counted = use_or_refuse(context.request, (CLOSING, ""))
        password = super().clean_password()
        give_back(counted)
        return password


class FactorCodeForm(LabelsAlone):
    """A code of the app, or one of the recovery codes, which counts once."""

    def clean_code(self) -> str:
        counted = count_code(context.request, self.user)
        for factor in self.user.authenticator_set.order_by("-type"):
            if use_code(factor, self.cleaned_data["code"]):
                give_back(counted)
                self.authenticator = factor
                return self.cleaned_data["code"]
        raise get_factor_adapter().validation_error("incorrect_code")


class AuthenticateForm(FactorCodeForm, second_factor.AuthenticateForm):
    pass


class ReauthenticateByCodeForm(FactorCodeForm, second_factor.ReauthenticateForm):
    pass


class ActivateTOTPForm(LabelsAlone, totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        code = super().clean_code()
        self.counter = counter_of(self.secret, code)
        return code


class FullNameForm(forms.ModelForm):
    """One's own name, to put right."""

    full_name = FullNameField()

    class Meta:
        model = User
        fields = ["full_name"]


class WorkLettersForm(forms.ModelForm):
    """When somebody of staff is written to about work that waits."""

    class Meta:
        model = User
        fields = ["work_letters"]
        widgets = {"work_letters": forms.RadioSelect}


class InvitedPersonForm(forms.ModelForm):
    """An account for somebody else, without a password until the person sets one."""

    is_staff = forms.BooleanField(
        label=_("Cán bộ, được vào trang quản trị"), required=False, initial=True
    )
    groups = RolesField()

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "is_staff", "groups"]

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)
