"""Making mutants of a module: each has one expression or statement changed."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

SWAPPED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One changed tree of a module, and in words what was changed in which line."""

    line: int
    change: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"line {self.line}: {self.change}"


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module's source, from the top down."""
    tree = ast.parse(source)
    places = [node for node in ast.walk(tree) if _is_behaviour(node)]
    skipped = _without_behaviour(tree)
    for number, node in enumerate(ast.walk(tree)):
        if node not in skipped and node in places:
            yield from _of_node(tree, number, node)


def _of_node(tree: ast.Module, number: int, node: ast.AST) -> Iterator[Mutant]:
    for change in _changes(node):
        copy = deepcopy(tree)
        found = next(n for at, n in enumerate(ast.walk(copy)) if at == number)
        before = ast.unparse(found)
        after = _apply(copy, found, change)
        yield Mutant(node.lineno, f"{before[:60]} -> {after[:60]}", ast.fix_missing_locations(copy))


def _is_behaviour(node: ast.AST) -> bool:
    return hasattr(node, "lineno") and bool(list(_changes(node)))


def _without_behaviour(tree: ast.Module) -> set[ast.AST]:
    """Annotations, imports, f-string parts: changing them changes no behaviour."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            if (part := getattr(node, name, None)) is not None:
                skipped.update(ast.walk(part))
        if isinstance(node, ast.JoinedStr):
            skipped.update(ast.walk(node))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2].endswith(
            ("Field", "Key", "Index")
        ):
            skipped.update(ast.walk(node))  # columns are the migrations' matter
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                skipped.update(ast.walk(decorator))
    return skipped


def _changes(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare(ops=[op]) | ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in SWAPPED:
            yield "swap"
        case ast.UnaryOp(op=ast.Not()):
            yield "drop not"
        case ast.Constant(value=bool()):
            yield "flip"
        case ast.Constant(value=int()):
            yield "add one"
        case ast.Expr(value=ast.Call()) | ast.Raise():
            yield "drop statement"
        case ast.If() | ast.IfExp():
            yield "negate"


def _apply(tree: ast.Module, node: ast.AST, change: str) -> str:
    """Change the node in place; return what it has become."""
    if change == "swap" and isinstance(node, ast.Compare):
        node.ops = [SWAPPED[type(node.ops[0])]()]
    elif change == "swap":
        node.op = SWAPPED[type(node.op)]()
    elif change == "flip":
        node.value = not node.value
    elif change == "add one":
        node.value += 1
    elif change == "negate":
        node.test = ast.UnaryOp(ast.Not(), node.test)
    else:
        new = node.operand if change == "drop not" else ast.Pass()
        _Replace(node, new).visit(tree)
        return ast.unparse(new)
    return ast.unparse(node)


class _Replace(ast.NodeTransformer):
    """Put another node where one stands."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, ast.copy_location(new, old)

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().visit(node)
