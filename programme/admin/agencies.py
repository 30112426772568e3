"""Back office of agencies, of who took over from whom, and of the agencies' officers."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.concurrency.conflicts import ConflictAwareForm
from core.imports.admin import ImportAdminMixin
from programme.admin.forms import ActingAgencyForm
from programme.admin.permissions import ManagedAdmin, may_manage
from programme.importing.agencies import AgencyImporter
from programme.models import Agency, Officer


class AgencyForm(ConflictAwareForm):
    """An agency, with the tick by which DOIT's staff confirm who took over from it."""

    confirm = forms.BooleanField(
        label=_("Đã xác nhận kế thừa"),
        required=False,
        help_text=_("Cần đơn vị kế thừa và căn cứ. Bỏ chọn để rút lại xác nhận."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].initial = self.instance.is_succeeded

    def clean(self) -> dict:
        data = super().clean()
        if data.get("confirm"):
            for name in ("successor", "succession_source"):
                if name in self.fields and not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Xác nhận kế thừa cần đơn vị kế thừa và căn cứ."))
        elif self.instance.is_succeeded:
            # Taken back before the record is validated: its source may go with it.
            self.instance.succession_confirmed_at = self.instance.succession_confirmed_by = None
        return data


class SuccessionFilter(admin.SimpleListFilter):
    """Successions by whether staff have confirmed them."""

    title = _("kế thừa")
    parameter_name = "succession"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        return [("waiting", _("chờ xác nhận")), ("confirmed", _("đã xác nhận"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "waiting":
            return queryset.awaiting_confirmation()
        return queryset.exclude(succession_confirmed_at=None) if self.value() else queryset


@admin.register(Agency)
class AgencyAdmin(ImportAdminMixin, ManagedAdmin):
    """Agencies; who took over from whom counts once DOIT's staff confirm it."""

    form = AgencyForm
    importer = AgencyImporter
    list_display = ["name_vi", "kind", "parent", "successor", "succession"]
    list_filter = ["kind", SuccessionFilter]
    list_select_related = ["parent", "successor"]
    search_fields = ["name_vi", "name_en", "code"]
    autocomplete_fields = ["parent", "successor"]
    readonly_fields = ["succession_confirmed_at", "succession_confirmed_by"]

    @admin.display(description=_("kế thừa"))
    def succession(self, agency: Agency) -> str:
        if agency.successor is None:
            return "–"
        return _("đã xác nhận") if agency.is_succeeded else _("chờ xác nhận")

    def get_fieldsets(self, request: HttpRequest, obj: Agency | None = None) -> list:
        changes = may_manage(request.user) and not getattr(request, "reads_history", False)
        confirm = ["confirm"] if changes else []
        succession = [
            "successor",
            "succeeded_on",
            "succession_source",
            *confirm,
            *self.readonly_fields,
        ]
        names = ["code", "name_vi", "name_en", "kind", "parent", "role"]
        return [(None, {"fields": names}), (_("Kế thừa năm 2025"), {"fields": succession})]

    def save_model(self, request: HttpRequest, obj: Agency, form: AgencyForm, change: bool) -> None:
        new = {"confirm", "successor", "succession_source"} & set(form.changed_data)
        if form.cleaned_data.get("confirm") and new and may_manage(request.user):
            obj.confirm_succession(request.user)
        else:
            super().save_model(request, obj, form, change)


@admin.register(Officer)
class OfficerAdmin(ManagedAdmin):
    """Which account reports for which agency. DOIT's staff only."""

    form = ActingAgencyForm
    list_display = ["user", "agency", "entered_on", "left_on"]
    readonly_fields = ["entered_on", "left_on"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__full_name", "user__username", "agency__name_vi"]
    autocomplete_fields = ["agency"]

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        # A plain choice: DOIT's staff need not see the accounts' own pages to pick one.
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Officer, form, change: bool) -> None:
        moved = change and "agency" in form.changed_data
        if moved and form.initial["agency"] not in Agency.objects.represented_by(obj.agency):
            obj.entered_on = localdate()  # another agency owes nothing of what was before
        super().save_model(request, obj, form, change)
