""".xls files that no spreadsheet program writes: records, in a file system of their own."""

from collections.abc import Iterable
from struct import pack

SECTOR, SHORT, LARGE = 512, 64, 4096  # bytes; a file as large as the last has whole sectors
IN_HEADER = 109  # sectors of the table that the header names
FREE, END, TABLE = -1, -2, -3
GUID = bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")

SHEET_NAME = 13  # bytes of the record that names a sheet


def record(kind: int, said: bytes = b"") -> bytes:
    return pack("<HH", kind, len(said)) + said


def begin(kind: int) -> bytes:
    """The record that begins the workbook (5) or a sheet (16)."""
    return record(0x0809, pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


ENDS = record(0x0A)


def number(row: int, column: int, value: float = 1.0) -> bytes:
    return record(0x0203, pack("<HHHd", row, column, 0, value))


def text(row: int, column: int, place: int = 0) -> bytes:
    """A cell with one of the workbook's strings."""
    return record(0x00FD, pack("<HHHI", row, column, 0, place))


def strings(*values: str, declared: int | None = None) -> bytes:
    said = b"".join(pack("<HB", len(v), 1) + v.encode("utf-16-le") for v in values)
    count = len(values) if declared is None else declared
    return record(0x00FC, pack("<II", count, count) + said)


def link(top: int, bottom: int, left: int, right: int) -> bytes:
    """A link that lies on all cells of a range."""
    return record(0x01B8, pack("<HHHH", top, bottom, left, right) + GUID + pack("<II", 2, 0))


def dimensions(rows: int, columns: int) -> bytes:
    return record(0x0200, pack("<IIHHH", 0, rows, 0, columns, 0))


def stream(cells: bytes, more: bytes = b"", sheets: int = 1) -> bytes:
    """The records of a workbook whose sheets are all the same one."""
    head = begin(5) + record(0x0042, pack("<H", 1200)) + strings("Tên") + more
    offset = len(head) + sheets * SHEET_NAME + len(ENDS)
    named = record(0x0085, pack("<IBBBB", offset, 0, 0, 1, 0) + b"s") * sheets
    return head + named + ENDS + begin(16) + cells + ENDS


def entry(name: str, kind: int, first: int, size: int, child: int = -1) -> bytes:
    letters = f"{name}\0".encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + pack("<HBBiii", len(letters), kind, 1, -1, -1, child)
        + bytes(36)
        + pack("<iII", first, size, 0)
    )


def chained(numbers: Iterable[int]) -> bytes:
    """A table of sectors, filled up to whole sectors."""
    listed = list(numbers)
    listed += [FREE] * (-len(listed) % (SECTOR // 4))
    return pack(f"<{len(listed)}i", *listed)


def xls(content: bytes, name: str = "Workbook", bites_its_tail: bool = False) -> bytes:
    """A file system with one file, in sectors one behind the other."""
    content = content.ljust(LARGE, b"\0")
    content += bytes(-len(content) % SECTOR)
    count = len(content) // SECTOR
    tables = -(-(count + 1) // 120)  # a little more than it takes
    following = [*range(1, count), 0 if bites_its_tail else END, END, *[TABLE] * tables]
    directory = entry("Root Entry", 5, END, 0, child=1) + entry(name, 2, 0, len(content))
    directory += entry("", 0, 0, 0) * 2
    table = chained(following).ljust(tables * SECTOR, b"\xff")
    places = [*range(count + 1, count + 1 + tables)]
    return header(count, places) + content + directory + table + more_places(places)


def short_xls() -> bytes:
    """A file system whose one small file lies in a chain of small sectors that bites its tail."""
    directory = entry("Root Entry", 5, 1, SECTOR, child=1) + entry("Workbook", 2, 0, SHORT)
    directory += entry("", 0, 0, 0) * 2
    sectors = [END, END, END, TABLE]  # directory, small sectors, their table, the table
    parts = [directory, bytes(SECTOR), chained([0]), chained(sectors)]
    return header(0, [3], short=(2, 1)) + b"".join(parts)


def header(directory: int, places: list[int], short: tuple[int, int] = (END, 0)) -> bytes:
    """Where the directory is, and the sectors of the table: those that find no room, behind it."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HH", 0x3E, 3)
    head += b"\xfe\xff" + pack("<HH", 9, 6) + bytes(10)
    more = places[-1] + 1 if places[IN_HEADER:] else END
    head += pack("<iiIIiiii", len(places), directory, 0, LARGE, *short, more, more != END)
    listed = places[:IN_HEADER]
    return head + pack(f"<{IN_HEADER}i", *listed, *[FREE] * (IN_HEADER - len(listed)))


def more_places(places: list[int]) -> bytes:
    rest, sectors, after = places[IN_HEADER:], [], places[-1] + 1
    while rest:
        listed, rest, after = rest[:127], rest[127:], after + 1
        listed += [FREE] * (127 - len(listed))
        sectors.append(pack("<128i", *listed, after if rest else END))
    return b"".join(sectors)
