"""docs/architecture.md draws the apps as they are, and no page names a file that is gone."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.conf import settings

DOCS = settings.BASE_DIR / "docs"
PICTURE = re.compile(r"```mermaid\nflowchart TD\n(.*?)```", re.DOTALL)
ARROW = re.compile(r"^\s*(\w+) --> (\w+)$", re.MULTILINE)
PATH = re.compile(r"`([a-z_.]+(?:/[\w.*<>-]+)*/?)`")
CLASS = re.compile(r"^class (\w+)", re.MULTILINE)
PAGES = ["architecture.md", "development.md", "glossary.md", *sorted(
    str(page.relative_to(DOCS)) for page in (DOCS / "decisions").glob("*.md")
)]  # fmt: skip

Arrows = set[tuple[str, str]]


def tools() -> dict:
    """Return the settings of the tools in pyproject.toml."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["tool"]


def apps() -> list[str]:
    """Every app, as the contract of imports knows them."""
    return tools()["importlinter"]["root_packages"]


def drawn() -> Arrows:
    """Return the arrows of the picture."""
    picture = PICTURE.search((DOCS / "architecture.md").read_text())
    return set(ARROW.findall(picture[1]))


def imported() -> Arrows:
    """Return each pair of apps of which the first imports the second."""
    graph = grimp.build_graph(*apps(), cache_dir=None)
    return {
        (module.split(".")[0], other.split(".")[0])
        for module in graph.modules
        for other in graph.find_modules_directly_imported_by(module)
        if module.split(".")[0] != other.split(".")[0]
    }


def below(app: str, arrows: Arrows) -> set[str]:
    """Return all apps that are reached from this one."""
    direct = {lower for upper, lower in arrows if upper == app}
    return direct.union(*(below(each, arrows) for each in direct))


def reduced(arrows: Arrows) -> Arrows:
    """Leave out each arrow that a way through other apps makes needless."""
    return {
        (upper, lower)
        for upper, lower in arrows
        if not any(
            lower in below(between, arrows)
            for other, between in arrows
            if other == upper and between != lower
        )
    }


def test_an_arrow_is_needless_where_a_longer_way_leads_there_too():
    assert reduced({("a", "b"), ("b", "c"), ("a", "c")}) == {("a", "b"), ("b", "c")}


def test_the_picture_shows_the_imports_between_apps():
    assert drawn() == reduced(imported())


def test_no_tool_leaves_an_app_out():
    known = tools()
    layers, circles = known["importlinter"]["contracts"][:2]
    [deprecations] = known["pytest"]["ini_options"]["filterwarnings"]
    lists = {
        "layers": re.findall(r"\w+", " ".join(layers["layers"])),
        "ancestors": circles["ancestors"],
        "coverage": known["coverage"]["run"]["source"],
        "filterwarnings": re.findall(r"\w+", deprecations.split(":")[3])[:-1],
    }
    assert {name: sorted(each) for name, each in lists.items()} == dict.fromkeys(
        lists, sorted(apps())
    )


def test_every_app_has_a_section():
    headings = re.findall(r"^### `(\w+)/`$", (DOCS / "architecture.md").read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(apps())


def test_every_app_is_explained_in_the_decision():
    text = (DOCS / "decisions/0009-apps-by-feature.md").read_text()
    assert sorted(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == sorted(apps())


def named_paths(text: str) -> set[str]:
    """Return what stands between backticks and looks like a file or folder of this repository."""
    roots = {path.name for path in settings.BASE_DIR.iterdir() if path.is_dir()} - {"var"}
    return {
        name
        for name in PATH.findall(text)
        if name.split("/")[0] in roots and "/" in name and not re.search(r"[<>*]", name)
    }


@pytest.mark.parametrize("name", PAGES)
def test_every_file_that_a_page_names_is_there(name: str):
    names = named_paths((DOCS / name).read_text())
    assert [each for each in sorted(names) if not (settings.BASE_DIR / each).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_every_link_between_pages_leads_somewhere(name: str):
    path = DOCS / name
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_a_class_name_means_one_thing():
    rooms = [*apps(), "bench", "scripts", "tests"]
    sources = [
        path
        for room in rooms
        for path in (settings.BASE_DIR / room).rglob("*.py")
        if "migrations" not in path.parts
    ]
    names = Counter(name for path in sources for name in CLASS.findall(path.read_text()))
    del names["Command"]  # as Django calls each command
    assert [name for name, number in names.items() if number > 1] == []


ONE_OR_IN_ORDER = re.compile(r"\.(get|first|refresh_from_db)\(|order_by\(|skip_locked=True")


def functions_that_lock() -> Iterator[tuple[str, str]]:
    """Name and text of each function in which rows are locked."""
    for path in sorted(file for app in apps() for file in Path(app).rglob("*.py")):
        text = path.read_text()
        for node in ast.walk(ast.parse(text)) if "select_for_update(" in text else ():
            source = isinstance(node, ast.FunctionDef) and ast.get_source_segment(text, node)
            if source and "select_for_update(" in source:
                yield f"{path}: {node.name}", source


def test_rows_are_locked_in_one_order():
    """Two that lock the same rows in two orders wait for each other for ever."""
    found = dict(functions_that_lock())
    assert found, "nothing is locked any more"
    assert [name for name, text in found.items() if not ONE_OR_IN_ORDER.search(text)] == []


def test_the_image_runs_a_python_that_the_gate_tests():
    dockerfile = (settings.BASE_DIR / "Dockerfile").read_text()
    image = re.findall(r"^FROM python:([\d.]+)", dockerfile, re.MULTILINE)
    workflow = (settings.BASE_DIR / ".github/workflows/ci.yml").read_text()
    tested = re.findall(r'"([\d.]+)"', re.search(r"python: \[(.*)\]", workflow)[1])
    assert image
    assert set(image) <= set(tested)
