"""The confirmation itself: drafted by a decision, issued once signed, perhaps revoked."""

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.fields import person_field
from core.files.documents import document_path, private_storage
from core.letterhead import Letterhead
from core.models import Stateful, Versioned
from core.transitions import transition
from enterprises.models.enterprise import Enterprise
from verification.addresses import whole_address
from verification.codes import grouped, new_code
from verification.models.assessments import Assessment
from verification.models.criteria import Level
from verification.scans import validate_scan

NUMBER_TAKEN = _("Số này đã cấp cho giấy xác nhận khác trong cùng năm.")


class IssuingAgency(Letterhead):
    """An agency that signs confirmations; drafts take its letterhead over."""

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cơ quan xác nhận")
        verbose_name_plural = _("cơ quan xác nhận")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.agency_name


class ConfirmationQuerySet(models.QuerySet):
    """Confirmations of capability."""

    def public(self) -> "ConfirmationQuerySet":
        """Those that were signed: a draft proves nothing and is nobody's business yet."""
        return self.filter(state__in=[Confirmation.State.ISSUED, Confirmation.State.REVOKED])

    def issued(self) -> "ConfirmationQuerySet":
        """Signed and not revoked, whatever the day."""
        return self.filter(state=Confirmation.State.ISSUED)

    def valid(self, on: date | None = None) -> "ConfirmationQuerySet":
        """Signed, not revoked, and not past their last day."""
        day = on or localdate()
        return self.filter(
            state=Confirmation.State.ISSUED, signed_on__lte=day, valid_until__gte=day
        )

    def standing_as(self, standing: str) -> "ConfirmationQuerySet":
        """Those of one standing, as `Confirmation.standing` names it."""
        if standing == "valid":
            return self.valid()
        if standing == "expired":
            return self.filter(state=Confirmation.State.ISSUED).exclude(
                pk__in=self.valid().values("pk")
            )
        return self.filter(state=standing)

    def held_by(self, enterprises: list[models.Model]) -> dict[int, list[models.Model]]:
        """Those of these enterprises, with their levels, by the enterprise's key, in one query."""
        held: dict[int, list[models.Model]] = {enterprise.pk: [] for enterprise in enterprises}
        papers = self.filter(assessment__enterprise__in=held)
        for paper in papers.select_related("level", "assessment"):
            held[paper.assessment.enterprise_id].append(paper)
        return held

    def for_page(self) -> "ConfirmationQuerySet":
        """With all that a page or a document shows, in one query."""
        return self.select_related(
            "level", "assessment__enterprise", "assessment__criteria_set__industry"
        )


