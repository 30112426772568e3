"""Addresses of accounts: the views of allauth that the portal uses, and its own."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _

from accounts import security_views, views


class Base36Converter(StringConverter):
    """The person in the link of a letter: it ends at the hyphen before the key."""

    regex = "[0-9A-Za-z]+"


register_converter(Base36Converter, "base36")

urlpatterns = [
    path("", views.home, name="account_home"),
    path(_("ho-ten/"), views.name, name="account_name"),
    path(_("thu-bao-viec/"), views.work_letters, name="account_work_letters"),
    path(_("du-lieu-ca-nhan/"), views.personal_data_page, name="account_personal_data"),
    path(_("du-lieu-ca-nhan/dong-y/"), views.consent, name="account_consent"),
    path(_("du-lieu-ca-nhan/tai-ve/"), views.download, name="account_data_download"),
    path(_("dong-tai-khoan/"), views.close, name="account_close"),
    path(_("dang-ky/"), account.signup, name="account_signup"),
    path(_("dang-nhap/"), account.login, name="account_login"),
    path(_("dang-xuat/"), account.logout, name="account_logout"),
    path(_("tam-khoa/"), account.account_inactive, name="account_inactive"),
    path(_("nhap-lai-mat-khau/"), account.reauthenticate, name="account_reauthenticate"),
    path(_("thu-dien-tu/"), account.email, name="account_email"),
    path(
        _("xac-nhan-thu/"),
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path(
        _("xac-nhan-thu/<str:key>/"),
        security_views.ConfirmEmailView.as_view(),
        name="account_confirm_email",
    ),
    path(
        _("loi-moi/<base36:uidb36>-<str:key>/"),
        security_views.invitation,
        name="account_invitation",
    ),
    path(_("phien/"), security_views.sessions, name="account_sessions"),
    path(_("phien/ket-thuc/"), security_views.sessions_end, name="account_sessions_end"),
    path(_("doi-mat-khau/"), account.password_change, name="account_change_password"),
    path(_("quen-mat-khau/"), account.password_reset, name="account_reset_password"),
    path(
        _("quen-mat-khau/da-gui/"), account.password_reset_done, name="account_reset_password_done"
    ),
    path(
        _("quen-mat-khau/<base36:uidb36>-<str:key>/"),
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(_("xac-thuc-hai-lop/"), second_factor.index, name="mfa_index"),
    path(_("xac-thuc-hai-lop/nhap-ma/"), second_factor.authenticate, name="mfa_authenticate"),
    path(
        _("xac-thuc-hai-lop/nhap-lai-ma/"), second_factor.reauthenticate, name="mfa_reauthenticate"
    ),
    path(
        _("xac-thuc-hai-lop/bat/"),
        security_views.ActivateTOTPView.as_view(),
        name="mfa_activate_totp",
    ),
    path(_("xac-thuc-hai-lop/tat/"), totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        _("xac-thuc-hai-lop/ma-du-phong/"),
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        _("xac-thuc-hai-lop/ma-du-phong/tao/"),
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        _("xac-thuc-hai-lop/ma-du-phong/tai-ve/"),
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
