"""The portal's addresses with a back office that imports agencies, and reports with states."""

from django.contrib import admin
from django.urls import path

from core.backoffice.site import BackOffice
from portal.urls import handler403, handler404, urlpatterns
from programme.models import Agency, ConsolidatedReport
from tests.core.imports.agencies import AgencyImportAdmin, ReportImportAdmin

__all__ = ["handler403", "handler404", "urlpatterns"]

office = BackOffice()
office.register(Agency, AgencyImportAdmin)
office.register(ConsolidatedReport, ReportImportAdmin)
urlpatterns = [
    path("quan-tri/", office.urls),
    *(each for each in urlpatterns if getattr(each, "app_name", "") != admin.site.name),
]
