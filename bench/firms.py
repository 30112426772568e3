"""Made-up firms for measuring the search for duplicates: the same of every seed.

Three registers differ in their trades, in how names are made and in where firms are. No firm, no
telephone and no tax code is real.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from stdnum.vn import mst

from core.text import fold

_FORMS = [("Công ty TNHH", 55), ("Công ty TNHH MTV", 17), ("Công ty Cổ phần", 25), ("DNTN", 3)]
_BUSINESS = [
    "", "", "", "Sản xuất", "Thương mại", "Thương mại Dịch vụ", "Sản xuất Thương mại",
    "Sản xuất Thương mại Dịch vụ", "Thương mại Dịch vụ Xuất nhập khẩu", "Đầu tư",
    "Đầu tư Phát triển", "Xây dựng", "Kỹ thuật",
]  # fmt: skip
_SYLLABLES = """Minh Phát Tân Thành Hưng Phú An Đại Việt Nam Hoàng Gia Kim Long Đức Thịnh Tiến Thái
Bình Quang Trung Hải Sơn Đông Á Phương Nhật Quốc Toàn Lợi Lộc Vĩnh Khang Ngọc Bảo Châu Trường Giang
Thiên Ân Phúc Hòa Hiệp Dũng Anh Tuấn Hùng Cường Duy Khánh Linh Mai Lan Xuân Thu Hà Thanh Tùng Mỹ
Vạn Lâm Đạt Nguyên Phong Vũ Nghĩa Tín Trí Tâm Thuận Hồng Hạnh Huy Khoa Kiên Bách Tường Vy
Yến Song""".split()
_STREETS = """Lê Lợi|Nguyễn Trãi|Trần Phú|Lý Thường Kiệt|Cách Mạng Tháng Tám|Lạc Long Quân
Quang Trung|Hùng Vương|Võ Thị Sáu|Điện Biên Phủ|Tô Hiến Thành|Phan Đình Phùng|Trường Chinh
Âu Cơ|Lũy Bán Bích|Nguyễn Văn Quá|Tô Ký
Lê Văn Khương|Kinh Dương Vương|Tỉnh lộ 10|Quốc lộ 13|Quốc lộ 1A|Đường số 7
Huỳnh Tấn Phát|Nguyễn Duy Trinh|Lê Văn Việt|Đỗ Xuân Hợp|Phạm Văn Đồng|Bùi Đình Túy|Phan Huy Ích"""
_WARDS = """An Lạc|Bình Thạnh|Tân Hưng|Thới An|Gò Vấp|Hiệp Bình|Tân Sơn Nhì|Lái Thiêu|Dĩ An
Tam Thắng|Bình Tân|Tây Thạnh|Vĩnh Lộc|Tân Tạo|Linh Xuân|Phú Mỹ|Bà Rịa|Thuận An|Bến Cát|Nhà Bè
Hóc Môn"""
_PARKS = """Tân Bình|Vĩnh Lộc|Tân Tạo|Lê Minh Xuân|Hiệp Phước|Cát Lái|Tân Thới Hiệp|Sóng Thần 1
Việt Hương|Mỹ Phước 3|Đồng An|Phú Mỹ 1|Đông Xuyên|Bình Chiểu|Tân Phú Trung|Tây Bắc Củ Chi"""
_FOREIGN = """Sun Moon Star Golden Silver Ocean Pacific Delta Alpha Nova Hansung Daeyang Kyowa
Nissei Sankei Tech Vertex Prime Summit Crystal Diamond Phoenix Dragon Unity Apex Orion Zenith Meiko
Fujita Kato Yamada Seoul Taipei Chang Wei Hong Lin Euro Asia Global""".split()


@dataclass(frozen=True)
class Register:
    """One kind of register: its trades by their English names, and how its names are made."""

    name: str
    trades: dict[str, str]
    syllables: tuple[int, int]  # of a name of one's own: least, most
    foreign: float  # share of names that are not Vietnamese
    in_parks: float  # share of the firms in parks
    streets: int  # on which the others are
    bare: float = 0.0  # share without address


REGISTERS = (
    Register(
        "industry",
        {
            "Cơ khí": "Mechanical", "Cơ khí Chính xác": "Precision Mechanical",
            "Nhựa": "Plastic", "Khuôn mẫu": "Mold", "Bao bì": "Packaging", "Điện tử":
            "Electronics", "Cao su": "Rubber", "Thép": "Steel", "Thiết bị Công nghiệp":
            "Industrial Equipment", "Giày da": "Footwear", "Dệt may": "Textile Garment",
        },
        (2, 2), 0.05, 0.33, 30, 0.03,
    ),
    Register(
        "trade",
        {
            "Thực phẩm": "Food", "Vận tải": "Transport", "Nội thất": "Furniture", "In ấn":
            "Printing", "Gỗ": "Wood", "Hóa chất": "Chemical", "Sơn mài": "Lacquer", "Thủy tinh":
            "Glassware", "Đồ chơi": "Toys", "Máy lọc nước": "Water Filter", "": "",
        },
        (1, 3), 0.15, 0.2, 12, 0.05,
    ),
    Register(
        "foreign",
        {
            "Linh kiện": "Components", "Dây cáp điện": "Cable", "Ô tô": "Automotive", "Phụ tùng":
            "Spare Parts", "Xi mạ": "Plating", "Đúc": "Casting", "Lò xo": "Spring",
            "Tự động hóa": "Automation", "Cảm biến": "Sensor", "": "",
        },
        (2, 3), 0.5, 0.6, 30,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Firm:
    """A firm as a row of a list tells of it."""

    number: int  # equal for one firm written twice
    form: str
    business: str
    trade: str
    own: tuple[str, ...]  # the words of its own
    street: str
    house: str
    ward: str
    phone: str
    tax_code: str
    written: str = ""  # the name, where it is not written as usual
    place: str | None = None
    variant: str = ""  # how it differs from the record that is there
    english: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        return self.written or " ".join(
            filter(None, [self.form, self.business, self.trade, *self.own])
        )

    @property
    def address(self) -> str:
        if self.place is not None:
            return self.place
        return f"{self.house} {self.street}, Phường {self.ward}, TP. Hồ Chí Minh"


class FirmMaker:
    """Makes firms of one register, no two of them the same."""

    def __init__(self, register: Register, seed: int | str) -> None:
        self.register, self.random, self.number = register, Random(f"{register.name} {seed}"), 0  # noqa: S311
        self.streets = _lines(_STREETS)[: register.streets]
        self.taken: set[tuple[str, str]] = set()

    def firms(self, count: int, coded: float = 0.5) -> list[Firm]:
        """Return so many new firms; `coded` is the share with a tax code."""
        made: list[Firm] = []
        while len(made) < count:
            firm = self._firm(self.random.random() < coded)
            # Nobody registers the very name that somebody else has at the same place.
            if (key := (fold(firm.name), fold(firm.address))) not in self.taken:
                self.taken.add(key)
                made.append(firm)
        return made

    def _firm(self, is_coded: bool) -> Firm:
        random, register = self.random, self.register
        self.number += 1
        is_foreign = random.random() < register.foreign
        words = _FOREIGN if is_foreign else _SYLLABLES
        least, most = (1, 2) if is_foreign else register.syllables
        drawn = (_zipf(random, words) for _ in range(random.randint(least, most)))
        own = tuple(dict.fromkeys(drawn))
        in_park = random.random() < register.in_parks
        house, street = self.spot(in_park)
        firm = Firm(
            self.number,
            random.choices(*zip(*_FORMS, strict=True))[0],
            random.choice(_BUSINESS),
            _zipf(random, list(register.trades)),
            own,
            street,
            house,
            random.choice(_lines(_WARDS)),
            f"0{random.choice(['28', '90', '91', '98'])}{random.randrange(10**7):07}",
            tax_code(300_000_000 + 1_000 * self.number + random.randrange(1_000)) * is_coded,
            english=register.trades,
        )
        return replace(firm, place="") if random.random() < register.bare else firm

    def spot(self, in_park: bool) -> tuple[str, str]:
        random = self.random
        if in_park:
            plot = f"Lô {random.choice('ABCDEFGH')}{random.randint(1, 40)}"
            street = f", Đường số {random.randint(1, 12)}" if random.random() < 0.5 else ""
            return f"{plot}{street},", f"KCN {random.choice(_lines(_PARKS))}"
        tail = random.choice(["", "", "", "A", "B", f"/{random.randint(1, 60)}"])
        return f"{random.randint(1, 900)}{tail}", random.choice(self.streets)


def tax_code(number: int) -> str:
    """Return a code with a right check digit whose first nine digits are near this number."""
    while True:
        digits = f"{number:010}"[-9:]
        try:
            return mst.validate(digits + mst.calc_check_digit(digits))
        except Exception:
            number += 1


def _zipf(random: Random, words: list[str]) -> str:
    """Return one of the words, the first ones often, the last ones seldom."""
    return random.choices(words, [1 / (n + 6) for n in range(len(words))])[0]


def _lines(text: str) -> list[str]:
    return [word for line in text.split("\n") for word in line.split("|")]


def variants(firms: list[Firm], maker: FirmMaker) -> list[Firm]:
    """Return each firm once more as somebody else writes it, the kinds of writing by turns."""
    kinds = list(VARIANTS.items())
    return [
        replace(
            write(firm, maker),
            variant=kind,
            tax_code="",
            phone=firm.phone if write is _moved else "",
        )
        for n, firm in enumerate(firms)
        for kind, write in [kinds[n % len(kinds)]]
    ]


def _misspelt(firm: Firm, maker: FirmMaker) -> Firm:
    words, random = firm.name.split(), maker.random
    long = [n for n, word in enumerate(words) if len(word) > 3 and n > 1] or [len(words) - 1]
    at = random.choice(long)
    words[at] = _with_error(words[at], random)
    return replace(firm, written=" ".join(words))


def _with_error(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1) if len(word) > 2 else 0
    kinds = [
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        word[:at] + random.choice("aeiouhnt") + word[at + 1 :],
    ]
    return random.choice(kinds)


_SHORT = {
    "Sản xuất": "SX", "Thương mại": "TM", "Dịch vụ": "DV", "Xuất nhập khẩu": "XNK",
    "Công ty": "CTY", "Cổ phần": "CP", "Xây dựng": "XD", "Kỹ thuật": "KT", "Đầu tư": "ĐT",
}  # fmt: skip


def _abbreviated(firm: Firm, maker: FirmMaker) -> Firm:
    name = firm.name
    for long, short in _SHORT.items():
        name = name.replace(long, short)
    return replace(firm, written=name)


def _english(firm: Firm, maker: FirmMaker) -> Firm:
    trade = firm.english.get(firm.trade, "")
    business = {"Thương mại": "Trading", "Sản xuất": "Manufacturing", "Đầu tư": "Investment"}
    words = [*firm.own, trade, business.get(firm.business, "")]
    name = fold(" ".join(filter(None, words))).title()
    return replace(firm, written=f"{name} Co., Ltd")


def _without_marks(firm: Firm, maker: FirmMaker) -> Firm:
    return replace(firm, written=_bare(firm.name).upper(), place=_bare(firm.address))


def _bare(text: str) -> str:
    """Return the text as a typewriter without marks writes it."""
    split = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(each for each in split if not unicodedata.combining(each))


def _other_order(firm: Firm, maker: FirmMaker) -> Firm:
    parts = [firm.form, *firm.own, firm.trade, firm.business]
    return replace(firm, written=" ".join(filter(None, parts)))


def _other_address(firm: Firm, maker: FirmMaker) -> Firm:
    if firm.place == "":
        return firm
    house = firm.house.replace("Lô ", "Lot ").replace("Đường số", "Road No.")
    street = firm.street.replace("KCN", "Khu công nghiệp")
    ward = maker.random.choice([f"P. {firm.ward}", f"P.{firm.ward}, Q. Tân Bình", ""])
    parts = [f"{'' if house.startswith('Lot') else 'Số '}{house} {street}", ward, "TPHCM"]
    return replace(firm, place=", ".join(filter(None, parts)))


def _no_address(firm: Firm, maker: FirmMaker) -> Firm:
    return replace(firm, place="")


def _moved(firm: Firm, maker: FirmMaker) -> Firm:
    house, street = maker.spot(False)
    return replace(firm, house=house, street=street, place=None)


def _glued(firm: Firm, maker: FirmMaker) -> Firm:
    own = "".join(fold(word) for word in firm.own).title()
    return replace(firm, own=(own,))


def _misspelt_elsewhere(firm: Firm, maker: FirmMaker) -> Firm:
    return _misspelt(_other_address(firm, maker), maker)


def _short_without_address(firm: Firm, maker: FirmMaker) -> Firm:
    return _abbreviated(_no_address(firm, maker), maker)


def _english_otherwise(firm: Firm, maker: FirmMaker) -> Firm:
    return _english(_other_address(firm, maker), maker)


VARIANTS: dict[str, Callable[[Firm, FirmMaker], Firm]] = {
    "misspelt": _misspelt,
    "abbreviated": _abbreviated,
    "English name": _english,
    "no marks": _without_marks,
    "other order": _other_order,
    "address otherwise": _other_address,
    "no address": _no_address,
    "moved, same telephone": _moved,
    "glued words": _glued,
    "misspelt, address otherwise": _misspelt_elsewhere,
    "abbreviated, no address": _short_without_address,
    "English name, address otherwise": _english_otherwise,
}


def registers(names: list[str]) -> Iterator[Register]:
    """Yield the registers of these names, or all."""
    yield from (each for each in REGISTERS if not names or each.name in names)
