"""Wards and districts of before 1 July 2025, and the wards of today that each became.

`former_wards.csv` has the 442 ward-level units of the former Ho Chi Minh City, Bình Dương and Bà
Rịa – Vũng Tàu with their codes of then, and the codes of all units of today that took in a part of
each (Resolution 1685/NQ-UBTVQH15). Collected from vietnamadminunits 1.0.4 (MIT License, copyright
2025 Tran Ngoc Minh Hieu), which has them from the General Statistics Office and from
sapnhap.bando.com.vn. `earlier_district` is the district of before the mergers of 2021 and 2025
that made Thủ Đức City and Long Đất, and of before Tân Thành became Phú Mỹ.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("former_wards.csv")


@dataclass(frozen=True)
class FormerWard:
    """A ward-level unit of before 1 July 2025; one district had none below it."""

    code: str
    province: str
    district: str
    earlier_district: str
    ward: str
    today: tuple[str, ...]  # codes of the wards that took in a part of it

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.ward, self.district]))


@cache
def former_wards() -> tuple[FormerWard, ...]:
    """Return all of them, in the order of their codes."""
    with _FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            FormerWard(**{**row, "today": tuple(row["today"].split())})
            for row in csv.DictReader(lines)
        )


@cache
def by_code() -> dict[str, FormerWard]:
    """Map each code of then to its unit: the same code often is another ward's today."""
    return {former.code: former for former in former_wards() if former.code}
