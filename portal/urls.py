"""The addresses of the portal: public pages in two languages, the back office, the health check."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

from core.downloads import DownloadFormat
from core.file_views import photo
from core.letters.stop_page import stop_letters
from portal.health import healthz, readyz
from portal.home import home

register_converter(DownloadFormat, "form")  # before the rooms' addresses, which use it

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("quan-tri/", admin.site.urls),
    path("anh/<path:name>", photo, name="photo"),
    *i18n_patterns(
        path("", home, name="home"),
        path(_("doanh-nghiep/"), include("inquiries.question_urls")),
        path(_("doanh-nghiep/"), include("enterprises.urls")),
        path(_("chuong-trinh/"), include("programme.urls")),
        path(_("ty-le-noi-dia-hoa/"), include("localization.urls")),
        path(_("tai-khoan/doanh-nghiep/<int:pk>/ho-so/"), include("membership.editing.urls")),
        path(_("tai-khoan/doanh-nghiep/<int:pk>/hoi-hang/"), include("inquiries.urls")),
        path(
            _("tai-khoan/doanh-nghiep/<int:pk>/khao-sat/"), include("localization.surveying.urls")
        ),
        path(_("tai-khoan/doanh-nghiep/"), include("membership.urls")),
        path(_("tai-khoan/"), include("accounts.urls")),
        path(_("xac-nhan/"), include("verification.confirmation.urls")),
        path(_("ngung-nhan-thu/<str:token>/"), stop_letters, name="stop-letters"),
        prefix_default_language=False,
    ),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler429 = "portal.errors.too_many_requests"
handler500 = "portal.errors.server_error"
