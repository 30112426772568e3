"""Questions of buyers to enterprises, which the portal hands on."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, Q, When
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import person_field
from core.models import Stateful
from core.transitions import transition
from enterprises.models.enterprise import Enterprise
from verification.models.confirmations import months_after


class InquiryQuerySet(models.QuerySet):
    """Questions of buyers to enterprises."""

    def waiting(self) -> "InquiryQuerySet":
        """Those that nobody has answered or set aside."""
        return self.filter(state=Inquiry.State.WAITING)

    def of(self, user: models.Model) -> "InquiryQuerySet":
        """Those that this person has sent: with the account, or from its confirmed address."""
        return self.filter(Q(asked_by=user) | Q(email=user.email.lower(), erased_at=None))

    def untold(self, before: date) -> "InquiryQuerySet":
        """Those that wait and came before that day, about which no member has had a letter."""
        return self.waiting().filter(told_at=None, created_at__date__lt=before)

    def for_inbox(self) -> "InquiryQuerySet":
        """Order what waits first, then the newest first, with who closed it."""
        waits = Case(When(state=Inquiry.State.WAITING, then=0), default=1)
        return self.select_related("closed_by").order_by(waits, "-created_at", "-pk")

    def sent_before(self, day: date) -> "InquiryQuerySet":
        """Those sent before that day that still say by whom and what."""
        return self.filter(created_at__date__lt=day, erased_at=None)

    def sent_between(self, start: datetime, end: datetime) -> "InquiryQuerySet":
        """Those sent from one moment on until before another."""
        return self.filter(created_at__gte=start, created_at__lt=end)

    @transaction.atomic
    def erase(self) -> int:
        """Take out persons and texts, so that only counts stay; how many there were.

        Nobody can answer them any more: those that waited are set aside.
        """
        keys = list(self.select_for_update().order_by("pk").values_list("pk", flat=True))
        held = type(self)(self.model).filter(pk__in=keys)
        held.waiting().update(state=Inquiry.State.SET_ASIDE, closed_at=now())
        nothing = dict.fromkeys(("name", "organisation", "email", "text", "answer"), "")
        return held.update(**nothing, asked_by=None, erased_at=now())

    def counts(self) -> dict[str, int]:
        """How many were received, answered, set aside, and wait."""
        return self.aggregate(**_counts())

    def counts_by_enterprise(self) -> "InquiryQuerySet":
        """Return these counts by enterprise, as rows with its key and name, most asked first."""
        rows = self.values("enterprise", "enterprise__legal_name").annotate(**_counts())
        return rows.order_by("-received", "enterprise__name_sort", "enterprise")

    def answer_times(self) -> "InquiryQuerySet":
        """Of each answered one the enterprise, when it was sent and when it was answered."""
        return self.filter(state=Inquiry.State.ANSWERED).values_list(
            "enterprise", "created_at", "closed_at"
        )


def _counts() -> dict[str, Count]:
    """Return the counts of questions received, and in each state."""
    states = {state.value: Count("pk", filter=Q(state=state)) for state in Inquiry.State}
    return {"received": Count("pk"), **states}


class Inquiry(Stateful):
    """A buyer's question to an enterprise, kept only with the buyer's consent to hand it on.

    It is closed once, so the row itself records by whom and when. It has no history and no page in
    the back office: copies would outlive the erasing, and the contents are the two parties' own.
    """

    RETENTION_MONTHS = 24

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Chờ trả lời")
        ANSWERED = "answered", gettext_lazy("Đã trả lời")
        SET_ASIDE = "set_aside", gettext_lazy("Không trả lời")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=gettext_lazy("doanh nghiệp"),
        on_delete=models.CASCADE,
        related_name="inquiries",
    )
    token = models.UUIDField(editable=False)  # of the form from which it was sent
    name = models.CharField(gettext_lazy("họ và tên"), max_length=200, blank=True)
    organisation = models.CharField(gettext_lazy("đơn vị"), max_length=300, blank=True)
    email = models.EmailField(gettext_lazy("thư điện tử"), blank=True)  # in lower case
    text = models.TextField(gettext_lazy("nội dung"), blank=True)
    language = models.CharField(max_length=5, default="vi", editable=False)  # of the letters
    asked_by = person_field(gettext_lazy("người hỏi"), related_name="inquiries")
    created_at = models.DateTimeField(gettext_lazy("gửi lúc"), auto_now_add=True)
    state = models.CharField(
        gettext_lazy("tình trạng"), max_length=10, choices=State.choices, default=State.WAITING
    )
    answer = models.TextField(gettext_lazy("trả lời"), blank=True)
    closed_by = person_field(gettext_lazy("người xử lý"), related_name="closed_inquiries")
    closed_at = models.DateTimeField(gettext_lazy("xử lý lúc"), null=True)
    erased_at = models.DateTimeField(gettext_lazy("xóa nội dung lúc"), null=True)
    # When the members were written to; none while it waits for the day's one letter about many.
    told_at = models.DateTimeField(gettext_lazy("báo thành viên lúc"), null=True, default=now)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("hỏi hàng")
        verbose_name_plural = gettext_lazy("hỏi hàng")
        default_permissions = []
        permissions = [("view_inquiry_counts", gettext_lazy("Xem số liệu hỏi hàng"))]
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["token"],
                name="inquiry_sent_once",
                violation_error_message=gettext_lazy("Câu hỏi này đã được gửi."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", closed_at=None)
                | (~Q(state="waiting") & Q(closed_at__isnull=False)),
                name="inquiry_closed_at_some_time",
                violation_error_message=gettext_lazy("Câu hỏi đã xử lý thì có lúc xử lý."),
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer="") | Q(erased_at__isnull=False),
                name="inquiry_answered_in_words",
                violation_error_message=gettext_lazy("Hãy viết câu trả lời."),
            ),
        ]

    def __str__(self) -> str:
        # Never who asked: staff read this where they delete an enterprise.
        return f"{self.enterprise} – {date_format(localtime(self.created_at), 'DATETIME_FORMAT')}"

    @classmethod
    def erase_old(cls) -> int:
        """Erase what was sent more than 24 months ago; how many there were."""
        return cls.objects.sent_before(months_after(localdate(), -cls.RETENTION_MONTHS)).erase()

    @property
    def is_from_account(self) -> bool:
        """Whether who asked has confirmed the address to which the answer goes."""
        return self.asked_by is not None and self.asked_by.email.lower() == self.email

    @property
    def is_waiting(self) -> bool:
        """Whether it can be answered."""
        return self.state == self.State.WAITING

    def repeats(self, other: "Inquiry") -> bool:
        """Whether both ask the same enterprise the same thing for the same person."""
        compared = ("enterprise_id", "name", "organisation", "email", "text")
        return all(getattr(self, field) == getattr(other, field) for field in compared)

    @transition(State.WAITING, State.ANSWERED)
    def reply(self, text: str, by: models.Model) -> None:
        """Store the enterprise's one answer."""
        self._close(by, text)

    @transition(State.WAITING, State.SET_ASIDE)
    def set_aside(self, by: models.Model) -> None:
        """Close it without an answer."""
        self._close(by)

    def state_error(self) -> ValidationError:
        return ValidationError(self.closed_because, code="closed")

    @property
    def closed_because(self) -> str:
        """Why it can no longer be answered, for people."""
        if self.erased_at:
            return _("Người hỏi và nội dung của câu hỏi này đã được xóa, không trả lời được nữa.")
        words = {
            "who": self.closed_by or _("Hệ thống"),
            "when": date_format(localtime(self.closed_at), "DATETIME_FORMAT"),
        }
        if self.state == self.State.ANSWERED:
            return _("%(who)s đã trả lời câu hỏi này lúc %(when)s.") % words
        return _("%(who)s đã chọn không trả lời câu hỏi này lúc %(when)s.") % words

    def _close(self, by: models.Model, answer: str = "") -> None:
        self.answer, self.closed_by, self.closed_at = answer.strip(), by, now()
        self.validate_constraints()
        self.save()
