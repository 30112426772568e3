"""Staff keep criteria, assess enterprises, and issue and revoke confirmations."""

from collections.abc import Iterator

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.audit import Kind
from core.backoffice.actions import Action, Download
from core.backoffice.permissions import NoAddMixin, NoDeleteMixin
from core.backoffice.records import RecordAdmin
from core.backoffice.site import Waiting
from core.files.documents import document_response
from enterprises.own_records import is_own
from verification.confirmation.document import DRAFT, FOR_SIGNATURE, confirmation_pdf
from verification.models import (
    Assessment,
    Confirmation,
    CriteriaSet,
    Criterion,
    IssuingAgency,
    Level,
    Score,
)
from verification.models.criteria import MAX_LEVELS, refuse_partial_weights

SMALL_TEXTS = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 2, "cols": 40})}}

# Without the admin's own class, which makes every field as wide as a table should be.
ROW_TEXTS = {
    models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 28})},
    models.CharField: {"widget": forms.TextInput(attrs={"size": 28})},
    models.DecimalField: {"localize": True, "widget": forms.TextInput(attrs={"size": 5})},
}


class RowsOfRecord(admin.TabularInline):
    """Rows that whoever may change the record may change, as long as the record may be changed."""

    extra = 0
    formfield_overrides = ROW_TEXTS

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        owner = self.admin_site.get_model_admin(self.parent_model)
        return owner.may_change_rows(request, obj)

    has_add_permission = has_delete_permission = has_change_permission


class CriteriaRows(BaseInlineFormSet):
    """The criteria of a set in force weigh a hundred per cent together."""

    def clean(self) -> None:
        super().clean()
        if self.instance.is_active and not any(self.errors):
            refuse_partial_weights(sum(row.get("weight") or 0 for row in _remaining_rows(self)))


class LevelRows(BaseInlineFormSet):
    """A set in force has a level; no set has more than three."""

    def clean(self) -> None:
        super().clean()
        number = len(_remaining_rows(self))
        if number > MAX_LEVELS:
            raise ValidationError(_("Mỗi bộ tiêu chí có tối đa ba mức đạt."))
        if self.instance.is_active and not number:
            raise ValidationError(_("Bộ tiêu chí đang áp dụng cần ít nhất một mức đạt."))


def _remaining_rows(formset: BaseInlineFormSet) -> list[dict]:
    """Return the values of the rows that are filled in and not to be deleted."""
    rows = [getattr(form, "cleaned_data", None) for form in formset.forms]
    return [row for row in rows if row and not row.get("DELETE")]


class CriterionInline(RowsOfRecord):
    model = Criterion
    formset = CriteriaRows


class LevelInline(RowsOfRecord):
    model = Level
    formset = LevelRows


@admin.register(CriteriaSet)
class CriteriaSetAdmin(RecordAdmin):
    """Sets of criteria; the criteria of one that has been used stand, staff go on with a copy."""

    list_display = ["name_vi", "code", "industry", "in_force_from", "is_active"]
    list_filter = ["is_active", "industry"]
    list_select_related = ["industry"]
    search_fields = ["name_vi", "name_en", "code"]
    inlines = [CriterionInline, LevelInline]
    history_rows = (Criterion, Level)
    actions = ["copy"]
    used_readonly = ("code", "name_vi", "name_en", "industry", "in_force_from")

    def may_change_rows(self, request: HttpRequest, obj: CriteriaSet | None) -> bool:
        if obj is None or obj.pk is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj) and not obj.is_used

    def get_readonly_fields(self, request: HttpRequest, obj: CriteriaSet | None = None) -> list:
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, *self.used_readonly] if obj and obj.is_used else fields

    def has_delete_permission(self, request: HttpRequest, obj: CriteriaSet | None = None) -> bool:
        used = obj is not None and obj.is_used
        return not used and super().has_delete_permission(request, obj)

    @admin.action(description=gettext_lazy("Sao chép thành bộ mới để sửa"), permissions=["add"])
    @transaction.atomic
    def copy(self, request: HttpRequest, sets: QuerySet[CriteriaSet]) -> None:
        names = [chosen.copy().code for chosen in sets]
        text = _("Đã sao chép thành: %(codes)s. Bộ mới chưa áp dụng.")
        messages.success(request, text % {"codes": ", ".join(names)})


