"""Enterprises and what hangs on them, by state."""

import factory

from enterprises.models import (
    Certificate,
    Contact,
    Enterprise,
    Industry,
    Process,
    Product,
    Standard,
    Ward,
)
from enterprises.search import reindex


class WardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ward

    code = factory.Sequence(lambda n: f"{30000 + n}")
    name_vi = factory.Sequence(lambda n: f"Phường Số {n}")
    name_en = factory.Sequence(lambda n: f"Ward {n}")


class TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"term-{n}")
    name_vi = factory.Sequence(lambda n: f"Mục {n}")
    name_en = factory.Sequence(lambda n: f"Term {n}")


class IndustryFactory(TermFactory):
    class Meta:
        model = Industry

    kind = Industry.Kind.ESSENTIAL
    position = factory.Sequence(lambda n: n + 1)


class ProcessFactory(TermFactory):
    class Meta:
        model = Process


class StandardFactory(TermFactory):
    class Meta:
        model = Standard


class EnterpriseFactory(factory.django.DjangoModelFactory):
    """A published, real enterprise; everything that hangs on it is in its search text."""

    class Meta:
        model = Enterprise
        skip_postgeneration_save = True

    legal_name = factory.Sequence(lambda n: f"Công ty TNHH Cơ khí Thử Nghiệm {n}")
    address = factory.Sequence(lambda n: f"{n} đường Số 1, TP. Hồ Chí Minh")
    state = Enterprise.State.PUBLISHED

    @factory.post_generation
    def industries(self, create: bool, extracted, **kwargs) -> None:
        self.industries.set(extracted or [])

    @factory.post_generation
    def processes(self, create: bool, extracted, **kwargs) -> None:
        self.processes.set(extracted or [])

    @factory.post_generation
    def products(self, create: bool, extracted, **kwargs) -> None:
        for name in extracted or []:
            Product.objects.create(enterprise=self, name_vi=name)

    @factory.post_generation
    def standards(self, create: bool, extracted, **kwargs) -> None:
        for standard in extracted or []:
            Certificate.objects.create(enterprise=self, standard=standard)

    @factory.post_generation
    def search_index(self, create: bool, extracted, **kwargs) -> None:
        reindex(Enterprise.objects.filter(pk=self.pk))


class DemoEnterpriseFactory(EnterpriseFactory):
    is_demo = True


class PendingEnterpriseFactory(EnterpriseFactory):
    state = Enterprise.State.PENDING


class HiddenEnterpriseFactory(EnterpriseFactory):
    state = Enterprise.State.HIDDEN


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    enterprise = factory.SubFactory(EnterpriseFactory)
    person = "Nguyễn Văn An"
    phone = "028 3823 1111"
