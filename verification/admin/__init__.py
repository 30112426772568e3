"""The back office of fact checks and of the confirmation of capability."""

from verification.admin.confirmation import AssessmentAdmin
from verification.admin.fact_checks import FactCheckAdmin
from verification.admin.register import register_book

__all__ = ["AssessmentAdmin", "FactCheckAdmin", "register_book"]
