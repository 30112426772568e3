"""Enterprises and what hangs on them, by state."""

from unittest.mock import patch

import factory
from django.core.files.base import ContentFile
from simple_history.models import HistoricalRecords

from catalogue.models import (
    IndustrialPark,
    Industry,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    ProcessFamily,
    Sector,
    Standard,
    SynonymGroup,
    VsicClass,
    Ward,
)
from enterprises.models import Attachment, Certificate, Contact, Enterprise, Machine, Product
from enterprises.search.entries import reindex


class WardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Ward

    code = factory.Sequence(lambda n: f"{30000 + n}")
    name_vi = factory.Sequence(lambda n: f"Phường Số {n}")
    name_en = factory.Sequence(lambda n: f"Ward {n}")


class IndustrialParkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = IndustrialPark

    slug = factory.Sequence(lambda n: f"khu-{n}")
    name_vi = factory.Sequence(lambda n: f"Khu công nghiệp Số {n}")
    name_en = factory.Sequence(lambda n: f"Industrial Park {n}")
    kind = IndustrialPark.Kind.INDUSTRIAL_PARK


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
    position = factory.Sequence(lambda n: n + 1_000)  # past those of the start data


class SectorFactory(TermFactory):
    class Meta:
        model = Sector

    position = factory.Sequence(lambda n: n + 1_000)  # past those of the start data


class ProcessFamilyFactory(TermFactory):
    class Meta:
        model = ProcessFamily

    position = factory.Sequence(lambda n: n + 1_000)  # past those of the start data


class ProcessFactory(TermFactory):
    class Meta:
        model = Process

    family = factory.SubFactory(ProcessFamilyFactory)


class MachineKindFactory(TermFactory):
    """A press, compared by its force in kN at 1,000 and 2,500."""

    class Meta:
        model = MachineKind

    capacity_vi = "lực ép"
    capacity_en = "pressing force"
    unit = "kn"
    steps = "1000 2500"


class MaterialFactory(TermFactory):
    class Meta:
        model = Material


class StandardFactory(TermFactory):
    class Meta:
        model = Standard


class MarketFactory(TermFactory):
    class Meta:
        model = Market


class LanguageFactory(TermFactory):
    class Meta:
        model = Language


class VsicClassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VsicClass

    version = "2025"
    code = factory.Sequence(lambda n: f"{1000 + n}")
    name_vi = factory.Sequence(lambda n: f"Sản xuất thử {n}")


class SynonymGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SynonymGroup

    words = factory.Sequence(lambda n: f"từ {n}\nword {n}")


class EnterpriseFactory(factory.django.DjangoModelFactory):
    """A published, real enterprise; everything that hangs on it is in its search text.

    `search_index=False` keeps it out of the index, in half the time.
    """

    class Meta:
        model = Enterprise
        skip_postgeneration_save = True

    legal_name = factory.Sequence(lambda n: f"Công ty TNHH Cơ khí Thử Nghiệm {n}")
    address = factory.Sequence(lambda n: f"{n} đường Số 1, TP. Hồ Chí Minh")
    state = Enterprise.State.PUBLISHED

    @classmethod
    def _create(cls, model_class, *args, **kwargs) -> Enterprise:
        """Save without looking for terms to keep in the history: a new record has none."""
        with patch.object(HistoricalRecords, "create_historical_record_m2ms"):
            return super()._create(model_class, *args, **kwargs)

    @classmethod
    def create_batch(cls, size: int, **kwargs) -> list[Enterprise]:
        """Make so many, which reach the search index together."""
        made = super().create_batch(size, **kwargs, search_index=False)
        reindex(Enterprise.objects.filter(pk__in=[each.pk for each in made]))
        return made

    @factory.post_generation
    def industries(self, create: bool, extracted, **kwargs) -> None:
        if extracted:
            self.industries.set(extracted)

    @factory.post_generation
    def processes(self, create: bool, extracted, **kwargs) -> None:
        if extracted:
            self.processes.set(extracted)

    @factory.post_generation
    def materials(self, create: bool, extracted, **kwargs) -> None:
        if extracted:
            self.materials.set(extracted)

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
        if extracted is not False:
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


class ProductFactory(factory.django.DjangoModelFactory):
    """A product on an enterprise; search knows it after a reindex."""

    class Meta:
        model = Product

    enterprise = factory.SubFactory(EnterpriseFactory)
    name_vi = factory.Sequence(lambda n: f"Sản phẩm {n}")


class MachineFactory(factory.django.DjangoModelFactory):
    """A machine on an enterprise; search knows it after a reindex."""

    class Meta:
        model = Machine

    enterprise = factory.SubFactory(EnterpriseFactory)
    kind = factory.SubFactory(MachineKindFactory)


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A catalogue that everyone may have."""

    class Meta:
        model = Attachment

    enterprise = factory.SubFactory(EnterpriseFactory)
    title_vi = factory.Sequence(lambda n: f"Ca-ta-lô {n}")
    kind = Attachment.Kind.CATALOGUE
    file = factory.LazyFunction(lambda: ContentFile(PDF, "ca-ta-lo.pdf"))
    is_public = True


class CertificateScanFactory(AttachmentFactory):
    """A scan for the eyes of the enterprise and of the Department."""

    kind = Attachment.Kind.CERTIFICATE
    is_public = False


class CertificateFactory(factory.django.DjangoModelFactory):
    """A certificate on an enterprise; search knows it after a reindex."""

    class Meta:
        model = Certificate

    enterprise = factory.SubFactory(EnterpriseFactory)
    standard = factory.SubFactory(StandardFactory)
