"""Photos and files that nothing names any more, such as those of drafts that were given up."""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage, default_storage
from django.db import models
from django.utils.timezone import now

from core.files.documents import private_storage
from core.files.thumbnails import photo_of
from enterprises.files.reading import FOLDER as FILES
from enterprises.images import FOLDER as PHOTOS
from enterprises.models import Attachment, Merge, Product, Revision

YOUNG = timedelta(days=1)  # in which whoever has sent a file also saves what names it
logger = logging.getLogger(__name__)


def clear_unnamed() -> None:
    """Delete what is older than a day and named by no profile, history, merge or revision.

    A thumbnail goes with its photo.
    """
    named = set(_named())
    for storage, folder in ((default_storage, PHOTOS), (private_storage(), FILES)):
        for name in list(_unnamed(storage, folder, named)):
            try:
                storage.delete(name)
            except OSError:
                logger.exception("%s was not deleted", name)


def _named() -> Iterator[str]:
    """Every name of a photo or file that is written anywhere."""
    # Revisions first: a file that is approved meanwhile is then found where it has gone.
    yield from _within(Revision, "content")
    yield from _within(Merge, "before", "changes")
    for model, column in ((Product, "photo"), (Attachment, "file")):
        for rows in (model.objects, model.history):
            yield from rows.exclude(**{column: ""}).values_list(column, flat=True).iterator()


def _within(model: type[models.Model], *columns: str) -> Iterator[str]:
    for row in model.objects.values_list(*columns).iterator():
        yield from _names_in(row)


def _names_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.startswith((f"{PHOTOS}/", f"{FILES}/")):
            yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _names_in(each)


def _unnamed(storage: Storage, folder: str, named: set[str]) -> Iterator[str]:
    lying = {f"{folder}/{name}" for name in _lying(storage, folder)}
    for name in sorted(lying):
        photo = photo_of(name)
        dated = photo if photo in lying else name
        if (photo or name) not in named and _is_old(storage, dated):
            yield name


def _is_old(storage: Storage, name: str) -> bool:
    try:
        return storage.get_modified_time(name) < now() - YOUNG
    except FileNotFoundError:
        return False  # it was being written, and has its own name now


def _lying(storage: Storage, folder: str) -> list[str]:
    try:
        return storage.listdir(folder)[1]
    except FileNotFoundError:
        return []  # nobody has sent any yet
