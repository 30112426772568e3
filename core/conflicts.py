"""Two people edit the same record: the second is told, and keeps what they typed."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.models import Versioned


class ConflictAwareForm(forms.ModelForm):
    """A form of a `Versioned` record that remembers which version its writer saw.

    The back office's change page writes the hidden field (templates/admin/change_form.html).
    """

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version

    def clean(self) -> dict:
        data = super().clean()
        if self.instance.pk and data.get("seen_version") != self.instance.version:
            # The page that comes back has seen the newer version: saving it again is a decision.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen_version")] = self.instance.version
            raise ValidationError(self._conflict(), code="conflict")
        return data

    def _conflict(self) -> str:
        last = self.instance.history.select_related("history_user").first()
        return _(
            "%(who)s đã sửa bản ghi này lúc %(when)s, sau khi bạn mở trang (%(changes)s). Nội dung "
            "bạn nhập còn nguyên bên dưới và chưa được lưu. Hãy so sánh; bấm Lưu lần nữa nếu nội "
            "dung của bạn thay cho nội dung đó."
        ) % {
            "who": last.history_user or _("Hệ thống"),
            "when": date_format(localtime(last.history_date), "DATETIME_FORMAT"),
            "changes": self._changes(last),
        }

    def _changes(self, last: models.Model) -> str:
        before = last.prev_record
        if before is None:
            return _("bản ghi mới tạo")
        changes = last.diff_against(before, excluded_fields=["version"]).changes
        label = self.instance._meta.get_field
        return "; ".join(f"{label(c.field).verbose_name}: {c.new}" for c in changes) or _(
            "các dòng đi kèm"
        )


class ConflictAwareAdmin:
    """Admin mixin: locks a `Versioned` row while a change is checked and saved.

    Two changes cannot both pass the check.
    """

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        if issubclass(model, Versioned) and self.form is forms.ModelForm:
            self.form = ConflictAwareForm

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None):
        record = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST" or not isinstance(record, Versioned):
            return record
        rows = type(record)._default_manager.select_for_update(of=("self",))
        return rows.get(pk=record.pk)
