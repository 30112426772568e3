"""Pairs of records that may be one enterprise, and merges, by state."""

import factory

from accounts.models import User
from enterprises.duplicates.choices import MergeDecision
from enterprises.duplicates.merging import merge
from enterprises.models import DuplicatePair, Enterprise, Merge
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import StaffFactory, allowed


class DuplicatePairFactory(factory.django.DjangoModelFactory):
    """A pair that waits for a decision."""

    class Meta:
        model = DuplicatePair

    first = factory.SubFactory(EnterpriseFactory)
    second = factory.SubFactory(EnterpriseFactory)
    score = 90
    reasons = ["name"]


def chosen(survivor: Enterprise, other: Enterprise, **taken: Enterprise) -> MergeDecision:
    """The survivor's values, but for those taken from the records named."""
    versions = Enterprise.objects.filter(pk__in=[survivor.pk, other.pk])
    return MergeDecision(
        survivor=survivor.pk,
        taken={choice: record.pk for choice, record in taken.items()},
        seen=dict(versions.values_list("pk", "version")),
        reason="Hồ sơ đăng ký doanh nghiệp",
    )


def merged(survivor: Enterprise, other: Enterprise, **taken: Enterprise) -> Merge:
    """The other record taken into the survivor."""
    first, second = sorted([survivor, other], key=lambda record: record.pk)
    pair = DuplicatePairFactory(first=first, second=second)
    return merge(pair.pk, chosen(survivor, other, **taken), None)


def merging_staff() -> User:
    """Someone who looks after enterprises and decides about duplicates."""
    rights = ["view_enterprise", "change_enterprise", "merge_enterprises"]
    return allowed(StaffFactory(), *[f"enterprises.{right}" for right in rights])
