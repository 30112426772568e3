"""Enterprises, what they can do, and what search knows of them."""

from enterprises.models.assessments import Assessment, Score
from enterprises.models.attachments import Attachment
from enterprises.models.capability import Certificate, Contact, Machine, Product
from enterprises.models.claims import Claim
from enterprises.models.confirmations import Confirmation, IssuingAgency
from enterprises.models.criteria import CriteriaSet, Criterion, Level
from enterprises.models.duplicates import DuplicatePair, Merge
from enterprises.models.enterprise import Enterprise
from enterprises.models.fact_check import FactCheck
from enterprises.models.imports import SpreadsheetImport
from enterprises.models.inquiries import Inquiry
from enterprises.models.invitations import Invitation
from enterprises.models.membership import Membership
from enterprises.models.reminders import CertificateReminder
from enterprises.models.revision import Revision
from enterprises.models.search import SearchEntry, Spelling, Tally
from enterprises.models.shortlist import ShortlistEntry

__all__ = [
    "Assessment",
    "Attachment",
    "Certificate",
    "CertificateReminder",
    "Claim",
    "Confirmation",
    "Contact",
    "CriteriaSet",
    "Criterion",
    "DuplicatePair",
    "Enterprise",
    "FactCheck",
    "Inquiry",
    "Invitation",
    "IssuingAgency",
    "Level",
    "Machine",
    "Membership",
    "Merge",
    "Product",
    "Revision",
    "Score",
    "SearchEntry",
    "ShortlistEntry",
    "Spelling",
    "SpreadsheetImport",
    "Tally",
]
