"""Back office of yearly plans: agencies write, Finance appraises, the Department records."""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePath

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator, slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from core.backoffice.actions import Action
from core.backoffice.records import RecordAdmin
from core.backoffice.site import Waiting
from core.backoffice.typed import GIVE_UP, as_sent, forget, typed_form
from core.file_views import private_document
from core.papers import docx_response
from core.spreadsheets.titled import workbook_response
from core.templatetags.formatting import figure, official_date
from core.text import fold
from programme.admin.plan_forms import BudgetLineForm, BudgetLines, NewPlanForm, PlanForm
from programme.admin.plan_offers import DOWNLOADS, OF_CONTRIBUTIONS, OF_THE_AGENCY, OTHER_ACTIONS
from programme.models import AnnualPlan, BudgetLine, PlanDocument
from programme.money import marked
from programme.planning.choice import Choice
from programme.planning.due import next_year
from programme.planning.papers import plans_docx
from programme.planning.shares import share_outside
from programme.planning.sheets import plans_table
from programme.planning.timing import in_words

FIRST_MONTH = 6  # from June on next year's plans wait for their agencies: due by the end of August


class BudgetLineRows(admin.TabularInline):
    """The budget, while its agency may write it."""

    model = BudgetLine
    form = BudgetLineForm
    formset = BudgetLines

    def get_extra(self, request: HttpRequest, obj: AnnualPlan | None = None, **kwargs) -> int:
        return 2 if obj else 5  # blank rows for those without JavaScript

    def has_view_permission(self, request: HttpRequest, obj: AnnualPlan | None = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class OwnPlans(ChangeList):
    """The list shows what this user may see; other plans' URLs answer 403, not 'gone'."""

    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> models.QuerySet:
        found = super().get_queryset(request, exclude_parameters)
        visible = AnnualPlan.objects.visible_to(request.user)
        return found.filter(pk__in=visible.order_by().values("pk"))


@admin.register(AnnualPlan)
class AnnualPlanAdmin(RecordAdmin):
    """Plans and budgets; who may take which step stands in docs/states.md."""

    list_display = [
        *("work", "year_shown", "agency_shown", "state"),
        *("planned", "appraised", "approved", "outside"),
    ]
    list_filter = ["state", "year"]
    search_fields = ["task__content_vi", "agency__name_vi", "decision_number"]
    history_rows = (BudgetLine,)
    change_list_template = "admin/programme/planning/change_list.html"
    change_form_template = "admin/programme/planning/change_form.html"
    action_template = "admin/programme/planning/action.html"
    about = (
        *("task_shown", "agency", "year", "state", "appraisal", "decision", "timing", "outside"),
        "remark",
    )
    other_actions = OTHER_ACTIONS
    next_labels = {
        "appraise": gettext_lazy("Dự toán kế tiếp chờ thẩm định"),
        "approve": gettext_lazy("Kế hoạch kế tiếp chờ quyết định phê duyệt"),
    }
    downloads = DOWNLOADS

    @admin.display(description=gettext_lazy("nhiệm vụ"))
    def work(self, plan: AnnualPlan) -> str:
        mark = _("[bản điều chỉnh]") if plan.adjusts_id else ""
        return f"{Truncator(plan.task).chars(90)} {mark}".strip()

    @admin.display(description=gettext_lazy("năm"))
    def year_shown(self, plan: AnnualPlan) -> int:
        return plan.year

    @admin.display(description=gettext_lazy("đơn vị lập"), ordering="agency__name_vi")
    def agency_shown(self, plan: AnnualPlan) -> str:
        return str(plan.agency)

    @admin.display(description=gettext_lazy("đề nghị (đồng)"))
    def planned(self, plan: AnnualPlan) -> str:
        return figure(plan.sums.planned)

    @admin.display(description=gettext_lazy("thẩm định (đồng)"))
    def appraised(self, plan: AnnualPlan) -> str:
        return marked(plan.sums.appraised, plan.sums.appraised_apart)

    @admin.display(description=gettext_lazy("phê duyệt (đồng)"))
    def approved(self, plan: AnnualPlan) -> str:
        return marked(plan.sums.approved, plan.sums.approved_apart)

    @admin.display(description=gettext_lazy("ngoài ngân sách Thành phố"))
    def outside(self, plan: AnnualPlan) -> str:
        return share_outside(plan.lines.all()) or "–"

    @admin.display(description=gettext_lazy("nhiệm vụ"))
    def task_shown(self, plan: AnnualPlan) -> str:
        return str(plan.task)

    @admin.display(description=gettext_lazy("văn bản thẩm định"))
    def appraisal(self, plan: AnnualPlan) -> str:
        return _number_and_day(plan.appraisal_number, plan.appraisal_on)

    @admin.display(description=gettext_lazy("quyết định phê duyệt"))
    def decision(self, plan: AnnualPlan) -> str:
        return _number_and_day(plan.decision_number, plan.decision_on)

    @admin.display(description=gettext_lazy("hạn gửi Sở Công Thương"))
    def timing(self, plan: AnnualPlan) -> str:
        return in_words(plan.programme, plan.year, plan.first_received_on, localdate())

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).for_list()

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[ChangeList]:
        return OwnPlans

    def get_form(self, request: HttpRequest, obj: AnnualPlan | None = None, **kwargs):
        form = super().get_form(request, obj, form=PlanForm if obj else NewPlanForm, **kwargs)
        form.user, form.typed_at = request.user, getattr(request, "typed_at", None)
        return form

    def get_fields(self, request: HttpRequest, obj: AnnualPlan | None = None) -> list[str]:
        asked = ["activities", "without_budget", "stated_total"]
        if obj is None:
            return ["year", "work", *asked]
        about = [name for name in self.about if name != "remark" or obj.remark]
        return [*about, *(asked if self._writes(request, obj) else ["activities"])]

    def get_readonly_fields(self, request: HttpRequest, obj: AnnualPlan | None = None) -> list:
        if getattr(request, "reads_history", False):
            return super().get_readonly_fields(request, obj)
        return list(self.about) if obj else []

    def get_inlines(self, request: HttpRequest, obj: AnnualPlan | None) -> list:
        return [BudgetLineRows] if obj is None or self._writes(request, obj) else []

    def _writes(self, request: HttpRequest, obj: AnnualPlan) -> bool:
        """Whether this page is one on which the plan is written."""
        reads = getattr(request, "reads_history", False)
        return not reads and self.has_change_permission(request, obj)

    def _changeform_view(self, request: HttpRequest, *args) -> HttpResponse:
        """Show the form as this person has typed it and not saved, with all its mistakes."""
        if GIVE_UP in request.POST:
            forget(request)
            return HttpResponseRedirect(request.path)
        kept = typed_form(request) if request.method == "GET" else None
        if kept is None:
            return super()._changeform_view(request, *args)
        request.method, request.POST, request.typed_at = "POST", as_sent(kept), kept.at
        with transaction.atomic():
            response = super()._changeform_view(request, *args)
            if isinstance(response, TemplateResponse):
                response.render()
        request.method = "GET"
        return response

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        return {"year": next_year(localdate()), **super().get_changeform_initial_data(request)}

    def has_view_permission(self, request: HttpRequest, obj: AnnualPlan | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("programme.view_annualplan")
        return AnnualPlan.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: AnnualPlan | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("programme.change_annualplan")
        # What was typed while the agency was merged away comes back, with the form's refusal.
        return self._is_own(request, obj) or _was_own(request, obj)

    def _is_own(self, request: HttpRequest, obj: AnnualPlan) -> bool:
        plans = AnnualPlan.objects
        # What was typed while somebody else sent the plan comes back, with the form's refusal.
        own = plans.of_writer if request.method == "POST" else plans.writable_by
        return own(request.user).filter(pk=obj.pk).exists()

    def has_delete_permission(self, request: HttpRequest, obj: AnnualPlan | None = None) -> bool:
        """Let who writes a draft delete it, and that of an adjustment also who opened it."""
        if obj is None or obj.state != AnnualPlan.State.DRAFT:
            return False
        opened = obj.adjusts_id is not None and request.user.has_perm("programme.record_annualplan")
        return opened or self._is_own(request, obj)

    def may_apply(self, request: HttpRequest, offer: Action, record: AnnualPlan) -> bool:
        if offer.name == "send":
            return self._is_own(request, record)
        if offer.name in (*OF_THE_AGENCY, *OF_CONTRIBUTIONS):
            own = AnnualPlan.objects.of_writer(request.user).filter(pk=record.pk).exists()
            records = request.user.has_perm("programme.record_annualplan")
            return own or (records and offer.name in OF_CONTRIBUTIONS)
        return super().may_apply(request, offer, record)

    def get_urls(self) -> list:
        view = require_safe(self.document_view)
        address = path(
            "<int:pk>/tai-lieu/<int:document>/",
            self.admin_site.admin_view(view),
            name="programme_annualplan_document",
        )
        return [address, *super().get_urls()]

    def document_view(self, request: HttpRequest, pk: int, document: int) -> FileResponse:
        """Hand out a document of a plan to who may see the plan."""
        plans = AnnualPlan.objects.visible_to(request.user).order_by()
        found = get_object_or_404(PlanDocument, pk=document, plan=pk, plan__in=plans)
        name = slugify(fold(found.title))[:100] or "tai-lieu"
        try:
            return private_document(
                request, found.file, f"{name}{PurePath(found.file.name).suffix}"
            )
        except FileNotFoundError as error:
            raise Http404("The file is gone") from error

    def docx(self, request: HttpRequest, plan: AnnualPlan) -> HttpResponse:
        return docx_response(plans_docx([plan]), _file_name(plan))

    def xlsx(self, request: HttpRequest, plan: AnnualPlan) -> HttpResponse:
        return workbook_response(plans_table([plan]), _file_name(plan))

    def year_docx(self, request: HttpRequest, plan: AnnualPlan) -> HttpResponse:
        return docx_response(plans_docx(_year_of(plan, request.user)), _year_name(plan))

    def year_xlsx(self, request: HttpRequest, plan: AnnualPlan) -> HttpResponse:
        return workbook_response(plans_table(_year_of(plan, request.user)), _year_name(plan))

    def after(self, action: Action, record: AnnualPlan) -> str:
        return _url(record.adjustment if action.name == "adjust" else record)

    # Who has saved goes on from the plan's own page, where the next step is offered.
    def response_add(self, request: HttpRequest, obj: AnnualPlan, post_url_continue=None):
        super().response_add(request, obj, post_url_continue)
        forget(request)
        return HttpResponseRedirect(_url(obj))

    def response_post_save_change(self, request: HttpRequest, obj: AnnualPlan) -> HttpResponse:
        forget(request)
        return HttpResponseRedirect(_url(obj))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None):
        context = {"to_begin": _to_begin(request), "plan_year": next_year(localdate())}
        return super().changelist_view(request, {**context, **(extra_context or {})})


