"""Requests to keep a record that is in the directory already."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from core import working_days
from core.fields import person_field
from core.files.documents import document_path, private_storage, validate_document
from core.models import Stateful
from core.transitions import transition
from enterprises.models.enterprise import Enterprise
from enterprises.tax_codes import TaxCodeField
from membership.models.membership import Membership, Role, locked


class ClaimQuerySet(models.QuerySet):
    """Requests to keep a record."""

    def waiting(self) -> "ClaimQuerySet":
        """Those that nobody has decided."""
        return self.filter(state=Claim.State.WAITING)

    def by_others(self, user: models.Model) -> "ClaimQuerySet":
        """Those of everyone but this person, closed accounts included."""
        return self.filter(~models.Q(user=user) | models.Q(user=None))


class Claim(Stateful):
    """A person's request to keep a record that is in the directory already, with evidence."""

    TARGET_DAYS = 5  # working days in which the Department means to answer

    class State(models.TextChoices):
        WAITING = "waiting", gettext_lazy("Chờ Sở Công Thương xem xét")
        APPROVED = "approved", gettext_lazy("Đã chấp thuận")
        REFUSED = "refused", gettext_lazy("Bị từ chối")
        REVOKED = "revoked", gettext_lazy("Đã bị thu hồi")
        WITHDRAWN = "withdrawn", gettext_lazy("Người đề nghị đã rút")

    enterprise = models.ForeignKey(
        Enterprise,
        verbose_name=gettext_lazy("doanh nghiệp"),
        on_delete=models.CASCADE,
        related_name="claims",
    )
    user = person_field(gettext_lazy("người đề nghị"), related_name="claims")
    tax_code = TaxCodeField()
    evidence = models.FileField(
        gettext_lazy("giấy chứng nhận đăng ký doanh nghiệp"),
        max_length=200,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
        help_text=gettext_lazy("PDF, JPEG hoặc PNG, tối đa 10 MB. Chỉ cán bộ xem xét được xem."),
    )
    evidence_name = models.CharField(gettext_lazy("tên tệp"), max_length=200, editable=False)
    statement = models.TextField(gettext_lazy("nội dung trình bày"), max_length=2_000, blank=True)
    is_dispute = models.BooleanField(gettext_lazy("có tranh chấp"), default=False)
    language = models.CharField(max_length=5, default="vi", editable=False)  # of the letters
    state = models.CharField(
        gettext_lazy("tình trạng"), max_length=10, choices=State.choices, default=State.WAITING
    )
    reason = models.TextField(gettext_lazy("lý do"), max_length=2_000, blank=True)
    decided_by = person_field(gettext_lazy("người quyết định"))
    decided_at = models.DateTimeField(gettext_lazy("quyết định lúc"), null=True, blank=True)
    created_at = models.DateTimeField(gettext_lazy("gửi lúc"), auto_now_add=True)

    history = HistoricalRecords()
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("đề nghị nhận quản lý hồ sơ")
        verbose_name_plural = gettext_lazy("đề nghị nhận quản lý hồ sơ")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "enterprise"],
                condition=Q(state="waiting"),
                name="claim_waits_once_per_user",
                violation_error_message=gettext_lazy(
                    "Bạn đã gửi đề nghị cho doanh nghiệp này; Sở Công Thương đang xem xét."
                ),
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(state="waiting", is_dispute=False),
                name="claim_waits_once_per_enterprise",
                violation_error_message=gettext_lazy(
                    "Đã có người khác đề nghị nhận quản lý hồ sơ của doanh nghiệp này."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "revoked"]) | ~Q(reason=""),
                name="claim_refused_with_a_reason",
                violation_error_message=gettext_lazy("Hãy ghi lý do."),
            ),
            models.CheckConstraint(
                condition=Q(is_dispute=False) | ~Q(statement=""),
                name="claim_dispute_says_why",
                violation_error_message=gettext_lazy("Hãy trình bày vì sao có tranh chấp."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} – {self.user or _('tài khoản đã đóng')}"

    @property
    def age_in_days(self) -> int:
        """Days since the request came."""
        return (localdate() - localdate(self.created_at)).days

    @property
    def due_on(self) -> date:
        """The day until which the Department means to answer."""
        return working_days.after(localdate(self.created_at), self.TARGET_DAYS)

    @property
    def is_overdue(self) -> bool:
        """Whether it still waits after that day."""
        return self.is_waiting and self.due_on < localdate()

    @property
    def shown_name(self) -> str:
        """The enterprise as the claimant may know it: an unpublished record by its tax code."""
        enterprise = self.enterprise
        if self.is_approved or enterprise.state == Enterprise.State.PUBLISHED:
            return enterprise.legal_name
        return _("Doanh nghiệp có mã số thuế %(code)s") % {"code": enterprise.tax_code_display}

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state == self.State.WAITING

    @property
    def is_approved(self) -> bool:
        """Whether it was granted, and still is."""
        return self.state == self.State.APPROVED

    def lock_in_state(self, *states: str) -> None:
        """Lock the enterprise too, and first: its members change one by one."""
        enterprise = locked(self.enterprise_id)
        super().lock_in_state(*states)
        self.enterprise = enterprise

    def claimants(self) -> set[int | None]:
        """Return whose own matter it is: who asks, and who keeps the profile that is asked for."""
        return {self.user_id} | self.enterprise.kept_by()

    @transition(
        State.WAITING, State.APPROVED, permission="membership.change_claim", not_by="claimants"
    )
    def approve(self, by: models.Model) -> None:
        """Make the claimant an owner, and the tax code the record's where it had none."""
        if self.user is None or not self.user.is_active:
            raise ValidationError(_("Người đề nghị đã đóng tài khoản: chỉ có thể từ chối."))
        self._confirm_tax_code(by)
        self._make_owner(by)
        self._decide(by)

    @transition(
        State.WAITING, State.REFUSED, permission="membership.change_claim", not_by="claimants"
    )
    def refuse(self, reason: str, by: models.Model) -> None:
        """Answer no, and why."""
        self._decide(by, reason)

    @transition(
        State.APPROVED, State.REVOKED, permission="membership.change_claim", not_by="claimants"
    )
    def revoke(self, reason: str, by: models.Model) -> None:
        """Take back what was granted, even from the last owner.

        Where no owner is left, nobody answers for the other members: they end too. Who else had
        been invited by the person is not let in any more.
        """
        self._end_memberships(by)
        self._decide(by, reason)

    @transition(State.WAITING, State.WITHDRAWN)
    def withdraw(self) -> None:
        """Take the request back; nobody has decided it yet."""
        self._decide(self.user)

    def state_error(self) -> ValidationError:
        message = _("Đề nghị này đang ở tình trạng “%(state)s”, không làm được việc này nữa.")
        return ValidationError(message % {"state": self.get_state_display()}, code="state")

    def _confirm_tax_code(self, by: models.Model) -> None:
        enterprise = self.enterprise
        if enterprise.tax_code or not self.tax_code:
            return
        other = Enterprise.objects.filter(tax_code=self.tax_code).first()
        if other:
            raise ValidationError(
                _("Mã số thuế %(code)s đã thuộc bản ghi “%(other)s”. Hãy gộp hai bản ghi trước.")
                % {"code": self.tax_code, "other": other},
                code="tax_code",
            )
        enterprise.tax_code, enterprise._history_user = self.tax_code, by
        enterprise.save()

    def _make_owner(self, by: models.Model) -> None:
        same = {"enterprise": self.enterprise, "user": self.user}
        member = Membership.objects.filter(**same).first() or Membership(**same)
        member.role, member._history_user = Role.OWNER, by
        member.save()

    def _end_memberships(self, by: models.Model) -> None:
        members = list(Membership.objects.filter(enterprise=self.enterprise))
        stays = [m for m in members if m.is_owner and m.user_id != self.user_id]
        for member in members:
            if not stays or member.user_id == self.user_id:
                member._history_user = by
                member.delete()
        opened = self.enterprise.invitations.unanswered()
        for invitation in opened.filter(invited_by=self.user) if stays else opened:
            invitation.withdraw(by)

    def _decide(self, by: models.Model | None, reason: str = "") -> None:
        self.reason = reason.strip()
        self.decided_by, self.decided_at, self._history_user = by, now(), by
        self.validate_constraints()
        self.save()
