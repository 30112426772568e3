"""URLs of an enterprise's answers to the survey."""

from django.urls import path

from localization.surveying.views import AnswerPage

app_name = "survey"
urlpatterns = [
    path("<int:year>/", AnswerPage.as_view(), name="answer"),
]
