"""Lettering a map: the most important names first, none over another name or mark."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Mean width of a letter and height of a line in the map's type on a narrow screen, 13 units.
LETTER, LINE = 6.9, 14
GAP = 3
# What the shape of a mark says already.
KIND = re.compile(
    r"^(phường|xã|đặc khu|khu công nghiệp|khu chế xuất|cụm công nghiệp) "
    r"| (ward|commune|special zone|industrial park|export processing zone|industrial cluster)$",
    re.IGNORECASE,
)

Box = tuple[float, float, float, float]  # left, top, right, bottom
Disc = tuple[float, float, float]  # x, y, radius


@dataclass(frozen=True)
class Label:
    """A name where it stands on the map, as attributes of SVG."""

    text: str
    x: str
    y: str
    anchor: str


def proper_name(name: str) -> str:
    """Return the name without what kind of place it is."""
    return KIND.sub("", name)


def lettered(
    names: Iterable[tuple[str, Disc]], discs: Iterable[Disc], width: float, height: float
) -> list[Label]:
    """Return labels beside their marks, in this order of importance; omit what finds no room."""
    taken = [(disc, _around(disc)) for disc in discs]
    labels, boxes = [], []
    for text, own in names:
        others = boxes + [box for disc, box in taken if disc != own]
        for label, box in _positions(text, own):
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_overlap(box, other) for other in others):
                labels.append(label)
                boxes.append(box)
                break
    return labels


def _positions(text: str, disc: Disc) -> Iterator[tuple[Label, Box]]:
    """Yield the positions to the right of the mark, to its left, below it, above it."""
    x, y, radius = disc
    length, off = len(text) * LETTER, radius + GAP
    for left, base, anchor in (
        (x + off, y + 4, "start"),
        (x - off - length, y + 4, "end"),
        (x - length / 2, y + off + 9, "middle"),
        (x - length / 2, y - off, "middle"),
    ):
        at = {"start": left, "end": left + length, "middle": x}[anchor]
        box = (left, base - LINE + 2, left + length, base + 2)
        yield Label(text, f"{at:.1f}", f"{base:.1f}", anchor), box


def _around(disc: Disc) -> Box:
    x, y, radius = disc
    return x - radius, y - radius, x + radius, y + radius


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
