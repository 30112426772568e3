"""Whom a wave asks, and under which industry, size and ownership each is counted."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Industry
from core.concurrency.conflicts import ConflictAwareForm
from localization.admin.survey.access import SurveyAdmin, YesNoFilter, may_run
from localization.models import FrameUnit, Wave
from localization.models.answers import ANSWERED
from localization.models.frame import owner_of


class AnsweredFilter(YesNoFilter):
    title = gettext_lazy("trả lời")
    parameter_name = "answered"
    condition = ANSWERED
    yes, no = gettext_lazy("Đã gửi phiếu"), gettext_lazy("Chưa gửi phiếu")


class FrameUnitForm(ConflictAwareForm):
    """An enterprise in the frame; its owner follows from its tax code unless staff enter one."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields:
            self.fields["owner"].required = False

    def clean(self) -> dict:
        data = super().clean()
        enterprise = data.get("enterprise") or getattr(self.instance, "enterprise", None)
        if enterprise and not data.get("owner"):
            data["owner"] = owner_of(enterprise.pk, enterprise.tax_code)
        return data


@admin.register(FrameUnit)
class FrameUnitAdmin(SurveyAdmin):
    """Staff put right what is wrong in a stratum until the results are published."""

    form = FrameUnitForm
    list_display = [
        "enterprise",
        "tax_code",
        "wave",
        "industry",
        "size",
        "ownership",
        "answer_link",
    ]
    list_filter = ["wave", AnsweredFilter, "industry", "size", "ownership"]
    list_select_related = ["wave", "enterprise", "industry", "answer"]
    search_fields = ["enterprise__legal_name", "enterprise__tax_code", "owner"]
    autocomplete_fields = ["enterprise"]
    fields = ["wave", "enterprise", "industry", "subsector", "size", "ownership", "owner"]
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: FrameUnit | None = None) -> list:
        fixed = ["wave", "enterprise"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_change_permission(self, request: HttpRequest, obj: FrameUnit | None = None) -> bool:
        is_fixed = obj is not None and not obj.wave.takes_paper
        return not is_fixed and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: FrameUnit | None = None) -> bool:
        """Whoever was asked by mistake is taken out as long as there is no answer of theirs."""
        if obj is None or not may_run(request.user) or not obj.wave.takes_paper:
            return False
        return not hasattr(obj, "answer")

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "wave":
            kwargs["queryset"] = Wave.objects.running()
        if db_field.name == "industry":
            kwargs["queryset"] = Industry.objects.filter(rate_targets__isnull=False).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("mã số thuế"), ordering="enterprise__tax_code")
    def tax_code(self, unit: FrameUnit) -> str:
        return unit.enterprise.tax_code_display

    @admin.display(description=gettext_lazy("phiếu"))
    def answer_link(self, unit: FrameUnit) -> str:
        answer = getattr(unit, "answer", None)
        label = answer.get_state_display() if answer else _("Nhập phiếu giấy")
        url = reverse("admin:localization_answer_write", args=[unit.pk])
        return format_html('<a href="{}">{}</a>', url, label)
