"""How many doubts are worth a person's time: `python -m bench.duplicates`, some 4 seconds a line.

On top of 8,000 firms that are there come 800 others and 100 that are there already, written
otherwise, as an import meets them. What is measured is the import's own rule. Other seeds than the
usual ones are named behind it: `python -m bench.duplicates 4 5 6`.
"""

import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from time import process_time

os.environ.setdefault("PORTAL_ENV", "local")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from bench.firms import REGISTERS, Firm, FirmMaker, Register, variants

THERE, OTHERS, PAIRS = 8_000, 800, 100
SEEDS = ("1", "2", "3")
HALF, ALL = 0.5, 1.0  # of the firms that have a tax code


@dataclass
class ListFigures:
    """What became of the rows of one list."""

    held: int = 0  # different firms without a tax code that were held
    held_with_code: int = 0
    found: int = 0  # rows of firms that are there already, told as such
    missed: Counter[str] = field(default_factory=Counter)  # by how they are written
    seconds: float = 0.0  # of the processor, the index included


def measure(
    register: Register,
    seed: str,
    sizes: tuple[int, int, int] = (THERE, OTHERS, PAIRS),
    coded: float = HALF,
) -> ListFigures:
    """Return the figures of one list; `coded` of those there and of the others have a tax code."""
    from enterprises.duplicates.record_index import RecordIndex

    there_count, other_count, pair_count = sizes
    maker = FirmMaker(register, seed)
    there, others = (maker.firms(count, coded) for count in (there_count, other_count))
    again = variants(maker.random.sample(there, pair_count), maker)
    rows = [*others, *again]
    maker.random.shuffle(rows)
    figures, begun = ListFigures(), process_time()
    compared = [_compared(row, 10**6 + n) for n, row in enumerate(rows)]
    index = RecordIndex.of(
        [_compared(firm, firm.number) for firm in there],
        [name for record in compared for name in record.names],
    )
    for row, record in zip(rows, compared, strict=True):
        found = index.doubts(record)
        index.add(record)
        _count(figures, row, found)
    figures.seconds = process_time() - begun
    return figures


def _compared(firm: Firm, key: int):
    from enterprises.duplicates.compared_records import compared_record, phone_numbers

    phones = phone_numbers(firm.phone)
    return compared_record(key, firm.name, "", firm.address, firm.tax_code, "", phones)


def _count(figures: ListFigures, row: Firm, found: list) -> None:
    if not row.variant:
        figures.held += bool(found) and not row.tax_code
        figures.held_with_code += bool(found) and bool(row.tax_code)
    elif row.number in [each.key for each in found]:
        figures.found += 1
    else:
        figures.missed[row.variant] += 1


def main() -> None:
    """Print a line for each register and seed."""
    import django

    django.setup()
    print("| register | codes | seed | held of 800 | with a code | found of 100 | missed | s |")
    print("|---|---|---|---|---|---|---|---|")
    for seed in sys.argv[1:] or SEEDS:
        for register in REGISTERS:
            for coded in (HALF, ALL):
                _print(register, seed, coded)


def _print(register: Register, seed: str, coded: float) -> None:
    figures = measure(register, seed, coded=coded)
    missed = ", ".join(f"{kind} {n}" for kind, n in figures.missed.items()) or "–"
    print(
        f"| {register.name} | {coded:.0%} | {seed} | {figures.held + figures.held_with_code} "
        f"| {figures.held_with_code} | {figures.found} | {missed} | {figures.seconds:.1f} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
