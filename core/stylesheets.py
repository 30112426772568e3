"""Stylesheets as one file each: what a sheet of static/css/ imports stands in its place."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage, Storage

FOLDER = "css"  # of the sheets, in static/; the parts that they import are in folders below it
IMPORT = re.compile(r'^@import url\("(?P<part>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;$', re.M)


def bundled(sheet: Path) -> str:
    """Return the sheet's text with each imported part in its layer; OSError for a missing part."""

    def part(found: re.Match) -> str:
        text = (sheet.parent / found["part"]).read_text()
        return f"@layer {found['layer']} {{\n{text}}}" if found["layer"] else text

    return IMPORT.sub(part, sheet.read_text())


class Bundles(FileSystemStorage):
    """The folder of the bundles; collecting asks a storage for its prefix."""

    prefix = ""


class StylesheetFinder(FileSystemFinder):
    """Find the project's static files as Django does, but its stylesheets bundled.

    A bundle is written to the data folder whenever it is asked for and its parts have changed,
    so that `runserver` needs no collecting; `collectstatic` collects the bundles alone.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.bundles = Bundles(location=settings.STYLESHEET_BUNDLES)

    def find(self, path: str, find_all: Any = False) -> Any:
        bundle = self._bundle(path)
        if bundle is None:
            return super().find(path, find_all)
        return [bundle] if find_all else bundle

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        yield from super().list([*(ignore_patterns or []), f"{FOLDER}/*"])
        for _prefix, root in self.locations:
            for sheet in sorted(Path(root, FOLDER).glob("*.css")):
                path = f"{FOLDER}/{sheet.name}"
                self._bundle(path)
                yield path, self.bundles

    def _bundle(self, path: str) -> str | None:
        """Write the bundle at this path where it is not up to date; None if it is no sheet."""
        is_sheet = Path(path).parent == Path(FOLDER) and Path(path).suffix == ".css"
        if not is_sheet or not (source := super().find(path)):
            return None
        text, target = bundled(Path(source)), Path(self.bundles.path(path))
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Whole or not at all: other processes may be reading it.
            with NamedTemporaryFile("w", dir=target.parent, delete=False) as new:
                new.write(text)
            Path(new.name).replace(target)
        return str(target)
