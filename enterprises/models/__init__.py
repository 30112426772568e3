"""Enterprises, what they can do, the places where they are, and what search knows of them."""

from enterprises.models.capability import Certificate, Contact, Machine, Product
from enterprises.models.enterprise import Enterprise
from enterprises.models.imports import SpreadsheetImport
from enterprises.models.places import IndustrialPark, Ward
from enterprises.models.search import SearchEntry, Spelling, Tally
from enterprises.models.taxonomy import (
    Industry,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    ProcessFamily,
    Sector,
    Standard,
    SynonymGroup,
    VsicClass,
)

__all__ = [
    "Certificate",
    "Contact",
    "Enterprise",
    "IndustrialPark",
    "Industry",
    "Language",
    "Machine",
    "MachineKind",
    "Market",
    "Material",
    "Process",
    "ProcessFamily",
    "Product",
    "SearchEntry",
    "Sector",
    "Spelling",
    "SpreadsheetImport",
    "Standard",
    "SynonymGroup",
    "Tally",
    "VsicClass",
    "Ward",
]
