"""In which years a task has something to do, by its time frame and its programme's period."""

import pytest

from programme.models import Task
from tests.factories.programme import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("recurrence", "first", "last", "years"),
    [
        ("yearly", None, None, [2019, 2020, 2021, 2022, 2023, 2024, 2025]),
        ("period", 2017, 2020, [2019, 2020]),
        ("period", 2024, None, [2024, 2025]),
        ("every_two_years", 2016, None, [2020, 2022, 2024]),
        ("every_two_years", None, None, [2019, 2021, 2023, 2025]),
        ("every_two_years", 2022, 2023, [2022]),
        ("unknown", None, None, []),
    ],
)
def test_years_of_a_time_frame(recurrence, first, last, years):
    task = TaskFactory(recurrence=recurrence, first_year=first, last_year=last)
    assert list(Task.objects.years().get(task.pk, [])) == years


def test_what_is_due_leaves_out_what_is_finished_and_other_years():
    due = TaskFactory(recurrence="every_two_years", first_year=2016)
    TaskFactory(recurrence="yearly", status=Task.Status.DONE)
    TaskFactory(recurrence="period", first_year=2023)
    assert list(Task.objects.due_in(2020)) == [due]
    assert not Task.objects.due_in(2021).exists()
    assert not Task.objects.due_in(2026).exists()


def test_the_product_selection_of_the_decision_falls_on_even_years(client, start_data):
    def shown(year: int) -> set[str]:
        page = client.get("/chuong-trinh/chuong-trinh-2019-2025/nhiem-vu/", {"year": year})
        return {task.number for task in page.context["page_obj"]}

    assert "1.7" in shown(2020)
    assert "1.7" not in shown(2021)
