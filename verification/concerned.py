"""Whom decisions on capability concern: who assessed it, and who drafted or issued the paper."""

from accounts.decisions import People, hands, register
from verification.models import Assessment, Confirmation


def register_all() -> None:
    """Say of each decision whom it concerns."""
    register(Assessment, Assessment.assessed_by, "confirm", "refuse", "reopen")
    register(Confirmation, _of_paper, "issue", "revoke")


def _of_paper(confirmation: Confirmation) -> People:
    return confirmation.assessors() | hands(confirmation)
