"""Which enterprises are public, real, or waiting: policy as query sets."""

from collections.abc import Iterable
from typing import Any

from django.db import models


class EnterpriseQuerySet(models.QuerySet):
    """Enterprises of the directory."""

    def published(self) -> "EnterpriseQuerySet":
        """Filter to what the public may see."""
        return self.filter(state=self.model.State.PUBLISHED)

    def real(self) -> "EnterpriseQuerySet":
        """Filter to enterprises that exist: demo records never enter a figure."""
        return self.filter(is_demo=False)

    def claimable(self) -> "EnterpriseQuerySet":
        """Filter to records of enterprises that exist, in any state, each enterprise once."""
        return self.real().filter(merged_into=None)

    def survivors(self, keys: Iterable[int]) -> dict[int, int]:
        """Map each merged record among these to the record that stands for it by now."""
        merged = self.filter(pk__in=keys).exclude(merged_into=None)
        into = dict(merged.values_list("pk", "merged_into"))
        further = self.survivors(into.values()) if into else {}
        return {key: further.get(survivor, survivor) for key, survivor in into.items()}

    def survivors_of(self, slugs: Iterable[str]) -> dict[str, models.Model]:
        """Map each merged record among these to the public record that stands for it by now."""
        keys = dict(self.filter(slug__in=slugs).values_list("slug", "pk"))
        survivors = self.survivors(keys.values())
        public = self.published().in_bulk(survivors.values())
        found = {slug: public.get(survivors.get(key)) for slug, key in keys.items()}
        return {slug: survivor for slug, survivor in found.items() if survivor}

    def survivor_of(self, slug: str) -> Any:
        """Return the public record that by now stands for a merged one, or None."""
        return self.survivors_of([slug]).get(slug)

    def in_doubt(self) -> "EnterpriseQuerySet":
        """Filter to records waiting for a decision whether they are somebody's duplicate."""
        return self.filter(state=self.model.State.PENDING).exclude(possible_duplicate_of=None)

    def for_profile(self, contacts: models.QuerySet | None = None) -> "EnterpriseQuerySet":
        """Prefetch all that a profile shows, or of its contacts these, in constant queries."""
        return self.select_related("ward", "park").prefetch_related(
            "industries",
            "sectors",
            "vsic_classes",
            "processes__family",
            "materials",
            "markets",
            "languages",
            "products",
            "machines__kind",
            "certificates__standard",
            models.Prefetch("contacts", contacts),
            "attachments",
        )
