"""Localization rates: targets, values, and the survey by state."""

from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils.timezone import localdate, now

from localization.models import (
    Answer,
    Baseline,
    Cell,
    Comparability,
    ComponentGroup,
    Estimate,
    FrameUnit,
    IndustryWeight,
    Method,
    ProductLine,
    Rate,
    RateTarget,
    Subsector,
    Wave,
    WeightSet,
)
from tests.factories.enterprises import EnterpriseFactory, IndustryFactory
from tests.factories.people import UserFactory


class IncreaseFactory(factory.django.DjangoModelFactory):
    """An increase as a decision sets it."""

    class Meta:
        model = RateTarget

    industry = factory.SubFactory(IndustryFactory)
    year = 2020
    kind = RateTarget.Kind.INCREASE
    percent = 5
    source = "Quyết định thử"


class LevelFactory(IncreaseFactory):
    """A level as the press reports it."""

    kind = RateTarget.Kind.LEVEL
    percent = 67
    source = "Báo thử"
    is_official = False


class BaselineFactory(factory.django.DjangoModelFactory):
    """A baseline that staff have confirmed."""

    class Meta:
        model = Baseline

    industry = factory.SubFactory(IndustryFactory)
    year = 2016
    percent = 60
    basis = Baseline.Basis.POINTS
    source = "Kết quả điều tra thử"
    confirmed_by = factory.SubFactory(UserFactory)


class MethodFactory(factory.django.DjangoModelFactory):
    """The share of inputs that is bought in Viet Nam."""

    class Meta:
        model = Method

    code = factory.Sequence(lambda n: f"cong-thuc-{n}")
    kind = Method.Kind.PROCUREMENT
    name_vi = "Tỷ lệ mua trong nước thử"
    formula_vi = "Mua tại Việt Nam ÷ tổng giá trị mua × 100%"
    inputs_vi = "Giá trị mua theo nguồn"
    citation = "Nguồn công thức thử"


class ComparabilityFactory(factory.django.DjangoModelFactory):
    """Staff's word that a formula's values may be held against an industry's targets."""

    class Meta:
        model = Comparability

    industry = factory.SubFactory(IndustryFactory)
    method = factory.SubFactory(MethodFactory)
    reason = "Hai công thức cho kết quả như nhau trên số liệu thử"
    declared_by = factory.SubFactory(UserFactory)


class SubsectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subsector

    industry = factory.SubFactory(IndustryFactory)
    slug = factory.Sequence(lambda n: f"phan-nganh-{n}")
    name_vi = factory.Sequence(lambda n: f"Phân ngành {n}")


class RateFactory(factory.django.DjangoModelFactory):
    """An official value of a whole industry."""

    class Meta:
        model = Rate

    industry = factory.SubFactory(IndustryFactory)
    year = 2020
    kind = Rate.Kind.OFFICIAL
    method = factory.SubFactory(MethodFactory)
    percent = Decimal("64.5")
    scope = "Doanh nghiệp chế biến, chế tạo trên địa bàn Thành phố"
    source = "Thống kê Thành phố"
    document = "Niên giám thử 2021"
    published_on = date(2021, 6, 30)


class WeightSetFactory(factory.django.DjangoModelFactory):
    """Weights by industry, in per cent."""

    class Meta:
        model = WeightSet
        skip_postgeneration_save = True

    from_year = 2019
    source = "Niên giám thống kê thử, cơ cấu giá trị sản xuất"

    @factory.post_generation
    def shares(self, create: bool, shares: dict | None, **kwargs) -> None:
        for industry, percent in (shares or {}).items():
            IndustryWeight.objects.create(weight_set=self, industry=industry, percent=percent)


class WaveFactory(factory.django.DjangoModelFactory):
    """A wave in preparation."""

    class Meta:
        model = Wave
        django_get_or_create = ["year"]

    year = 2025
    method = factory.SubFactory(MethodFactory)
    closes_on = factory.LazyFunction(lambda: localdate() + timedelta(days=30))


class OpenWaveFactory(WaveFactory):
    """A wave that enterprises answer, opened a day ago."""

    state = Wave.State.OPEN
    opened_at = factory.LazyFunction(lambda: now() - timedelta(days=1))


class ClosedWaveFactory(OpenWaveFactory):
    """A wave whose answers staff look through."""

    state = Wave.State.CLOSED
    closed_at = factory.LazyFunction(now)


class FrameUnitFactory(factory.django.DjangoModelFactory):
    """A small local enterprise that an open wave asks, owned by nobody else's owner."""

    class Meta:
        model = FrameUnit

    wave = factory.SubFactory(OpenWaveFactory)
    enterprise = factory.SubFactory(EnterpriseFactory, search_index=False)
    industry = factory.SubFactory(IndustryFactory)
    size = FrameUnit.Size.SMALL
    ownership = FrameUnit.Ownership.LOCAL
    owner = factory.Sequence(lambda n: f"chu-{n}")


class AnswerFactory(factory.django.DjangoModelFactory):
    """A draft with every amount among materials and components: 60 of 100 bought in Viet Nam."""

    class Meta:
        model = Answer

    unit = factory.SubFactory(FrameUnitFactory)
    materials_local = 30
    materials_foreign = 10
    materials_imported = 20
    components_local = 15
    components_foreign = 5
    components_imported = 20


class SubmittedAnswerFactory(AnswerFactory):
    """An answer that counts."""

    state = Answer.State.SUBMITTED
    submitted_at = factory.LazyFunction(now)


class ComponentGroupFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ComponentGroup

    slug = factory.Sequence(lambda n: f"nhom-{n}")
    name_vi = factory.Sequence(lambda n: f"Nhóm linh kiện {n}")
    search_words = "khuôn"


class ProductLineFactory(factory.django.DjangoModelFactory):
    """Goods whose components come mostly from abroad."""

    class Meta:
        model = ProductLine

    answer = factory.SubFactory(SubmittedAnswerFactory)
    name = factory.Sequence(lambda n: f"Dòng sản phẩm {n}")
    group = factory.SubFactory(ComponentGroupFactory)
    domestic = 5
    imported = 20


class PublishedWaveFactory(ClosedWaveFactory):
    """A wave whose results everybody may read."""

    state = Wave.State.PUBLISHED


class PublishedEstimateFactory(factory.django.DjangoModelFactory):
    """What a published wave came to, its cells to be added."""

    class Meta:
        model = Estimate

    wave = factory.SubFactory(PublishedWaveFactory)
    method = factory.SelfAttribute("wave.method")
    seed = 2869
    state = Estimate.State.PUBLISHED
    published_at = factory.LazyFunction(now)


class CellFactory(factory.django.DjangoModelFactory):
    """Small makers of an industry, as the public reads of them."""

    class Meta:
        model = Cell

    estimate = factory.SubFactory(PublishedEstimateFactory)
    industry = factory.SubFactory(IndustryFactory)
    table = Cell.Table.SIZE
    code = FrameUnit.Size.SMALL
    percent = Decimal("61.2345")
    low = Decimal("57.1")
    high = Decimal("66.6")
    frame = 40
    answers = 14
    owners = 13
    largest_share = Decimal("0.2")
