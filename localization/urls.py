"""Public addresses of the localization rates."""

from django.urls import path

from localization.views import IndustryPage, Overview

app_name = "localization"
urlpatterns = [
    path("", Overview.as_view(), name="overview"),
    path("<slug:slug>/", IndustryPage.as_view(), name="industry"),
]
