"""Writing the made-up survey into the database: two waves with results, and one that is open."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from accounts.models import User
from enterprises.models import Enterprise
from localization.demo.figures import SEED, DemoMaker
from localization.estimating.computing import compute
from localization.estimating.publishing import publish
from localization.models import (
    Answer,
    ComponentGroup,
    Estimate,
    Method,
    ProductLine,
    Wave,
)

MIN_ENTERPRISES = 100  # enterprises; of fewer too little could be published to be worth a look
DOCUMENT = "Khảo sát minh họa do máy tạo"
CLOSED = "Dữ liệu minh họa: đóng ngay sau khi sinh phiếu"
SCOPE = "Doanh nghiệp minh họa do máy tạo"


@transaction.atomic
def load_demo_survey(staff: User | None = None) -> int:
    """Write the waves of the last two years and this year's; `staff` has run them.

    How many answers there are. Bulk writing leaves no history: nobody has changed these records.
    """
    made_up = Enterprise.objects.published().filter(is_demo=True)
    if made_up.filter(industries__rate_targets__isnull=False).distinct().count() < MIN_ENTERPRISES:
        return 0
    last = localdate().year
    published = [_wave(year, staff, years=year - last + 2) for year in (last - 2, last - 1)]
    return sum(published) + _wave(last, staff, years=2, is_open=True)


def _wave(year: int, staff: User | None, years: int, *, is_open: bool = False) -> int:
    wave = Wave.objects.create(
        is_demo=True,
        year=year,
        method=Method.objects.in_force().get(kind=Method.Kind.PROCUREMENT),
        closes_on=localdate() + timedelta(days=30),
        scope=SCOPE,
    )
    wave.open(staff)
    if not is_open:
        wave.close(staff, CLOSED)
    written = _answer(wave, years)
    if not is_open:
        estimate = compute(Estimate(wave=wave, method=wave.method, seed=SEED + year), staff)
        publish(estimate, staff, DOCUMENT)
    return written


def _answer(wave: Wave, years: int) -> int:
    """While the wave is open fewer have answered, and none of those that have members."""
    units = wave.units.select_related("industry", "wave").order_by("pk")
    if wave.takes_answers:
        units = units.filter(enterprise__memberships=None)
    makers = [maker for maker in map(DemoMaker, units) if maker.answers]
    if wave.takes_answers:
        makers = makers[::3]
    sent = {"state": Answer.State.SUBMITTED, "submitted_at": now(), "version": 1}
    answers = Answer.objects.bulk_create(
        Answer(unit=maker.unit, **sent, **maker.amounts(years)) for maker in makers
    )
    ProductLine.objects.bulk_create(_lines(makers, answers))
    return len(answers)


def _lines(makers: list[DemoMaker], answers: list[Answer]) -> list[ProductLine]:
    groups: dict[int, list[ComponentGroup]] = defaultdict(list)
    for group in ComponentGroup.objects.prefetch_related("industries"):
        for industry in group.industries.all():
            groups[industry.pk].append(group)
    return [
        _line(maker, answer, groups[maker.unit.industry_id])
        for maker, answer in zip(makers, answers, strict=True)
        if groups[maker.unit.industry_id]
    ]


def _line(maker: DemoMaker, answer: Answer, groups: list[ComponentGroup]) -> ProductLine:
    """Half of the components, of the group that the maker needs most; a few groups are common."""
    group = groups[min(int(maker.random.expovariate(0.5)), len(groups) - 1)]
    domestic = answer.components_local + answer.components_foreign
    return ProductLine(
        answer=answer,
        name="Dòng sản phẩm chính",
        group=group,
        domestic=domestic / 2,
        imported=answer.components_imported / 2,
    )
