"""The portal's addresses with a back office that imports agencies."""

from django.contrib import admin
from django.urls import path

from core.backoffice import BackOffice
from portal.urls import handler403, handler404, urlpatterns
from programme.models import Agency
from tests.core.imports.agencies import AgencyImportAdmin

__all__ = ["handler403", "handler404", "urlpatterns"]

office = BackOffice()
office.register(Agency, AgencyImportAdmin)
urlpatterns = [
    path("quan-tri/", office.urls),
    *(each for each in urlpatterns if getattr(each, "app_name", "") != admin.site.name),
]
