"""Enterprises of the directory."""

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

    def survivor_of(self, slug: str) -> models.Model | None:
        """The public record that stands for a merged one, through any number of merges."""
        record = self.filter(slug=slug).exclude(merged_into=None).first()
        while record and record.merged_into_id:
            record = self.get(pk=record.merged_into_id)
        return record if record and record.state == "published" else None

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
