"""The form by which an agency writes a scheme, with its files."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from core.concurrency.conflicts import ConflictAwareForm
from core.files.documents import ACCEPT
from programme.models import Agency, Scheme, SchemeFile, Task
from programme.money import DongField

MOST_FILES = 20


class SchemeForm(ConflictAwareForm):
    """What an officer says of a scheme, in the own agency's name."""

    user: User  # set by the back office for each request

    class Meta:
        model = Scheme
        fields = ["title", "agency", "tasks", "research", "solution", "cost", "enterprises"]
        widgets = {
            "title": forms.Textarea({"rows": 2, "cols": 80}),
            "research": forms.Textarea({"rows": 10, "cols": 80}),
            "solution": forms.Textarea({"rows": 10, "cols": 80}),
            "enterprises": forms.Textarea({"rows": 4, "cols": 80}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.reporting()
        if not self.user.is_superuser:
            agencies = agencies.filter(pk__in=Agency.objects.represented_by_user(self.user))
            self.fields["agency"].empty_label = None
        self.fields["agency"].queryset = agencies
        self.fields["cost"] = DongField(label=_("Kinh phí dự kiến (đồng)"))
        tasks = Task.objects.in_force().select_related("group__programme")
        if self.instance.pk:
            tasks = tasks | Task.objects.filter(schemes=self.instance).select_related(
                "group__programme"
            )
        order = ("group__programme", "group__number", "position")
        self.fields["tasks"].queryset = tasks.distinct().order_by(*order)

    def clean_tasks(self) -> models.QuerySet[Task]:
        """Take the programme from the tasks, which are all of one."""
        tasks = self.cleaned_data["tasks"]
        programmes = {task.programme for task in tasks}
        if len(programmes) > 1:
            raise ValidationError(_("Các nhiệm vụ phải thuộc cùng một chương trình."))
        self.instance.programme = programmes.pop()
        return tasks

    def clean(self) -> dict:
        if self.instance.pk and self.instance.state not in Scheme.EDITABLE:
            message = _(
                "Đề án đang ở tình trạng “%(state)s” nên không sửa được. Nội dung bạn nhập còn "
                "nguyên bên dưới và chưa được lưu."
            )
            raise ValidationError(message % {"state": self.instance.get_state_display()})
        return super().clean()


class SchemeFileRows(admin.StackedInline):
    """The scheme's documents, while its agency may write it."""

    model = SchemeFile
    extra, max_num = 2, MOST_FILES
    formfield_overrides = {models.FileField: {"widget": forms.FileInput({"accept": ACCEPT})}}

    def has_view_permission(self, request: HttpRequest, obj: Scheme | None = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
