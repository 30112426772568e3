"""docs/letters.md says of every letter who gets it and what was typed in it."""

import re

from django.conf import settings

from core.models import Letter

TEMPLATES = settings.BASE_DIR / "templates"
ROWS = re.findall(
    r"^\| `([\w/.]+)` \| ([^|]+) \|",
    (settings.BASE_DIR / "docs/letters.md").read_text(),
    re.MULTILINE,
)
LETTERS = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("letters/*.txt"))


def test_the_table_names_every_letter_with_a_kind_that_there_is():
    assert sorted(name for name, _kind in ROWS if name.endswith(".txt")) == LETTERS
    kinds = {word for _name, cell in ROWS for word in re.findall(r"\w+", cell)}
    assert set(Letter.Kind.values) <= kinds
