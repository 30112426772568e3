"""What the Department has seen of a profile, and the capability that it confirms."""

from verification.models.assessments import Assessment, Score
from verification.models.confirmations import Confirmation, IssuingAgency
from verification.models.criteria import CriteriaSet, Criterion, Level
from verification.models.fact_check import FactCheck
from verification.models.reminders import CertificateReminder

__all__ = [
    "Assessment",
    "CertificateReminder",
    "Confirmation",
    "CriteriaSet",
    "Criterion",
    "FactCheck",
    "IssuingAgency",
    "Level",
    "Score",
]
