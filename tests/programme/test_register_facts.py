"""The register holds what the Decision says, and leaves open what its scan leaves open.

The expected values are typed here from the Decision's text, not computed from the fixture.
"""

from datetime import date

import pytest

from programme.models import Agency, OpenCell, Programme, Target, Task, TaskGroup

pytestmark = pytest.mark.django_db

OPEN_CELLS = {
    "1.1": {"lead", "coordinating"},
    "1.2": {"lead", "coordinating"},
    "1.3": {"lead", "coordinating"},
    "1.4": {"lead", "coordinating"},
    "1.5": {"lead", "coordinating"},
    "1.6": {"lead", "coordinating"},
    "1.7": {"lead", "coordinating", "deliverable"},
    "1.10": {"note"},
    "2.1": {"note"},
    "2.4": {"deliverable", "timeframe", "note"},
    "3.3": {"lead", "coordinating", "deliverable", "timeframe", "note"},
    "3.4": {"lead", "coordinating", "deliverable", "timeframe"},
    "4.2": {"lead", "coordinating"},
    "5.4": {"lead", "coordinating"},
    "5.5": {"lead", "coordinating"},
}
UNPLACED = {
    "1.1": ["skhcn"],
    "1.2": ["csid"],
    "1.3": ["skhdt", "hepza", "shtp", "lienquan"],
    "5.4": ["stttt"],
}
CERTAIN_LEADS = {
    "1.8": "itpc",
    "1.9": "sct",
    "1.10": "stttt",
    "2.1": "skhcn",
    "2.2": "sct",
    "2.3": "skhcn",
    "2.4": "sct",
    "2.5": "sct",
    "2.6": "shtp",
    "3.1": "sldtbxh",
    "3.2": "csid",
    "4.1": "sct",
    "4.3": "hepza",
    "5.1": "sct",
    "5.2": "ctk",
    "5.3": "csid",
}


def tasks() -> dict[str, Task]:
    return {task.number: task for task in Task.objects.for_list()}


@pytest.mark.usefixtures("decision")
class TestTheDecisionsFacts:
    def test_the_programme_is_the_decision(self):
        programme = Programme.objects.get()
        assert programme.number == "2869/QĐ-UBND"
        assert programme.signed_on == date(2019, 7, 5)
        assert programme.replaces_number == "5792/QĐ-UBND"
        assert programme.replaces_signed_on == date(2016, 11, 3)
        assert (programme.first_year, programme.last_year) == (2019, 2025)
        assert programme.is_main

    def test_all_28_tasks_stand_under_their_numbers(self):
        numbers = [task.number for task in Task.objects.for_list()]
        sizes = {1: 10, 2: 6, 3: 4, 4: 3, 5: 5}
        assert numbers == [f"{g}.{n}" for g, size in sizes.items() for n in range(1, size + 1)]
        assert TaskGroup.objects.exclude(goal_vi="").count() == 5

    def test_exactly_these_cells_are_open(self):
        found = {}
        for cell in OpenCell.objects.unconfirmed().select_related("task__group"):
            found.setdefault(cell.task.number, set()).add(cell.cell)
        assert found == OPEN_CELLS
        assert len(found) == 15
        assert not OpenCell.objects.filter(reason_vi="").exists()
        assert not OpenCell.objects.filter(reason_en="").exists()

    def test_no_lead_is_guessed(self):
        unreadable = [n for n, task in tasks().items() if not task.leads]
        assert len([n for n, cells in OPEN_CELLS.items() if "lead" in cells]) == 12
        # 3.4 has a lead that can be read, though not for certain.
        assert sorted(set(OPEN_CELLS) - {"1.10", "2.1", "2.4", "3.4"}) == sorted(unreadable)
        assert len(unreadable) == 11
        certain = {
            number: task.leads[0].code
            for number, task in tasks().items()
            if "lead" not in task.open_by_cell
        }
        assert certain == CERTAIN_LEADS

    def test_agencies_without_a_column_are_in_neither(self):
        found = {n: [agency.code for agency in task.unplaced] for n, task in tasks().items()}
        assert {n: codes for n, codes in found.items() if codes} == UNPLACED

    def test_the_unit_is_printed_with_its_parent(self):
        name = "Sở Công Thương (Trung tâm Phát triển công nghiệp hỗ trợ thành phố)"
        assert Agency.objects.get(code="csid").printed_name == name

    @pytest.mark.parametrize(
        ("number", "recurrence", "first", "last"),
        [
            ("1.1", "yearly", None, None),
            ("1.4", "period", 2018, None),
            ("1.7", "every_two_years", 2016, None),
            ("1.10", "period", 2017, 2020),
            ("2.4", "unknown", None, None),
            ("4.3", "period", 2019, 2025),
        ],
    )
    def test_time_is_data_beside_its_words(self, number, recurrence, first, last):
        task = tasks()[number]
        assert (task.recurrence, task.first_year, task.last_year) == (recurrence, first, last)

    def test_nothing_is_reported_or_confirmed_by_the_fixture(self):
        assert set(Task.objects.values_list("status", flat=True)) == {"no_report"}
        assert not Agency.objects.exclude(succession_confirmed_at=None).exists()
        successors = Agency.objects.exclude(successor=None).values_list("code", "successor__code")
        assert set(successors) == {("skhdt", "stc"), ("stttt", "skhcn"), ("sldtbxh", "snv")}

    def test_eleven_targets_stand_with_their_sections(self):
        ranges = Target.objects.values_list("code", "minimum", "maximum")
        figures = {code: (low, high) for code, low, high in ranges}
        assert len(figures) == 11
        assert figures["training_turns"] == (50, 100)
        assert figures["localization_average_2020"] == (3, 5)
        assert figures["localization_average_2025"] == (7, 9)
        assert figures["database"] == (None, None)
        assert Target.objects.get(code="product_selection").period == "every_two_years"

    def test_loading_leaves_a_history(self):
        assert Task.history.count() == 28
