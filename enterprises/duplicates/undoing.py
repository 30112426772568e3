"""A merge taken back: both records are again what they were, as far as nobody has edited since."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import User
from core.concurrency.turns import take_turn
from enterprises.duplicates.merging import DECIDING, Signature
from enterprises.duplicates.records import ROWS, put, values_of
from enterprises.models import DuplicatePair, Enterprise, Merge
from enterprises.own_records import refuse_own_records
from enterprises.search.entries import reindex


def undo(merge_key: int, by: User | None) -> Merge:
    """Take a merge back, all of it or nothing; `left` of the result names what was edited since.

    ValidationError, with a message for people, where it is too late or a later merge stands on it.
    """
    try:
        with transaction.atomic():
            return _undo(merge_key, by)
    except IntegrityError as error:
        raise ValidationError(
            _(
                "Không hoàn tác được: tên, địa chỉ hoặc mã số thuế cũ nay trùng với một doanh "
                "nghiệp khác. Chưa có gì thay đổi."
            )
        ) from error


def _undo(merge_key: int, by: User | None) -> Merge:
    take_turn(DECIDING)
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge_key)
    rows = Enterprise.objects.select_for_update(of=("self",)).order_by("pk")
    keys = [merge.survivor_id, merge.merged_id, *merge.changes["doubting"]]
    records = {record.pk: record for record in rows.filter(pk__in=keys)}
    survivor, merged = records[merge.survivor_id], records[merge.merged_id]
    refuse_own_records((survivor.pk, merged.pk), by)
    _check(merge, survivor, merged)
    undoing = _Undoing(merge, Signature(by, _("Hoàn tác việc gộp bản ghi")))
    undoing.fields(survivor, merged)
    undoing.rows(survivor, merged)
    undoing.terms(survivor)
    undoing.doubts(records)
    _reopen(merge.pair, undoing.sign)
    reindex(Enterprise.objects.filter(pk__in=[survivor.pk, merged.pk]))
    merge.undone_by, merge.undone_at, merge.left = by, now(), undoing.left
    merge.save()
    return merge


def _check(merge: Merge, survivor: Enterprise, merged: Enterprise) -> None:
    if merge.undone_at:
        raise ValidationError(_("Lần gộp này đã được hoàn tác."))
    if not merge.may_be_undone:
        raise ValidationError(_("Đã quá 30 ngày kể từ khi gộp nên không hoàn tác được nữa."))
    if survivor.merged_into_id:
        raise ValidationError(
            _("Bản ghi được giữ sau đó lại được gộp vào %(name)s: hãy hoàn tác lần gộp đó trước.")
            % {"name": survivor.merged_into}
        )


def _reopen(pair: DuplicatePair | None, sign: Callable) -> None:
    if pair and pair.state == DuplicatePair.State.MERGED:
        sign(pair).reopen()


@dataclass
class _Undoing:
    """What one undoing gives back, and what it leaves because somebody has edited it since."""

    merge: Merge
    sign: Signature
    left: list[str] = field(default_factory=list)

    def fields(self, survivor: Enterprise, merged: Enterprise) -> None:
        """Set back what the merge wrote, where it still stands as the merge wrote it."""
        ours = self._unedited(survivor, self.merge.changes["survivor"])
        theirs = {name: old for name, (old, _new) in self.merge.changes["merged"].items()}
        if theirs.get("tax_code") and "tax_code" not in ours and survivor.tax_code:
            self._leave_tax_code(survivor, theirs)
        put(survivor, ours)
        put(merged, theirs)
        # Each out of the other's way before either takes its own code and name back.
        Enterprise.objects.filter(pk__in=[survivor.pk, merged.pk]).update(tax_code=None)
        self.sign(survivor).save()
        self.sign(merged).save()

    def _leave_tax_code(self, survivor: Enterprise, theirs: dict) -> None:
        """Leave the survivor a code that it is known by now."""
        if theirs["tax_code"] == survivor.tax_code:
            theirs["tax_code"] = None
            self.left.append(_("mã số thuế của bản ghi được gộp"))

    def _unedited(self, record: models.Model, changes: dict[str, list]) -> dict[str, object]:
        current, columns = values_of(record), _labels(type(record))
        unedited = {}
        for name, (old, new) in changes.items():
            if current[name] == new:
                unedited[name] = old
            else:
                self.left.append(f"{columns[name]}: {current[name]}")
        return unedited

    def rows(self, survivor: Enterprise, merged: Enterprise) -> None:
        """Move rows back, and empty the cells that were filled."""
        changes = self.merge.changes
        for name, key in [*changes["moved"], *changes["followed"]]:
            row = getattr(survivor, name).filter(pk=key).first()
            if row is None:
                label = getattr(Enterprise, name).rel.related_model._meta.verbose_name
                self.left.append(_("%(kind)s đã bị xóa sau khi gộp") % {"kind": label})
                continue
            row.enterprise = merged
            self.sign(row).save()
        for name, key, filled in changes["filled"]:
            if row := ROWS[name].objects.filter(pk=key, enterprise=survivor).first():
                put(row, self._unedited(row, filled))
                self.sign(row).save()

    def terms(self, survivor: Enterprise) -> None:
        """Take away the terms that came with the other record."""
        for name, keys in self.merge.changes["terms"].items():
            getattr(survivor, name).remove(*keys)

    def doubts(self, records: dict[int, Enterprise]) -> None:
        """Let third records resemble the one again that they resembled before."""
        for key in self.merge.changes["doubting"]:
            record = records.get(key)
            if record and record.possible_duplicate_of_id == self.merge.survivor_id:
                record.possible_duplicate_of_id = self.merge.merged_id
                self.sign(record).save()


def _labels(model: type[models.Model]) -> dict[str, str]:
    return {f.attname: str(f.verbose_name) for f in model._meta.concrete_fields}
