"""Public addresses at which anyone asks an enterprise."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from inquiries.question_views import InquiryCreate, inquiry_sent

app_name = "asking"
urlpatterns = [
    path(_("<slug:slug>/hoi-hang/"), InquiryCreate.as_view(), name="inquiry-create"),
    path(_("<slug:slug>/hoi-hang/da-gui/"), inquiry_sent, name="inquiry-sent"),
]
