"""Transitions are declared on the models; docs/states.md and the back office follow them."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.utils.module_loading import import_string

from core.backoffice.actions import ActionForm, actions_of
from core.models import Stateful

DOCS = Path("docs/states.md").read_text()
DIAGRAM = re.compile(r"```mermaid\nstateDiagram-v2\n\s+%% (\S+)\n(.*?)```", re.DOTALL)
ARROW = re.compile(r"^\s*(\w+) --> (\w+): (.+)$", re.MULTILINE)
MODELS = [
    model
    for model in apps.get_models()
    if issubclass(model, Stateful) and not model.__name__.startswith("Historical")
]
# Its states are those of work in the background, which goes on by itself.
BACKGROUND = {"Job", "SpreadsheetImport"}


def declared_arrows(model: type[Stateful]) -> list[tuple[str, str, str]]:
    return [
        (source, target, f"{each.name} ({each.permission})" if each.permission else each.name)
        for each in model.transitions()
        for source, target in each.targets.items()
    ]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_diagram_draws_every_transition_and_no_other(model):
    diagrams = dict(DIAGRAM.findall(DOCS))
    names = {each.name for each in model.transitions()}
    drawn = ARROW.findall(diagrams.get(model._meta.label, ""))
    arrows = [arrow for arrow in drawn if arrow[2].split(" ")[0] in names or "(" in arrow[2]]
    expected = declared_arrows(model)
    lines = "\n".join("    {} --> {}: {}".format(*arrow) for arrow in expected)
    assert sorted(arrows) == sorted(expected), f"{model._meta.label} in docs/states.md:\n{lines}"


def test_every_model_with_states_declares_its_transitions():
    own = [model for model in apps.get_models() if model.__module__.split(".")[0] in _apps()]
    stateful = {
        model.__name__
        for model in own
        if any(field.name == "state" for field in model._meta.concrete_fields)
        and not model.__name__.startswith("Historical")
    }
    assert stateful == {model.__name__ for model in MODELS} | BACKGROUND
    assert all(model.transitions() for model in MODELS)


def _apps() -> set[str]:
    return {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}


@pytest.mark.django_db
def test_what_a_transition_names_is_there():
    permissions = {
        f"{app}.{codename}"
        for app, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    for model in MODELS:
        for each in model.transitions():
            assert not each.permission or each.permission in permissions, each
            assert set(each.targets) | set(each.targets.values()) <= set(model.State), each
        for action in actions_of(model):
            assert action.permission, action  # no page of the back office is open to everyone
            assert issubclass(action.form_class, ActionForm)
            if action.form:
                assert import_string(action.form) is action.form_class
