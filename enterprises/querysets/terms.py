"""Entries of taxonomies, places and certificates."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate


class TermQuerySet(models.QuerySet):
    """Entries of a taxonomy."""

    def get_by_natural_key(self, slug: str) -> models.Model:
        return self.get(slug=slug)


class VsicQuerySet(models.QuerySet):
    """Classes of the standard industrial classification."""

    def get_by_natural_key(self, version: str, code: str) -> models.Model:
        return self.get(version=version, code=code)


class WardQuerySet(models.QuerySet):
    """Ward-level units of the City."""

    def get_by_natural_key(self, code: str) -> models.Model:
        return self.get(code=code)


class CertificateQuerySet(models.QuerySet):
    """Certificates of enterprises."""

    def valid(self, on: date | None = None) -> "CertificateQuerySet":
        """Certificates not known to have ended on that day (today)."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on or localdate()))

    def ending_by(self, day: date) -> "CertificateQuerySet":
        """Those in public profiles that end from today to that day, and no other follows them."""
        later = self.model._default_manager.filter(
            Q(valid_to=None) | Q(valid_to__gt=OuterRef("valid_to")),
            enterprise=OuterRef("enterprise"),
            standard=OuterRef("standard"),
        )
        ending = self.filter(valid_to__range=(localdate(), day), enterprise__state="published")
        return ending.exclude(Exists(later))
