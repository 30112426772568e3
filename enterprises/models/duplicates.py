"""Pairs of records that may be the same enterprise, and what became of them."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.fields import person_field
from core.models import Stateful
from core.transitions import transition
from enterprises.models.enterprise import Enterprise

UNDOABLE = timedelta(days=30)  # the time in which a merge can be undone


class DuplicatePairQuerySet(models.QuerySet):
    """Pairs by what is to be done with them."""

    def open(self) -> "DuplicatePairQuerySet":
        """Filter to pairs that wait for a person's decision."""
        return self.filter(state="open")

    def about(self, keys: Iterable[int]) -> "DuplicatePairQuerySet":
        """Filter to pairs in which one of these records is."""
        keys = list(keys)
        return self.filter(Q(first__in=keys) | Q(second__in=keys))

    def suspect(self, doubtful: Iterable[Enterprise]) -> None:
        """Note the pairs that an import or a person has pointed out; known ones stay."""
        couples = [
            sorted([record.pk, record.possible_duplicate_of_id])
            for record in doubtful
            if record.possible_duplicate_of_id
        ]
        pairs = [
            DuplicatePair(first_id=first, second_id=second, reasons=[DuplicatePair.Reason.DOUBT])
            for first, second in couples
        ]
        self.bulk_create(pairs, ignore_conflicts=True, batch_size=500)

    def doubt(self, record: Enterprise) -> None:
        """Note that an officer has written on a record which other one it resembles."""
        self.suspect([record])
        for pair in self.open().about([record.pk]).about([record.possible_duplicate_of_id or 0]):
            if DuplicatePair.Reason.DOUBT not in pair.reasons:
                pair.reasons = [*pair.reasons, DuplicatePair.Reason.DOUBT.value]
                pair.save()

    def settle(self, published: Enterprise, by: User | None) -> None:
        """Tell a record apart from those it was thought to be: who publishes it has decided.

        A pair in which the other one waits because it resembles this one stays open.
        """
        waiting = Q(state=Enterprise.State.PENDING, possible_duplicate_of=published)
        others = Enterprise.objects.filter(waiting).values("pk")
        pairs = self.open().about([published.pk])
        for pair in pairs.exclude(first__in=others).exclude(second__in=others).order_by("pk"):
            pair._history_user, pair._change_reason = by, str(_("Công bố bản ghi: không trùng"))
            pair.mark_not_same(by)

    def found(self, likenesses: Iterable[tuple[int, int, int, Iterable[str]]]) -> None:
        """Add what was found of two records: their keys, score and reasons; known ones stay."""
        pairs = [
            DuplicatePair(
                first_id=min(one, other),
                second_id=max(one, other),
                score=score,
                reasons=[*reasons],
            )
            for one, other, score, reasons in likenesses
        ]
        self.bulk_create(pairs, ignore_conflicts=True, batch_size=500)


