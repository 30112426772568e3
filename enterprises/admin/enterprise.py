"""Staff look after enterprises: review, publish, import and export."""

from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.backoffice.bulk import BulkOutcome, ReasonForm, bulk_action
from core.backoffice.records import RecordAdmin
from core.backoffice.site import Waiting
from core.concurrency.conflicts import ConflictAwareForm
from core.concurrency.turns import take_turn
from core.files.photos import PhotoField
from core.transitions import own_error
from enterprises.duplicates.merging import DECIDING
from enterprises.duplicates.pairs import recheck_of
from enterprises.importing.admin import SpreadsheetAdmin
from enterprises.models import (
    Attachment,
    Certificate,
    Contact,
    DuplicatePair,
    Enterprise,
    Machine,
    Product,
)
from enterprises.models.enterprise import DRAFT_STAYS, NO_REASON
from enterprises.own_records import READ_ONLY, is_own, own_records
from enterprises.search.entries import reindex
from enterprises.search.records import matching
from enterprises.search.tasks import reindex_all


class ProductInline(admin.StackedInline):
    model = Product
    extra = 0
    fields = [
        ("name_vi", "name_en"),
        ("description_vi", "description_en"),
        "hs_code",
        ("size_min", "size_max", "size_unit"),
        ("tolerance", "tolerance_unit"),
        ("monthly_capacity", "monthly_unit"),
        "photo",
    ]
    formfield_overrides = {
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})},
        models.ImageField: {"form_class": PhotoField},
    }


class MachineInline(admin.TabularInline):
    model = Machine
    extra = 0
    autocomplete_fields = ["kind"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Machine]:
        return super().get_queryset(request).select_related("kind")


