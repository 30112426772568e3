"""Back office of inspections: Finance, Planning and the Department inspect, agencies answer."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import Kind
from core.backoffice.actions import Action, Download
from core.backoffice.pickers import picker_label
from core.backoffice.site import Waiting
from core.files.documents import document_response
from core.numbers import DayField
from programme.admin.directing import MatterAdmin
from programme.models import Agency, Inspection, Task
from programme.supervising import letters


class InspectionForm(forms.ModelForm):
    """What was inspected, by whom, and what is to be put right."""

    inspected_on = DayField(label=gettext_lazy("Ngày kiểm tra"))
    deadline = DayField(label=gettext_lazy("Hạn khắc phục"), required=False)
    document_on = DayField(label=gettext_lazy("Ngày văn bản kết luận"), required=False)

    class Meta:
        model = Inspection
        fields = [
            *("programme", "agency", "inspector", "tasks", "inspected_on", "finding", "remedy"),
            *("deadline", "document_number", "document_on", "file"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.reporting()
        self.fields["agency"].queryset = self.fields["inspector"].queryset = agencies
        tasks = Task.objects.in_force().select_related("group__programme")
        self.fields["tasks"].queryset = tasks.order_by(
            "group__programme", "group__number", "position"
        )
        self.fields["tasks"].label_from_instance = picker_label

    def clean(self) -> dict:
        data = super().clean()
        programme, tasks = data.get("programme"), data.get("tasks") or []
        if programme and any(task.programme != programme for task in tasks):
            self.add_error("tasks", _("Có nhiệm vụ thuộc chương trình khác."))
        if data.get("deadline") and data["deadline"] < localdate():
            self.add_error("deadline", _("Thời hạn phải là hôm nay hoặc sau hôm nay."))
        return data


@admin.register(Inspection)
class InspectionAdmin(MatterAdmin):
    """Inspections, each followed until it is closed."""

    form = InspectionForm
    new_fields = tuple(InspectionForm.Meta.fields)
    fields = (
        *("state", "programme", "agency", "inspector", "tasks", "inspected_on", "finding"),
        *("remedy", "deadline", "document_number", "document_on", "recorded_by", "recorded_at"),
        *("answer", "answered_by", "answered_at", "remark", "conclusion", "closed_at"),
    )
    list_display = [
        "__str__",
        "agency",
        "inspector",
        "inspected_on",
        "deadline",
        "overdue",
        "state",
    ]
    list_filter = ["state", "programme", "agency", "inspector"]
    list_select_related = ["agency", "inspector"]
    search_fields = [
        "finding",
        "remedy",
        "agency__name_vi",
        "inspector__name_vi",
        "document_number",
    ]
    date_hierarchy = "inspected_on"
    more_file_columns = ("finding", "remedy", "document_number", "answer", "conclusion")
    downloads = (
        Download(
            "document",
            gettext_lazy("Tải văn bản kết luận"),
            tuple(Inspection.State),
            kind=Kind.PRIVATE_READ,
        ),
    )

    @admin.display(description=gettext_lazy("quá hạn"))
    def overdue(self, inspection: Inspection) -> str:
        return _("Quá hạn") if inspection.is_overdue(localdate()) else ""

    def save_model(self, request: HttpRequest, obj: Inspection, form: Any, change: bool) -> None:
        obj.recorded_by = request.user
        super().save_model(request, obj, form, change)
        letters.tell_inspected(obj, by=request.user)

    def may_apply(
        self, request: HttpRequest, offer: Action | Download, record: models.Model
    ) -> bool:
        """Let officers of the inspected agency answer, nobody else in its place."""
        if offer.name == "document" and not record.file:
            return False
        if offer.name == "report" and not request.user.is_superuser:
            own = Inspection.objects.answerable_by(request.user)
            return own.filter(pk=record.pk).exists()
        return super().may_apply(request, offer, record)

    def document(self, request: HttpRequest, inspection: Inspection) -> HttpResponse:
        ending = PurePath(inspection.file.name).suffix
        try:
            return document_response(inspection.file, f"ket-luan-kiem-tra{ending}")
        except FileNotFoundError as error:
            raise Http404("The file is gone") from error


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For an agency what to put right, for who follows inspections what was put right."""
    user, url = request.user, reverse("admin:programme_inspection_changelist")
    if user.has_perm("programme.answer_inspection"):
        own = Inspection.objects.visible_to(user).answerable_by(user)
        count = own.filter(state=Inspection.State.OPEN).exclude(remedy="").count()
        yield Waiting(_("Yêu cầu khắc phục sau kiểm tra"), count, f"{url}?state__exact=open")
    if user.has_perm("programme.follow_inspection"):
        answered = Inspection.objects.visible_to(user).filter(state=Inspection.State.ANSWERED)
        label = _("Báo cáo khắc phục chờ kết luận")
        yield Waiting(label, answered.count(), f"{url}?state__exact=answered")
