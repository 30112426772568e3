"""Every bulk action of the back office, run as a browser runs it: outside pytest's transaction.

`select_for_update` asks for a transaction, which an action has only if it opens one.
"""

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import loading
from tests.factories.duplicates import merged
from tests.factories.enterprises import (
    EnterpriseFactory,
    PendingEnterpriseFactory,
    SynonymGroupFactory,
)
from tests.factories.people import SuperuserFactory
from tests.factories.programme import AmendmentFactory
from tests.portal.test_history_pages import MAKE

MORE = {
    "enterprises.Enterprise": PendingEnterpriseFactory,
    "enterprises.Merge": lambda: merged(EnterpriseFactory(), EnterpriseFactory()),
    "catalogue.SynonymGroup": SynonymGroupFactory,
}

OWN_ACTIONS = {
    ("enterprises.Enterprise", "publish"),
    ("enterprises.Enterprise", "hide"),
    ("enterprises.Merge", "undo_merges"),
    ("programme.Task", "amend"),
    ("programme.Task", "end"),
    ("verification.CriteriaSet", "copy"),
}


def record_of(model: type[Model]) -> Model | None:
    make = {**MAKE, **MORE}.get(model._meta.label, model._default_manager.first)
    return make()


def chosen(model: type[Model], action: str, record: Model) -> dict:
    more = {"post": "yes"} if action == "delete_selected" else {}
    if model._meta.label == "programme.Task":
        more["amendment"] = AmendmentFactory(programme=record.programme).pk
    return {"action": action, "_selected_action": [record.pk], **more}


@pytest.mark.django_db(transaction=True)
def test_every_action_of_every_list_answers(client: Client):
    loading.start_data()
    request = RequestFactory().get("/")
    request.user = SuperuserFactory()
    client.force_login(request.user)
    client.raise_request_exception = False
    offered = [
        (model, name)
        for model, page in admin.site._registry.items()
        for name in page.get_actions(request)
    ]
    answers = {}
    for model, name in sorted(offered, key=lambda each: each[1] == "delete_selected"):
        if record := record_of(model):
            options = model._meta
            address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
            answer = client.post(address, chosen(model, name, record))
            answers[options.label, name] = answer.status_code
    # What hangs on a record may be nothing that anybody deletes.
    fine = {"delete_selected": {200, 302, 403}}
    assert not {e: code for e, code in answers.items() if code not in fine.get(e[1], {200, 302})}
    assert answers.keys() >= OWN_ACTIONS
