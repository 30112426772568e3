"""URLs of the pages on which an enterprise's members write its profile."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from membership.editing.download import ProfileSpreadsheet
from membership.editing.views import PartEdit, ProfileParts, ProfilePreview, RevisionStep

app_name = "editing"
urlpatterns = [
    path("", ProfileParts.as_view(), name="profile"),
    path(_("xem-truoc/"), ProfilePreview.as_view(), name="preview"),
    path(_("ho-so.xlsx"), ProfileSpreadsheet.as_view(), name="download"),
    path(_("gui/"), RevisionStep.as_view(verb="submit"), name="submit"),
    path(_("rut-lai/"), RevisionStep.as_view(verb="withdraw"), name="withdraw"),
    path("<slug:part>/", PartEdit.as_view(), name="part"),
]
