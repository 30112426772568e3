"""The one form of a report, its autosaved draft, and the files that belong to it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.backoffice.typed import GIVE_UP, as_sent, forget, keep, typed_form
from core.models import TypedForm
from programme.admin.reports.access import ReportPages, may_write, may_write_for, page_of
from programme.models import Agency, Report, Task
from programme.models.reports import ReportRole
from programme.periods import Period
from programme.reporting.evidence import evidence_response
from programme.reporting.obligations import Obligation
from programme.reporting.workload import Workload
from programme.reporting.writing import ReportWriting, handed_back, with_copied

ROUTE = "viet/<int:task>/<slug:code>/<report_quarter:quarter>/"


class WritingPages(ReportPages):
    """Writing one report, found by what is owed: task, agency, quarter."""

    def get_urls(self) -> list:
        guard = self.admin_site.admin_view
        pages = [
            path(ROUTE, guard(self.write_view), name="programme_report_write"),
            path(
                f"{ROUTE}luu-tam/",
                guard(require_POST(self.autosave_view)),
                name="programme_report_autosave",
            ),
            path(
                "tai-lieu/<int:pk>/",
                guard(require_safe(self.evidence_view)),
                name="programme_report_evidence",
            ),
        ]
        return pages + super().get_urls()

    def write_view(
        self, request: HttpRequest, task: int, code: str, quarter: Period
    ) -> HttpResponse:
        """Show the form; save what is valid as a draft, or send all of it or nothing."""
        task, agency = _task_and_agency(request, task, code)
        try:
            obligation, afterwards = _obligation(request, task, agency, quarter)
        except ValidationError as error:
            if request.method == "POST":
                writing = _handed_back(request, task, agency, quarter, error)
                return self._form_page(request, writing, 409)
            messages.error(request, " ".join(error.messages))
            return redirect(page_of(request, agency))
        if GIVE_UP in request.POST:
            forget(request)
            return redirect(request.path)
        if request.method == "POST":
            return self._written(request, obligation, afterwards)
        writing = ReportWriting(obligation, afterwards=afterwards)
        if kept := typed_form(request):
            return self._form_page(request, _as_typed(obligation, afterwards, kept))
        if not writing.report.is_editable:
            return redirect("admin:programme_report_change", writing.report.pk)
        return self._form_page(request, writing)

    def autosave_view(
        self, request: HttpRequest, task: int, code: str, quarter: Period
    ) -> HttpResponse:
        """Save what is typed so far; the response is a line that htmx puts below the form."""
        task, agency = _task_and_agency(request, task, code)
        try:
            obligation, afterwards = _obligation(request, task, agency, quarter)
        except ValidationError as error:
            writing = _handed_back(request, task, agency, quarter, error)
        else:
            writing = self._save(request, obligation, afterwards, request.POST)
        self._keep_the_rest(request, writing)
        context = {"form": writing.form}
        response = TemplateResponse(request, "admin/programme/reporting/autosave.html", context)
        response.is_unattended = True  # type: ignore[attr-defined]  # accounts.sessions reads it
        return response

    def evidence_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Return a file that belongs to a report which this person may see."""
        return evidence_response(request, Report.objects.visible_to(request.user), pk)

    def _written(
        self, request: HttpRequest, obligation: Obligation, afterwards: bool
    ) -> HttpResponse:
        data = request.POST
        earlier = (
            ReportWriting(obligation, afterwards=afterwards).previous if "copy" in data else None
        )
        if earlier:
            data = with_copied(data, earlier)
        writing = self._save(request, obligation, afterwards, data, request.FILES)
        self._keep_the_rest(request, writing)
        if not writing.is_saved:
            status = 409 if writing.form.has_conflict else 200
            return self._form_page(request, writing, status)
        messages.success(request, self._success_message(writing, earlier))
        return redirect(page_of(request, obligation.agency) if writing.is_sent else request.path)

    def _save(
        self, request: HttpRequest, obligation: Obligation, afterwards: bool, data, files=None
    ) -> ReportWriting:
        """Save what was sent; the second time, if another has begun the report just now."""
        try:
            return self._save_once(request, obligation, afterwards, data, files)
        except IntegrityError:
            return self._save_once(request, obligation, afterwards, data, files)

    @transaction.atomic
    def _save_once(
        self, request: HttpRequest, obligation: Obligation, afterwards: bool, data, files
    ) -> ReportWriting:
        writing = ReportWriting(obligation, afterwards=afterwards, data=data, files=files)
        if files is not None and "send" in data:
            writing.send(request.user)
        else:
            writing.is_saved = writing.save()
        return writing

    def _keep_the_rest(self, request: HttpRequest, writing: ReportWriting) -> None:
        """Keep the whole form where some of it could not be saved; else forget what was kept."""
        if writing.is_saved:
            forget(request)
        else:  # as what was saved of it has been seen; not so what somebody else has saved
            keep(request, request.POST if writing.form.has_conflict else writing.form.data)

    def _success_message(self, writing: ReportWriting, earlier: Report | None) -> str:
        words = {"report": writing.report}
        if writing.is_sent:
            return _("Đã gửi báo cáo %(report)s.") % words
        if earlier:
            return _(
                "Đã chép phần chữ của báo cáo %(quarter)s vào các ô còn trống. Hãy sửa lại cho "
                "đúng kỳ này."
            ) % {"quarter": earlier.period}
        return _("Đã lưu nháp báo cáo %(report)s. Báo cáo chưa gửi.") % words

    def _form_page(self, request: HttpRequest, writing: ReportWriting, status=200) -> HttpResponse:
        obligation = writing.obligation
        context = {
            "writing": writing,
            "obligation": obligation,
            "programme": obligation.task.programme,
            "deadline": obligation.task.programme.deadline(obligation.quarter),
            "home": page_of(request, obligation.agency),
            "typed_at": writing.typed_at,
            "evidence": writing.report.evidence.all() if writing.report.pk else [],
        }
        title = _("Báo cáo %(quarter)s, nhiệm vụ %(number)s") % {
            "quarter": obligation.quarter,
            "number": obligation.task.number,
        }
        return self.page(request, "write", title, status, **context)


