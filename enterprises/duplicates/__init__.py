"""Records that may be the same enterprise: found by their words, merged by a person, undone."""

from enterprises.duplicates.names import NameIndex, core_name

__all__ = ["NameIndex", "core_name"]