class Confirmation(Versioned, Stateful, Letterhead):
    """A paper that confirms an enterprise's capability, for a scope and a time.

    Holder and letterhead are kept as they were when it was drafted: a signed paper does not change
    with the record. It proves something only once its number, date and scan are recorded here.
    """

    class State(models.TextChoices):
        DRAFTED = "drafted", _("Dự thảo chờ ký")
        ISSUED = "issued", _("Đã cấp")
        REVOKED = "revoked", _("Đã thu hồi")

    assessment = models.OneToOneField(
        Assessment,
        verbose_name=_("đánh giá"),
        on_delete=models.PROTECT,
        related_name="confirmation",
        editable=False,
    )
    code = models.CharField(
        _("mã tra cứu"), max_length=10, unique=True, default=new_code, editable=False
    )
    level = models.ForeignKey(
        Level,
        verbose_name=_("mức đạt"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    holder_name = models.CharField(_("tên doanh nghiệp"), max_length=300)
    holder_tax_code = models.CharField(_("mã số thuế"), max_length=20, blank=True)
    holder_address = models.CharField(_("địa chỉ"), max_length=800, blank=True)
    scope = models.TextField(
        _("phạm vi xác nhận"),
        max_length=2_000,
        help_text=_("Sản phẩm, công nghệ được xác nhận; mỗi dòng một mục."),
    )
    months = models.PositiveSmallIntegerField(
        _("thời hạn (tháng)"),
        validators=[
            MinValueValidator(1, _("Thời hạn từ 1 tháng trở lên.")),
            MaxValueValidator(120, _("Thời hạn không quá 120 tháng.")),
        ],
    )
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.DRAFTED,
        editable=False,
    )

    number = models.PositiveIntegerField(
        _("số"),
        null=True,
        editable=False,
        validators=[MinValueValidator(1, _("Số văn bản từ 1 trở lên."))],
    )
    signed_on = models.DateField(_("ngày ký"), null=True, editable=False)
    # Of signing, in which numbers are given once.
    year = models.PositiveSmallIntegerField(_("năm ký"), null=True, editable=False)
    valid_until = models.DateField(_("có giá trị đến hết ngày"), null=True, editable=False)
    signatory_name = models.CharField(_("họ tên người ký"), max_length=150, blank=True)
    scan = models.FileField(
        _("bản quét đã ký, đóng dấu"),
        storage=private_storage,
        upload_to=document_path,
        blank=True,
        editable=False,
        validators=[validate_scan],
    )
    issued_at = models.DateTimeField(_("ghi nhận lúc"), null=True, editable=False)
    issued_by = person_field(_("người ghi nhận"), editable=False)
    revoke_reason = models.TextField(_("lý do thu hồi"), blank=True, editable=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, editable=False)
    revoked_by = person_field(_("người thu hồi"), editable=False)
    history = HistoricalRecords()
    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("giấy xác nhận năng lực")
        verbose_name_plural = _("giấy xác nhận năng lực")
        ordering = ["-id"]
        permissions = [("issue_confirmation", _("Cấp và thu hồi giấy xác nhận năng lực"))]
        constraints = [
            models.UniqueConstraint(
                fields=["symbol", "year", "number"],
                name="confirmation_numbered_once_a_year",
                violation_error_message=NUMBER_TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(state="drafted")
                | Q(
                    number__isnull=False,
                    signed_on__isnull=False,
                    year__isnull=False,
                    valid_until__isnull=False,
                    issued_at__isnull=False,
                )
                & ~Q(scan="")
                & ~Q(signatory_name=""),
                name="confirmation_issued_as_signed",
                violation_error_message=_("Giấy đã cấp cần có số, ngày ký, người ký và bản quét."),
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False) & ~Q(revoke_reason="")
                | ~Q(state="revoked") & Q(revoked_at=None, revoke_reason=""),
                name="confirmation_revoked_for_a_reason",
                violation_error_message=_("Hãy ghi lý do thu hồi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_line}: {self.holder_name}"

    def get_absolute_url(self) -> str:
        return reverse("confirmations:confirmation-detail", args=[self.code])

    @classmethod
    @transaction.atomic
    def draft(
        cls, assessment: Assessment, *, scope: str, agency: IssuingAgency, months: int, by: User
    ) -> "Confirmation":
        """Decide to confirm, and lay out the paper to be signed under the agency's letterhead."""
        assessment.confirm(by)
        enterprise = assessment.enterprise
        confirmation = cls(
            assessment=assessment,
            level=assessment.level,
            holder_name=enterprise.legal_name,
            holder_tax_code=enterprise.tax_code_display,
            holder_address=whole_address(enterprise),
            scope=scope.strip(),
            months=months,
            **{f.name: getattr(agency, f.name) for f in Letterhead._meta.fields},
        )
        confirmation.full_clean()
        confirmation.save()
        return confirmation

    @property
    def enterprise(self) -> Enterprise:
        return self.assessment.enterprise

    @property
    def code_shown(self) -> str:
        return grouped(self.code)

    @property
    def number_line(self) -> str:
        """Number and symbol, 12/XN-SCT; dots to be filled in by hand before there is a number."""
        return f"{self.number or '……'}/{self.symbol}"

    @property
    def revoked_on(self) -> date | None:
        """The day on which it was taken back, where the portal is."""
        return self.revoked_at and localdate(self.revoked_at)

    @property
    def standing(self) -> str:
        """drafted, valid, expired or revoked, as of today."""
        if self.state != self.State.ISSUED:
            return str(self.state)
        return "expired" if self.valid_until < localdate() else "valid"

    def keepers(self) -> set[int]:
        """Return whose own paper it is."""
        return self.assessment.keepers()

    def assessors(self) -> set[int | None]:
        """Return who does not issue it: two persons stand behind each, the assessor and another."""
        return self.assessment.assessed_by()

    @transition(
        State.DRAFTED,
        State.ISSUED,
        permission="verification.issue_confirmation",
        label=_("Ghi số, ngày ký, bản đã ký"),
        form="verification.confirmation.forms.IssueForm",
        not_by="assessors",
    )
    def issue(
        self,
        *,
        number: int,
        signed_on: date,
        signatory_title: str,
        signatory_name: str,
        scan: File,
        by: User,
    ) -> None:
        """Record the paper as it was signed: from now on anyone who checks the code sees it."""
        self._check_day(signed_on)
        self.number, self.signed_on, self.year = number, signed_on, signed_on.year
        self.signatory_title, self.signatory_name = signatory_title, signatory_name
        self.scan = scan
        self.valid_until = months_after(signed_on, self.months)
        self.issued_at, self.issued_by = now(), by
        self._save_numbered()

    def _check_day(self, signed_on: date) -> None:
        not_in_future(signed_on, _("Ngày ký"), "signed_on")
        if signed_on < self.assessment.visited_on:
            raise ValidationError({"signed_on": _("Ngày ký không thể trước ngày khảo sát.")})

    def _save_numbered(self) -> None:
        """Save, refusing a number that another paper of the year has, even just now."""
        same = type(self).objects.filter(symbol=self.symbol, year=self.year, number=self.number)
        try:
            self.full_clean()
        except ValidationError as error:
            if same.exclude(pk=self.pk).exists():  # said at the field, not over the whole form
                raise ValidationError({"number": NUMBER_TAKEN}) from error
            raise
        try:
            with transaction.atomic():
                self.save()
        except IntegrityError as error:
            self.scan.storage.delete(self.scan.name)
            raise ValidationError({"number": NUMBER_TAKEN}) from error

    @transition(
        State.ISSUED,
        State.REVOKED,
        permission="verification.issue_confirmation",
        label=_("Thu hồi"),
        form="verification.confirmation.forms.RevokeForm",
        not_by="keepers",
    )
    def revoke(self, reason: str, by: User) -> None:
        """Take back what was issued; whoever checks the code sees that, and since when."""
        if not reason.strip():
            raise ValidationError({"reason": _("Hãy ghi lý do thu hồi.")})
        self.revoke_reason, self.revoked_at, self.revoked_by = reason.strip(), now(), by
        self.save()


def months_after(day: date, months: int) -> date:
    """Return the last day of a term of months (Civil Code 2015, articles 147 and 148).

    It is the corresponding day of the last month, or that month's own last day where it has none.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
