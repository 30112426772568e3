"""docs/development.md lists every registry, and which apps register there."""

import ast
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.dispatch import Signal

from core.backoffice.site import BackOffice
from tests.portal.test_architecture import apps

ROW = re.compile(r"^\| [^|]+ \| `([\w.]+)` \| ([^|]*) \|", re.MULTILINE)
MUTATORS = {"append", "extend", "update", "setdefault", "add"}


def table() -> dict[str, set[str]]:
    """Return the documented registries, each with the apps that register there."""
    text = (settings.BASE_DIR / "docs/development.md").read_text()
    section = text.split("## Registries")[1].split("\n## ")[0]
    return {name: set(re.findall(r"`(\w+)`", who)) for name, who in ROW.findall(section)}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield the name and the syntax tree of every module of the apps."""
    for app in apps():
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield dotted(path), ast.parse(path.read_text())


def dotted(path: Path) -> str:
    parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def keeps_what_it_is_given(function: ast.FunctionDef) -> bool:
    """Whether a function adds to a private collection of its module or object."""
    return any(_is_private(collection) for collection in _changed(function))


def _changed(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """Yield each collection that a function changes by a method or by subscript."""
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield node.value
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in MUTATORS
        ):
            yield node.func.value


def _is_private(node: ast.expr) -> bool:
    while isinstance(node, ast.Call):  # setdefault(…).append(…)
        node = node.func.value if isinstance(node.func, ast.Attribute) else node.func
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    return name.startswith("_") and name != "_"


def defined_registries() -> Iterator[str]:
    """Yield every function or method `register…` that keeps something, and every signal."""
    for name, tree in modules():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and is_registry(node):
                yield f"{name}.{node.name}"
            elif isinstance(node, ast.ClassDef):
                methods = (each for each in node.body if isinstance(each, ast.FunctionDef))
                yield from (f"{name}.{node.name}.{m.name}" for m in methods if is_registry(m))
            elif isinstance(node, ast.Assign) and ast.unparse(node.value) == "Signal()":
                yield f"{name}.{node.targets[0].id}"


def is_registry(function: ast.FunctionDef) -> bool:
    return function.name.startswith("register") and keeps_what_it_is_given(function)


def registering(registries: dict[str, object]) -> dict[str, set[str]]:
    """Return the apps that use each of these registries, found by what their names resolve to."""
    found: dict[str, set[str]] = {name: set() for name in registries}
    words = {name.rsplit(".", 1)[1] for name in registries} | {"connect"}
    for module, tree in modules():
        names = imported_names(module, tree)
        for used in used_names(tree, words):
            head, _, rest = used.partition(".")
            target = resolve(f"{names[head]}.{rest}".rstrip(".")) if head in names else None
            for name, registry in registries.items():
                if target is registry:
                    found[name].add(module.split(".")[0])
    return found


def imported_names(module: str, tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for, and each function of the module itself."""
    names = {n.name: f"{module}.{n.name}" for n in tree.body if isinstance(n, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            source = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names |= {each.asname or each.name: f"{source}{each.name}" for each in node.names}
    return names


def used_names(tree: ast.Module, words: set[str]) -> Iterator[str]:
    """Yield the dotted names that are called or decorate something, ending in one of the words."""
    for node in ast.walk(tree):
        used = [node.func] if isinstance(node, ast.Call) else getattr(node, "decorator_list", [])
        for name in map(ast.unparse, used):
            if re.fullmatch(r"[\w.]+", name) and name.rsplit(".", 1)[-1] in words:
                yield name


def resolve(name: str) -> object:
    """Return the function, method or signal that a dotted name leads to, if any."""
    if name.startswith("django.contrib.admin.site."):
        target = getattr(BackOffice, name.rsplit(".", 1)[1], None)
    else:
        try:
            target = pkgutil.resolve_name(name)
        except (ImportError, AttributeError, ValueError):
            return None
    owner = getattr(target, "__self__", None)
    return owner if isinstance(owner, Signal) else target


def test_the_table_names_every_registry_of_the_code():
    assert set(defined_registries()) - set(table()) == set()


@pytest.mark.parametrize("name", sorted(table()))
def test_a_registry_of_the_table_exists(name: str):
    assert resolve(name) is not None, f"{name} is gone: correct the table"


def test_the_table_names_the_apps_that_register():
    documented = table()
    assert registering({name: resolve(name) for name in documented}) == documented


def test_a_function_that_keeps_nothing_is_no_registry():
    keeps, keeps_not = ast.parse(
        "def register(job):\n    _jobs.append(job)\ndef register_firm(firm):\n    firm.save()"
    ).body
    assert is_registry(keeps)
    assert not is_registry(keeps_not)
