"""Public addresses of the enterprise directory."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from enterprises.attachments.views import attachment_file
from enterprises.directory.views import (
    EnterpriseDetail,
    EnterpriseList,
    enterprise_suggestions,
)
from enterprises.places.views import PlaceList, PlacePage
from enterprises.profile.views import enterprise_sheet
from enterprises.shortlist.views import ShortlistPage, comparison, shortlist_download

app_name = "enterprises"
urlpatterns = [
    path("", EnterpriseList.as_view(), name="enterprise-list"),
    path(_("goi-y/"), enterprise_suggestions, name="enterprise-suggestions"),
    path(_("dia-ban/"), PlaceList.as_view(), name="place-list"),
    path(_("dia-ban/<slug:value>/"), PlacePage.as_view(kind="ward"), name="place-ward"),
    path(_("khu-cong-nghiep/<slug:value>/"), PlacePage.as_view(kind="park"), name="place-park"),
    path(_("so-sanh/"), comparison, name="comparison"),
    path(_("danh-sach-chon/"), ShortlistPage.as_view(), name="shortlist"),
    path(_("danh-sach-chon.csv"), shortlist_download, {"form": "csv"}, "shortlist-csv"),
    path(_("danh-sach-chon.xlsx"), shortlist_download, {"form": "xlsx"}, "shortlist-xlsx"),
    path(_("<slug:slug>/ho-so.pdf"), enterprise_sheet, name="enterprise-sheet"),
    path(_("<slug:slug>/tai-lieu/<str:name>"), attachment_file, name="attachment-file"),
    path("<slug:slug>/", EnterpriseDetail.as_view(), name="enterprise-detail"),
]
