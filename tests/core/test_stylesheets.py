"""Stylesheets: many readable files, one that a page links to."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

from core.stylesheets import StylesheetFinder, bundled

SHEETS = sorted((settings.BASE_DIR / "static" / "css").glob("*.css"))
MAX_COMPRESSED = 16 * 1024  # bytes


@pytest.fixture
def project(tmp_path, settings) -> Path:
    """A project with one sheet, of two parts, and another static file."""
    parts = tmp_path / "static" / "css" / "site"
    parts.mkdir(parents=True)
    (parts / "base.css").write_text("a { color: red }\n")
    (parts / "plain.css").write_text("b { color: blue }\n")
    (parts.parent / "site.css").write_text(
        '@layer base;\n@import url("site/base.css") layer(base);\n@import url("site/plain.css");\n'
    )
    (tmp_path / "static" / "mark.svg").write_text("<svg/>")
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STYLESHEET_BUNDLES = tmp_path / "bundles"
    return tmp_path


def test_what_a_sheet_imports_stands_in_its_place_and_layer(project):
    assert bundled(project / "static/css/site.css") == (
        "@layer base;\n@layer base {\na { color: red }\n}\nb { color: blue }\n\n"
    )


def test_a_sheet_is_found_bundled_and_anew_once_a_part_has_changed(project):
    finder = StylesheetFinder()
    assert "color: red" in Path(finder.find("css/site.css")).read_text()
    (project / "static/css/site/base.css").write_text("a { color: green }\n")
    assert "color: green" in Path(finder.find("css/site.css")).read_text()


def test_a_missing_part_is_an_error_and_not_half_a_sheet(project):
    (project / "static/css/site/base.css").unlink()
    with pytest.raises(FileNotFoundError, match=r"base\.css"):
        StylesheetFinder().find("css/site.css")


def test_bundles_are_listed_without_their_parts_and_other_files_as_ever(project):
    finder = StylesheetFinder()
    listed = dict(finder.list(None))
    assert sorted(listed) == ["css/site.css", "mark.svg"]
    with listed["css/site.css"].open("css/site.css") as sheet:
        assert b"@import" not in sheet.read()
    assert finder.find("mark.svg") == str(project / "static" / "mark.svg")


@pytest.mark.parametrize("path", ["css/none.css", "css/..", "css/../css/none.css", "css"])
def test_paths_that_are_no_sheet_are_found_as_ever(project, path):
    StylesheetFinder().find(path)


def test_collecting_gives_one_hashed_file_a_sheet(project, settings, monkeypatch):
    settings.STATIC_ROOT = project / "collected"
    settings.STATICFILES_FINDERS = ["core.stylesheets.StylesheetFinder"]
    # Other settings of STORAGES would leave the tests after this one with storages of two ages.
    storage = ManifestStaticFilesStorage(location=settings.STATIC_ROOT)
    monkeypatch.setattr(collectstatic, "staticfiles_storage", storage)
    finders.get_finder.cache_clear()
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        finders.get_finder.cache_clear()
    collected = ManifestStaticFilesStorage(location=project / "collected")
    assert collected.stored_name("css/site.css") != "css/site.css"
    assert not (project / "collected" / "css" / "site").exists()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_each_part_is_imported_by_its_sheet_once(sheet):
    text = bundled(sheet)
    assert "@import" not in text
    parts = [*sheet.with_suffix("").rglob("*.css")]
    assert parts
    for part in parts:
        assert text.count(part.read_text()) == 1, part


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_stylesheets_are_sixteen_kilobytes_at_most(sheet):
    assert 0 < len(gzip.compress(bundled(sheet).encode())) <= MAX_COMPRESSED
