"""Estimates in the back office: computed, looked through, checked, published."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.backoffice.actions import Action
from core.backoffice.permissions import NoChangeMixin
from core.backoffice.records import RecordAdmin
from localization.estimating.computing import compute
from localization.models import Estimate, Method, Wave


@admin.register(Estimate)
class EstimateAdmin(NoChangeMixin, RecordAdmin):
    """Whoever may add one computes it; nobody edits one, and the Department publishes it."""

    list_display = ["wave", "method", "state", "computed_at", "computed_by", "published_at"]
    list_filter = ["state", "wave__year", "wave__is_demo"]
    list_select_related = ["wave", "method", "computed_by"]
    search_fields = ["wave__year", "method__name_vi"]
    date_hierarchy = "computed_at"
    fields = ["wave", "method", "seed"]
    about = [
        *("replicates", "state", "computed_at", "computed_by", "published_at", "published_by"),
    ]
    change_form_template = "admin/localization/estimating/change.html"
    other_actions = (
        Action(
            "verify",
            _("Tính lại để kiểm tra"),
            tuple(Estimate.State),
            form="localization.estimating.forms.VerifyEstimateForm",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).defer("inputs")

    def get_fields(self, request: HttpRequest, obj: Estimate | None = None) -> list[str]:
        return [*self.fields, *self.about] if obj else self.fields

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "wave":
            kwargs["queryset"] = Wave.objects.filter(state__in=Estimate.COMPUTED_FROM)
        if db_field.name == "method":
            kwargs["queryset"] = Method.objects.computable()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Estimate | None = None) -> bool:
        is_fixed = obj is not None and obj.state == Estimate.State.PUBLISHED
        return not is_fixed and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Estimate, form, change: bool) -> None:
        compute(obj, request.user)

    def response_post_save_add(self, request: HttpRequest, obj: Estimate) -> HttpResponse:
        """Redirect to the new estimate, to show what was computed."""
        url = reverse("admin:localization_estimate_change", args=[obj.pk])
        return HttpResponseRedirect(url)

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs):
        estimate = context.get("original")
        if estimate:
            context["cells"] = estimate.cells.select_related("industry", "subsector").order_by("pk")
        return super().render_change_form(request, context, *args, **kwargs)
