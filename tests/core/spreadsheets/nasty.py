"""XLSX files as nobody's spreadsheet program writes them."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="text/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{SHEET}.sharedStrings+xml"/></Types>'
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def workbook(sheets: int = 1, more: str = "") -> str:
    """The part that names the sheets, all of them the one part that there is."""
    names = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, sheets + 1))
    head = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{names}</sheets>'
    return f"{head}{more}</workbook>"


def sheet(rows: str, dimension: str = "A1", more: str = "") -> str:
    head = f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
    return f"{head}<sheetData>{rows}</sheetData>{more}</worksheet>"


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def styles(more: str = "") -> str:
    plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    plain = f"<cellStyleXfs>{plain}</cellStyleXfs><cellXfs>{plain}</cellXfs>"
    named = '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    fonts = "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills>"
    fonts += "<borders><border/></borders>"
    return f'<styleSheet xmlns="{MAIN}">{fonts}{plain}{named}{more}</styleSheet>'


def xlsx(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of these parts, and of the plain ones that are not among them."""
    plain = {
        "[Content_Types].xml": CONTENT_TYPES,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/workbook.xml": workbook(),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"/>',
        "xl/styles.xml": styles(),
        "xl/worksheets/sheet1.xml": sheet(f'<row r="1">{text_cell("A1", "Tên")}</row>'),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in {**plain, **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def of_rows(rows: str, dimension: str = "A1", more: str = "") -> bytes:
    return xlsx({"xl/worksheets/sheet1.xml": sheet(rows, dimension, more)})
