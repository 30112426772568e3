"""Back office of schemes: agencies write, the Department gives opinions and records decisions."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.audit import Kind
from core.backoffice.actions import Action, Download
from core.backoffice.pickers import picker_label
from core.backoffice.records import RecordAdmin
from core.backoffice.site import Waiting
from core.concurrency.conflicts import ConflictAwareForm
from core.file_views import private_document
from core.files.documents import document_response
from core.templatetags.formatting import official_date
from core.text import fold
from programme.admin.directing import VisibleList
from programme.admin.scheme_forms import SchemeFileRows, SchemeForm
from programme.models import Scheme, SchemeFile, SchemeOpinion
from programme.money import in_dong

AGENCYS_STEPS = ("send", "revise", "withdraw")


@admin.register(Scheme)
class SchemeAdmin(RecordAdmin):
    """Schemes; who may take which step stands in docs/states.md."""

    form = SchemeForm
    list_display = ["__str__", "agency", "cost_shown", "state", "verdict_shown", "sent_at"]
    list_filter = [
        *("state", "opinions__verdict", "programme"),
        ("agency", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["title", "research", "solution", "agency__name_vi", "decision_number"]
    date_hierarchy = "sent_at"
    more_file_columns = (
        *("title", "programme", "tasks_shown", "cost", "enterprises", "opinions_shown"),
        *("decision_number", "decided_on"),
    )
    history_rows = (SchemeFile,)
    autocomplete_fields = ("tasks",)
    written = ("title", "agency", "tasks", "research", "solution", "cost", "enterprises")
    told = ("state", "opinions_shown", "revision", "decision_shown", "remark")
    read = (
        *("title", "agency", "tasks_shown", "research", "solution", "cost_shown", "enterprises"),
        *("files_shown", "written_by", "sent_at"),
    )
    of_version = (
        *("title", "agency", "research", "solution", "cost", "enterprises", "state", "sent_at"),
        *("revision", "decision_number", "decided_on", "remark"),
    )
    downloads = (
        Download(
            "decision",
            gettext_lazy("Tải tệp quyết định, văn bản"),
            Scheme.DECIDED,
            kind=Kind.PRIVATE_READ,
        ),
    )

    def get_urls(self) -> list:
        pages = [
            path(
                f"{place}/<int:pk>/",
                self.admin_site.admin_view(require_safe(view)),
                name=f"programme_scheme_{name}",
            )
            for place, name, view in (
                ("tai-lieu", "file", self.file_view),
                ("van-ban-y-kien", "opinion_file", self.opinion_file_view),
            )
        ]
        return pages + super().get_urls()

    def file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Return a document of a scheme that this person may see."""
        return self._document(request, SchemeFile, pk)

    def opinion_file_view(self, request: HttpRequest, pk: int) -> FileResponse:
        """Return the document of an opinion on a scheme that this person may see."""
        return self._document(request, SchemeOpinion, pk)

    def decision(self, request: HttpRequest, scheme: Scheme) -> FileResponse:
        return document_response(scheme.decision_file, _named("quyet-dinh", scheme.decision_file))

    def _document(self, request: HttpRequest, model: type[models.Model], pk: int) -> FileResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        visible = Scheme.objects.visible_to(request.user).order_by()
        row = get_object_or_404(model, pk=pk, scheme__in=visible.values("pk"))
        try:
            return private_document(request, row.file, _named(str(row), row.file))
        except FileNotFoundError as error:
            raise Http404("The file is gone") from error

    @admin.display(description=gettext_lazy("kinh phí dự kiến"), ordering="cost")
    def cost_shown(self, scheme: Scheme) -> str:
        return in_dong(scheme.cost)

    @admin.display(description=gettext_lazy("ý kiến gần nhất"))
    def verdict_shown(self, scheme: Scheme) -> str:
        given = list(scheme.opinions.all())
        return given[-1].get_verdict_display() if given else "–"

    @admin.display(description=gettext_lazy("nhiệm vụ"))
    def tasks_shown(self, scheme: Scheme) -> SafeString:
        named = ((picker_label(task),) for task in scheme.tasks.all())
        return format_html_join(SafeString("<br>"), "{}", named)

    @admin.display(description=gettext_lazy("tài liệu"))
    def files_shown(self, scheme: Scheme) -> SafeString | str:
        links = [
            (reverse("admin:programme_scheme_file", args=[file.pk]), file)
            for file in scheme.files.all()
        ]
        return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', links) or "–"

    @admin.display(description=gettext_lazy("ý kiến Sở Công Thương"))
    def opinions_shown(self, scheme: Scheme) -> SafeString | str:
        shown = (_opinion_in_words(each) for each in scheme.opinions.all())
        return format_html_join(SafeString("<br><br>"), "{}", ((each,) for each in shown)) or "–"

    @admin.display(description=gettext_lazy("quyết định, văn bản"))
    def decision_shown(self, scheme: Scheme) -> str:
        if not scheme.decided_on:
            return "–"
        words = {"number": scheme.decision_number, "day": official_date(scheme.decided_on)}
        return _("%(number)s ngày %(day)s") % words

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Scheme]:
        found = super().get_queryset(request).select_related("agency__parent", "programme")
        return found.prefetch_related("opinions", "tasks__group__programme", "files")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return VisibleList

    def get_form(self, request: HttpRequest, obj: Scheme | None = None, **kwargs: Any):
        """Return the form of who writes it; for everybody else nothing is asked."""
        if obj is not None and not self._writes(request, obj):
            return super().get_form(request, obj, form=ConflictAwareForm, **kwargs)
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def get_fields(self, request: HttpRequest, obj: Scheme | None = None) -> list[str]:
        if obj is None:
            return list(self.written)
        if getattr(request, "reads_history", False):
            return list(self.of_version)
        if self._writes(request, obj):
            return [*self.told, *self.written]
        return [*self.told, *self.read]

    def get_readonly_fields(self, request: HttpRequest, obj: Scheme | None = None) -> list[str]:
        if getattr(request, "reads_history", False):
            return list(super().get_readonly_fields(request, obj))
        return list(self.told) if obj else []

    def get_inlines(self, request: HttpRequest, obj: Scheme | None) -> list:
        return [SchemeFileRows] if obj is None or self._writes(request, obj) else []

    def _writes(self, request: HttpRequest, obj: Scheme) -> bool:
        """Whether this page is one on which the scheme is written."""
        reads = getattr(request, "reads_history", False)
        return not reads and self.has_change_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Scheme | None = None) -> bool:
        may = request.user.has_perm("programme.view_scheme")
        if obj is None or not may:
            return may
        return Scheme.objects.visible_to(request.user).filter(pk=obj.pk).exists()

    def has_change_permission(self, request: HttpRequest, obj: Scheme | None = None) -> bool:
        if obj is None:
            return request.user.has_perm("programme.change_scheme")
        # What was typed while somebody else sent it comes back, with the form's refusal.
        own = Scheme.objects.of_writer if request.method == "POST" else Scheme.objects.writable_by
        return own(request.user).filter(pk=obj.pk).exists()

    def may_apply(
        self, request: HttpRequest, offer: Action | Download, record: models.Model
    ) -> bool:
        if offer.name in AGENCYS_STEPS:
            return Scheme.objects.of_writer(request.user).filter(pk=record.pk).exists()
        if offer.name == "decision" and not record.decision_file:
            return False
        return super().may_apply(request, offer, record)

    def save_model(self, request: HttpRequest, obj: Scheme, form: Any, change: bool) -> None:
        if not change:
            obj.written_by = request.user
        super().save_model(request, obj, form, change)

    # Who has saved goes on from the scheme's own page, where the next step is offered.
    def response_add(self, request: HttpRequest, obj: Scheme, post_url_continue=None):
        super().response_add(request, obj, post_url_continue)
        return HttpResponseRedirect(obj.get_admin_url())

    def response_post_save_change(self, request: HttpRequest, obj: Scheme) -> HttpResponse:
        return HttpResponseRedirect(obj.get_admin_url())


