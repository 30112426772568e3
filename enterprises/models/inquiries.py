"""Questions of buyers to enterprises, which the portal hands on."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enterprises.models.confirmations import months_after
from enterprises.models.enterprise import Enterprise
from enterprises.querysets.inquiries import InquiryQuerySet


class Inquiry(models.Model):
    """A buyer's question to an enterprise, kept only with the buyer's consent to hand it on.

    It is closed once, so the row itself tells by whom and when. It has no history and no page in
    the back office: copies would outlive the erasing, and the contents are the two parties' own.
    """

    MONTHS_KEPT = 24

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
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("người hỏi"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="inquiries",
    )
    created_at = models.DateTimeField(gettext_lazy("gửi lúc"), auto_now_add=True)
    state = models.CharField(
        gettext_lazy("tình trạng"), max_length=10, choices=State.choices, default=State.WAITING
    )
    answer = models.TextField(gettext_lazy("trả lời"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("người xử lý"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="closed_inquiries",
    )
    closed_at = models.DateTimeField(gettext_lazy("xử lý lúc"), null=True)
    erased_at = models.DateTimeField(gettext_lazy("xóa nội dung lúc"), null=True)

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
        return cls.objects.sent_before(months_after(localdate(), -cls.MONTHS_KEPT)).erase()

    @property
    def is_waiting(self) -> bool:
        """Whether it can be answered."""
        return self.state == self.State.WAITING

    def repeats(self, other: "Inquiry") -> bool:
        """Whether both ask the same enterprise the same thing for the same person."""
        told = ("enterprise_id", "name", "organisation", "email", "text")
        return all(getattr(self, field) == getattr(other, field) for field in told)

    @transaction.atomic
    def reply(self, text: str, by: models.Model) -> None:
        """Keep the enterprise's one answer."""
        self._hold()
        self._close(self.State.ANSWERED, by, text)

    @transaction.atomic
    def set_aside(self, by: models.Model) -> None:
        """Close it without an answer."""
        self._hold()
        self._close(self.State.SET_ASIDE, by)

    def _hold(self) -> None:
        """Lock the row; ValidationError where somebody has closed it meanwhile."""
        type(self).objects.select_for_update().get(pk=self.pk)
        self.refresh_from_db()
        if not self.is_waiting:
            raise ValidationError(self.closed_because, code="closed")

    @property
    def closed_because(self) -> str:
        """Why it can no longer be answered, for people."""
        if self.erased_at:
            return _("Người hỏi và nội dung của câu hỏi này đã được xóa, không trả lời được nữa.")
        told = {
            "who": self.closed_by or _("Hệ thống"),
            "when": date_format(localtime(self.closed_at), "DATETIME_FORMAT"),
        }
        if self.state == self.State.ANSWERED:
            return _("%(who)s đã trả lời câu hỏi này lúc %(when)s.") % told
        return _("%(who)s đã chọn không trả lời câu hỏi này lúc %(when)s.") % told

    def _close(self, state: str, by: models.Model, answer: str = "") -> None:
        self.state, self.answer = state, answer.strip()
        self.closed_by, self.closed_at = by, now()
        self.validate_constraints()
        self.save()