def _task_and_agency(request: HttpRequest, task: int, code: str) -> tuple[Task, Agency]:
    """Return the task and the agency in the URL, for those who may write for the agency.

    Who wrote for one that has just been merged away still gets back what was typed (see _owed).
    """
    agency = Agency.objects.select_related("successor").filter(code=code).first()
    if agency is None or not (may_write_for(request.user, agency) or _is_late(request, agency)):
        raise PermissionDenied
    tasks = Task.objects.select_related("group__programme", "added_by", "ended_by")
    return get_object_or_404(tasks, pk=task), agency


def _obligation(
    request: HttpRequest, task: Task, agency: Agency, quarter: Period
) -> tuple[Obligation, bool]:
    """Return what is to be written, and whether it is entered afterwards, from paper.

    That is so for quarters for which the programme does not ask here, and for whatever the
    Department's staff write in an agency's place.
    """
    if not may_write_for(request.user, agency):
        agency.must_act()
    workload = Workload(task.programme, {agency.pk})
    obligation = workload.obligation((task.pk, agency.pk, quarter))
    is_own = agency.pk in Agency.objects.represented_by_user(request.user)
    return obligation, not is_own or quarter not in workload.asked


@transaction.atomic
def _as_typed(obligation: Obligation, afterwards: bool, kept: TypedForm) -> ReportWriting:
    """Return the form as its writer left it, with its mistakes; nothing is saved."""
    writing = ReportWriting(obligation, afterwards=afterwards, data=as_sent(kept))
    writing.form.is_valid()
    writing.typed_at = kept.at
    return writing


def _is_late(request: HttpRequest, agency: Agency) -> bool:
    """Whether somebody sends a form that was opened before the agency was merged away."""
    return request.method == "POST" and agency.is_succeeded and may_write(request.user)


def _handed_back(
    request: HttpRequest, task: Task, agency: Agency, quarter: Period, why: ValidationError
) -> ReportWriting:
    role = ReportRole.LEAD if "task_status" in request.POST else ReportRole.COORDINATING
    obligation = Obligation(task, agency, role, quarter)
    return handed_back(obligation, why, request.POST, request.FILES)
