"""Who may do what in the register's back office."""

from django.contrib.admin.options import InlineModelAdmin
from django.db import models
from django.http import HttpRequest

from accounts.models import User
from core.backoffice.records import RecordAdmin


def may_manage(user: User) -> bool:
    """Whether this is DOIT's staff, who keep the whole register (programme.manage_register)."""
    return user.is_active and user.has_perm("programme.manage_register")


class ManagedAdmin(RecordAdmin):
    """Changed by DOIT's staff alone; seen by whoever has the model's view permission."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_manage(request.user) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_manage(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_manage(request.user) and super().has_delete_permission(request, obj)


class ManagedRows(InlineModelAdmin):
    """Rows below a record: seen by whoever sees the record, changed by DOIT's staff alone."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_manage(request.user)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_manage(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return may_manage(request.user)
