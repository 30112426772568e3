"""What no honest browser sends: values, names and files that forms must survive."""

import io

import openpyxl
from hypothesis import strategies as st

from tests.fuzzing.discovery import FoundForm

TEXTS = [
    "",
    " ",
    "\0",
    "a\0b",
    "😀👩‍👩‍👧",
    "\u202eمرحبا",  # right to left, and told to be
    "\ud800",  # half of a pair
    "é̂" * 30,
    "x" * 10_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE x; --",
    "=HYPERLINK(1)",
    "\r\n\r\nSubject: x",
    "../../etc/passwd",
    "%s %(x)s {0}",
    "http://[",
    "a@b",
]
NUMBERS = ["-1", "0", "1e999", "-0.0", "NaN", "Infinity", "-Infinity", "9" * 40, "1.5", "٣", "1_0"]
NUMBERS += ["9223372036854775808", "-9223372036854775809", "2147483648", "0x10", "1e-400", "1,5"]
DAYS = [
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "10000-01-01",
    "31/12/9999",
    "2026-02-30",
    "1/1/1",
]
TOTALS = ["-1", "", "x", "100000", "1e3", "NaN", "9" * 30, "1"]  # of management forms
FILES = {
    "empty.pdf": b"",
    "text.pdf": b"%PDF-1.4 cut off",
    "picture.jpg": b"\xff\xd8\xff\xe0" + b"\0" * 50,
    "picture.png": b"\x89PNG\r\n\x1a\n" + b"\xff" * 50,
    "archive.xlsx": b"PK\x03\x04" + b"\0" * 60,
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "lines.csv": "Mã số thuế;Tên\n\x000;\ud800".encode("utf-8", "surrogatepass"),
    "x" * 300 + ".pdf": b"%PDF-1.4\n%%EOF",
    "..%00.pdf": b"%PDF-1.4\n%%EOF",
    ".": b"x",
}
Pairs = list[tuple[str, str | tuple[str, bytes]]]


def workbook(rows: list[list[object]]) -> bytes:
    """Return a spreadsheet with these cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def nasty() -> st.SearchStrategy[str]:
    """Anything at all, what has broken programs before first."""
    return st.sampled_from([*TEXTS, *NUMBERS, *DAYS]) | st.text(max_size=40)


def value_for(name: str) -> st.SearchStrategy[str]:
    """Return wrong values for a field; totals of formsets have wrong ones of their own."""
    if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")):
        return st.sampled_from(TOTALS)
    return nasty()


def files() -> st.SearchStrategy[tuple[str, bytes]]:
    """Return files that are not what they are called."""
    made = st.binary(max_size=200).map(lambda content: ("random.xlsx", content))
    return st.sampled_from(sorted(FILES.items())) | made


@st.composite
def filled(draw: st.DrawFn, form: FoundForm) -> Pairs:
    """Return what somebody sends who has changed, left out or repeated a field, some or all."""
    pairs: Pairs = [
        (name, value) for name, values in form.initial.items() for value in listed(values)
    ]
    names = sorted({control.name for control in form.controls})
    if not names:
        return pairs
    few = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    uploads = {control.name for control in form.controls if control.kind == "file"}
    for name in draw(few | st.just(names[:60])):
        old = [value for key, value in pairs if key == name]
        pairs = [(key, value) for key, value in pairs if key != name]
        wrong = files() if name in uploads else value_for(name)
        pairs += [(name, value) for value in draw(st.lists(wrong, min_size=0, max_size=2))]
        if draw(st.integers(0, 5)) == 0:
            pairs += [(name, value) for value in old]  # the honest value comes last, and counts
    return pairs


def listed(values: str | list[str]) -> list[str]:
    return values if isinstance(values, list) else [values]
