"""Every kind of mess that real spreadsheets have, one row each, and what the report says of it."""

import unicodedata

HEADINGS = ["Tên Công ty (*)", "MST", "Địa chỉ trụ sở", "SĐT", "Website", "Số LĐ", "Năm TL"]
# name, tax code, address, phone, website, employees, founded -> the column and words of the report
ROWS = [
    (["Nhựa Ðông Á", "", "Biên Hòa"], "Tên doanh nghiệp", "thay chữ Ð (eth) bằng Đ"),
    (
        [unicodedata.normalize("NFD", "Khuôn mẫu Thành Đạt"), "", "Long Thành"],
        "Tên doanh nghiệp",
        "ghép dấu rời",
    ),
    (["Bao\u00a0bì   Phương\u200b Nam", "", "Tây Ninh"], "Tên doanh nghiệp", "khoảng trắng thừa"),
    (["CÔNG TY CƠ KHÍ SÔNG HỒNG", "", "Hà Nội"], "Tên doanh nghiệp", "viết hoa toàn bộ"),
    (["Đúc Kim Long", "100233488"], "Mã số thuế", "“100233488” → “0100233488”"),
    (["Ốc vít Tân Tiến", "", "quận 7TP. Hồ Chí Minh"], "Địa chỉ", "“quận 7, TP. Hồ Chí Minh”"),
    (["Mạ kẽm Đại Phát", "", "Biên Hòa, Đồng Nai..."], "Địa chỉ", "dấu câu thừa"),
    (["Dây điện Hoàng Gia", "", "", "903111222"], "Điện thoại", "“0903111222”"),
    (["Lò xo Minh Tâm", "", "", "84 903 111 333"], "Điện thoại", "“0903 111 333”"),
    (["Vòng bi Quang Vinh", "", "", "2838231111.0"], "Điện thoại", "“02838231111”"),
    (["Cao su Bình Lợi", "", "", "", "www.example.com"], "Trang web", "https://www.example.com"),
    (["Sơn tĩnh điện Việt", "", "", "", "", "khoảng 200 người"], "Số lao động", "→ “200”"),
    (["Hàn cắt Trường An", "", "", "", "", "", "15/03/1999"], "Năm thành lập", "→ “1999”"),
    (
        ["Ép nhựa Gia Khang", "", "12 Lê Lợi, Phường Hiệp Bình, TP. Hồ Chí Minh"],
        "Phường, xã",
        "lấy theo địa chỉ: Phường Hiệp Bình",
    ),
    (
        ["Phay tiện Nghĩa Hòa", "", "12 Lê Lợi, P. Hiệp Bình, Quận Thủ Đức, TP. HCM"],
        "Phường, xã",
        "có thể là Phường Hiệp Bình",
    ),
]


def table() -> list[list[str]]:
    """The rows as a sheet: a title, a blank line, headings as people write them, then the mess."""
    rows = [(cells + [""] * len(HEADINGS))[: len(HEADINGS)] for cells, _column, _text in ROWS]
    return [["DANH SÁCH DOANH NGHIỆP NĂM 2026"], [], HEADINGS, *rows]


def csv_text(delimiter: str = ",") -> str:
    """The same rows as a CSV."""
    quoted = (delimiter.join(f'"{cell}"' for cell in row) for row in table())
    return "\r\n".join(quoted) + "\r\n"
