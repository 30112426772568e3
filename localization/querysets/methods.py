"""Formulas in force."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate


class MethodQuerySet(models.QuerySet):
    """Versions of formulas."""

    def in_force(self) -> "MethodQuerySet":
        """Those by which something may be computed today."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=localdate()))

    def computable(self) -> "MethodQuerySet":
        """Those that the portal's own survey has the inputs of."""
        return self.exclude(kind="other")