def _was_own(request: HttpRequest, plan: AnnualPlan) -> bool:
    """Whether an officer sends a form that was opened before the agency was merged away."""
    officer = getattr(request.user, "officer", None)
    is_former = officer is not None and officer.agency_id == plan.agency_id
    may = request.user.has_perm("programme.change_annualplan")
    return request.method == "POST" and may and is_former and plan.agency.is_succeeded


def _number_and_day(number: str, day: date | None) -> str:
    if not day:
        return "–"
    return _("%(number)s ngày %(day)s") % {"number": number, "day": official_date(day)}


def _file_name(plan: AnnualPlan) -> str:
    return slugify(f"ke-hoach-{plan.year}-{plan.task.number}-{plan.agency.code}".replace(".", "-"))


def _year_name(plan: AnnualPlan) -> str:
    return slugify(f"ke-hoach-{plan.year}-{plan.agency.code}")


def _year_of(plan: AnnualPlan, user: User) -> list[AnnualPlan]:
    """Return the agency's plans of that year which count, and this one among them."""
    plans = AnnualPlan.objects.visible_to(user).of(plan.programme, plan.year).for_list()
    own = plans.filter(agency=plan.agency_id).order_by("task__group__number", "task__position")
    return [each for each in own if each.counts] or [plan]


