"""The ground on which the rooms' models stand, and the tables that every room uses."""

from core.models.audit import AuditEvent
from core.models.base import Bilingual, Stateful, Versioned
from core.models.imports import SpreadsheetImport
from core.models.tables import CacheEntry, CacheVersion, Heartbeat, LoadedFixture

__all__ = [
    "AuditEvent",
    "Bilingual",
    "CacheEntry",
    "CacheVersion",
    "Heartbeat",
    "LoadedFixture",
    "SpreadsheetImport",
    "Stateful",
    "Versioned",
]
