"""The published profile as a file, for those who keep it."""

from django.http import Http404, HttpRequest, HttpResponse

from core import audit
from core.audit import Kind
from core.downloads import table_response
from enterprises.importing.profile_export import export_of
from enterprises.models import Enterprise
from membership.editing.base import MemberView


class ProfileSpreadsheet(MemberView):
    """What is published, as XLSX; 404 where nothing is."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.enterprise.state != Enterprise.State.PUBLISHED:
            raise Http404
        audit.record(Kind.EXPORT, request, self.enterprise, rows=1)
        return table_response(export_of(self.enterprise), self.enterprise.slug, "xlsx")
