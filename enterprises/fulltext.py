"""The one place that knows what differs between PostgreSQL and SQLite in full-text search.

PostgreSQL keeps a tsvector column that it generates from `words`, under a GIN index; SQLite keeps
an FTS5 table that triggers copy `words` into. Both are made by the migration that runs UP.
Words are folded already, so neither database cuts, stems or drops any of them.

SQLite makes a table anew to alter it, and loses its triggers: a later migration that alters the
table runs DOWN before and UP after.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Lookup

TABLE, INDEX = "enterprises_searchentry", "enterprises_searchentry_fts"

UP = {
    "postgresql": [
        f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector"
        " GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED",
        # What a scan reads stays in the row, and what only makes the vector goes beside it: a
        # scan for a common word looks at thousands of rows.
        *(
            f"ALTER TABLE {TABLE} ALTER COLUMN {column} SET STORAGE MAIN"
            for column in ("vector", "codes", "names", "products")
        ),
        f"ALTER TABLE {TABLE} ALTER COLUMN words SET STORAGE EXTERNAL",
        f"CREATE INDEX {INDEX} ON {TABLE} USING gin (vector) WITH (fastupdate = off)",
        f"CREATE INDEX {INDEX}_sample ON {TABLE} USING gin (vector) WITH (fastupdate = off)"
        " WHERE is_sample",
    ],
    "sqlite": [
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='{TABLE}',"
        " content_rowid='enterprise_id', detail=none, tokenize=\"unicode61 tokenchars '_'\")",
        f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TABLE} BEGIN"
        f" INSERT INTO {INDEX}(rowid, words) VALUES (new.enterprise_id, new.words); END",
        f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TABLE} BEGIN"
        f" INSERT INTO {INDEX}({INDEX}, rowid, words)"
        " VALUES ('delete', old.enterprise_id, old.words); END",
        f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF words ON {TABLE} BEGIN"
        f" INSERT INTO {INDEX}({INDEX}, rowid, words)"
        " VALUES ('delete', old.enterprise_id, old.words);"
        f" INSERT INTO {INDEX}(rowid, words) VALUES (new.enterprise_id, new.words); END",
    ],
}
DOWN = {
    "postgresql": [f"ALTER TABLE {TABLE} DROP COLUMN vector"],
    "sqlite": [
        *(f"DROP TRIGGER {INDEX}_{event}" for event in ("insert", "delete", "update")),
        f"DROP TABLE {INDEX}",
    ],
}


@dataclass(frozen=True)
class Word:
    """One folded word or code; with `is_start`, every word that begins so."""

    text: str
    is_start: bool = False


@dataclass(frozen=True)
class All:
    """Every part must be found."""

    parts: tuple["Word | All | Any", ...]


@dataclass(frozen=True)
class Any:
    """One part at least must be found."""

    parts: tuple["Word | All | Any", ...]


Expression = Word | All | Any


def any_of(words: Iterable[str]) -> Any:
    """Return an expression for at least one of these words."""
    return Any(tuple(map(Word, words)))


def _written(expression: Expression, both: str, either: str, word: str, start: str) -> str:
    """Return the expression in a database's own language."""
    if isinstance(expression, Word):
        # Folded words and codes hold letters, digits and underscores alone: nothing to escape.
        return (start if expression.is_start else word).format(expression.text)
    sign = both if isinstance(expression, All) else either
    parts = (_written(part, both, either, word, start) for part in expression.parts)
    return f"({sign.join(parts)})"


class WordsField(models.TextField):
    """Folded words with blanks between, under the database's full-text index."""


@WordsField.register_lookup
class Match(Lookup):
    """`words__match=expression`, through the full-text index."""

    lookup_name = "match"
    prepare_rhs = False

    def as_postgresql(self, compiler, connection) -> tuple[str, list]:
        query = _written(self.rhs, " & ", " | ", "'{}'", "'{}':*")
        return f'"{self.lhs.alias}"."vector" @@ %s::tsquery', [query]

    def as_sqlite(self, compiler, connection) -> tuple[str, list]:
        query = _written(self.rhs, " AND ", " OR ", '"{}"', '"{}"*')
        key = f'"{self.lhs.alias}"."enterprise_id"'
        return f"{key} IN (SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s)", [query]
