"""Yearly plans as agencies, Finance and the Department fill in their pages."""

from django.test import Client
from django.urls import reverse

from programme.models import AnnualPlan


def page(plan: AnnualPlan, name: str = "change") -> str:
    return reverse(f"admin:programme_annualplan_{name}", args=[plan.pk])


def lines(*rows: tuple[str, str, str], first: int = 0) -> dict:
    """The rows of a new budget as typed: activity, source, amount."""
    data = {"lines-TOTAL_FORMS": len(rows), "lines-INITIAL_FORMS": 0}
    for number, (activity, source, amount) in enumerate(rows, first):
        row = {"activity": activity, "source": source, "amount": amount, "basis": "TT 29/2018"}
        data |= {f"lines-{number}-{name}": value for name, value in row.items()}
    return data


def step(client: Client, plan: AnnualPlan, name: str, **data):
    """Take a step as the page would send it, with the version that the person sees."""
    plan.refresh_from_db()
    return client.post(page(plan, name), {"seen_version": plan.version, **data})
