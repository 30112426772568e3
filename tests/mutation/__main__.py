"""Run `make mutants`: change one thing at a time in trusted modules and see whether a test fails.

Arguments: modules to go over (all of TESTS by default). MUTANTS is how many of each module are
tried, spread evenly over it (20 by default, 0 for all). Prints survivors, then how many were
killed, by module and in all.
"""

import io
import os
import signal
import sys
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from multiprocessing import Pool
from pathlib import Path

import allauth  # noqa: F401 -- what every child would import anew is imported once, here
import openpyxl  # noqa: F401
import pytest

from tests.mutation.modules import TESTS
from tests.mutation.mutate import Mutant, mutants

SECONDS = 300  # after which a mutant that runs on counts as noticed


class _MutantFinder(MetaPathFinder):
    """Imports one module from a changed tree."""

    def __init__(self, module: str, mutant: Mutant) -> None:
        self.module, self.mutant = module, mutant

    def find_spec(self, name, path=None, target=None) -> ModuleSpec | None:
        if name != self.module:
            return None
        spec = PathFinder.find_spec(name, path)
        spec.loader = _MutantLoader(name, spec.origin, self.mutant)
        return spec


class _MutantLoader(SourceFileLoader):
    """Compiles the changed tree instead of the file."""

    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self.mutant = mutant

    def get_code(self, name: str):
        return compile(self.mutant.tree, self.path, "exec")


def source_of(module: str) -> Path:
    """Return the file of a module by its dotted name."""
    return Path(*module.split(".")).with_suffix(".py")


def chosen(module: str, number: int) -> list[Mutant]:
    """Return so many mutants of a module, spread over its lines; all for 0."""
    every = list(mutants(source_of(module).read_text()))
    if not number or len(every) <= number:
        return every
    return [every[at * len(every) // number] for at in range(number)]


def survives(job: tuple[str, int, int]) -> tuple[str, str] | None:
    """Run a module's tests on one of its mutants in this fresh process; whether all passed."""
    module, number, at = job
    mutant = chosen(module, number)[at]
    sys.meta_path.insert(0, _MutantFinder(module, mutant))
    signal.signal(signal.SIGALRM, _stop)
    signal.alarm(SECONDS)
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            code = pytest.main([*options, *TESTS[module]])
        except Exception:  # the portal does not even start
            return None
    return (module, str(mutant)) if code == pytest.ExitCode.OK else None


def _stop(number: int, frame: object) -> None:
    """Fail the test in which a mutant runs on for ever."""
    raise TimeoutError


def main(modules: list[str], number: int) -> int:
    """Try the mutants; return 1 where fewer than 85% were noticed."""
    jobs = [(module, number, at) for module in modules for at in range(len(chosen(module, number)))]
    with Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        survivors = []
        for done, found in enumerate(pool.imap_unordered(survives, jobs), 1):
            if found:
                survivors.append(found)
                print(f"survived: {found[0]} {found[1]}", flush=True)
            if done % 50 == 0:
                print(f"{done} of {len(jobs)}", flush=True)
    lived = Counter(module for module, _mutant in survivors)
    for module, tried in Counter(module for module, *_rest in jobs).items():
        print(f"{module}: {tried - lived[module]} of {tried}")
    killed = len(jobs) - len(survivors)
    print(f"{killed} of {len(jobs)} mutants killed: {100 * killed / len(jobs):.1f}%")
    return int(killed < 0.85 * len(jobs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(TESTS), int(os.environ.get("MUTANTS", "20"))))
