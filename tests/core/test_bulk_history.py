"""Histories of many rows at once say what simple_history would say of each."""

import pytest

from core.bulk_history import BulkHistory
from enterprises.models import Enterprise
from programme.models import Agency
from tests.factories.enterprises import EnterpriseFactory, ProcessFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_new_rows_get_a_history_of_who_why_and_when(clock):
    user = UserFactory()
    rows = Agency.objects.bulk_create(
        Agency(code=f"don-vi-{n}", kind="unit", name_vi=f"Đơn vị {n}") for n in range(3)
    )
    BulkHistory(user, "Nhập từ tệp a.csv").copy(rows, is_new=True)
    for row in rows:
        past = row.history.get()
        assert (past.history_type, past.history_user, past.history_date) == ("+", user, clock.now)
        assert (past.history_change_reason, past.name_vi) == ("Nhập từ tệp a.csv", row.name_vi)


def test_changed_rows_take_their_terms_along():
    process = ProcessFactory()
    enterprise = EnterpriseFactory()
    Enterprise.processes.through.objects.create(enterprise=enterprise, process=process)
    BulkHistory(None).copy([enterprise], is_new=False)
    past = enterprise.history.first()
    assert (past.history_type, past.history_user, past.history_change_reason) == ("~", None, None)
    assert [row.process for row in past.processes.all()] == [process]
