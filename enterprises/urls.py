"""Public addresses of the enterprise directory."""

from django.urls import path

from enterprises.views import EnterpriseDetail, EnterpriseList

app_name = "enterprises"
urlpatterns = [
    path("", EnterpriseList.as_view(), name="enterprise-list"),
    path("<slug:slug>/", EnterpriseDetail.as_view(), name="enterprise-detail"),
]
