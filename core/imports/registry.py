"""The importers of all apps by name; an app registers its own in AppConfig.ready."""

from core.imports.importers import Importer

_importers: dict[str, type[Importer]] = {}


def register(importer: type[Importer]) -> None:
    """Let stored imports find the importer by its name."""
    _importers[importer.name] = importer


def importer_named(name: str) -> Importer:
    """Return a fresh importer, which takes in one file."""
    return _importers[name]()
