"""The back office of the enterprise database."""

from enterprises.admin.confirmation import AssessmentAdmin
from enterprises.admin.duplicates import DuplicatePairAdmin, MergeAdmin
from enterprises.admin.enterprise import EnterpriseAdmin
from enterprises.admin.fact_checks import FactCheckAdmin
from enterprises.admin.inquiries import InquiryAdmin
from enterprises.admin.membership import ClaimAdmin
from enterprises.admin.revisions import RevisionAdmin

__all__ = [
    "AssessmentAdmin",
    "ClaimAdmin",
    "DuplicatePairAdmin",
    "EnterpriseAdmin",
    "FactCheckAdmin",
    "InquiryAdmin",
    "MergeAdmin",
    "RevisionAdmin",
]
