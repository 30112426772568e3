"""Enterprises, what they can do, and what search knows of them."""

from enterprises.models.attachments import Attachment
from enterprises.models.capability import Certificate, Contact, Machine, Product
from enterprises.models.duplicates import DuplicatePair, Merge
from enterprises.models.enterprise import Enterprise
from enterprises.models.search import FacetCount, SearchEntry, Spelling
from enterprises.models.shortlist import ShortlistEntry

__all__ = [
    "Attachment",
    "Certificate",
    "Contact",
    "DuplicatePair",
    "Enterprise",
    "FacetCount",
    "Machine",
    "Merge",
    "Product",
    "SearchEntry",
    "ShortlistEntry",
    "Spelling",
]
