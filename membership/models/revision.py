"""What an enterprise wants its profile to say, until the Department has looked at it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from core import working_days
from core.fields import person_field
from core.models import Stateful, Versioned
from core.transitions import transition
from enterprises.models.enterprise import Enterprise


class RevisionQuerySet(models.QuerySet):
    """Which revisions are meant."""

    def open(self) -> "RevisionQuerySet":
        """Those that are not yet in the published profile, nor given up."""
        return self.filter(state__in=Revision.OPEN)

    def waiting(self) -> "RevisionQuerySet":
        """Those that the Department has to look at, the oldest first."""
        return self.filter(state=Revision.State.SUBMITTED).order_by("submitted_at")


class Revision(Versioned, Stateful):
    """The parts of a profile that its members have changed; an enterprise has one open at most.

    `content` holds for each changed part what it is to say (`membership.editing.parts`), and
    `saved` who wrote that and when: whoever edits the same part meanwhile is told.
    """

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("Đang soạn")
        SUBMITTED = "submitted", gettext_lazy("Đã gửi, chờ xét duyệt")
        RETURNED = "returned", gettext_lazy("Trả lại để bổ sung")
        APPROVED = "approved", gettext_lazy("Đã duyệt và công bố")

    OPEN = (State.DRAFT, State.SUBMITTED, State.RETURNED)
    EDITABLE = (State.DRAFT, State.RETURNED)
    TARGET_DAYS = 5  # working days in which the Department means to answer

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=gettext_lazy("doanh nghiệp"),
        on_delete=models.CASCADE,
        related_name="revisions",
    )
    state = models.CharField(
        gettext_lazy("tình trạng"), max_length=10, choices=State.choices, default=State.DRAFT
    )
    content = models.JSONField(default=dict)
    saved = models.JSONField(default=dict)  # part -> {"by": id, "at": ISO time}
    remarks = models.JSONField(default=dict)  # part -> what the reviewer asks for
    created_at = models.DateTimeField(gettext_lazy("bắt đầu"), auto_now_add=True)
    submitted_at = models.DateTimeField(gettext_lazy("gửi lúc"), null=True, blank=True)
    decided_at = models.DateTimeField(gettext_lazy("xét duyệt lúc"), null=True, blank=True)
    language = models.CharField(max_length=5, default="vi")  # of whoever sent it, for letters
    taken_by = person_field(gettext_lazy("người xét duyệt"))
    history = HistoricalRecords()
    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("bản cập nhật hồ sơ")
        verbose_name_plural = gettext_lazy("bản cập nhật hồ sơ")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="one_open_revision_per_enterprise",
                violation_error_message=gettext_lazy(
                    "Doanh nghiệp đã có một bản cập nhật đang mở."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise}: {self.get_state_display()}"

    @property
    def is_editable(self) -> bool:
        """Whether its members may change it now."""
        return self.state in self.EDITABLE

    @property
    def due_on(self) -> date:
        """The day until which the Department means to answer what was submitted."""
        return working_days.after(localdate(self.submitted_at), self.TARGET_DAYS)

    @property
    def is_overdue(self) -> bool:
        """Whether it still waits after that day."""
        return self.state == self.State.SUBMITTED and self.due_on < localdate()

    @property
    def is_proposed(self) -> bool:
        """Whether an import wrote it and none of those who keep the profile."""
        writers = {said["by"] for said in self.saved.values()}
        return bool(writers) and not writers & self.enterprise.kept_by()

    def must_be_editable(self) -> None:
        """ValidationError while it waits for review, or after that."""
        if not self.is_editable:
            raise self.state_error()

    def change_part(self, part: str, payload: object, by: models.Model) -> None:
        """Write what a part is to say."""
        self.must_be_editable()
        self.content = {**self.content, part: payload}
        self.saved = {**self.saved, part: {"by": by.pk, "at": now().isoformat()}}
        self.save()

    def reset_part(self, part: str) -> None:
        """Take back what was changed in a part: it will stay as it is published."""
        self.must_be_editable()
        self.content = {name: payload for name, payload in self.content.items() if name != part}
        self.remarks = {name: text for name, text in self.remarks.items() if name != part}
        self.save()

    @transition(EDITABLE, State.SUBMITTED)
    def submit(self) -> None:
        """Hand it to the Department."""
        if not self.content:
            raise ValidationError(_("Chưa có thay đổi nào để gửi."))
        self.submitted_at, self.taken_by = now(), None
        self.language = get_language() or "vi"
        self.save()

    @transition(State.SUBMITTED, State.DRAFT)
    def withdraw(self) -> None:
        """Take it back before the Department has decided, to go on writing."""
        self.save()

    def authors(self) -> set[int]:
        """Return whose own matter it is: who keeps the profile, and who wrote this."""
        writers = {said["by"] for said in self.saved.values()}
        return writers | self.enterprise.kept_by()

    @transition(State.SUBMITTED, permission="membership.change_revision", not_by="authors")
    def assign_to(self, by: models.Model) -> None:
        """Note who is looking at it."""
        self.taken_by = by
        self.save()

    @transition(
        State.SUBMITTED, State.APPROVED, permission="membership.change_revision", not_by="authors"
    )
    def approve(self, by: models.Model) -> None:
        """Every part that it has is in the profile."""
        self._decide({}, by)

    @transition(
        State.SUBMITTED, State.RETURNED, permission="membership.change_revision", not_by="authors"
    )
    def return_parts(self, remarks: dict[str, str], approved: set[str], by: models.Model) -> None:
        """Give the parts back that are not approved, with what is asked for; at least one is."""
        self.content = {name: said for name, said in self.content.items() if name not in approved}
        self._decide(remarks, by)

    def _decide(self, remarks: dict[str, str], by: models.Model) -> None:
        self.remarks, self.taken_by, self.decided_at = remarks, by, now()
        self.save()

    def state_error(self) -> ValidationError:
        message = _("Bản cập nhật đang ở tình trạng “%(state)s”, không làm được việc này nữa.")
        return ValidationError(message % {"state": self.get_state_display()}, code="state")
