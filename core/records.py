"""The one base class of the back office's records."""

from core.actions import ActionsAdmin
from core.conflicts import ConflictAwareAdmin
from core.history import ReadableHistoryAdmin


class RecordAdmin(ActionsAdmin, ConflictAwareAdmin, ReadableHistoryAdmin):
    """Admin of a record with a history, with the steps that it names.

    Two people's edits of a `Versioned` record never overwrite each other.
    """
