"""Public addresses at which anyone checks a confirmation."""

from django.urls import path

from verification.confirmation.views import confirmation_check, confirmation_detail

app_name = "confirmations"
urlpatterns = [
    path("", confirmation_check, name="confirmation-check"),
    path("<str:code>/", confirmation_detail, name="confirmation-detail"),
]
