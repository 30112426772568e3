"""Files that nothing names any more, such as those of drafts that were given up.

Every model is asked: its file and image fields with their histories, and its JSON fields, in which
drafts and merges keep names of files. Nobody has to register a model.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import Storage
from django.db import models
from django.utils.timezone import now

from core.files.thumbnails import photo_of

YOUNG = timedelta(days=1)  # in which whoever has sent a file also saves what names it
logger = logging.getLogger(__name__)


def clear_unnamed() -> None:
    """Delete what lies in a field's folder, is older than a day and named by nothing any more.

    A thumbnail goes with its photo.
    """
    # Listed before the names are read: a file that comes meanwhile is not among the listed.
    stored = [(storage, sorted(_stored(storage, folder))) for storage, folder in file_folders()]
    named = set(_named())
    for storage, names in stored:
        for name in list(_unnamed(storage, names, named)):
            try:
                storage.delete(name)
            except OSError:
                logger.exception("%s was not deleted", name)


def file_folders() -> list[tuple[Storage, str]]:
    """Return each folder into which a field of some model puts its files, once."""
    folders = {}
    for model, field in file_fields():
        folder = PurePosixPath(field.generate_filename(model(), "a")).parts[0]
        folders[id(field.storage), folder] = (field.storage, folder)
    return list(folders.values())


def file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    """Yield every file and image field of every model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield model, field


def _named() -> Iterator[str]:
    """Every name of a file that is written anywhere."""
    # JSON first: a file that moves from a draft into its record meanwhile is then found there.
    for model, column in _columns(models.JSONField):
        rows = model._base_manager.exclude(**{f"{column}__isnull": True})
        for value in rows.values_list(column, flat=True).iterator():
            yield from _texts_in(value)
    for model, column in [*_columns(models.FileField), *_history_columns()]:
        rows = model._base_manager.exclude(**{column: ""})
        yield from rows.values_list(column, flat=True).iterator()


def _columns(kind: type[models.Field]) -> Iterator[tuple[type[models.Model], str]]:
    """Every column of this kind; not in histories, which keep what drafts have given up."""
    for model in apps.get_models():
        if not hasattr(model, "instance_type"):
            yield from ((model, f.attname) for f in model._meta.fields if isinstance(f, kind))


def _history_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Yield the columns of histories that store names of files as plain text."""
    for model, field in file_fields():
        history = model.history.model if hasattr(model, "history") else None
        if history and any(f.attname == field.attname for f in history._meta.fields):
            yield history, field.attname


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(each)


def _stored(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the names of all files below a folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return  # nobody has sent any yet
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _stored(storage, f"{folder}/{name}")


def _unnamed(storage: Storage, stored: list[str], named: set[str]) -> Iterator[str]:
    there = set(stored)
    for name in stored:
        photo = photo_of(name)
        dated = photo if photo in there else name
        if (photo or name) not in named and _is_old(storage, dated):
            yield name


def _is_old(storage: Storage, name: str) -> bool:
    try:
        return storage.get_modified_time(name) < now() - YOUNG
    except FileNotFoundError:
        return False  # it was being written, and has its own name now
