"""What belongs to a scheme: its files, and the Department's opinions on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import person_field
from core.files.documents import document_path, private_storage, validate_document


class SchemeFile(models.Model):
    """A document of the scheme, for those who may see the scheme."""

    scheme = models.ForeignKey("programme.Scheme", on_delete=models.CASCADE, related_name="files")
    title = models.CharField(_("tên tài liệu"), max_length=200)
    file = models.FileField(
        _("tệp"),
        max_length=200,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
        help_text=_("PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tài liệu của đề án")
        verbose_name_plural = _("tài liệu của đề án")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class SchemeOpinion(models.Model):
    """What the Department has said of a scheme by one document; it is never changed."""

    class Verdict(models.TextChoices):
        AGREE = "agree", _("Thống nhất")
        WITH_CHANGES = "changes", _("Thống nhất, đề nghị chỉnh sửa")
        DISAGREE = "disagree", _("Không thống nhất")

    scheme = models.ForeignKey(
        "programme.Scheme", on_delete=models.CASCADE, related_name="opinions"
    )
    verdict = models.CharField(_("ý kiến"), max_length=10, choices=Verdict.choices)
    text = models.TextField(_("nội dung ý kiến"), max_length=5_000)
    number = models.CharField(_("số văn bản"), max_length=50)
    signed_on = models.DateField(_("ngày văn bản"))
    file = models.FileField(
        _("tệp văn bản"),
        max_length=200,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
    )
    given_by = person_field(_("người cho ý kiến"))
    given_at = models.DateTimeField(_("cho ý kiến lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("ý kiến về đề án")
        verbose_name_plural = _("ý kiến về đề án")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}, {self.number}"