@admin.register(IssuingAgency)
class IssuingAgencyAdmin(RecordAdmin):
    """Letterheads that new drafts take over."""

    list_display = ["agency_name", "symbol", "place"]
    search_fields = ["agency_name"]


class ScoreInline(NoAddMixin, NoDeleteMixin, RowsOfRecord):
    """A line for each criterion, laid out when the assessment begins."""

    model = Score
    fields = ["asked", "points", "evidence_seen", "remark"]
    readonly_fields = ["asked"]
    can_delete = False

    @admin.display(description=gettext_lazy("minh chứng cần có"))
    def asked(self, score: Score) -> str:
        criterion = score.criterion
        text = _("Trọng số %(weight)d%%, tối đa %(most)d điểm. %(evidence)s")
        figures = {"weight": criterion.weight, "most": criterion.most_points}
        return text % {**figures, "evidence": criterion.evidence}


@admin.register(Assessment)
class AssessmentAdmin(RecordAdmin):
    """Assessors score; those who may decide, decide."""

    list_display = ["enterprise", "visited_on", "criteria_set", "total_shown", "state", "decision"]
    list_filter = ["state", "decision", "criteria_set"]
    list_select_related = ["enterprise", "criteria_set"]
    date_hierarchy = "visited_on"
    search_fields = ["enterprise__legal_name", "enterprise__tax_code"]
    autocomplete_fields = ["enterprise"]
    history_rows = (Score,)
    formfield_overrides = SMALL_TEXTS
    action_template = "admin/verification/confirmation_action.html"
    next_labels = {"decide": gettext_lazy("Đánh giá kế tiếp chờ quyết định")}
    result = ("state", "remark", "total_shown", "level_shown", "decision", "reason", "decided_by")

    def get_inlines(self, request: HttpRequest, obj: Assessment | None) -> list:
        return [ScoreInline] if obj else []

    def get_fields(self, request: HttpRequest, obj: Assessment | None = None) -> list[str]:
        fields = ["enterprise", "criteria_set", "visited_on", "assessors", "note"]
        return [*fields, *self.result] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Assessment | None = None) -> list:
        if obj is None or getattr(request, "reads_history", False):
            return super().get_readonly_fields(request, obj)
        return ["enterprise", "criteria_set", *self.result]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        return super().get_queryset(request).prefetch_related("scores", "criteria_set__levels")

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "criteria_set":
            kwargs["queryset"] = CriteriaSet.objects.in_force()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("kết quả (%)"))
    def total_shown(self, assessment: Assessment) -> str:
        total = assessment.total
        return "–" if total is None else f"{total:.2f}".replace(".", ",")

    @admin.display(description=gettext_lazy("mức đạt"))
    def level_shown(self, assessment: Assessment) -> str:
        if assessment.total is None:
            return "–"
        return str(assessment.level or _("chưa đạt mức nào"))

    def may_change_rows(self, request: HttpRequest, obj: Assessment | None) -> bool:
        return obj is not None and self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Assessment | None = None) -> bool:
        if obj is not None and (obj.state != obj.State.DRAFT or is_own(request, obj.enterprise)):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Assessment | None = None) -> bool:
        if obj is not None and (obj.state != obj.State.DRAFT or is_own(request, obj.enterprise)):
            return False
        return super().has_delete_permission(request, obj)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            form.instance.prepare()

    def response_add(self, request: HttpRequest, obj: Assessment, post_url_continue=None):
        return HttpResponseRedirect(reverse("admin:verification_assessment_change", args=[obj.pk]))

    def after(self, action: Action, record: Assessment) -> str:
        if record.decision == Assessment.Decision.CONFIRM:
            return reverse("admin:verification_confirmation_change", args=[record.confirmation.pk])
        return super().after(action, record)


class StandingFilter(admin.SimpleListFilter):
    """Confirmations by what holds today."""

    title = gettext_lazy("hiệu lực")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in STANDINGS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.standing_as(self.value()) if self.value() in STANDINGS else queryset


STANDINGS = {
    "drafted": gettext_lazy("Dự thảo chờ ký"),
    "valid": gettext_lazy("Còn hiệu lực"),
    "expired": gettext_lazy("Đã hết hiệu lực"),
    "revoked": gettext_lazy("Đã thu hồi"),
}


