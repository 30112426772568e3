"""Addresses of following, below a programme's."""

from django.utils.translation import gettext_lazy as _

from programme.following.cards import card
from programme.following.feeds import AcceptedReports
from programme.following.views import FollowPage

FOLLOWING = [  # route, view, name
    (_("bao-cao.atom"), AcceptedReports(), "programme-feed"),
    (_("the-tinh-trang/"), card, "programme-card"),
    (_("theo-doi/"), FollowPage.as_view(), "programme-follow"),
    (_("nhiem-vu/<str:number>/bao-cao.atom"), AcceptedReports(), "task-feed"),
    (_("nhiem-vu/<str:number>/the-tinh-trang/"), card, "task-card"),
    (_("nhiem-vu/<str:number>/theo-doi/"), FollowPage.as_view(), "task-follow"),
]
