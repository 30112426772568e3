"""Onto the disk: what a power cut must not take back."""

import os
from pathlib import Path


def flush(path: Path) -> None:
    """Have a file's content, or the names in a folder, written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