@admin.register(Confirmation)
class ConfirmationAdmin(NoAddMixin, NoDeleteMixin, RecordAdmin):
    """Drafted by a decision; edited until signed; then issued, and perhaps revoked."""

    list_display = ["holder_name", "code_shown", "level", "number_line", "valid_until", "standing"]
    list_filter = [StandingFilter, "level__criteria_set"]
    list_select_related = ["level"]
    date_hierarchy = "signed_on"
    search_fields = ["holder_name", "holder_tax_code", "code"]
    formfield_overrides = SMALL_TEXTS
    next_labels = {"issue": gettext_lazy("Giấy xác nhận kế tiếp chờ ký")}
    drafted = (
        *("holder_name", "holder_tax_code", "holder_address", "scope", "months"),
        *("superior", "agency_name", "place", "symbol", "bases"),
        *("signatory_title", "signatory_name", "recipients"),
    )
    recorded = ("assessment", "level", "code_shown", "standing", "number_line", "signed_on")
    revoked = ("valid_until", "issued_by", "revoke_reason", "revoked_at", "revoked_by")
    readonly_fields = (*recorded, *revoked)
    fields = (*recorded, *revoked, *drafted)
    downloads = (
        Download("draft", gettext_lazy("Tải bản PDF"), ("drafted", "issued", "revoked")),
        Download(
            "to_sign",
            gettext_lazy("Tải bản in để ký (PDF)"),
            ("drafted",),
            permission="verification.issue_confirmation",
        ),
        Download(
            "scan",
            gettext_lazy("Tải bản quét đã ký"),
            ("issued", "revoked"),
            kind=Kind.PRIVATE_READ,
        ),
    )

    @admin.display(description=gettext_lazy("mã tra cứu"), ordering="code")
    def code_shown(self, confirmation: Confirmation) -> str:
        return confirmation.code_shown

    @admin.display(description=gettext_lazy("số, ký hiệu"), ordering=("year", "number"))
    def number_line(self, confirmation: Confirmation) -> str:
        return confirmation.number_line

    @admin.display(description=gettext_lazy("hiệu lực"), ordering="state")
    def standing(self, confirmation: Confirmation) -> str:
        return str(STANDINGS[confirmation.standing])

    def has_change_permission(self, request: HttpRequest, obj: Confirmation | None = None) -> bool:
        if obj is not None and (obj.state != obj.State.DRAFTED or _is_own(request, obj)):
            return False
        return super().has_change_permission(request, obj)

    def get_view_on_site_url(self, obj: Confirmation | None = None) -> str | None:
        drafted = obj is not None and obj.state == Confirmation.State.DRAFTED
        return None if drafted else super().get_view_on_site_url(obj)

    def draft(self, request: HttpRequest, confirmation: Confirmation) -> HttpResponse:
        return self._paper(request, confirmation, DRAFT)

    def to_sign(self, request: HttpRequest, confirmation: Confirmation) -> HttpResponse:
        return self._paper(request, confirmation, FOR_SIGNATURE)

    def scan(self, request: HttpRequest, confirmation: Confirmation) -> HttpResponse:
        return document_response(confirmation.scan, f"{_name(confirmation)}-da-ky.pdf")

    def _paper(self, request: HttpRequest, record: Confirmation, purpose: str) -> HttpResponse:
        with override("vi"):  # the paper is in Vietnamese, whoever prints it
            url = request.build_absolute_uri(record.get_absolute_url())
        response = HttpResponse(
            confirmation_pdf(record, url, purpose), content_type="application/pdf"
        )
        response["Content-Disposition"] = f'attachment; filename="{_name(record)}.pdf"'
        return response


def _is_own(request: HttpRequest, confirmation: Confirmation) -> bool:
    return is_own(request, confirmation.assessment.enterprise)


def _name(confirmation: Confirmation) -> str:
    return f"giay-xac-nhan-{confirmation.code_shown}"


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """Assessments to be decided, papers to be signed and recorded."""
    if request.user.has_perm("verification.decide_assessment"):
        scored = Assessment.objects.filter(state=Assessment.State.SCORED).count()
        url = reverse("admin:verification_assessment_changelist")
        yield Waiting(_("Đánh giá năng lực chờ quyết định"), scored, f"{url}?state__exact=scored")
    if request.user.has_perm("verification.issue_confirmation"):
        drafted = Confirmation.objects.standing_as("drafted").count()
        url = reverse("admin:verification_confirmation_changelist")
        yield Waiting(
            _("Giấy xác nhận chờ ký, ghi số và bản quét"), drafted, f"{url}?standing=drafted"
        )
