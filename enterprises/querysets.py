"""What may be seen and how it is found, in words of policy."""

from datetime import date
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Count, Q
from django.utils.timezone import localdate

from portal.text import fold


def _from_a_words_start(word: str) -> Q:
    return (
        Q(search_text__startswith=word)
        | Q(search_text__contains=f" {word}")
        | Q(search_text__contains=f"\n{word}")
    )


class TermQuerySet(models.QuerySet):
    """Entries of a taxonomy."""

    def get_by_natural_key(self, slug: str) -> models.Model:
        return self.get(slug=slug)


class WardQuerySet(models.QuerySet):
    """Ward-level units of the City."""

    def get_by_natural_key(self, code: str) -> models.Model:
        return self.get(code=code)


class CertificateQuerySet(models.QuerySet):
    """Certificates of enterprises."""

    def valid(self, on: date | None = None) -> "CertificateQuerySet":
        """Certificates not known to have ended on that day (today)."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on or localdate()))


class EnterpriseQuerySet(models.QuerySet):
    """Enterprises of the directory."""

    def published(self) -> "EnterpriseQuerySet":
        """What the public may see."""
        return self.filter(state="published")

    def real(self) -> "EnterpriseQuerySet":
        """Enterprises that exist: demo records never enter a figure."""
        return self.filter(is_demo=False)

    def in_doubt(self) -> "EnterpriseQuerySet":
        """Records that wait for a person's decision whether they are somebody's duplicate."""
        return self.filter(state="pending").exclude(possible_duplicate_of=None)

    def search(self, query: str) -> "EnterpriseQuerySet":
        """Enterprises whose folded text holds every word of the query, each from a word's start.

        Marks, case, đ and Unicode form do not matter, nor whether two neighbouring words are
        written as one: 'sài gòn' finds Saigon.
        """
        words = fold(query).split()
        found = self
        for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
            spellings = {word, before + word, word + after}
            found = found.filter(reduce(or_, map(_from_a_words_start, spellings)))
        return found

    def in_industries(self, slugs: list[str]) -> "EnterpriseQuerySet":
        return self._through("industries", industry__slug__in=slugs)

    def with_processes(self, slugs: list[str]) -> "EnterpriseQuerySet":
        return self._through("processes", process__slug__in=slugs)

    def _through(self, relation: str, **condition) -> "EnterpriseQuerySet":
        # A subquery on the through table stays fast where a join would need DISTINCT.
        rows = getattr(self.model, relation).through.objects.filter(**condition)
        return self.filter(pk__in=rows.values("enterprise_id"))

    def certified(self, slugs: list[str]) -> "EnterpriseQuerySet":
        """Enterprises with a certificate, not known to have ended, of one of these standards."""
        certificates = self.model._meta.get_field("certificates").related_model.objects
        held = certificates.valid().filter(standard__slug__in=slugs)
        return self.filter(pk__in=held.values("enterprise_id"))

    def in_wards(self, codes: list[str]) -> "EnterpriseQuerySet":
        return self.filter(ward__in=codes)

    def in_localities(self, values: list[str]) -> "EnterpriseQuerySet":
        return self.filter(locality__in=values)

    def of_kinds(self, values: list[str]) -> "EnterpriseQuerySet":
        """Real records ("0"), demo records ("1"), or both."""
        return self.filter(is_demo__in=[value == "1" for value in values])

    def counts_by_kind(self) -> dict[str, int]:
        """How many of these records are real ("0") and how many demo ("1")."""
        return {str(int(demo)): n for demo, n in self.counts_by("is_demo").items()}

    def for_list(self) -> "EnterpriseQuerySet":
        """With what a card shows, in a constant number of queries."""
        return self.select_related("ward", "park").prefetch_related(
            "industries", "processes", "products", "certificates__standard"
        )

    def for_profile(self) -> "EnterpriseQuerySet":
        """With all that a profile shows."""
        return self.for_list().prefetch_related("materials", "contacts")

    def counts_by(self, path: str) -> dict[str, int]:
        """How many of these enterprises stand under each value of a field or relation."""
        rows = self.order_by().values_list(path).annotate(n=Count("pk", distinct=True))
        return {value: count for value, count in rows if value is not None}

    def counts_by_standard(self) -> dict[str, int]:
        """How many of these enterprises hold a certificate, not known to have ended, of each."""
        certificates = self.model._meta.get_field("certificates").related_model.objects
        held = certificates.valid().filter(enterprise__in=self.order_by().values("pk"))
        return dict(
            held.order_by()
            .values_list("standard__slug")
            .annotate(n=Count("enterprise", distinct=True))
        )
