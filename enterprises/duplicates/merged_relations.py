"""Rows of other apps that go with an enterprise when it is merged into another.

An app registers in its AppConfig.ready: `merged_relations.register("claims")`. Whatever is not
registered stays on the merged record and is there again when the merge is undone.
"""

_relations: list[str] = []


def register(*relations: str) -> None:
    """Add relations of Enterprise, by the names under which it has them."""
    _relations.extend(relations)


def relations() -> tuple[str, ...]:
    """Return the relations whose rows go with a merged enterprise."""
    return tuple(_relations)
