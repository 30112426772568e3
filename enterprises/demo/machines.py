"""Machines that demo enterprises work with, by the process that needs them."""

from dataclasses import dataclass

GERMANY, ITALY, JAPAN, KOREA = "Đức", "Ý", "Nhật Bản", "Hàn Quốc"
CHINA, TAIWAN, VIETNAM = "Trung Quốc", "Đài Loan", "Việt Nam"


@dataclass(frozen=True)
class MachinePark:
    """A kind of machine by its slug, who makes such machines, and usual key figures in `unit`."""

    kind: str
    makers: tuple[tuple[str, str], ...]
    capacities: tuple[str, ...] = ()
    unit: str = ""


_TURNING = (("Mazak", JAPAN), ("Okuma", JAPAN), ("Doosan", KOREA), ("Takisawa", TAIWAN))
_MILLING = (("Brother", JAPAN), ("Makino", JAPAN), ("Doosan", KOREA), ("Victor Taichung", TAIWAN))
_GRINDING = (("Okamoto", JAPAN), ("Kent", TAIWAN))
_EDM = (("Sodick", JAPAN), ("Mitsubishi Electric", JAPAN), ("Accutex", TAIWAN))
_INJECTION = (("Haitian", CHINA), ("Sumitomo", JAPAN), ("LS Mtron", KOREA), ("Fanuc", JAPAN))
_DIE_CASTING = (("Toshiba", JAPAN), ("Ube", JAPAN), ("LK", CHINA))
_PRESSES = (("Aida", JAPAN), ("Amada", JAPAN), ("Chin Fong", TAIWAN), ("Seyi", TAIWAN))
_BRAKES = (("Amada", JAPAN), ("Trumpf", GERMANY), ("Yawei", CHINA))
_LASERS = (("Trumpf", GERMANY), ("Bystronic", "Thụy Sĩ"), ("Bodor", CHINA))
_MOUNTERS = (("Yamaha", JAPAN), ("Panasonic", JAPAN), ("Hanwha", KOREA))
_LOCAL = (("", VIETNAM), ("", CHINA), ("", TAIWAN))
_FORCES = ("60", "80", "110", "160", "250", "350", "450", "650")

_MILLS = MachinePark("trung-tam-gia-cong", _MILLING, ("510", "660", "800", "1050", "1300"), "mm")
_SEWING = MachinePark("may-may-cong-nghiep", (("Juki", JAPAN), ("Brother", JAPAN)))
_RUBBER_PRESSES = MachinePark(
    "may-ep-luu-hoa-cao-su",
    (("Pan Stone", TAIWAN), ("", VIETNAM)),
    ("100", "200", "300"),
    "tonne_force",
)

# fmt: off
MACHINES = {
    "tien-cnc": MachinePark("may-tien-cnc", _TURNING, ("200", "300", "400", "550"), "mm"),
    "gia-cong-co-khi-chinh-xac": _MILLS,
    "phay-cnc": _MILLS,
    "che-tao-khuon-mau": _MILLS,
    "mai": MachinePark("may-mai", _GRINDING, ("300", "500", "600"), "mm"),
    "cat-day-xung-dien": MachinePark("may-cat-day", _EDM, ("250", "350", "500"), "mm"),
    "duc-ap-luc": MachinePark(
        "may-duc-ap-luc", _DIE_CASTING, ("135", "250", "350", "500", "800"), "tonne_force"
    ),
    "duc-kim-loai": MachinePark(
        "lo-nau-kim-loai", (("Inductotherm", "Hoa Kỳ"), ("", CHINA)), ("300", "500", "1000"), "kg"
    ),
    "dap-kim-loai": MachinePark("may-dap", _PRESSES, _FORCES[:6], "tonne_force"),
    "san-xuat-oc-vit-bu-long": MachinePark("may-dap", _PRESSES, _FORCES[:3], "tonne_force"),
    "chan-gap-kim-loai-tam": MachinePark(
        "may-chan-ton", _BRAKES, ("60", "100", "130", "220"), "tonne_force"
    ),
    "cat-laser": MachinePark("may-cat-laser", _LASERS, ("2", "3", "4", "6", "12"), "kw"),
    "han": MachinePark("robot-han", (("Panasonic", JAPAN), ("OTC Daihen", JAPAN))),
    "ket-cau-thep": MachinePark("cau-truc", _LOCAL, ("5", "10", "20", "32"), "tonne"),
    "nhiet-luyen": MachinePark(
        "lo-nhiet-luyen", (("Ipsen", GERMANY), ("", TAIWAN)), ("300", "500", "1000"), "kg"
    ),
    "ma-kim-loai": MachinePark("be-ma", _LOCAL, ("2", "3", "6"), "m"),
    "anot-hoa": MachinePark("be-ma", _LOCAL, ("2", "3", "6"), "m"),
    "son-tinh-dien": MachinePark("day-chuyen-son", _LOCAL, ("2", "3", "6"), "m"),
    "dan-linh-kien-smt": MachinePark("day-chuyen-smt", _MOUNTERS),
    "ep-phun-nhua": MachinePark("may-ep-phun-nhua", _INJECTION, _FORCES, "tonne_force"),
    "thoi-nhua": MachinePark(
        "may-thoi-nhua", (("Nissei", JAPAN), ("Chumpower", TAIWAN)), ("1", "5", "20"), "litre"
    ),
    "dun-nhua": MachinePark(
        "may-dun-nhua", (("Battenfeld", GERMANY), ("", CHINA)), ("45", "65", "90"), "mm"
    ),
    "thoi-mang-nhua": MachinePark("may-dun-nhua", _LOCAL, ("45", "65", "90"), "mm"),
    "dinh-hinh-chan-khong": MachinePark(
        "may-dinh-hinh-chan-khong", _LOCAL, ("700", "1000"), "mm"
    ),
    "ep-luu-hoa-cao-su": _RUBBER_PRESSES,
    "san-xuat-de-giay": _RUBBER_PRESSES,
    "go-rap-giay": MachinePark("may-go-giay", _LOCAL),
    "may-mu-giay": _SEWING,
    "cat-may": _SEWING,
    "in-bao-bi-nhan": MachinePark(
        "may-in-offset", (("Heidelberg", GERMANY), ("Komori", JAPAN)), ("720", "1020"), "mm"
    ),
    "det-thoi": MachinePark(
        "may-det", (("Picanol", "Bỉ"), ("Toyota", JAPAN)), ("1900", "2300", "2800"), "mm"
    ),
    "det-kim": MachinePark(
        "may-det-kim", (("Mayer & Cie", GERMANY), ("Fukuhara", JAPAN)), ("26", "30", "34"), "inch"
    ),
    "nhuom-hoan-tat": MachinePark(
        "may-nhuom", (("Thies", GERMANY), ("Fong's", "Hồng Kông")), ("250", "500", "1000"), "kg"
    ),
    "say": MachinePark("may-say", _LOCAL, ("200", "500", "1000"), "kg"),
    "chiet-rot-dong-goi": MachinePark("day-chuyen-chiet-rot", _LOCAL),
}
# fmt: on