def _named(title: str, file: models.fields.files.FieldFile) -> str:
    """Return the name under which a document is handed out."""
    return (slugify(fold(title))[:100] or "tai-lieu") + PurePath(file.name or "").suffix


def _opinion_in_words(opinion: SchemeOpinion) -> SafeString:
    line = _("%(verdict)s – văn bản số %(number)s ngày %(day)s") % {
        "verdict": opinion.get_verdict_display(),
        "number": opinion.number,
        "day": official_date(opinion.signed_on),
    }
    page = reverse("admin:programme_scheme_opinion_file", args=[opinion.pk])
    return format_html('<a href="{}">{}</a><br>{}', page, line, opinion.text)


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For the agency what to complete, for the Department what to say and to record."""
    may, schemes = request.user.has_perm, Scheme.objects
    states, page = Scheme.State, reverse("admin:programme_scheme_changelist")
    if may("programme.change_scheme"):
        own = schemes.of_writer(request.user).filter(state=states.COMMENTED).count()
        label = _("Đề án đã có ý kiến, cần hoàn thiện")
        yield Waiting(label, own, f"{page}?state__exact=commented")
    if may("programme.comment_scheme"):
        sent = schemes.filter(state=states.SENT).count()
        yield Waiting(_("Đề án chờ ý kiến"), sent, f"{page}?state__exact=sent")
    if may("programme.decide_scheme"):
        revised = schemes.filter(state=states.REVISED).count()
        label = _("Đề án chờ ghi quyết định")
        yield Waiting(label, revised, f"{page}?state__exact=revised")
