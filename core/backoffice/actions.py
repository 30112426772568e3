"""What people do with a record in the back office: each action is a page below the record's.

The transitions that a model declares are its actions; an admin class adds those that change no
state, and the files that a record gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import audit
from core.audit import Kind
from core.backoffice.next_waiting import offer_next
from core.backoffice.site import office_page
from core.models import Stateful
from core.transitions import is_own, own_error


class ActionForm(forms.Form):
    """What an action asks for: nothing, unless a subclass has fields.

    `apply` does it: the record's method of the action's name gets the fields by name, and `by`.
    """

    told = ""  # what was done, in words, where the action's label does not say all of it

    def __init__(self, *args: Any, record: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.name = record, name

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What was written into boxes, with their labels: to copy where the step is over."""
        typed = [(each, each.value()) for each in self.visible_fields()] if self.is_bound else []
        return [
            (each.label, text)
            for each, text in typed
            if text and isinstance(text, str) and not hasattr(each.field, "choices")
        ]

    def apply(self, by: Any) -> None:
        """Do it in this person's name; ValidationError where it may not be done."""
        getattr(self.record, self.name)(**self.asked_for(), by=by)

    def asked_for(self) -> dict[str, object]:
        """Return what the method is given of the cleaned data."""
        return self.cleaned_data


@dataclass(frozen=True)
class Download:
    """A file that the record gives, in some of its states, to those who may see the record."""

    name: str
    label: str | Promise
    states: tuple[str, ...]
    permission: str = ""  # beside seeing it, as "app.codename"
    kind: Kind = Kind.EXPORT  # in the audit log


@dataclass(frozen=True)
class Action:
    """A page on which the record is changed: what it asks for, who may, and in which states."""

    name: str
    label: str | Promise
    states: tuple[str, ...]  # ("",) where the model has none
    permission: str = ""  # beside seeing it, as "app.codename"
    form: str = ""  # dotted path of an ActionForm
    page: str = ""  # in its URL; empty: the name
    not_by: str = ""  # whose own matter it is (core/transitions.py)

    @property
    def form_class(self) -> type[ActionForm]:
        return import_string(self.form) if self.form else ActionForm


def actions_of(model: type[models.Model]) -> list[Action]:
    """Return an action for each transition of the model that has a label, one a page."""
    found: dict[str, Action] = {}
    for each in model.transitions() if issubclass(model, Stateful) else ():
        if each.label:
            about = (each.permission, each.form, each.page, each.not_by)
            action = Action(each.name, each.label, each.sources, *about)
            found.setdefault(each.page, action)
    return list(found.values())


class ActionsAdmin(admin.ModelAdmin):
    """Admin of a record with actions and downloads, offered as buttons above its page."""

    change_form_template = "admin/actions_change.html"
    action_template = "admin/action.html"
    other_actions: tuple[Action, ...] = ()  # beside the model's transitions
    downloads: tuple[Download, ...] = ()
    # By an action's page: how the next record is offered that stands where this one stood.
    next_labels: Mapping[str, str | Promise] = {}

    @property
    def offered_actions(self) -> list[Action]:
        """The model's transitions, and what else may be done with a record."""
        return [*actions_of(self.model), *self.other_actions]

    def get_urls(self) -> list:
        views: list[tuple[Action | Download, Callable[..., HttpResponse]]]
        views = [(each, self._action_view(each)) for each in self.offered_actions]
        views += [(file, require_safe(self._file_view(file))) for file in self.downloads]
        pages = [
            path(
                f"<int:pk>/{_page(offer)}/",
                self.admin_site.admin_view(view),
                name=self.url_name(offer),
            )
            for offer, view in views
        ]
        return pages + super().get_urls()

    def url_name(self, offer: Action | Download) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{_page(offer)}"

    def permits(self, request: HttpRequest, offer: Action | Download) -> bool:
        """Return whether this person may do it at all."""
        permission = offer.permission
        has = not permission or request.user.has_perm(permission)
        return has and self.has_view_permission(request)

    def may_apply(
        self, request: HttpRequest, offer: Action | Download, record: models.Model
    ) -> bool:
        """Return whether a person who may do this at all may do it with this very record."""
        return self.has_view_permission(request, record)

    def offers(self, request: HttpRequest, record: Any) -> list[tuple[str, str | Promise]]:
        """URLs and labels of what this person may do with the record as it stands."""
        offered: list[Action | Download] = [*self.offered_actions, *self.downloads]
        return [
            (reverse(f"admin:{self.url_name(offer)}", args=[record.pk]), offer.label)
            for offer in offered
            if _state(record) in offer.states
            and self.permits(request, offer)
            and self.may_apply(request, offer, record)
            and not is_own(record, getattr(offer, "not_by", ""), request.user)
        ]

    def after(self, action: Action, record: models.Model) -> str:
        """Return the URL that follows an action: the record's page."""
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = context.get("original")
        context["offers"] = self.offers(request, record) if record else []
        return super().render_change_form(request, context, *args, **kwargs)

    def _permitted(self, request: HttpRequest, offer: Action | Download, pk: int) -> models.Model:
        """Return the record to those who may act; 403 before anyone learns whether it exists."""
        if not self.permits(request, offer):
            raise PermissionDenied
        record = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.may_apply(request, offer, record):
            raise PermissionDenied
        return record

    def _action_view(self, action: Action) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            record: Any = self._permitted(request, action, pk)
            sent = (request.POST, request.FILES) if request.method == "POST" else ()
            form, before = action.form_class(*sent, record=record, name=action.name), _state(record)
            if form.is_bound and is_own(record, action.not_by, request.user):
                form.add_error(None, own_error())
            elif form.is_valid() and self._applied(request, form):
                text = _("Đã thực hiện: %(step)s.") % {"step": action.label}
                messages.success(request, form.told or text)
                self._offer_next(request, action, before)
                return HttpResponseRedirect(self.after(action, record))
            return self._action_page(request, action, self.get_queryset(request).get(pk=pk), form)

        return view

    def _offer_next(self, request: HttpRequest, action: Action, state: str) -> None:
        if label := self.next_labels.get(_page(action)):
            waiting = self.get_queryset(request).filter(state=state)
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            offer_next(request, waiting, label, page, action.not_by)

    def _applied(self, request: HttpRequest, form: ActionForm) -> bool:
        """Return whether the action was done; if not, nothing of it was, and the form shows why."""
        try:
            with transaction.atomic():
                form.apply(request.user)
        except ValidationError as error:
            _add_errors(form, error)
        return not form.errors

    def _action_page(
        self, request: HttpRequest, action: Action, record: Any, form: ActionForm
    ) -> HttpResponse:
        context = {
            **{"opts": self.opts, "title": action.label, "original": record, "form": form},
            "is_possible": _state(record) in action.states,
        }
        return office_page(request, self.action_template, context, site=self.admin_site)

    def _file_view(self, file: Download) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int) -> HttpResponse:
            record = self._permitted(request, file, pk)
            record = get_object_or_404(self.get_queryset(request), pk=pk, state__in=file.states)
            response = getattr(self, file.name)(request, record)
            audit.record(file.kind, request, record, file=file.name)
            return response

        return view


def _state(record: Any) -> str:
    """Return the record's state; an empty one where its model has none."""
    return getattr(record, "state", "")


def _page(offer: Action | Download) -> str:
    return getattr(offer, "page", "") or offer.name


def _add_errors(form: ActionForm, error: ValidationError) -> None:
    """Each message at its field where the action asks for that field, the others over the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
