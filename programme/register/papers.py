"""What was approved and handed in for tasks, read once for files of the register."""

from collections import defaultdict
from functools import cached_property

from django.utils.translation import gettext as _

from programme.models import Filing, Programme, Scheme, Task
from programme.money import in_dong

Place = tuple[int, int]  # a task's group and number in it, whichever wording


class TaskPapers:
    """Approved schemes and confirmed products of a programme's tasks."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    @cached_property
    def _schemes(self) -> dict[Place, list[Scheme]]:
        approved = Scheme.objects.filter(
            programme=self.programme, state=Scheme.State.APPROVED
        ).select_related("agency__parent")
        found: dict[Place, list[Scheme]] = defaultdict(list)
        for scheme in approved.prefetch_related("tasks").order_by("decided_on", "pk"):
            for place in {(task.group_id, task.position): None for task in scheme.tasks.all()}:
                found[place].append(scheme)
        return found

    @cached_property
    def _products(self) -> dict[Place, list[Filing]]:
        found: dict[Place, list[Filing]] = defaultdict(list)
        confirmed = Filing.objects.of(self.programme).public().current()
        for filing in confirmed.order_by("year", "deliverable__position", "pk"):
            found[filing.key[:2]].append(filing)
        return found

    def schemes(self, task: Task) -> list[Scheme]:
        return self._schemes.get((task.group_id, task.position), [])

    def products(self, task: Task) -> list[Filing]:
        return self._products.get((task.group_id, task.position), [])

    def schemes_line(self, task: Task) -> str:
        """Return the approved schemes in one cell."""
        return "; ".join(
            _("%(title)s (quyết định %(number)s ngày %(day)s, %(agency)s, %(cost)s)")
            % {
                "title": scheme.title,
                "number": scheme.decision_number,
                "day": f"{scheme.decided_on:%d/%m/%Y}",
                "agency": scheme.agency.printed_name,
                "cost": in_dong(scheme.cost),
            }
            for scheme in self.schemes(task)
        )

    def products_line(self, task: Task) -> str:
        """Return the confirmed products in one cell."""
        return "; ".join(f"{each.year}: {_product(each)}" for each in self.products(task))

    def as_data(self, task: Task) -> dict[str, list]:
        """Return the same for JSON."""
        return {
            "schemes": [
                {
                    "title": each.title,
                    "decision_number": each.decision_number,
                    "decided_on": each.decided_on,
                    "agency": each.agency.printed_name,
                    "cost": each.cost,
                }
                for each in self.schemes(task)
            ],
            "products": [
                {
                    "year": each.year,
                    "product": each.deliverable.name_vi,
                    "not_required": each.not_required,
                    "reason": each.reason,
                    "kind": each.kind,
                    "number": each.number,
                    "signed_on": each.signed_on,
                    "title": each.title,
                    "address": each.address,
                }
                for each in self.products(task)
            ],
        }


def _product(filing: Filing) -> str:
    if filing.not_required:
        return _("%(product)s: không yêu cầu") % {"product": filing.deliverable}
    return f"{filing.deliverable}: {filing.document_line}"
