"""Word papers break their pages where a clerk would: no signature, part or half row alone."""

import io
from collections.abc import Iterator
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tbl

from core.papers import filled_in
from portal.operating.document import TEMPLATE as OPERATING
from programme.consolidating.document import TEMPLATE as CONSOLIDATED
from programme.planning.papers import TEMPLATE as BUDGET
from programme.supervising.urging_letter import TEMPLATE as URGING

PAPERS = pytest.mark.parametrize(
    "template", [OPERATING, CONSOLIDATED, BUDGET, URGING], ids=lambda path: path.stem
)


def words(element) -> str:
    return "".join(text.text or "" for text in element.iter(qn("w:t")))


def kept(element) -> bool:
    """Whether all of its paragraphs stay on the page of what follows."""
    paragraphs = list(element.iter(qn("w:p")))
    return all(p.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for p in paragraphs)


def rows_of(table: CT_Tbl) -> Iterator[CT_Row]:
    return (row for row in table.iter(qn("w:tr")) if "{%tr" not in words(row))


@PAPERS
def test_no_row_is_cut_in_two(template):
    head, *tables = Document(template).element.body.iter(qn("w:tbl"))
    assert "CỘNG HÒA" in words(head)
    cut = [
        row for table in tables for row in rows_of(table) if not list(row.iter(qn("w:cantSplit")))
    ]
    assert [words(row) for row in cut] == []


@PAPERS
def test_the_signature_stands_under_the_last_words(template):
    body = list(Document(template).element.body)
    at = next(n for n, each in enumerate(body) if words(each).startswith("Nơi nhận:"))
    before = [each for each in body[:at] if "{%p" not in words(each) and words(each)]
    last = [each for each in before if each.tag == qn("w:p")][-2:]
    assert any(kept(each) for each in last)


def test_the_last_row_of_a_table_is_never_alone_on_a_page(tmp_path):
    """The fault: a total at the head of an empty page."""
    template = Document()
    table = template.add_table(4, 1)
    texts = ["{%tr for row in rows %}", "{{ row }}", "{%tr endfor %}", "Tổng cộng"]
    for row, text in zip(table.rows, texts, strict=True):
        row.cells[0].text = text
    template.save(tmp_path / "a.docx")
    made = Document(io.BytesIO(filled_in(tmp_path / "a.docx", {"rows": ["một", "hai"]})))
    rows = [(words(row), kept(row)) for row in made.element.body.iter(qn("w:tr"))]
    assert rows == [("một", False), ("hai", True), ("Tổng cộng", False)]


def test_the_heading_of_a_part_stays_with_its_first_row():
    parts = [
        following
        for table in Document(BUDGET).element.body.iter(qn("w:tbl"))
        for rows in [list(table.iter(qn("w:tr")))]
        for row, following in pairwise(rows)
        if "is_part" in words(row)
    ]
    assert len(parts) == 2
    assert all(map(kept, parts))
