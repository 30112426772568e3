"""The documents of a plan: quotations, Finance's appraisal, the City's decision."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.days import not_in_future
from core.files.documents import document_path, private_storage, validate_document


class PlanDocumentQuerySet(models.QuerySet):
    """Documents of plans."""

    def attached(self) -> "PlanDocumentQuerySet":
        """Filter to what the agency has put to its plan, and may take off while it writes."""
        return self.filter(kind__in=PlanDocument.ATTACHED)

    def void(self, kind: str) -> None:
        """Mark those of a step that is taken back."""
        self.filter(kind=kind).update(is_void=True)


class PlanDocument(models.Model):
    """A file of a plan, or of one of its lines; those of a step that was taken back stay, void."""

    class Kind(models.TextChoices):
        QUOTATION = "quotation", _("Báo giá")
        OTHER = "other", _("Tài liệu khác")
        APPRAISAL = "appraisal", _("Văn bản thẩm định")
        DECISION = "decision", _("Quyết định phê duyệt")

    ATTACHED = (Kind.QUOTATION, Kind.OTHER)

    plan = models.ForeignKey(
        "programme.AnnualPlan",
        verbose_name=_("kế hoạch"),
        on_delete=models.CASCADE,
        related_name="documents",
    )
    line = models.ForeignKey(
        "programme.BudgetLine",
        verbose_name=_("dòng dự toán"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="documents",
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("tên tài liệu"), max_length=200)
    number = models.CharField(_("số"), max_length=50, blank=True)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True, validators=[not_in_future])
    file = models.FileField(
        _("tệp"),
        max_length=200,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
        help_text=_("PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )
    is_void = models.BooleanField(_("đã rút"), default=False, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người ghi"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)
    objects = PlanDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tài liệu của kế hoạch")
        verbose_name_plural = _("tài liệu của kế hoạch")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["quotation", "other"])
                | ~Q(number="") & Q(signed_on__isnull=False),
                name="plan_document_of_a_step_is_numbered",
                violation_error_message=_("Hãy ghi số và ngày của văn bản."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.line and self.line.plan_id != self.plan_id:
            raise ValidationError({"line": _("Dòng dự toán thuộc kế hoạch khác.")})


def keep_document(
    plan: models.Model, kind: str, number: str, signed_on: date, file: File | None, by: User | None
) -> None:
    """Keep the file of a step's document, where there is one."""
    if not file:
        return
    numbered = {"number": number, "signed_on": signed_on, "title": number}
    document = PlanDocument(plan=plan, kind=kind, file=file, by=by, **numbered)
    document.full_clean()
    document.save()
