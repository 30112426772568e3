"""Records that go step by step: each step is a page of the back office, below the record's."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


class StepForm(forms.Form):
    """What a step asks for; its `apply(by)` does it, ValidationError where it may not be done."""

    apply: Callable[[Any], None]  # each form says what it does in this user's name

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record


@dataclass(frozen=True)
class Download:
    """A file that the record gives to those who may, in some of its states."""

    name: str
    label: str
    permission: str  # of the admin's has_<permission>_permission
    states: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One transition of the record: what it asks for, who may do it, and from which states."""

    name: str
    label: str
    form: type[StepForm]
    permission: str
    states: tuple[str, ...]


class SteppedAdmin(admin.ModelAdmin):
    """Admin of a record with steps and downloads, offered as buttons above its page."""

    change_form_template = "admin/stepped_change.html"
    step_template = "admin/step.html"
    steps: tuple[Step, ...] = ()
    downloads: tuple[Download, ...] = ()

    def get_urls(self) -> list:
        views: list[tuple[Step | Download, Callable[..., HttpResponse]]]
        views = [(step, self._step_view(step)) for step in self.steps]
        views += [(file, require_safe(self._file_view(file))) for file in self.downloads]
        pages = [
            path(
                f"<int:pk>/{offer.name}/",
                self.admin_site.admin_view(view),
                name=self.name_of(offer),
            )
            for offer, view in views
        ]
        return pages + super().get_urls()

    def name_of(self, offer: Step | Download) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{offer.name}"

    def permits(self, request: HttpRequest, offer: Step | Download) -> bool:
        return self.has_view_permission(request) and getattr(
            self, f"has_{offer.permission}_permission"
        )(request)

    def may_apply(self, request: HttpRequest, offer: Step | Download, record: models.Model) -> bool:
        """Whether a person who may do this at all may do it with this very record."""
        return self.has_view_permission(request, record)

    def offers(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        """URLs and labels of what this person may do with the record as it stands."""
        named: list[Step | Download] = [*self.steps, *self.downloads]
        return [
            (reverse(f"admin:{self.name_of(offer)}", args=[record.pk]), offer.label)
            for offer in named
            if record.state in offer.states
            and self.permits(request, offer)
            and self.may_apply(request, offer, record)
        ]

    def after(self, step: Step, record: models.Model) -> str:
        """Return the URL that follows a step: the record's page."""
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = context.get("original")
        context["offers"] = self.offers(request, record) if record else []
        return super().render_change_form(request, context, *args, **kwargs)

    def _permitted(self, request: HttpRequest, offer: Step | Download, pk: int) -> models.Model:
        """The record, for those who may; 403 before anyone learns whether it exists."""
        if not self.permits(request, offer):
            raise PermissionDenied
        record = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may_apply(request, offer, record):
            raise PermissionDenied
        return record

    def _step_view(self, step: Step) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            record = self._permitted(request, step, pk)
            sent = (request.POST, request.FILES) if request.method == "POST" else ()
            form = step.form(*sent, record=record)
            if form.is_valid() and self._applied(request, form):
                text = _("Đã thực hiện: %(step)s.")
                messages.success(request, text % {"step": step.label})
                return HttpResponseRedirect(self.after(step, record))
            return self._step_page(request, step, self.get_queryset(request).get(pk=pk), form)

        return view

    def _applied(self, request: HttpRequest, form: StepForm) -> bool:
        """Whether the step was done; if not, the form shows why."""
        try:
            form.apply(request.user)
        except ValidationError as error:
            _add_errors(form, error)
        return not form.errors

    def _step_page(
        self, request: HttpRequest, step: Step, record: Any, form: StepForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **{"opts": self.opts, "title": step.label, "original": record, "form": form},
            "is_possible": record.state in step.states,
        }
        return TemplateResponse(request, self.step_template, context)

    def _file_view(self, file: Download) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            record = self._permitted(request, file, pk)
            record = get_object_or_404(self.get_queryset(request), pk=pk, state__in=file.states)
            return getattr(self, file.name)(request, record)

        return view


def _add_errors(form: StepForm, error: ValidationError) -> None:
    """Each message at its field where the step asks for that field, the others over the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
