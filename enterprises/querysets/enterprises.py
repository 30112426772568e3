"""Enterprises of the directory."""

from collections.abc import Iterable

from django.db import models

from enterprises.search.query import understood


class EnterpriseQuerySet(models.QuerySet):
    """Enterprises of the directory."""

    def published(self) -> "EnterpriseQuerySet":
        """What the public may see."""
        return self.filter(state="published")

    def real(self) -> "EnterpriseQuerySet":
        """Enterprises that exist: demo records never enter a figure."""
        return self.filter(is_demo=False)

    def kept_by(self, user: models.Model) -> "EnterpriseQuerySet":
        """Those of which this person is a member, as owner or as editor."""
        return self.filter(memberships__user_id=user.pk, merged_into=None)

    def askable(self) -> "EnterpriseQuerySet":
        """Those whom the public can ask a question: published, real, and somebody receives it."""
        kept = self.published().real().filter(memberships__user__is_active=True)
        return kept.distinct()

    def claimable(self) -> "EnterpriseQuerySet":
        """Records of enterprises that exist, whatever their state, each enterprise once."""
        return self.real().filter(merged_into=None)

    def survivors(self, keys: Iterable[int]) -> dict[int, int]:
        """For each merged record among these, the record that stands for it by now."""
        merged = self.filter(pk__in=keys).exclude(merged_into=None)
        into = dict(merged.values_list("pk", "merged_into"))
        further = self.survivors(into.values()) if into else {}
        return {key: further.get(survivor, survivor) for key, survivor in into.items()}

    def survivors_of(self, slugs: Iterable[str]) -> dict[str, models.Model]:
        """For each merged record among these, the public record that stands for it by now."""
        keys = dict(self.filter(slug__in=slugs).values_list("slug", "pk"))
        survivors = self.survivors(keys.values())
        public = self.published().in_bulk(survivors.values())
        found = {slug: public.get(survivors.get(key)) for slug, key in keys.items()}
        return {slug: survivor for slug, survivor in found.items() if survivor}

    def survivor_of(self, slug: str) -> models.Model | None:
        """The public record that stands for a merged one, through any number of merges."""
        return self.survivors_of([slug]).get(slug)

    def in_doubt(self) -> "EnterpriseQuerySet":
        """Records that wait for a person's decision whether they are somebody's duplicate."""
        return self.filter(state="pending").exclude(possible_duplicate_of=None)

    def search(self, text: str) -> "EnterpriseQuerySet":
        """Enterprises, public or not, in which everything that the text asks for is found."""
        query = understood(text)
        return self.filter(search_entry__words__match=query.expression) if query else self

    def for_profile(self) -> "EnterpriseQuerySet":
        """With all that a profile shows, in a constant number of queries."""
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
            "contacts",
            "attachments",
            "fact_checks",
        )
