"""The capability sheet of a published enterprise, open to everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from enterprises.models import Enterprise
from enterprises.profile.evidence import evidence_of
from enterprises.profile.page import ProfilePage
from enterprises.profile.prefetching import with_everything
from enterprises.profile.sheet import sheet
from enterprises.redirects import moved_to


def _mark(request: HttpRequest, slug: str) -> str | None:
    """Return an ETag; a sheet ages with profile, confirmations, checks, and days: some end."""
    published = Enterprise.objects.published().filter(slug=slug)
    enterprise = published.only("updated_at").first()
    if enterprise is None:
        return None
    version = evidence_of([enterprise])[enterprise.pk].version
    day, language = localdate().isoformat(), get_language()
    return f'"{enterprise.updated_at.timestamp()}-{version}-{day}-{language}"'


@require_safe
@condition(etag_func=_mark)
def enterprise_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the profile as PDF, two pages at most, in the language of the address."""
    found = Enterprise.objects.published().filter(slug=slug).first()
    if found is None:
        return _of_survivor(slug)
    enterprise = with_everything(found)
    address = request.build_absolute_uri(enterprise.get_absolute_url())
    document = sheet(ProfilePage(enterprise, address))
    response = HttpResponse(document, content_type="application/pdf")
    name = _("ho-so-nang-luc-%(slug)s.pdf") % {"slug": slug}
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _of_survivor(slug: str) -> HttpResponse:
    """Redirect to the sheet of the record into which this one was merged."""
    if survivor := Enterprise.objects.survivor_of(slug):
        return moved_to(reverse("enterprises:enterprise-sheet", args=[survivor.slug]))
    raise Http404
