"""Answers: read, and entered or corrected from paper in the same form as the enterprise's."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit
from core.audit import Kind
from core.backoffice.permissions import NoAddMixin
from localization.admin.survey.access import SurveyAdmin, YesNoFilter
from localization.models import Answer, FrameUnit
from localization.surveying.entry import AnswerEntry, save_entry


class RemarksFilter(YesNoFilter):
    title = gettext_lazy("số liệu khác thường")
    parameter_name = "remarks"
    condition = ~Q(remarks=[])
    yes = gettext_lazy("Có điểm cần giải thích")
    no = gettext_lazy("Không có điểm cần giải thích")


@admin.register(Answer)
class AnswerAdmin(NoAddMixin, SurveyAdmin):
    """The answers of all waves; each begins and opens in the form of the enterprise asked."""

    list_display = ["enterprise", "wave", "industry", "state", "number_of_remarks", "submitted_at"]
    list_filter = ["unit__wave", RemarksFilter, "state", "channel", "unit__industry"]
    list_select_related = ["unit__wave", "unit__enterprise", "unit__industry"]
    search_fields = ["unit__enterprise__legal_name", "unit__enterprise__tax_code"]
    date_hierarchy = "submitted_at"
    actions = None

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.write_view)
        page = path("phieu/<int:unit>/", view, name="localization_answer_write")
        return [page, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        answer = self.get_object(request, object_id)
        if answer is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect("admin:localization_answer_write", answer.unit_id)

    def shows_private(self, request: HttpRequest, record: Answer) -> bool:
        return True

    def write_view(self, request: HttpRequest, unit: int) -> HttpResponse:
        """Show the form while the wave takes paper; else, or to read-only staff, what was sent."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        units = FrameUnit.objects.select_related("wave__method", "enterprise", "industry")
        unit = get_object_or_404(units, pk=unit)
        if request.method == "POST":
            return self._written(request, unit)
        return self._answer_page(request, AnswerEntry.of(unit))

    def _written(self, request: HttpRequest, unit: FrameUnit) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        sends, data = "send" in request.POST, request.POST
        try:
            entry = save_entry(unit, data, request.user, Answer.Channel.PAPER, submits=sends)
        except ValidationError as late:
            messages.error(request, " ".join(late.messages))
            return self._answer_page(request, AnswerEntry.of(unit), 409)
        if not entry.is_saved:
            return self._answer_page(request, entry, 409 if entry.has_conflict else 200)
        sent = entry.answer.is_submitted
        messages.success(request, _("Đã nhận phiếu.") if sent else _("Đã lưu nháp phiếu."))
        return redirect(request.path)

    def _answer_page(self, request: HttpRequest, entry: AnswerEntry, status=200) -> HttpResponse:
        unit = entry.unit
        audit.record(Kind.PRIVATE_READ, request, unit, page="answer")
        context = {"entry": entry, "unit": unit, "wave": unit.wave}
        may = self.has_change_permission(request)
        context |= {"may_write": may and unit.wave.takes_paper}
        context |= {"why_not": unit.wave.why_no_paper if may else ""}
        return self.page(request, "answer", str(unit), status, **context)

    @admin.display(description=gettext_lazy("doanh nghiệp"), ordering="unit__enterprise__name_sort")
    def enterprise(self, answer: Answer) -> str:
        return answer.unit.enterprise.legal_name

    @admin.display(description=gettext_lazy("khảo sát năm"), ordering="unit__wave__year")
    def wave(self, answer: Answer) -> int:
        return answer.unit.wave.year

    @admin.display(description=gettext_lazy("ngành"))
    def industry(self, answer: Answer) -> str:
        return str(answer.unit.industry)

    @admin.display(description=gettext_lazy("điểm cần giải thích"))
    def number_of_remarks(self, answer: Answer) -> int | str:
        return len(answer.remarks) or "–"
