"""The survey's page for those who keep an enterprise; strangers are told nothing (404)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from localization.models import Answer, FrameUnit
from localization.surveying.writing import Writing, write
from membership.editing.base import MemberView
from membership.editing.unsaved import unsaved_input


class SurveyAnswer(MemberView):
    """The form while the wave takes answers, afterwards what was sent."""

    @cached_property
    def unit(self) -> FrameUnit:
        asked = FrameUnit.objects.shown_to_keepers().asked_of([self.enterprise.pk])
        if unit := asked.filter(wave__year=self.kwargs["year"]).first():
            return unit
        raise Http404

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        typed = unsaved_input(request) if self.unit.wave.takes_answers else None
        if typed:
            text = _("Nội dung bạn nhập trước khi hết phiên làm việc vẫn còn, chưa lưu.")
            messages.info(request, text)
        writing = Writing.of(self.unit, typed)
        return self._page(writing, "form" if self.unit.wave.takes_answers else "sent")

    def post(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        sends, data = "send" in request.POST, request.POST
        try:
            writing = write(self.unit, data, request.user, Answer.Channel.ACCOUNT, submits=sends)
        except ValidationError as late:
            return self._too_late(late)
        if not writing.is_kept:
            return self._page(writing, "form", 409 if writing.is_refused else 200)
        messages.success(request, self._told(writing))
        return redirect(request.path)

    def _too_late(self, late: ValidationError) -> HttpResponse:
        """The wave has closed while somebody was writing: what they typed stays to be copied."""
        writing = Writing.of(self.unit, self.request.POST)
        writing.form.add_error(None, late)
        return self._page(writing, "form", 409)

    def _told(self, writing: Writing) -> str:
        if writing.answer.is_submitted:
            return _("Đã gửi phiếu khảo sát. Cảm ơn doanh nghiệp đã trả lời.")
        return _("Đã lưu bản nháp. Phiếu chưa gửi.")

    def _page(self, writing: Writing, name: str, status: int = 200) -> HttpResponse:
        context = {
            "unit": self.unit,
            "wave": self.unit.wave,
            "enterprise": self.enterprise,
            "writing": writing,
            "trail": [(reverse("membership:enterprise-list"), _("Doanh nghiệp của tôi"))],
        }
        return render(self.request, f"localization/survey_{name}.html", context, status=status)
