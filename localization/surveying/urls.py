"""Addresses of an enterprise's answers to the survey."""

from django.urls import path

from localization.surveying.views import SurveyAnswer

app_name = "survey"
urlpatterns = [
    path("<int:year>/", SurveyAnswer.as_view(), name="answer"),
]
