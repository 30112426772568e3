"""Addresses of following; they stand below a programme's slug too."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from programme.following.cards import card
from programme.following.feeds import AcceptedReports
from programme.following.views import FollowPage

urlpatterns = [
    path(_("bao-cao.atom"), AcceptedReports(), name="programme-feed"),
    path(_("the-tinh-trang/"), card, name="programme-card"),
    path(_("theo-doi/"), FollowPage.as_view(), name="programme-follow"),
    path(_("nhiem-vu/<str:number>/bao-cao.atom"), AcceptedReports(), name="task-feed"),
    path(_("nhiem-vu/<str:number>/the-tinh-trang/"), card, name="task-card"),
    path(_("nhiem-vu/<str:number>/theo-doi/"), FollowPage.as_view(), name="task-follow"),
]
