"""The ground on which the rooms' models stand, and the tables that every room uses."""

from core.models.audit import AuditEvent
from core.models.base import Bilingual, Stateful, Versioned
from core.models.imports import ImportMeaning, SpreadsheetImport
from core.models.jobs import Job
from core.models.letters import Letter, SuppressedAddress
from core.models.tables import (
    CacheEntry,
    CacheVersion,
    LoadedFixture,
    PostedForm,
    WorkerLease,
)
from core.models.typed import TypedForm
from core.models.usage import FruitlessSearch, UsageCount

__all__ = [
    "AuditEvent",
    "Bilingual",
    "CacheEntry",
    "CacheVersion",
    "FruitlessSearch",
    "ImportMeaning",
    "Job",
    "Letter",
    "LoadedFixture",
    "PostedForm",
    "SpreadsheetImport",
    "Stateful",
    "SuppressedAddress",
    "TypedForm",
    "UsageCount",
    "Versioned",
    "WorkerLease",
]
