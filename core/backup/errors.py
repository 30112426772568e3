"""Why a backup or a restore does not go on."""


class BackupError(Exception):
    """What stands in the way, worded for the operator; nothing was changed."""
