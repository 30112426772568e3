"""What everything is named by: terms of the taxonomies, places, synonyms."""

from catalogue.models.places import IndustrialPark, Located, Ward
from catalogue.models.terms import (
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
    Term,
    VsicClass,
)

__all__ = [
    "IndustrialPark",
    "Industry",
    "Language",
    "Located",
    "MachineKind",
    "Market",
    "Material",
    "Process",
    "ProcessFamily",
    "Sector",
    "Standard",
    "SynonymGroup",
    "Term",
    "VsicClass",
    "Ward",
]
