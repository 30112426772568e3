"""Records, pairs, merges and spreadsheets record the moment of each step."""

from datetime import date, timedelta

import pytest

from core.models import SpreadsheetImport
from enterprises.duplicates.undoing import undo
from tests.factories.duplicates import DuplicatePairFactory, merged
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.people import StaffFactory
from tests.recording import stored

pytestmark = pytest.mark.django_db
State = SpreadsheetImport.State


@pytest.fixture(autouse=True)
def today(clock) -> date:
    clock.set(date(2031, 5, 15))
    return clock.day


def test_an_enterprise_is_entered_and_changed(clock):
    enterprise = EnterpriseFactory()
    assert stored(enterprise, "created_at", "updated_at") == {clock.now}
    entered = clock.now
    clock.advance(days=3)
    enterprise.save()
    assert stored(enterprise, "created_at") == {entered}
    assert stored(enterprise, "updated_at") == {clock.now}


def test_a_pair_is_found_and_decided(clock):
    pair = DuplicatePairFactory()
    found = clock.now
    clock.advance(days=3)
    pair.mark_not_same(StaffFactory())
    assert stored(pair, "decided_at") == {clock.now}
    assert stored(pair, "found_at") == {found}


def test_a_merge_is_made_and_undone(clock):
    merge = merged(EnterpriseFactory(), EnterpriseFactory())
    made = clock.now
    assert stored(merge, "at") == {made}
    clock.advance(days=3)
    undo(merge.pk, StaffFactory())
    assert stored(merge, "undone_at") == {clock.now}
    assert stored(merge, "at") == {made}


def test_a_spreadsheet_comes_and_its_work_is_heard_of(clock):
    sheet = SpreadsheetImport.objects.create(
        importer="enterprises", file_name="a.xlsx", state=State.WAITING
    )
    came = clock.now
    assert stored(sheet, "created_at", "heard_at") == {came}
    clock.advance(minutes=1)
    assert sheet.change_state(State.WAITING, to=State.CHECKING)
    assert stored(sheet, "heard_at") == {clock.now}
    clock.advance(minutes=1)
    sheet.report_progress(5)
    assert stored(sheet, "heard_at") == {clock.now}
    clock.advance(days=1)
    assert sheet.restart()
    assert stored(sheet, "heard_at") == {clock.now}
    assert stored(sheet, "created_at") == {came}
    assert sheet.day == clock.day - timedelta(days=1)
