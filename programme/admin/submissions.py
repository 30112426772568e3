"""Submissions to the People's Committee: the Department's (V.2 b) and Finance's (V.3 a), as Word.

What is typed here stands in the paper and is kept nowhere: it is signed outside the portal.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.forms.models import fields_for_model
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import audit
from core.audit import Kind
from core.backoffice.site import OfficePage, office_page
from core.letterhead import Letterhead
from core.papers import docx_response
from programme.admin.city_plan import ChosenPlanYear, chosen
from programme.admin.plan_actions import day_field
from programme.models import AnnualPlan
from programme.planning.city import CityPlan
from programme.planning.papers import PaperHead
from programme.planning.submissions import department_docx, finance_docx

HEAD = ["superior", "agency_name", "symbol", "place", "bases", "signatory_title", "recipients"]


class SubmissionForm(forms.Form):
    """What stands around the text of a submission."""

    number = forms.CharField(
        label=_("Số"),
        max_length=20,
        required=False,
        help_text=_("Để trống số và ngày ký thì văn bản có chỗ chấm để ghi tay."),
    )
    signed_on = day_field(_("Ngày ký"), required=False)
    addressee = forms.CharField(
        label=_("Kính gửi"), max_length=300, widget=forms.TextInput(attrs={"size": 60})
    )
    signatory_name = forms.CharField(label=_("Họ tên người ký"), max_length=150, required=False)

    field_order = [
        *("superior", "agency_name", "number", "symbol", "place", "signed_on", "addressee"),
        *("bases", "signatory_title", "signatory_name", "recipients"),
    ]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(Letterhead, fields=HEAD)
        self.fields["recipients"].help_text = _("Mỗi dòng một nơi.")
        self.fields["symbol"].help_text = _("Phần sau số, ví dụ TTr-SCT.")
        for name in ("superior", "bases", "signatory_title", "recipients"):
            self.fields[name].widget = forms.Textarea(attrs={"rows": 3, "cols": 60})
        self.order_fields(self.field_order)

    @property
    def head(self) -> PaperHead:
        return PaperHead(**self.cleaned_data)


@dataclass(frozen=True)
class Submission:
    """One kind of submission: whose it is, how it usually begins, how it is made."""

    name: str
    path: str
    label: str | Promise
    permission: str
    agency_name: str
    symbol: str
    file_name: str
    make: Callable[[CityPlan, PaperHead], bytes]

    def initial(self, of: ChosenPlanYear) -> dict[str, str]:
        programme = of.programme
        day = f"{programme.signed_on:%d/%m/%Y}"
        return {
            **{name: Letterhead._meta.get_field(name).default for name in ("superior", "place")},
            "agency_name": self.agency_name,
            "symbol": self.symbol,
            "addressee": programme.issuer,
            "bases": f"Căn cứ Quyết định số {programme.number} ngày {day} của {programme.issuer} "
            f"về ban hành {programme.title_vi}",
            "signatory_title": "GIÁM ĐỐC",
            "recipients": "Như trên;\nLưu: VT.",
        }

    def view(self, request: HttpRequest) -> HttpResponse:
        """Ask for what stands around the text; with it, return the Word file."""
        of = chosen(request)
        city = CityPlan(of.programme, of.year) if of else None
        is_sent = "tep" in request.GET
        form = SubmissionForm(
            request.GET if is_sent else None, initial=self.initial(of) if of else {}
        )
        if city and is_sent and form.is_valid():
            audit.record(Kind.EXPORT, request, AnnualPlan, year=of.year, file=self.name)
            return docx_response(self.make(city, form.head), f"{self.file_name}-{of.year}")
        context = {"title": self.label, "chosen": of, "city": city, "form": form}
        return office_page(request, "admin/programme/planning/submission.html", context)


DEPARTMENT = Submission(
    name="programme_city_submission",
    path="ke-hoach-nam/to-trinh/",
    label=_("Tờ trình kế hoạch, dự toán năm (DOCX)"),
    permission="programme.record_annualplan",
    agency_name="Sở Công Thương",
    symbol="TTr-SCT",
    file_name="to-trinh-ke-hoach",
    make=department_docx,
)
FINANCE = Submission(
    name="programme_appraisal_submission",
    path="ke-hoach-nam/tham-dinh/",
    label=_("Tờ trình kết quả thẩm định (DOCX)"),
    permission="programme.appraise_annualplan",
    agency_name="Sở Tài chính",
    symbol="TTr-STC",
    file_name="to-trinh-tham-dinh",
    make=finance_docx,
)
for each in (DEPARTMENT, FINANCE):
    admin.site.register_page(
        OfficePage(
            name=each.name,
            path=each.path,
            label=each.label,
            permission=each.permission,
            view=each.view,
        )
    )
