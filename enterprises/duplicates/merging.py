"""One enterprise taken into another: nothing of either is lost, and it can be undone."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.batches import batches
from core.concurrency.conflicts import check_versions
from core.concurrency.turns import take_turn
from enterprises.duplicates import merged_relations
from enterprises.duplicates.choices import MergeDecision
from enterprises.duplicates.records import TERMS, changed, put, snapshot, values_of
from enterprises.duplicates.rows import unite
from enterprises.models import DuplicatePair, Enterprise, Merge
from enterprises.own_records import refuse_own_records
from enterprises.search.entries import reindex
from enterprises.search.tasks import reindex_all

# Whoever decides about duplicates touches other pairs and records than the two: one at a time.
DECIDING = "duplicates"


@dataclass(frozen=True)
class Signature:
    """Who writes and why, for the history of everything that one merge or undoing touches."""

    by: User | None
    reason: str

    def __call__(self, record: models.Model) -> models.Model:
        record._history_user = self.by
        record._change_reason = self.reason[:100]
        record._is_decided = True  # `pairs` leaves the pairs of the record to who decides
        return record


def merge(pair_key: int, chosen: MergeDecision, by: User | None) -> Merge:
    """Make one record of a pair, all of it or nothing; a second click gives the first's merge.

    ValidationError, with a message for people, where the pair is decided otherwise, a record has
    changed since it was looked at, or the outcome would be the same as a third record.
    """
    try:
        with transaction.atomic():
            return _merge(pair_key, chosen, by)
    except IntegrityError as error:
        raise ValidationError(
            _("Tên, địa chỉ hoặc mã số thuế đã chọn trùng với một doanh nghiệp khác.")
        ) from error


def _merge(pair_key: int, chosen: MergeDecision, by: User | None) -> Merge:
    pair = _locked_pair(pair_key)
    if pair.state == DuplicatePair.State.MERGED:
        return pair.merges.filter(undone_at=None).latest("at")
    records = _locked_records(pair.first_id, pair.second_id)
    refuse_own_records((pair.first_id, pair.second_id), by)
    survivor = records[chosen.survivor]
    merged = records[pair.first_id + pair.second_id - chosen.survivor]
    _check(pair, records, chosen)
    before = {str(record.pk): snapshot(record) for record in (survivor, merged)}
    doubting = _doubting(records, survivor, merged)
    sign = Signature(by, _("Gộp bản ghi trùng: %(reason)s") % {"reason": chosen.reason})
    # First the pairs: what is saved after them has its open pairs looked at again.
    _hand_on_pairs(pair, survivor, merged)
    sign(pair).mark_merged(by)
    _write_fields(survivor, merged, chosen, before, sign)
    changes = {
        **unite(survivor, merged, sign),
        "terms": _unite_terms(survivor, merged),
        "followed": _follow(survivor, merged, sign),
        "doubting": _point_to(doubting, survivor, sign),
        "survivor": changed(before[str(survivor.pk)]["fields"], values_of(survivor)),
        "merged": changed(before[str(merged.pk)]["fields"], values_of(merged)),
    }
    reindex(Enterprise.objects.filter(pk__in=records))
    return Merge.objects.create(
        pair=pair,
        survivor=survivor,
        merged=merged,
        by=by,
        reason=chosen.reason,
        before=before,
        changes=changes,
    )


def _locked_pair(key: int) -> DuplicatePair:
    """Return the pair, locked before any record; ValidationError where it is gone."""
    take_turn(DECIDING)
    pair = DuplicatePair.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if pair is None:
        message = _("Cặp này không còn trong danh sách: một trong hai bản ghi vừa được xử lý.")
        raise ValidationError(message, code="gone")
    return pair


def _locked_records(*keys: int) -> dict[int, Enterprise]:
    """Return the records and those that doubt them, locked together in the order of their keys."""
    asked = Q(pk__in=keys) | Q(possible_duplicate_of__in=keys)
    rows = Enterprise.objects.select_for_update(of=("self",)).filter(asked).order_by("pk")
    return {record.pk: record for record in rows}


def _check(pair: DuplicatePair, records: dict[int, Enterprise], chosen: MergeDecision) -> None:
    two = [records[pair.first_id], records[pair.second_id]]
    if not chosen.reason.strip():
        raise ValidationError(_("Hãy ghi lý do, căn cứ gộp hai bản ghi."))
    if not pair.is_open:
        raise ValidationError(_("Cặp này đã được kết luận là hai doanh nghiệp khác nhau."))
    if any(record.merged_into_id for record in two):
        raise ValidationError(_("Một trong hai bản ghi đã được gộp vào bản ghi khác."))
    if any(record.is_demo for record in two):
        raise ValidationError(_("Không gộp dữ liệu minh họa."))
    message = _(
        "Có người vừa sửa một trong hai bản ghi sau khi bạn mở trang. Chưa gộp gì. Hãy xem "
        "lại các giá trị dưới đây rồi bấm gộp lần nữa."
    )
    check_versions({record.pk: record for record in two}, chosen.seen, message)


def _write_fields(
    survivor: Enterprise, merged: Enterprise, chosen: MergeDecision, before: dict, sign: Callable
) -> None:
    """Put the chosen values on the survivor, and what it gives up of the tax code on the other."""
    put(survivor, {c: before[str(pk)]["fields"][c] for c, pk in chosen.columns.items()})
    if survivor.possible_duplicate_of_id == merged.pk:
        survivor.possible_duplicate_of = None
    is_public = Enterprise.State.PUBLISHED in (survivor.state, merged.state)
    if is_public and survivor.possible_duplicate_of_id is None:
        survivor.state = Enterprise.State.PUBLISHED
    if chosen.columns["tax_code"] == merged.pk:
        merged.tax_code = before[str(survivor.pk)]["fields"]["tax_code"]
    merged.merged_into, merged.state = survivor, Enterprise.State.HIDDEN
    merged.possible_duplicate_of = None
    # First out of the way of the names and codes that the survivor may take over.
    Enterprise.objects.filter(pk=merged.pk).update(
        tax_code=None, merged_into=survivor, state=merged.state
    )
    sign(survivor).save()
    sign(merged).save()


def _unite_terms(survivor: Enterprise, merged: Enterprise) -> dict[str, list]:
    """Give the survivor every term of the other; returns those that it did not have."""
    added = {}
    for name in TERMS:
        terms = getattr(survivor, name)
        have = set(terms.values_list("pk", flat=True))
        new = set(getattr(merged, name).values_list("pk", flat=True)) - have
        if new:
            terms.add(*new)
            added[name] = sorted(new)
    return added


def _follow(survivor: Enterprise, merged: Enterprise, sign: Callable) -> list[list]:
    """Move rows of other rooms, unless the survivor already has the same; returns what moved."""
    moved = []
    for name in merged_relations.relations():
        for row in getattr(merged, name).order_by("pk"):
            row.enterprise = survivor
            try:
                with transaction.atomic():
                    sign(row).save()
            except IntegrityError:
                continue
            moved.append([name, row.pk])
    return moved


def _doubting(records: dict, survivor: Enterprise, merged: Enterprise) -> list[Enterprise]:
    """Return third records that wait because they resemble the one that goes."""
    return [
        record
        for record in records.values()
        if record.possible_duplicate_of_id == merged.pk and record.pk != survivor.pk
    ]


def _point_to(doubting: list[Enterprise], to: Enterprise, sign: Callable) -> list[int]:
    for record in doubting:
        record.possible_duplicate_of = to
        sign(record).save()
    return [record.pk for record in doubting]


def _hand_on_pairs(decided: DuplicatePair, survivor: Enterprise, merged: Enterprise) -> None:
    """Turn open pairs of the record that goes into pairs of the one that stays."""
    theirs = DuplicatePair.objects.open().filter(Q(first=merged) | Q(second=merged))
    for pair in theirs.exclude(pk=decided.pk):
        other = pair.first_id + pair.second_id - merged.pk
        first, second = sorted([other, survivor.pk])
        DuplicatePair.objects.get_or_create(
            first_id=first,
            second_id=second,
            defaults={"score": pair.score, "reasons": pair.reasons},
        )
        pair.delete()


def conclude_not_same(pair_key: int, by: User | None) -> bool:
    """Remember that the two are different, and end the doubt; false where it was decided before.

    ValidationError where the pair is gone, or the record is the person's own.
    """
    with transaction.atomic():
        pair = _locked_pair(pair_key)
        if not pair.is_open:
            return False
        refuse_own_records((pair.first_id, pair.second_id), by)
        tell_apart([pair], by)
    return True


def tell_apart(pairs: list[DuplicatePair], by: User | None) -> None:
    """Remember of open pairs, locked in one's turn, that the two are different enterprises."""
    sign = Signature(by, _("Kết luận không trùng"))
    couples = {(pair.first_id, pair.second_id) for pair in pairs}
    keys = sorted({key for couple in couples for key in couple})
    for pair in pairs:
        sign(pair).mark_not_same(by)
    for batch in batches(keys):
        records = Enterprise.objects.select_for_update(of=("self",)).filter(pk__in=batch)
        for record in records.exclude(possible_duplicate_of=None).order_by("pk"):
            if tuple(sorted([record.pk, record.possible_duplicate_of_id])) in couples:
                record.possible_duplicate_of = None
                sign(record).save()
    reindex_all(keys)