def _url(plan: AnnualPlan) -> str:
    return reverse("admin:programme_annualplan_change", args=[plan.pk])


def _to_begin(request: HttpRequest) -> list[tuple[str, str]]:
    """For an officer, what the agency owes for next year and has not begun."""
    if not (request.user.has_perm("programme.add_annualplan") and hasattr(request.user, "officer")):
        return []
    return Choice(request.user, localdate()).to_begin(next_year(localdate()))


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """Yield what waits for Finance, for the Department's records, and for the agency itself."""
    url = reverse("admin:programme_annualplan_changelist")
    may, plans = request.user.has_perm, AnnualPlan.objects.visible_to(request.user)
    if may("programme.appraise_annualplan"):
        label = _("Dự toán chờ thẩm định")
        yield Waiting(label, plans.awaiting_appraisal().count(), f"{url}?state__exact=sent")
    if may("programme.record_annualplan"):
        label = _("Kế hoạch đã thẩm định, chờ quyết định phê duyệt")
        yield Waiting(label, plans.awaiting_approval().count(), f"{url}?state__exact=appraised")
        label = _("Kế hoạch đã phê duyệt, chờ ghi ngày nhận")
        yield Waiting(label, plans.awaiting_receipt().count(), f"{url}?state__exact=approved")
    returned = AnnualPlan.objects.writable_by(request.user).returned()
    yield Waiting(_("Kế hoạch bị trả lại"), returned.count(), f"{url}?state__exact=returned")
    if localdate().month >= FIRST_MONTH:
        words = {"year": next_year(localdate())}
        label = _("Kế hoạch năm %(year)s chưa lập") % words
        yield Waiting(label, len(_to_begin(request)), url)
