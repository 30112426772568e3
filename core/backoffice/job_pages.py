"""Pages of one's own jobs: how far they are, what came of them, their files."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.backoffice.site import office_page
from core.files.documents import document_response
from core.jobs import begin_again
from core.models import Job


def _own(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job, pk=pk, by_id=request.user.pk)


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Show what one has asked for lately."""
    jobs = Job.objects.filter(by_id=request.user.pk).defer("parameters")
    return office_page(
        request, "admin/jobs/list.html", {"title": _("Việc của bạn chạy nền"), "jobs": jobs}
    )


@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a job is, and what came of it."""
    job = _own(request, pk)
    page = office_page(request, "admin/jobs/page.html", {"title": job.title, "job": job})
    # The page asks for itself every two seconds: accounts.sessions reads this.
    page.is_unattended = bool(request.htmx)  # type: ignore[attr-defined]
    return page


@require_safe
def job_file(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out the file of a job, for a day."""
    job = _own(request, pk)
    if not job.file or job.kept_until < now():
        raise Http404
    return document_response(job.file, job.file_name)


@require_POST
def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Do a job again that was cut off, or has failed."""
    if not begin_again(_own(request, pk)):
        messages.warning(request, _("Việc này không bị gián đoạn."))
    return HttpResponseRedirect(reverse("admin:job", args=[pk]))
