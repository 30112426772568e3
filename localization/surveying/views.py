"""The survey's page for an enterprise's members; nobody else learns that it exists (404)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from localization.models import Answer, FrameUnit
from localization.surveying.entry import AnswerEntry, save_entry
from membership.editing.base import MemberView
from membership.editing.unsaved import unsaved_input


class AnswerPage(MemberView):
    """The form while the wave takes answers, afterwards what was sent."""

    @cached_property
    def unit(self) -> FrameUnit:
        asked = FrameUnit.objects.shown_to_members().asked_of([self.enterprise.pk])
        if unit := asked.filter(wave__year=self.kwargs["year"]).first():
            return unit
        raise Http404

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        typed = unsaved_input(request) if self.unit.wave.takes_answers else None
        if typed:
            text = _("Nội dung bạn nhập trước khi hết phiên làm việc vẫn còn, chưa lưu.")
            messages.info(request, text)
        entry = AnswerEntry.of(self.unit, typed)
        return self._page(entry, "form" if self.unit.wave.takes_answers else "sent")

    def post(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        sends, data = "send" in request.POST, request.POST
        try:
            entry = save_entry(self.unit, data, request.user, Answer.Channel.ACCOUNT, submits=sends)
        except ValidationError as late:
            return self._too_late(late)
        if not entry.is_saved:
            return self._page(entry, "form", 409 if entry.has_conflict else 200)
        messages.success(request, self._success_message(entry))
        return redirect(request.path)

    def _too_late(self, late: ValidationError) -> HttpResponse:
        """Answer that the wave has closed meanwhile: what was typed stays on the page."""
        entry = AnswerEntry.of(self.unit, self.request.POST)
        entry.form.add_error(None, late)
        return self._page(entry, "form", 409)

    def _success_message(self, entry: AnswerEntry) -> str:
        if entry.answer.is_submitted:
            return _("Đã gửi phiếu khảo sát. Cảm ơn doanh nghiệp đã trả lời.")
        return _("Đã lưu bản nháp. Phiếu chưa gửi.")

    def _page(self, entry: AnswerEntry, name: str, status: int = 200) -> HttpResponse:
        context = {
            "unit": self.unit,
            "wave": self.unit.wave,
            "enterprise": self.enterprise,
            "entry": entry,
            "trail": [(reverse("membership:enterprise-list"), _("Doanh nghiệp của tôi"))],
        }
        return render(self.request, f"localization/surveying/{name}.html", context, status=status)
