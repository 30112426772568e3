"""`make mutants` changes what it says, and knows modules and tests that exist."""

import ast

import pytest
from django.conf import settings

from tests.mutation.modules import TESTS
from tests.mutation.mutate import mutants


def changed(source: str) -> list[str]:
    return [ast.unparse(mutant.tree) for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("source", "mutant"),
    [
        ("a < b", "a <= b"),
        ("a and b", "a or b"),
        ("a + b", "a - b"),
        ("x = not a", "x = a"),
        ("x = True", "x = False"),
        ("x = 7", "x = 8"),
        ("save()", "pass"),
        ("x = a if b else c", "x = a if not b else c"),
    ],
)
def test_one_thing_is_changed_at_a_time(source, mutant):
    assert changed(source) == [mutant]


def test_what_is_no_behaviour_is_left_alone():
    assert changed("def f(x: List[1]) -> Dict[2]:\n    return f'{x:3}'") == []
    assert changed("name = models.CharField(max_length=300)") == []


def test_every_module_and_test_file_is_there():
    for module, files in TESTS.items():
        assert (settings.BASE_DIR / f"{module.replace('.', '/')}.py").exists(), module
        assert [file for file in files if not (settings.BASE_DIR / file).exists()] == []
