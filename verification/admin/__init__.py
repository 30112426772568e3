"""The back office of fact checks and of the confirmation of capability."""

from verification.admin.confirmation import AssessmentAdmin
from verification.admin.fact_checks import FactCheckAdmin

__all__ = ["AssessmentAdmin", "FactCheckAdmin"]
