"""Files of a profile: catalogues, drawings, scans of certificates."""

from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from core.files.documents import document_path, private_storage, validate_document
from core.languages import in_language
from core.text import fold
from enterprises.models.enterprise import Enterprise


def attachment_url(enterprise: Enterprise, stored: str) -> str:
    """Return where a file of the profile, or of its draft, is served to whoever may read it."""
    return reverse("enterprises:attachment-file", args=[enterprise.slug, PurePath(stored).name])


class AttachmentFile(FieldFile):
    """A file whose only URL is the one that asks who is reading."""

    @property
    def url(self) -> str:
        return attachment_url(self.instance.enterprise, self.name)


class AttachmentField(models.FileField):
    """A file of a profile, in the private storage."""

    attr_class = AttachmentFile


class AttachmentQuerySet(models.QuerySet):
    """Files of profiles."""

    def public(self) -> "AttachmentQuerySet":
        """Filter to those that everyone may have."""
        return self.filter(is_public=True, enterprise__state=Enterprise.State.PUBLISHED)


class Attachment(models.Model):
    """A file of a profile; the public gets it only when it is flagged so."""

    MAX_NUMBER = 20  # of one enterprise

    class Kind(models.TextChoices):
        CATALOGUE = "catalogue", gettext_lazy("Ca-ta-lô, tài liệu giới thiệu")
        DRAWING = "drawing", gettext_lazy("Bản vẽ, thông số kỹ thuật")
        CERTIFICATE = "certificate", gettext_lazy("Bản quét chứng nhận")
        OTHER = "other", gettext_lazy("Tài liệu khác")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="attachments")
    title_vi = models.CharField(gettext_lazy("tên tài liệu"), max_length=200)
    title_en = models.CharField(
        gettext_lazy("tên tài liệu (tiếng Anh)"), max_length=200, blank=True
    )
    kind = models.CharField(gettext_lazy("loại tài liệu"), max_length=11, choices=Kind.choices)
    file = AttachmentField(
        gettext_lazy("tệp"),
        max_length=200,
        storage=private_storage,
        upload_to=document_path,
        validators=[validate_document],
        help_text=gettext_lazy("PDF, JPEG hoặc PNG, tối đa 10 MB."),
    )
    is_public = models.BooleanField(
        gettext_lazy("công khai trên hồ sơ"),
        default=False,
        help_text=gettext_lazy("Không đánh dấu thì chỉ doanh nghiệp và Sở Công Thương xem được."),
    )
    history = HistoricalRecords()
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("tài liệu")
        verbose_name_plural = gettext_lazy("tài liệu")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title_vi

    def clean(self) -> None:
        """Raise ValidationError where a profile has its full number of files already."""
        super().clean()
        if not self._state.adding or self.enterprise_id is None:
            return
        if Attachment.objects.filter(enterprise=self.enterprise_id).count() >= self.MAX_NUMBER:
            raise ValidationError(
                _("Mỗi doanh nghiệp có nhiều nhất %(most)d tài liệu.") % {"most": self.MAX_NUMBER}
            )

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def format(self) -> str:
        """What kind of file it is, as people call it."""
        return PurePath(self.file.name).suffix[1:].upper()

    @property
    def size(self) -> int | None:
        """Bytes; none where the file is lost."""
        try:
            return self.file.size
        except OSError:
            return None

    @property
    def download_name(self) -> str:
        """The name under which readers keep it."""
        stem = slugify(fold(self.title))[:80] or self._meta.model_name
        return stem + PurePath(self.file.name).suffix
