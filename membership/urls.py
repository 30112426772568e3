"""Addresses of an account's enterprises: registering, claiming, members, invitations."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from membership import claims, invitations, members, views

app_name = "membership"
urlpatterns = [
    path("", views.MyEnterprises.as_view(), name="enterprise-list"),
    path(_("dang-ky/"), views.EnterpriseRegister.as_view(), name="enterprise-register"),
    path(_("nhan-quan-ly/<slug:slug>/"), claims.ClaimCreate.as_view(), name="claim-create"),
    path(_("de-nghi/<int:pk>/rut/"), claims.claim_withdraw, name="claim-withdraw"),
    path(_("de-nghi/<int:pk>/tep/"), claims.claim_evidence, name="claim-evidence"),
    path(_("<int:pk>/thanh-vien/"), members.MemberList.as_view(), name="member-list"),
    path(_("<int:pk>/thanh-vien/roi/"), members.member_leave, name="member-leave"),
    path(
        _("<int:pk>/thanh-vien/<int:member>/vai-tro/"), members.member_set_role, name="member-role"
    ),
    path(_("<int:pk>/thanh-vien/<int:member>/xoa/"), members.member_remove, name="member-remove"),
    path(
        _("<int:pk>/loi-moi/<int:invitation>/rut/"),
        members.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(_("loi-moi/<int:pk>/nhan/"), invitations.invitation_accept, name="invitation-accept"),
    path(_("loi-moi/<str:token>/"), invitations.InvitationPage.as_view(), name="invitation"),
]
