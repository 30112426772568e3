"""The Department's queue of reports: last quarter's beside this one's, and the decision."""

from collections.abc import Iterator
from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from core.backoffice.bulk import BulkOutcome, bulk_action
from core.backoffice.next_waiting import offer_next
from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.records import RecordAdmin
from core.transitions import is_own
from programme.admin.reports.access import (
    may_decide,
    may_follow,
    may_write,
    may_write_for,
    page_of,
)
from programme.admin.reports.agency_page import AgencyPages
from programme.admin.reports.sheets import ReportSheetPages
from programme.admin.reports.writing import WritingPages
from programme.directing.reported import links_of
from programme.models import Programme, Report
from programme.periods import Period
from programme.reporting.comparison import compared, measures_of
from programme.reporting.forms import DecisionForm
from programme.reporting.review import VERBS, decide
from programme.reporting.writing import previous

TEXTS = ("milestone", "results", "difficulties", "proposals")


class ProgrammeFilter(admin.SimpleListFilter):
    """Reports by programme."""

    title = gettext_lazy("chương trình")
    parameter_name = "programme"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [(each.slug, str(each)) for each in Programme.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(task__group__programme__slug=self.value()) if self.value() else None


class QuarterFilter(admin.SimpleListFilter):
    """Reports by quarter, the latest first; only quarters with reports."""

    title = gettext_lazy("kỳ báo cáo")
    parameter_name = "quarter"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        known = Report.objects.order_by("-year", "-quarter").values_list("year", "quarter")
        periods = (Report(year=year, quarter=number).period for year, number in known.distinct())
        return [(period.code, str(period)) for period in periods]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {code for code, _label in self.lookup_choices}
        return queryset.on([Period.read(self.value())]) if self.value() in known else None


@admin.register(Report)
class ReportAdmin(ReadOnlyAdminMixin, AgencyPages, WritingPages, ReportSheetPages, RecordAdmin):
    """Sent reports for those who decide on or follow them; officers are led to the own page.

    A report is begun on its agency's page, written on its own form and decided on its own page.
    """

    change_list_template = "admin/programme/reporting/queue.html"
    list_display = ["task_shown", "agency", "quarter_shown", "state", "reported_on"]
    list_filter = [
        *("state", ProgrammeFilter, QuarterFilter),
        *(("agency", admin.RelatedOnlyFieldListFilter), "entered_afterwards"),
    ]
    search_fields = ["task__content_vi", "agency__name_vi", "results"]
    date_hierarchy = "submitted_at"
    more_file_columns = ("role", "task_status", "progress", *TEXTS)
    # What a page of the history shows, to read.
    fields = readonly_fields = (
        *("task", "agency", "year", "quarter", "role", "state", *Report.CONTENT_FIELDS),
        *("reported_on", "entered_afterwards", "submitted_by", "submitted_at", "remark"),
    )
    ordering = ["-state", "submitted_at"]  # "submitted" comes first, then "returned"
    actions = ["accept_chosen"]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(require_safe(self.versions_view))
        page = path("<int:pk>/phien-ban/", view, name="programme_report_versions")
        return [page, *super().get_urls()]

    def has_accept_permission(self, request: HttpRequest) -> bool:
        return may_decide(request.user)

    @bulk_action(gettext_lazy("Tiếp nhận các báo cáo đã chọn"), permissions=["accept"])
    def accept_chosen(self, records: Iterator[Report], by: User) -> BulkOutcome:
        outcome = BulkOutcome()
        for report in records:
            outcome.attempt(report, partial(report.accept, by))
        return outcome

    @admin.display(description=gettext_lazy("nhiệm vụ"), ordering="task__position")
    def task_shown(self, report: Report) -> str:
        return f"{report.task.number} {Truncator(report.task.content_vi).chars(90)}"

    @admin.display(description=gettext_lazy("kỳ báo cáo"), ordering="quarter")
    def quarter_shown(self, report: Report) -> str:
        return str(report.period)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        found = Report.objects.visible_to(request.user).for_list()
        return found.exclude(state=Report.State.DRAFT)

    def has_view_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        allowed = super().has_view_permission(request)
        if obj is None or not allowed:
            return allowed
        return Report.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if self.has_view_permission(request) and not may_follow(request.user):
            return redirect("admin:programme_report_agencies")
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        """Show the report beside the one before it, its steps, and what may be done next."""
        report = self._report(request, object_id)
        if request.method != "POST":
            if (
                request.method == "GET"
                and may_decide(request.user)
                and report.open_by(request.user)
            ):
                report = self._report(request, object_id)
            return self._review_page(request, report, DecisionForm())
        verb = next((each for each in VERBS if each in request.POST), "")
        may = may_write if verb == "take_back" else may_decide
        if not (verb and may(request.user)):
            raise PermissionDenied
        form = DecisionForm(request.POST)
        if form.is_valid() and self._decided(request, report, verb, form):
            taken_back = verb == "take_back"
            return redirect(
                page_of(request, report.agency)
                if taken_back
                else "admin:programme_report_changelist"
            )
        return self._review_page(request, self._report(request, object_id), form)

    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two versions of a report: unless the URL names others, the last and what it changed.

        Steps of the Department keep what the report says, so the one before is often the same.
        """
        report = self._report(request, str(pk))
        versions = list(report.versions.all())
        old, new = (_numbered(request.GET.get(name), versions) for name in ("cu", "moi"))
        new = new or (versions[-1] if versions else None)
        others = [each for each in versions if each.content != new.content]
        old = old or (others or versions or [None])[-1]
        measures = measures_of(report.task.programme)
        context = {
            "report": report,
            "versions": versions,
            "old": old,
            "new": new,
            "rows": compared(old.content, new.content, measures) if new else [],
        }
        title = _("Các phiên bản: %(report)s") % {"report": report}
        return self.page(request, "versions", title, **context)

    def _report(self, request: HttpRequest, object_id: str) -> Report:
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = int(object_id) if object_id.isdecimal() and len(object_id) < 19 else None
        return get_object_or_404(Report.objects.visible_to(request.user).for_page(), pk=key)

    def _decided(self, request: HttpRequest, report: Report, verb: str, form: DecisionForm) -> bool:
        data = form.cleaned_data
        try:
            decide(report, verb, data["remark"], data["seen_version"], request)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        done = {
            "accept": _("Đã tiếp nhận báo cáo %(report)s."),
            "return": _("Đã trả lại báo cáo %(report)s; cán bộ đầu mối nhận được thư."),
            "unlock": _("Đã mở khóa báo cáo %(report)s; cán bộ đầu mối nhận được thư."),
            "take_back": _("Đã rút lại báo cáo %(report)s: báo cáo chưa gửi, hãy sửa rồi gửi lại."),
        }
        messages.success(request, done[verb] % {"report": report})
        waiting = self.get_queryset(request).waiting()
        label, page = _("Báo cáo kế tiếp"), "admin:programme_report_change"
        offer_next(request, waiting, label, page, "reporters")
        return True

    def _review_page(
        self, request: HttpRequest, report: Report, form: DecisionForm
    ) -> HttpResponse:
        earlier = previous(report)
        measures = measures_of(report.task.programme)
        waits_for_others = report.state == Report.State.SUBMITTED and is_own(
            report, "reporters", request.user
        )
        context = {
            "report": report,
            "original": report,
            "earlier": earlier,
            "rows": compared(earlier.content() if earlier else {}, report.content(), measures),
            "form": form,
            "may_decide": may_decide(request.user) and not waits_for_others,
            "may_write": report.is_editable and may_write_for(request.user, report.agency),
            "may_take_back": report.state == Report.State.SUBMITTED
            and may_write(request.user)
            and report.is_takeable_by(request.user),
            "home": page_of(request, report.agency) if may_write(request.user) else "",
            "concern_links": _concern_links(request, report),
        }
        return self.page(request, "review", str(report), **context)


def _concern_links(request: HttpRequest, report: Report) -> list[tuple[str, str]]:
    """For those who answer what hinders agencies: of an accepted report what to take up."""
    may = request.user.has_perm("programme.answer_concern")
    return links_of(report) if may and report.state == Report.State.ACCEPTED else []


def _numbered(number: str | None, versions: list):
    """Return the version with this number, if there is one."""
    return next((each for each in versions if str(each.number) == number), None)
