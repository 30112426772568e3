"""How much may be stored: by an enterprise's profile, by a person's claims and in a day."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.files.documents import private_storage
from core.limits import Limit, use_or_refuse
from enterprises.models import Attachment, Enterprise, Product

MB = 1024 * 1024
UPLOADS = Limit(
    "upload",
    "300/d/user",
    gettext_lazy("Bạn đã tải lên quá nhiều tệp trong 24 giờ qua. Xin thử lại vào ngày mai."),
)
CLAIMS = Limit(
    "claim",
    "10/d/user",
    gettext_lazy("Bạn đã gửi quá nhiều đề nghị trong 24 giờ qua. Xin thử lại vào ngày mai."),
)
FULL = {"quota", "limit"}  # codes of the errors that say so


@dataclass(frozen=True)
class Quota:
    """What is stored of what may be, in files and in bytes."""

    files: int
    size: int
    most_files: int
    most_size: int

    @property
    def shown(self) -> str:
        """Return the sentence that stands where files are chosen."""
        text = _(
            "Đã lưu %(files)d trong %(most_files)d tệp, %(size)s trong %(most)s MB "
            "(tính cả tệp đã thay, còn giữ trong lịch sử)."
        )
        figures = {"files": self.files, "most_files": self.most_files}
        return text % {**figures, "size": _in_mb(self.size), "most": self.most_size // MB}

    def must_hold(self, files: Iterable[UploadedFile]) -> None:
        """ValidationError where these files do not fit beside what is stored."""
        sizes = [file.size or 0 for file in files]
        if not sizes:
            return
        too_many = self.files + len(sizes) > self.most_files
        if too_many or self.size + sum(sizes) > self.most_size:
            raise ValidationError(_("Đã hết dung lượng lưu tệp. %s") % self.shown, code="quota")


def of_enterprise(enterprise: Enterprise) -> Quota:
    """Return what the profile's photos and files take, drafts and replaced ones included."""
    photos, files = _named(enterprise, Product, "photo"), _named(enterprise, Attachment, "file")
    for content in enterprise.revisions.values_list("content", flat=True):
        rows = [row for part in content.values() if isinstance(part, list) for row in part]
        photos |= {row["photo"] for row in rows if isinstance(row, dict) and row.get("photo")}
        files |= {row["file"] for row in rows if isinstance(row, dict) and row.get("file")}
    size = _size(default_storage, photos) + _size(private_storage(), files)
    return Quota(len(photos) + len(files), size, most_files=400, most_size=400 * MB)


def of_claims(user: User) -> Quota:
    """Return what the evidence of the person's claims takes."""
    names = set(user.claims.exclude(evidence="").values_list("evidence", flat=True))
    return Quota(len(names), _size(private_storage(), names), most_files=20, most_size=60 * MB)


def count_uploads(request: HttpRequest, files: Iterable[UploadedFile]) -> None:
    """Count each file of the day; ValidationError, and nothing counted, where it is enough."""
    use_or_refuse(request, *[(UPLOADS, "") for _file in files])


def _named(enterprise: Enterprise, model: type, column: str) -> set[str]:
    """Return the names of files in a profile's rows and in their history, which keeps them."""
    now, before = (
        rows.filter(enterprise=enterprise.pk).exclude(**{column: ""}).values_list(column)
        for rows in (model.objects.order_by(), model.history.order_by())
    )
    return {name for (name,) in now.union(before)}


def _size(storage: Storage, names: Iterable[str]) -> int:
    return sum(_bytes(storage, name) for name in names)


def _bytes(storage: Storage, name: str) -> int:
    try:
        return storage.size(name)
    except OSError:  # the file is gone
        return 0


def _in_mb(size: int) -> str:
    return f"{size / MB:.1f}".replace(".", ",")
