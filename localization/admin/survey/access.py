"""Who runs the survey: DOIT's staff and the Statistics Office's (localization.run_survey)."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse

from accounts.models import User
from core.backoffice.permissions import NoDeleteMixin
from core.backoffice.records import RecordAdmin
from core.backoffice.site import office_page


def may_run(user: User) -> bool:
    """Whether this person opens and closes waves, and enters answers from paper."""
    return user.is_active and user.has_perm("localization.run_survey")


class SurveyAdmin(NoDeleteMixin, RecordAdmin):
    """Changed by those who run the survey; seen by whoever has the model's view permission."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_run(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_run(request.user) and super().has_change_permission(request, obj)

    def page(
        self, request: HttpRequest, name: str, title: str, status: int = 200, **context
    ) -> TemplateResponse:
        """Return a page of the survey's own."""
        common = {"opts": self.opts, "title": title}
        template = f"admin/localization/surveying/{name}.html"
        return office_page(request, template, {**common, **context}, status)


class YesNoFilter(admin.SimpleListFilter):
    """Whether something is so, by a condition on the rows."""

    condition: models.Q
    yes: str
    no: str

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        if self.value() == "yes":
            return queryset.filter(self.condition)
        return queryset.exclude(self.condition) if self.value() == "no" else queryset
