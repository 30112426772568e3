"""Each history and each stored version in the back office opens for whoever may see the record."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from simple_history.admin import SimpleHistoryAdmin

from programme.models import Programme, Report, Task
from tests import loading
from tests.factories import confirmation, localization, membership, programme
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import StaffFactory, SuperuserFactory, allowed, in_group
from verification.models import FactCheck

MODELS = sorted(
    (model for model, page in admin.site._registry.items() if isinstance(page, SimpleHistoryAdmin)),
    key=lambda model: model._meta.label,
)


def fact_check() -> FactCheck:
    return FactCheck.objects.create(
        enterprise=EnterpriseFactory(),
        part="identity",
        fingerprint="0" * 16,
        manner=FactCheck.Manner.VISIT,
        checked_on=localdate(),
        valid_until=localdate() + timedelta(days=365),
    )


def of_main_programme(make: Callable[..., Model]) -> Model:
    return make(programme=Programme.objects.get(is_main=True))


# What neither the start data nor the demo has first.
MAKE = {
    "localization.Answer": localization.SubmittedAnswerFactory,
    "localization.Baseline": localization.BaselineFactory,
    "localization.Comparability": localization.ComparabilityFactory,
    "localization.Estimate": localization.PublishedEstimateFactory,
    "localization.FrameUnit": localization.FrameUnitFactory,
    "localization.Rate": localization.RateFactory,
    "localization.Subsector": localization.SubsectorFactory,
    "localization.Wave": localization.OpenWaveFactory,
    "localization.WeightSet": localization.WeightSetFactory,
    "membership.Claim": membership.WaitingClaimFactory,
    "membership.Invitation": membership.InvitationFactory,
    "programme.Amendment": partial(of_main_programme, programme.AmendmentFactory),
    "programme.AmendmentProposal": partial(of_main_programme, programme.AmendmentProposalFactory),
    "programme.Assignment": lambda: programme.AssignmentFactory(task=Task.objects.first()),
    "programme.Concern": partial(of_main_programme, programme.ConcernFactory),
    "programme.Direction": partial(of_main_programme, programme.DirectionFactory),
    "programme.Inspection": partial(of_main_programme, programme.InspectionFactory),
    "programme.Filing": lambda: programme.ConfirmedFilingFactory(task=Task.objects.first()),
    "programme.Scheme": lambda: programme.ApprovedSchemeFactory(
        programme=Programme.objects.get(is_main=True), tasks=[Task.objects.first()]
    ),
    "programme.ConsolidatedReport": partial(of_main_programme, programme.ConsolidatedReportFactory),
    "programme.Report": Report.objects.exclude(state=Report.State.DRAFT).first,
    "verification.Assessment": confirmation.AssessmentFactory,
    "verification.Confirmation": confirmation.issued,
    "verification.FactCheck": fact_check,
}

VIEWERS = "Thành viên Ban Chỉ đạo"
MORE_RIGHTS = {  # where those alone see a record who do more with it
    "programme.ConsolidatedReport": ["programme.change_consolidatedreport"],
    "programme.Report": ["programme.manage_register"],
    "programme.Task": ["programme.change_task", "programme.manage_register"],
}


def record_with_history(model: type[Model]) -> Model:
    """Return a record of the model that has at least one stored version."""
    record = MAKE.get(model._meta.label, model._default_manager.first)()
    assert record, f"no {model._meta.label} to show: name its factory in MAKE"
    if not model.history.filter(**{model._meta.pk.attname: record.pk}).exists():
        model.history.bulk_history_create([record])  # loaded data was never saved by anybody
    return record


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_history_and_stored_version_open(model, start_data, client: Client):
    loading.demo_data(10)()
    record = record_with_history(model)
    options = model._meta
    version = model.history.filter(**{options.pk.attname: record.pk}).last()
    name = f"admin:{options.app_label}_{options.model_name}"
    pages = [
        reverse(f"{name}_history", args=[record.pk]),
        reverse(f"{name}_simple_history", args=[record.pk, version.history_id]),
    ]
    view = f"{options.app_label}.view_{options.model_name}"
    more = MORE_RIGHTS.get(options.label, [])
    viewer = allowed(in_group(StaffFactory(), VIEWERS), view, *more)
    for reader in (SuperuserFactory(), viewer):
        client.force_login(reader)
        assert [client.get(page).status_code for page in pages] == [200, 200]
