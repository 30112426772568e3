"""Spreadsheets of the project's own writing, with the kinds of mess that real ones have."""

import io
import unicodedata

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

# No tax codes, other spellings of one firm, districts of before 2025, places outside the city.
MESSY = """Name,Address,Sector,Remark
"Golden Sun Co.,Ltd","Lot 12, Tan Thuan Export Processing Zone, District 7,Ho Chi Minh",Apparel,
"GOLDEN SUN CO., LTD.","Tan Thuan EPZ, Dist. 7, HCMC",Apparel,second visit
Công ty TNHH Dệt Sài Gòn Xanh,"12 Xa lộ Hà Nội, TP Thủ Đức",Dệt may,
Cong ty Bao Bi Phuong Nam,"KCN Song Than 1, Di An, Binh Duong",nhựa,
Northern Lights Garment JSC,"Lot 9, Dai An Industrial Zone, Hai Duong",garment,
Northern Lights Garment JSC - Plant 2,"Lot 9, Dai An Industrial Zone, Hai Duong",garment,
Nowhere Trading,Vietnam.,footwear,
"""


def csv_file(text: str = MESSY, name: str = "nha-may.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def decomposed_csv_file() -> SimpleUploadedFile:
    """The same file as a Mac writes it: NFD, with a byte order mark."""
    text = "\ufeff" + unicodedata.normalize("NFD", MESSY)
    return SimpleUploadedFile("mac.csv", text.encode(), content_type="text/csv")


def xlsx_file(rows: list[list], name: str = "nha-may.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())
