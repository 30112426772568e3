"""An enterprise's questions, for its members alone; strangers learn nothing (404)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from inquiries.correspondence import answer
from inquiries.forms import InquiryAnswerForm
from inquiries.models import Inquiry
from membership.editing.base import MemberView
from membership.editing.unsaved import unsaved_input

ON_A_PAGE = 20


class InquiryList(MemberView):
    """What the enterprise was asked: what waits first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        inquiries = self.enterprise.inquiries.for_inbox()
        page = Paginator(inquiries, ON_A_PAGE).get_page(request.GET.get("page"))
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        context = {
            "enterprise": self.enterprise,
            "page_obj": page,
            "page_numbers": list(numbers),
            "trail": [_mine()],
        }
        return render(request, "inquiries/list.html", context)


class InquiryDetail(MemberView):
    """One question: read, answered once, or set aside."""

    @cached_property
    def inquiry(self) -> Inquiry:
        known = self.enterprise.inquiries.select_related("closed_by", "enterprise")
        return get_object_or_404(known, pk=self.kwargs["inquiry"])

    def get(self, request: HttpRequest, pk: int, inquiry: int) -> HttpResponse:
        typed = unsaved_input(request)
        if typed is None or "answer" not in typed:
            return self._page(InquiryAnswerForm())
        messages.info(
            request, _("Nội dung bạn gõ trước khi phiên làm việc kết thúc vẫn còn, chưa gửi.")
        )
        return self._page(InquiryAnswerForm(typed))

    def post(self, request: HttpRequest, pk: int, inquiry: int) -> HttpResponse:
        if "set_aside" in request.POST:
            return self._set_aside()
        form = InquiryAnswerForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            answer(self.inquiry, form.cleaned_data["answer"], request)
        except ValidationError as error:
            return self._page(form, late=error.messages[0])
        messages.success(request, _("Đã gửi trả lời tới người hỏi."))
        return self._to_list()

    def _set_aside(self) -> HttpResponse:
        try:
            self.inquiry.set_aside(self.request.user)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            messages.success(self.request, _("Đã xếp vào mục không trả lời."))
        return self._to_list()

    def _to_list(self) -> HttpResponse:
        return redirect("inquiries:inquiry-list", self.enterprise.pk)

    def _page(self, form: InquiryAnswerForm, late: str = "") -> HttpResponse:
        """Show the page; `late` says who was quicker, beside what the second has typed."""
        context = {
            "enterprise": self.enterprise,
            "inquiry": self.inquiry,
            "form": form,
            "late": late,
            "trail": [
                _mine(),
                (reverse("inquiries:inquiry-list", args=[self.enterprise.pk]), _("Hỏi hàng")),
            ],
        }
        status = 409 if late else 200
        return render(self.request, "inquiries/detail.html", context, status=status)


def _mine() -> tuple[str, str]:
    return reverse("membership:enterprise-list"), _("Doanh nghiệp của tôi")
