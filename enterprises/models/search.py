"""The search index: written whenever an enterprise or one of its related rows changes.

Nothing here is anybody's input: `manage.py reindex` makes all of it anew from the profiles.
"""

from collections import Counter

from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from enterprises.fulltext import WordsField


class SearchEntry(models.Model):
    """One enterprise as search sees it: folded words by where they stand, and its facets as codes.

    Codes are keys of entries of taxonomies and for places ('process_12', 'ward_27655'), so that
    renaming one of them changes no entry. All text is folded (core.text.fold).
    """

    enterprise = models.OneToOneField(
        "enterprises.Enterprise",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="search_entry",
    )
    is_public = models.BooleanField()
    is_demo = models.BooleanField()
    is_sample = models.BooleanField()  # one in SAMPLED, searched first for common words
    name_sort = models.CharField(max_length=1000)
    updated_at = models.DateTimeField()
    employees = models.PositiveIntegerField()  # 0 where unknown
    completeness = models.PositiveSmallIntegerField()  # percent
    brand = models.CharField(max_length=300, db_index=True)  # the name without its legal form
    names = models.TextField()  # legal, international and short name, with " | " between
    products = models.TextField()  # names of products, with " | " between
    codes = models.TextField()  # of every facet, with blanks between
    words = WordsField()  # every word of the profile and every code once: the full-text index
    # The first day on which a certificate among the codes has ended; never, if none will.
    stale_on = models.DateField(null=True, db_index=True)

    class Meta:
        verbose_name = _("mục tìm kiếm")
        verbose_name_plural = _("mục tìm kiếm")
        indexes = [
            models.Index(
                fields=["is_public", "is_demo", column, "enterprise"], name=f"entry_{column}"
            )
            for column in ("name_sort", "updated_at", "employees")
        ]

    def __str__(self) -> str:
        return self.names.partition(" | ")[0]


SAMPLED = 16
FACET_COUNTS = "enterprises.facet_counts"  # the cache version of all facet counts


class FacetCountQuerySet(models.QuerySet):
    """Counts of public enterprises by code."""

    def numbers(self, **which) -> Counter[str]:
        """Count under each code, real and demo records together unless `is_demo` is given."""
        rows = self.filter(**which).values_list("code").annotate(total=Sum("number"))
        return Counter({code: total for code, total in rows if total > 0})

    def by_industry(self) -> Counter[int]:
        """Return the number of real enterprises in each industry, by the industry's id."""
        numbers = self.numbers(is_demo=False, code__startswith="industry_")
        return Counter({int(code.partition("_")[2]): number for code, number in numbers.items()})

    def by_kind(self) -> dict[str, int]:
        """Return the number of real ("0") and of demo ("1") records."""
        numbers = self.numbers(code__in=["record_0", "record_1"])
        return {kind: numbers[f"record_{kind}"] for kind in ("0", "1")}


class FacetCount(models.Model):
    """How many public enterprises carry a code: the counts of the unfiltered list."""

    code = models.CharField(max_length=60)
    is_demo = models.BooleanField()
    number = models.IntegerField()

    objects = FacetCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("số đếm của bộ lọc")
        verbose_name_plural = _("số đếm của bộ lọc")
        constraints = [models.UniqueConstraint(fields=["code", "is_demo"], name="facet_count_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.number}"


class Spelling(models.Model):
    """A word that some profile contains, under itself and under each form that lacks one letter.

    Two words that differ by one letter share such a form, so a mistyped word finds the right one
    by equality alone.
    """

    form = models.CharField(max_length=60)
    word = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("cách viết của từ")
        verbose_name_plural = _("cách viết của từ")
        constraints = [models.UniqueConstraint(fields=["form", "word"], name="spelling_once")]

    def __str__(self) -> str:
        return f"{self.form} → {self.word}"