class DuplicatePair(Stateful):
    """Two records that may be the same enterprise; a person decides, and the decision is kept."""

    class State(models.TextChoices):
        OPEN = "open", _("Chờ kết luận")
        MERGED = "merged", _("Đã gộp")
        NOT_SAME = "not_same", _("Không phải một doanh nghiệp")

    class Reason(models.TextChoices):
        NAME = "name", _("tên giống nhau")
        NAME_IN_PART = "name_in_part", _("tên giống nhau một phần")
        ADDRESS = "address", _("cùng địa chỉ")
        PHONE = "phone", _("cùng số điện thoại")
        WEBSITE = "website", _("cùng trang web")
        TAX_HEAD = "tax_head", _("cùng 10 số đầu của mã số thuế (đơn vị phụ thuộc)")
        DOUBT = "doubt", _("đánh dấu nghi trùng khi nhập hoặc do cán bộ ghi")

    first = models.ForeignKey(
        Enterprise,
        verbose_name=_("bản ghi thứ nhất"),
        on_delete=models.CASCADE,
        related_name="pairs_as_first",
    )
    second = models.ForeignKey(
        Enterprise,
        verbose_name=_("bản ghi thứ hai"),
        on_delete=models.CASCADE,
        related_name="pairs_as_second",
    )
    score = models.PositiveSmallIntegerField(_("mức giống nhau"), default=50)  # of 100
    reasons = models.JSONField(_("căn cứ"), default=list)
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.OPEN
    )
    found_at = models.DateTimeField(_("phát hiện lúc"), auto_now_add=True)
    decided_by = person_field(_("người kết luận"))
    decided_at = models.DateTimeField(_("kết luận lúc"), null=True, blank=True)
    history = HistoricalRecords()
    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("cặp bản ghi nghi trùng")
        verbose_name_plural = _("cặp bản ghi nghi trùng")
        default_permissions = []
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="duplicate_pair_once",
                violation_error_message=_("Cặp bản ghi này đã có."),
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="duplicate_pair_in_order",
                violation_error_message=_("Hai bản ghi của một cặp xếp theo thứ tự số hiệu."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def reason_labels(self) -> list[str]:
        """Why the two may be the same, in words."""
        return [str(self.Reason(reason).label) for reason in self.reasons]

    @transition(State.OPEN, State.MERGED, permission="enterprises.merge_enterprises")
    def mark_merged(self, by: User | None) -> None:
        """Record that both are one enterprise; `enterprises.duplicates.merging` makes them one."""
        self._decide(by)

    @transition(State.OPEN, State.NOT_SAME, permission="enterprises.merge_enterprises")
    def mark_not_same(self, by: User | None) -> None:
        """Record that the two are different enterprises."""
        self._decide(by)

    @transition(
        (State.MERGED, State.NOT_SAME), State.OPEN, permission="enterprises.merge_enterprises"
    )
    def reopen(self) -> None:
        """Let the pair wait for a decision again."""
        self.decided_by = self.decided_at = None
        self.save()

    def _decide(self, by: User | None) -> None:
        self.decided_by, self.decided_at = by, now()
        self.save()


class Merge(models.Model):
    """One record taken into another: who, when, why, and all that both held before.

    `before` is the whole of both records as they were (fields, terms, rows). `changes` is what the
    merge wrote, which is what undoing takes back.
    """

    pair = models.ForeignKey(
        DuplicatePair, null=True, on_delete=models.SET_NULL, related_name="merges"
    )
    survivor = models.ForeignKey(
        Enterprise,
        verbose_name=_("bản ghi được giữ"),
        on_delete=models.PROTECT,
        related_name="merges_taken_in",
    )
    merged = models.ForeignKey(
        Enterprise,
        verbose_name=_("bản ghi được gộp vào"),
        on_delete=models.PROTECT,
        related_name="merges_given_up",
    )
    reason = models.CharField(_("lý do, căn cứ"), max_length=500)
    by = person_field(_("người gộp"))
    at = models.DateTimeField(_("gộp lúc"), default=now)
    before = models.JSONField(_("hai bản ghi trước khi gộp"))
    changes = models.JSONField(_("những gì việc gộp đã ghi"))
    undone_by = person_field(_("người hoàn tác"))
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True)
    left = models.JSONField(_("những gì không trả lại được"), default=list)

    class Meta:
        verbose_name = _("lần gộp bản ghi")
        verbose_name_plural = _("lần gộp bản ghi")
        default_permissions = []
        permissions = [("merge_enterprises", _("Gộp bản ghi doanh nghiệp trùng và hoàn tác"))]
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at=None),
                name="enterprise_merged_once",
                violation_error_message=_("Bản ghi này đã được gộp vào bản ghi khác."),
            )
        ]

    def __str__(self) -> str:
        return f"{self._name(self.merged_id)} → {self._name(self.survivor_id)}"

    def _name(self, key: int) -> str:
        """Return what a record was called before both bore one name."""
        return self.before[str(key)]["fields"]["legal_name"]

    @property
    def undo_ends_at(self):
        """The moment until which the merge can be undone."""
        return self.at + UNDOABLE

    @property
    def may_be_undone(self) -> bool:
        return self.undone_at is None and now() <= self.undo_ends_at
