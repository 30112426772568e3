"""Mixins for admin classes and inlines in which nobody may add, change or delete."""

from django.db import models
from django.http import HttpRequest


class NoAddMixin:
    """Offer no form for new records."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class NoChangeMixin:
    """Show records without a form to change them."""

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class NoDeleteMixin:
    """Delete no record, neither here nor with another that it belongs to."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ReadOnlyAdminMixin(NoAddMixin, NoChangeMixin, NoDeleteMixin):
    """Show records that change elsewhere, or by their steps alone."""
