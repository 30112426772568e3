"""Back office of the Committee's directions, and of what agencies say hinders them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.backoffice.pickers import picker_label
from core.backoffice.records import RecordAdmin
from core.backoffice.site import Waiting
from core.concurrency.turns import take_turn
from core.numbers import DayField
from programme.directing import letters
from programme.directing.reported import parts_of
from programme.models import Agency, Concern, Direction, Programme, Report, Task


class MatterForm(forms.ModelForm):
    """A new direction or concern: its programme, and of that programme a task or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tasks = Task.objects.in_force().select_related("group__programme")
        self.fields["task"].queryset = tasks.order_by(
            "group__programme", "group__number", "position"
        )
        self.fields["task"].label_from_instance = picker_label
        self.fields["text"].widget = forms.Textarea({"rows": 6, "cols": 80})


class DirectionForm(MatterForm):
    """What is directed, to whom, until when."""

    deadline = DayField(label=gettext_lazy("Thời hạn"))

    class Meta:
        model = Direction
        fields = ["programme", "task", "agency", "text", "deadline"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.reporting()


class ConcernForm(MatterForm):
    """What hinders an agency, or what it proposes; officers write in the own agency's name."""

    user: Any  # who writes, and the report whose words are taken up, if any: set by the admin
    report: Report | None = None

    class Meta:
        model = Concern
        fields = ["programme", "task", "agency", "kind", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.reporting()
        if not self.user.has_perm("programme.manage_register"):
            agencies = agencies.filter(pk__in=Agency.objects.represented_by_user(self.user))
            self.fields["agency"].empty_label = None
        self.fields["agency"].queryset = agencies
        self.instance.report = self.report

    def clean(self) -> dict:
        data = super().clean()
        if self.report:
            take_turn("concerns of reports")
            if self.report.concerns.filter(kind=data.get("kind", "")).exists():
                raise forms.ValidationError(_("Nội dung này của báo cáo đã được ghi nhận."))
        return data


class VisibleList(ChangeList):
    """The list shows what this user may see; other records' URLs answer 403, not 'gone'."""

    def get_queryset(self, request: HttpRequest, exclude_parameters=None) -> models.QuerySet:
        found = super().get_queryset(request, exclude_parameters)
        visible = self.model.objects.visible_to(request.user)
        return found.filter(pk__in=visible.order_by().values("pk"))


class MatterAdmin(RecordAdmin):
    """Added once, changed by its steps alone, seen by whom it concerns."""

    list_select_related = ["agency", "task__group__programme"]
    show_full_result_count = False  # of what the reader may not see
    new_fields: tuple[str, ...]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return VisibleList

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs: Any):
        """Offer no buttons that would change the programme or the agency from here."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_form(self, request: HttpRequest, obj: models.Model | None = None, **kwargs: Any):
        """Return the form of a new record; one that is there is only read."""
        form = forms.ModelForm if obj else self.form
        return super().get_form(request, obj, form=form, **kwargs)

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> list[str]:
        return list(self.fields) if obj else list(self.new_fields)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        main = Programme.objects.filter(is_main=True).values_list("pk", flat=True).first()
        return {"programme": main, **super().get_changeform_initial_data(request)}

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        may = super().has_view_permission(request, obj)
        if obj is None or not may:
            return may
        return self.model.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Direction)
class DirectionAdmin(MatterAdmin):
    """Directions of the Steering Committee; agencies answer them."""

    form = DirectionForm
    new_fields = ("programme", "task", "agency", "text", "deadline")
    fields = (
        *("state", "programme", "task", "agency", "text", "deadline", "given_by", "given_at"),
        *("answer", "answered_by", "answered_at", "remark", "conclusion", "closed_at"),
    )
    list_display = ["__str__", "agency", "deadline", "overdue", "state"]
    list_filter = ["state", "programme", "agency"]
    search_fields = ["text", "agency__name_vi", "answer"]
    date_hierarchy = "deadline"

    @admin.display(description=gettext_lazy("quá hạn"))
    def overdue(self, direction: Direction) -> str:
        return _("Quá hạn") if direction.is_overdue(localdate()) else ""

    def save_model(self, request: HttpRequest, obj: Direction, form: Any, change: bool) -> None:
        obj.given_by = request.user
        super().save_model(request, obj, form, change)
        letters.tell_direction(obj, by=request.user)


@admin.register(Concern)
class ConcernAdmin(MatterAdmin):
    """Difficulties and proposals, and what became of each."""

    form = ConcernForm
    new_fields = ("programme", "task", "agency", "kind", "text")
    fields = (
        *("state", "kind", "programme", "task", "agency", "report", "text"),
        *("raised_by", "raised_at", "answer", "answered_by", "answered_at"),
        *("submission_number", "submitted_on", "decision_number", "decided_on", "decision"),
    )
    list_display = ["__str__", "agency", "raised_at", "state"]
    list_filter = ["state", "kind", "programme", "agency"]
    search_fields = ["text", "agency__name_vi", "answer", "submission_number", "decision_number"]
    date_hierarchy = "raised_at"

    def get_form(self, request: HttpRequest, obj: Concern | None = None, **kwargs: Any):
        form = super().get_form(request, obj, **kwargs)
        form.user, form.report = request.user, None if obj else _reported(request)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """Start from what a report says, where the address names one and part of it."""
        initial = super().get_changeform_initial_data(request)
        if report := _reported(request):
            kind = request.GET.get("kind", "")
            text = dict(parts_of(report)).get(kind, "")
            task = report.task
            initial |= {"programme": task.programme.pk, "task": task.pk, "agency": report.agency_id}
            initial |= {"kind": kind, "text": text}
        return initial

    def save_model(self, request: HttpRequest, obj: Concern, form: Any, change: bool) -> None:
        obj.raised_by = request.user
        super().save_model(request, obj, form, change)


def _reported(request: HttpRequest) -> Report | None:
    """Return the accepted report that the address names, to those who may see it."""
    number = request.GET.get("bao-cao", "")
    if not number.isdecimal() or len(number) > 9:
        return None
    visible = Report.objects.accepted().visible_to(request.user)
    return visible.for_list().filter(pk=int(number)).first()


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For an agency what it is to do, for the Committee what was done, for DOIT what to answer."""
    user = request.user
    directions = reverse("admin:programme_direction_changelist")
    concerns = reverse("admin:programme_concern_changelist")
    visible = Direction.objects.visible_to(user)
    if user.has_perm("programme.answer_direction"):
        count = visible.filter(state=Direction.State.OPEN).count()
        yield Waiting(_("Chỉ đạo cần thực hiện"), count, f"{directions}?state__exact=open")
    if user.has_perm("programme.give_direction"):
        count = visible.filter(state=Direction.State.ANSWERED).count()
        label = _("Kết quả thực hiện chỉ đạo chờ kết luận")
        yield Waiting(label, count, f"{directions}?state__exact=answered")
    if user.has_perm("programme.answer_concern"):
        raised = Concern.objects.filter(state=Concern.State.RAISED)
        label = _("Khó khăn, kiến nghị chờ trả lời")
        yield Waiting.among(label, raised, f"{concerns}?state__exact=raised", "raised_at")
