"""Public addresses of the enterprise directory."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from enterprises.places.views import PlaceList, PlacePage
from enterprises.views import EnterpriseDetail, EnterpriseList, enterprise_suggestions

app_name = "enterprises"
urlpatterns = [
    path("", EnterpriseList.as_view(), name="enterprise-list"),
    path(_("goi-y/"), enterprise_suggestions, name="enterprise-suggestions"),
    path(_("dia-ban/"), PlaceList.as_view(), name="place-list"),
    path(_("dia-ban/<slug:value>/"), PlacePage.as_view(kind="ward"), name="place-ward"),
    path(_("khu-cong-nghiep/<slug:value>/"), PlacePage.as_view(kind="park"), name="place-park"),
    path("<slug:slug>/", EnterpriseDetail.as_view(), name="enterprise-detail"),
]