class CertificateInline(admin.TabularInline):
    model = Certificate
    extra = 0
    autocomplete_fields = ["standard"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return super().get_queryset(request).select_related("standard")


class ContactInline(admin.TabularInline):
    model = Contact
    extra = 0


class AttachmentRows(forms.BaseInlineFormSet):
    """Files of a profile; one that has too many after a merge may keep them, and get no more."""

    def clean(self) -> None:
        super().clean()
        deleted = self.deleted_forms
        new = [form for form in self.extra_forms if form.has_changed() and form not in deleted]
        kept = sum(form not in deleted for form in self.initial_forms)
        if new and kept + len(new) > Attachment.MAX_NUMBER:
            words = _("Mỗi doanh nghiệp có nhiều nhất %(most)d tài liệu.")
            raise ValidationError(words % {"most": Attachment.MAX_NUMBER})


class AttachmentInline(admin.StackedInline):
    model = Attachment
    extra = 0
    formset = AttachmentRows
    max_num = Attachment.MAX_NUMBER
    fields = [("title_vi", "title_en"), "kind", "file", "is_public"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        return super().get_queryset(request).select_related("enterprise")


class InDoubtFilter(admin.SimpleListFilter):
    """Records that wait for a decision about a duplicate."""

    title = gettext_lazy("nghi trùng")
    parameter_name = "in_doubt"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("1", _("Chờ kết luận"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.in_doubt() if self.value() else queryset


class EnterpriseForm(ConflictAwareForm):
    """A record as staff keep it; what its members alone can begin stays theirs."""

    def clean(self) -> dict:
        """Who takes a record from the public says why."""
        data = super().clean()
        hides = "state" in self.changed_data and data.get("state") == Enterprise.State.HIDDEN
        if hides and not data.get("withheld_reason", "").strip():
            self.add_error("withheld_reason", NO_REASON)
        return data

    def clean_state(self) -> str:
        state = self.cleaned_data["state"]
        was_draft = self.instance.pk and self.instance.state == Enterprise.State.DRAFT
        if was_draft and state != Enterprise.State.DRAFT:
            raise ValidationError(DRAFT_STAYS)
        if state == Enterprise.State.DRAFT and not was_draft:
            raise ValidationError(
                _(
                    "Chỉ hồ sơ do doanh nghiệp tự đăng ký mới là bản nháp. Muốn ngừng công bố, hãy "
                    "chọn “Không công bố”."
                )
            )
        return state


@admin.register(Enterprise)
class EnterpriseAdmin(SpreadsheetAdmin, RecordAdmin):
    """Enterprises, for staff with the model's permissions."""

    form = EnterpriseForm
    list_display = ["legal_name", "doubt", "state", "place", "tax_code"]
    list_filter = [InDoubtFilter, "state", "is_demo", "locality", "industries"]
    list_select_related = ["ward", "possible_duplicate_of"]
    date_hierarchy = "updated_at"
    show_full_result_count = False  # it would count the whole directory at each page
    search_fields = ["legal_name"]  # shows the box; get_search_results searches as the public does
    readonly_fields = ["is_demo"]
    autocomplete_fields = [
        "ward",
        "park",
        "possible_duplicate_of",
        "vsic_classes",
        "processes",
        "materials",
        "markets",
    ]
    formfield_overrides = {
        models.CharField: {"widget": AdminTextInputWidget(attrs={"size": 60})},
        models.URLField: {"assume_scheme": "https"},
    }
    list_per_page = 50
    change_form_template = "admin/enterprises/enterprise_change.html"
    inlines = [
        ProductInline, MachineInline, CertificateInline, ContactInline, AttachmentInline,
    ]  # fmt: skip
    history_rows = (Product, Machine, Certificate, Contact, Attachment)
    actions = ["publish", "hide"]
    action_form = ReasonForm
    fieldsets = [
        (
            None,
            {"fields": ["state", "withheld_reason", "possible_duplicate_of", "source", "is_demo"]},
        ),
        (
            gettext_lazy("Định danh"),
            {
                "fields": [
                    ("legal_name", "tax_code"),
                    ("international_name", "short_name"),
                    ("ownership", "size_class"),
                    ("founding_year", "employees"),
                    "website",
                    "description_vi",
                    "description_en",
                ]
            },
        ),
        (
            gettext_lazy("Địa điểm"),
            {
                "fields": [
                    "address",
                    ("ward", "park"),
                    ("former_district", "locality"),
                    ("latitude", "longitude"),
                ]
            },
        ),
        (gettext_lazy("Ngành, lĩnh vực"), {"fields": ["industries", "sectors", "vsic_classes"]}),
        (gettext_lazy("Năng lực"), {"fields": ["processes", "materials", "floor_area"]}),
        (
            gettext_lazy("Thị trường, khách hàng"),
            {"fields": ["markets", "export_share", "languages", "customers"]},
        ),
    ]

    @admin.display(description=gettext_lazy("nghi trùng với"))
    def doubt(self, enterprise: Enterprise) -> str:
        other = enterprise.possible_duplicate_of
        if other is None:
            return "–"
        url = reverse("admin:enterprises_enterprise_change", args=[other.pk])
        return format_html('<a href="{}">{}</a><br>{}', url, other, other.address)

    @admin.display(description=gettext_lazy("địa bàn"), ordering="ward")
    def place(self, enterprise: Enterprise) -> str:
        return str(enterprise.ward or enterprise.get_locality_display())

    def formfield_for_manytomany(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name in {"industries", "sectors", "languages"}:
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs):
        record = context.get("original")
        context["tools"] = self.admin_site.tools(request, record) if record else []
        context["note"] = READ_ONLY if is_own(request, record) else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def shows_private(self, request: HttpRequest, record: Enterprise) -> bool:
        rows = ContactInline(self.model, self.admin_site)
        if not rows.has_view_or_change_permission(request, record):
            return False
        of_record = {"enterprise": record.pk, "is_public": False}
        kept = (Contact.objects, Contact.history)
        return any(contacts.filter(**of_record).exists() for contacts in kept)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enterprise]:
        records = super().get_queryset(request)
        return records if _sees_drafts(request) else records.exclude(state=Enterprise.State.DRAFT)

    def has_view_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        is_draft = obj is not None and obj.state == Enterprise.State.DRAFT
        return (not is_draft or _sees_drafts(request)) and super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        # A merged record is kept as it was, so that the merge can be undone.
        is_merged = obj is not None and obj.merged_into_id is not None
        stands = is_merged or is_own(request, obj)
        return not stands and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Enterprise | None = None) -> bool:
        return not is_own(request, obj) and super().has_delete_permission(request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        """Show the form, or save it; who publishes decides about pairs, when it is one's turn."""
        with transaction.atomic() if request.method == "POST" else nullcontext():
            if request.POST.get("state") == Enterprise.State.PUBLISHED and _has_pairs(object_id):
                take_turn(DECIDING)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Enterprise, form, change: bool) -> None:
        was_pending = change and form.initial.get("state") == Enterprise.State.PENDING
        if was_pending and obj.state == Enterprise.State.PUBLISHED:
            DuplicatePair.objects.settle(obj, request.user)
        super().save_model(request, obj, form, change)
        if "possible_duplicate_of" in form.changed_data:
            DuplicatePair.objects.doubt(obj)
            recheck_of([obj.pk])

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        reindex(Enterprise.objects.filter(pk=form.instance.pk))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        return matching(search_term, among=queryset), False

    @bulk_action(gettext_lazy("Công bố (đã xem, không trùng)"), permissions=["change"])
    def publish(self, records: Iterator[Enterprise], by: User) -> BulkOutcome:
        take_turn(DECIDING)  # before any record is locked, as those who merge do
        return self._each(records, Enterprise.publish, by)

    @bulk_action(gettext_lazy("Không công bố"), permissions=["change"], asks_reason=True)
    def hide(self, records: Iterator[Enterprise], by: User, reason: str) -> BulkOutcome:
        return self._each(records, partial(Enterprise.hide, reason=reason), by)

    def _each(self, records: Iterator[Enterprise], verb, by: User) -> BulkOutcome:
        outcome, own = BulkOutcome(), own_records(by)
        for enterprise in records:
            enterprise._history_user = by
            outcome.attempt(enterprise, partial(_as_colleague, verb, enterprise, own))
        reindex_all(outcome.done)
        return outcome


def _sees_drafts(request: HttpRequest) -> bool:
    """Whether this person keeps the directory: nobody else sees what members have not sent."""
    return request.user.has_perm("enterprises.change_enterprise")


def _as_colleague(verb, enterprise: Enterprise, own: set[int]) -> None:
    """Do it, but not with a record that the person keeps as a member."""
    if enterprise.pk in own:
        raise own_error()
    verb(enterprise)


def _has_pairs(object_id: str | None) -> bool:
    key = unquote(object_id or "")
    return key.isdecimal() and DuplicatePair.objects.open().about([int(key)]).exists()


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """Yield what waits here for those who may change enterprises."""
    if not request.user.has_perm("enterprises.change_enterprise"):
        return
    url = reverse("admin:enterprises_enterprise_changelist")
    in_doubt = Enterprise.objects.in_doubt().count()
    pending = Enterprise.objects.filter(state=Enterprise.State.PENDING).count() - in_doubt
    yield Waiting(_("Doanh nghiệp nghi trùng, chờ kết luận"), in_doubt, f"{url}?in_doubt=1")
    yield Waiting(
        _("Doanh nghiệp khác chờ xem xét để công bố"), pending, f"{url}?state__exact=pending"
    )
