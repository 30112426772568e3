"""Publication of an estimate as the values of its year; it no longer changes from then on."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from localization.estimating.computing import read_rows
from localization.models import Cell, Estimate, Rate, Wave

PUBLISHED_TABLES = (Cell.Table.WHOLE, Cell.Table.SUBSECTOR)


@transaction.atomic
def publish(
    estimate: Estimate, by: User, document: str, document_url: str = "", revision_reason: str = ""
) -> list[Rate]:
    """Write the values that may be shown; neither they nor the wave's answers change after it."""
    wave = estimate.wave
    wave.lock_in_state(Wave.State.CLOSED)
    estimate.lock_in_state(Estimate.State.COMPUTED)
    _must_match_wave(estimate)
    rates = [_rate(cell, document, document_url) for cell in _shown(estimate)]
    if not rates:
        raise ValidationError(_("Không giá trị nào đủ điều kiện công bố: mọi ô đều phải giữ kín."))
    for rate in rates:
        rate.entered_by = rate._history_user = by
        _save(rate, revision_reason.strip())
    wave.publish_results(by)
    estimate.publish(by)
    return rates


def _must_match_wave(estimate: Estimate) -> None:
    if not estimate.is_by_the_waves_method:
        message = _("Cuộc khảo sát này công bố theo công thức “%(method)s”.")
        raise ValidationError(message % {"method": estimate.wave.method})
    if read_rows(estimate.wave, estimate.method) != estimate.inputs:
        message = _("Phiếu hoặc danh sách doanh nghiệp đã thay đổi sau khi tính. Hãy tính lại.")
        raise ValidationError(message)


def _shown(estimate: Estimate) -> Iterator[Cell]:
    """Yield the industries and those of their named subsectors that may be shown."""
    cells = estimate.cells.filter(table__in=PUBLISHED_TABLES, withheld="")
    for cell in cells.select_related("industry", "subsector").order_by("pk"):
        if cell.table == Cell.Table.WHOLE or cell.subsector_id:
            yield cell


def _rate(cell: Cell, document: str, document_url: str) -> Rate:
    wave = cell.estimate.wave
    with override("vi"):  # stored in the language of the record, whoever presses the button
        source = str(wave.get_conductor_display())
    return Rate(  # type: ignore[misc]  # what is shown has a per cent
        is_demo=wave.is_demo,
        industry=cell.industry,
        subsector=cell.subsector,
        year=wave.year,
        kind=Rate.Kind.SURVEY,
        method=cell.estimate.method,
        percent=_two_decimals(cell.percent),
        low=_two_decimals(cell.low),
        high=_two_decimals(cell.high),
        scope=wave.scope,
        source=source,
        document=document,
        document_url=document_url,
        published_on=localdate(),
        estimate=cell.estimate,
    )


def _save(rate: Rate, revision_reason: str) -> None:
    """Save a value, with the reason where it revises an earlier one; errors name the value."""
    if rate.vintages.exists():
        rate.revision_reason = revision_reason
    try:
        rate.full_clean()
    except ValidationError as error:
        about = rate.subsector or rate.industry
        errors = {
            field: [f"{about}: {message}" for message in messages]
            for field, messages in error.message_dict.items()
        }
        raise ValidationError(errors) from error
    rate.save()


def _two_decimals(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent.quantize(Decimal("0.01"), ROUND_HALF_UP)
