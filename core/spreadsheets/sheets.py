"""What files of every format have: sheets with names, rows of text, merged cells."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

Line = tuple[int, list[str]]  # number in the file, cells


@dataclass(frozen=True)
class SheetName:
    """A sheet as its workbook lists it."""

    name: str
    is_hidden: bool = False


@dataclass(frozen=True)
class MergedCells:
    """Cells that are shown as one; rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int


class Book(Protocol):
    """The sheets of one file, read as they are asked for."""

    names: list[SheetName]
    remarks: list[str]  # what had to be put right in the whole file
    is_delimited: bool  # whether a delimiter too many moves the cells of a row

    def lines(self, name: str) -> Iterator[Line]:
        """Yield the rows of a sheet that are not blank.

        ValidationError where the file is broken or too large, now or at a later row.
        """

    def merges(self, name: str) -> list[MergedCells]:
        """Return the merged cells of a sheet that was read to its end."""


@dataclass
class Sheet:
    """The rows of a sheet that are not blank, as text, under their numbers in the file."""

    rows: Iterator[Line]
    remarks: list[str] = field(default_factory=list)  # what had to be put right in the whole file
