"""Which rows of a sheet are no records: sections, totals, notes, numbers of columns, examples."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.imports.cells import is_nothing, why_no_result
from core.imports.headings import Head
from core.imports.meanings import REASONS
from core.spreadsheets.sheets import Line, MergedCells
from core.text import fold, normalise

EXAMPLE = "Ví dụ"  # how the template's example begins
NAME_ONLY = "name only"
SECTION = gettext_lazy("tên mục hoặc nhóm")
_EXAMPLE = re.compile(r"(ví dụ|vd|example|e\.g\.)\s*[:.\-–]", re.IGNORECASE)
_COLUMN_NUMBER = re.compile(r"[(\[]?\s*(\d{1,3}|[A-Za-zĐđ]|[IVXivx]{1,5})\s*[)\]]?(\s*=.*)?")
_SERIAL = re.compile(r"([IVXLC]{1,6}|[A-ZĐ])\s*[.)\-:]?|\d+(\.\d+)+\.?")
_LISTED = re.compile(r"([IVXLC]{1,6}|[A-ZĐ])\s*[.)\-–:/]\s*\S.*", re.DOTALL)
_NUMERIC = re.compile(r"[\d.,\s%()+\-–]+")
_TOTAL = re.compile(
    r"(?!tong cong ty)(tong cong|tong so|cong|tong|total|grand total|sub ?total|sum|luy ke)"
    r"( (so|cac|toan|bo|doanh nghiep|dn|cong ty|don vi|co so|muc|nhom|phan|trang|danh sach"
    r"|thanh pho|(kcn|kcx|ccn|khu|quan|huyen|phuong|xa|nganh|linh vuc)\b.*|[ivxlc]+|[a-z]|\d+))*"
)
_LABELLED = re.compile(
    r"[(*\s]*(ghi chú|chú thích|nguồn|lưu ý|chú ý|note|notes|source|đơn vị tính|đvt|ngày in"
    r"|ngày lập|người (lập|lập biểu|lập bảng|báo cáo))\s*(\([^)]*\))?\s*[:.].*",
    re.IGNORECASE | re.DOTALL,
)
_SIGNED = re.compile(
    r"(người (lập|lập biểu|lập bảng|lập phiếu|báo cáo|kiểm tra)|thủ trưởng( đơn vị| cơ quan)?"
    r"|kế toán trưởng|(phó |tổng |phó tổng |kt\.? ?)?giám đốc|trưởng phòng|chủ tịch|[tk][mt]\..*"
    r"|xác nhận của .*|nơi nhận:?.*|\(?hết\)?|end)[.\s]*|\(?\s*ký.{0,60}\)?"
    r"|.{0,50}ngày.{0,8}tháng.{0,8}năm.{0,8}|(trang|page) \d+( ?(/|of|trên) ?\d+)?"
    r"|\(?\*+\)?\s*\S.*|-{2,}.*-{2,}",
    re.IGNORECASE | re.DOTALL,
)
_GROUP = re.compile(
    r"([ivxlc]+[. ]+|[a-z][. ]+|\d+[. ]+)?(kcn|kcx|ccn|khu (công nghiệp|chế xuất)|cụm công nghiệp"
    r"|quận|huyện|thị xã|nhóm|ngành|lĩnh vực|(phần|mục) [ivx\d]+|danh sách|danh mục)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(r"(?:(?![=+@])[\d\W_])+")
_TEMPLATE_NAME = re.compile(r"[(\[<{].*[)\]>}]", re.DOTALL)


@dataclass
class SheetContext:
    """What is known of a sheet when its rows are looked at."""

    head: Head
    merges: list[MergedCells]
    name: str  # the field that names a record
    name_is_text: bool  # a name without any letter is none


class RowKinds:
    """Tells records of a sheet from the other rows."""

    def __init__(self, sheet: SheetContext) -> None:
        head = sheet.head
        self._fields, self._name, self._name_is_text = head.fields, sheet.name, sheet.name_is_text
        self._headings = [{fold(part) for part in name.split(" / ")} for name in head.names]
        named = enumerate(zip(head.names, self._fields, strict=True))
        self._skipped = {at for at, (name, f) in named if not f and fold(name) in REASONS}
        self._wide = {
            merge.top: merge.right - merge.left + 1
            for merge in sheet.merges
            if merge.right > merge.left
        }
        self._has_more = len({name for name in self._fields if name}) > 1

    def why_none(self, line: Line) -> str:
        """Return why a row is no record; NAME_ONLY where that is for a person to say."""
        number, cells = line
        row = _Row([normalise(cell) for cell in cells], self._fields, self._name, self._skipped)
        return next(filter(None, self._reasons(number, row)), "")

    def _reasons(self, number: int, row: "_Row") -> Iterator[str]:
        if _EXAMPLE.match(row.name):
            yield _("dòng ví dụ của tệp mẫu")
        if self._repeats_headings(row):
            yield _("lặp lại dòng tiêu đề")
        if self._numbers_columns(row):
            yield _("dòng đánh số cột")
        if row.others_are_numbers and any(_TOTAL.fullmatch(fold(text)) for text in row.leading):
            yield _("dòng tổng cộng")
        if self._is_note(row.words):
            yield _("ghi chú hoặc chữ ký")
        if not row.read:
            yield self._without_cells(row)
        if row.name and self._is_placeholder(row.name):
            yield _("tên chỉ là ký hiệu giữ chỗ: “%(name)s”") % {"name": row.name[:50]}
        if row.others_are_counts and self._is_section(number, row):
            yield str(SECTION)
        if self._has_more and row.read == {self._name}:
            yield NAME_ONLY

    def _is_note(self, words: list[str]) -> bool:
        if not words or len(words) > 3:
            return False
        is_labelled = len(words) < 3 and _LABELLED.fullmatch(words[0])
        return bool(is_labelled) or all(map(_SIGNED.fullmatch, words))

    def _repeats_headings(self, row: "_Row") -> bool:
        same = [at for at in row.filled if at < len(self._headings) and self._is_heading(at, row)]
        return len(same) > 1 and len(same) * 2 > len(row.filled)

    def _is_heading(self, at: int, row: "_Row") -> bool:
        return fold(row.cells[at]) in self._headings[at]

    def _numbers_columns(self, row: "_Row") -> bool:
        enough = min(3, len([name for name in self._headings if name]))
        cells = [row.cells[at] for at in row.filled]
        if len(cells) < enough or not all(_COLUMN_NUMBER.fullmatch(cell) for cell in cells):
            return False
        are_marked = self._name_is_text or all(cell.startswith(("(", "[")) for cell in cells)
        return bool(row.name) and are_marked and len(set(cells)) == len(cells)

    def _without_cells(self, row: "_Row") -> str:
        if row.words and not all(_SERIAL.fullmatch(word) for word in row.words):
            return _("tên mục hoặc ghi chú")
        return _("chỉ có số thứ tự")

    def _is_placeholder(self, name: str) -> bool:
        if why_no_result(name):
            return False  # it may have a name: its row is to be mended
        is_mark = _MARK.fullmatch(name) or _TEMPLATE_NAME.fullmatch(name)
        return is_nothing(name) or bool(self._name_is_text and is_mark)

    def _is_section(self, number: int, row: "_Row") -> bool:
        if not row.name:
            return False
        is_numbered = any(_SERIAL.fullmatch(text) for text in row.before_name)
        is_listed = _LISTED.fullmatch(row.name) or _GROUP.fullmatch(row.name)
        is_wide = self._wide.get(number, 1) * 2 > len(self._fields) and len(row.filled) <= 2
        return bool(self._has_more and (is_numbered or is_listed or is_wide))


class _Row:
    """The cells of one row, sorted by what they may be."""

    def __init__(
        self, cells: list[str], fields: list[str], name: str, skipped: Collection[int]
    ) -> None:
        self.cells = cells
        self.filled = [at for at, cell in enumerate(cells) if cell and at not in skipped]
        of = {at: fields[at] for at in self.filled if at < len(fields) and fields[at]}
        self.read = set(of.values())
        at_name = next((at for at, each in of.items() if each == name), None)
        self.name = cells[at_name] if at_name is not None else ""
        self.words = [cells[at] for at in self.filled if not _NUMERIC.fullmatch(cells[at])]
        self.leading = self.words[:2]
        self.before_name = [cells[at] for at in self.filled if at_name and at < at_name]
        others = [cells[at] for at in of if at != at_name]
        self.others_are_numbers = all(_NUMERIC.fullmatch(text) for text in others)
        digits = [sum(char.isdigit() for char in text) for text in others]
        # More digits are the code of somebody.
        self.others_are_counts = self.others_are_numbers and max(digits, default=0) < 9
