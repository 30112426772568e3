"""Addresses of an enterprise's questions in the account of its members."""

from django.urls import path

from inquiries.views import InquiryDetail, InquiryList

app_name = "inquiries"
urlpatterns = [
    path("", InquiryList.as_view(), name="inquiry-list"),
    path("<int:inquiry>/", InquiryDetail.as_view(), name="inquiry-detail"),
]
