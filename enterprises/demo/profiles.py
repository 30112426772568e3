"""Made-up enterprises as plain data, one after the other and as many as one likes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from django.utils.text import slugify

from core.text import fold
from enterprises.demo.goods import CUSTOMERS, HS_CODES, UNIT_WORDS, UNITS
from enterprises.demo.machines import MACHINES, MachinePark
from enterprises.demo.trade import Trade
from enterprises.demo.trades import TRADES
from enterprises.demo.words import (
    BRAND_FIRST,
    BRAND_SECOND,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MIDDLE_NAMES,
    PARK_INDUSTRIES,
    PARKS,
    POSITIONS,
    STREETS,
    SYLLABLES,
)
from enterprises.models import Enterprise

COUNT, SEED = 300, 2869
# Certificates begin and end around this day, so that the same seed gives the same data any day.
REFERENCE_DAY = date(2026, 7, 1)
ABROAD = (
    "nhat-ban",
    "han-quoc",
    "trung-quoc",
    "dai-loan",
    "thai-lan",
    "asean",
    "hoa-ky",
    "lien-minh-chau-au",
)
LANGUAGES = ("tieng-anh", "tieng-nhat", "tieng-han", "tieng-trung")
OPEN_ENDED = {"rohs", "reach", "ce", "ul"}

Ownership, Size = Enterprise.Ownership, Enterprise.SizeClass
LIMITED = ("Công ty TNHH {}", "{} Co., Ltd")
JOINT_STOCK = ("Công ty Cổ phần {}", "{} Joint Stock Company")
# Ownership -> (weight, forms of the name in Vietnamese and English, sizes with weights).
OWNERSHIPS = {
    Ownership.PRIVATE: (
        80,
        (
            *[LIMITED] * 5,
            *[("Công ty TNHH Một thành viên {}", "{} One Member Co., Ltd")] * 2,
            *[JOINT_STOCK] * 4,
            ("Doanh nghiệp tư nhân {}", "{} Private Enterprise"),
        ),
        {Size.MICRO: 15, Size.SMALL: 60, Size.MEDIUM: 17, Size.LARGE: 8},
    ),
    Ownership.FOREIGN: (
        12,
        (("Công ty TNHH {} Việt Nam", "{} Vietnam Co., Ltd"),),
        {Size.SMALL: 25, Size.MEDIUM: 35, Size.LARGE: 40},
    ),
    Ownership.STATE: (
        2,
        (JOINT_STOCK,),
        {Size.MEDIUM: 50, Size.LARGE: 50},
    ),
    Ownership.COOPERATIVE: (2, (("Hợp tác xã {}", "{} Cooperative"),), {Size.SMALL: 100}),
    Ownership.HOUSEHOLD: (4, (("Hộ kinh doanh {}", "{} Workshop"),), {Size.MICRO: 100}),
}
# Workers by size, as Decree 80/2021/NĐ-CP draws the lines for industry.
WORKERS = {
    Size.MICRO: (3, 10),
    Size.SMALL: (11, 100),
    Size.MEDIUM: (101, 200),
    Size.LARGE: (201, 900),
}
PARK_SHARE = {Size.MICRO: 0.05, Size.SMALL: 0.3, Size.MEDIUM: 0.7, Size.LARGE: 0.9}


@dataclass(frozen=True)
class DemoEnterprise:
    """One made-up enterprise: plain fields, and the keys of what it refers to."""

    fields: dict
    ward: str
    park: str | None
    offset: tuple[float, float]  # degrees north and east of the park's or the ward's point
    industries: list[str]
    processes: list[str]
    materials: list[str]
    sectors: list[str]
    vsic: str
    markets: list[str]
    languages: list[str]
    machines: list[dict]
    products: list[dict]
    certificates: list[dict]
    contacts: list[dict]


def demo_enterprises(count: int = COUNT, seed: int = SEED) -> Iterator[DemoEnterprise]:
    """Yield made-up enterprises that fit in themselves, the same for the same count and seed.

    Their names suit measuring, however many they are: 'cổ phần' stands in about 30% of them, each
    of the brands' syllables in 3% to 4%, and from the 729th on each has a coined word of its own.
    """
    random = Random(seed)  # noqa: S311 -- repeatable on purpose, no secret depends on it
    brands = [f"{first} {second}" for first, second in product(BRAND_FIRST, BRAND_SECOND)]
    random.shuffle(brands)
    weights = [trade.weight for trade in TRADES]
    for number in range(count):
        again, index = divmod(number, len(brands))
        brand = f"{brands[index]} {_coined(number)}" if again else brands[index]
        yield _enterprise(random, random.choices(TRADES, weights)[0], brand)


def _coined(number: int) -> str:
    """Return a word of four syllables, another one for each number up to 24 millions."""
    number = number * 7_919_993 % len(SYLLABLES) ** 4  # neighbours look nothing alike
    parts = []
    for _place in range(4):
        number, rest = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
    return "".join(parts).title()


def _enterprise(random: Random, trade: Trade, brand: str) -> DemoEnterprise:
    identity = _identity(random, trade, brand)
    made = _some(random, trade.products, 2, 5)
    needed = sorted({process for _vi, _en, process in made})
    spare = [process for process in trade.processes if process not in needed]
    processes = [*needed, *_some(random, spare, 0, 2)]
    place, ward, park = _place(random, trade, identity)
    trading = _trading(random, trade, identity)
    return DemoEnterprise(
        fields=identity | place | trading | _descriptions(identity | trading, made),
        ward=ward,
        park=park,
        offset=(random.uniform(-0.002, 0.002), random.uniform(-0.002, 0.002)),
        industries=[trade.industry, *_some(random, trade.also, 0, 1)],
        processes=processes,
        materials=_some(random, trade.materials, 1, 4),
        sectors=_some(random, trade.sectors, 1, 2),
        vsic=trade.vsic,
        markets=_markets(random, trading["export_share"]),
        languages=["tieng-viet", *_some(random, LANGUAGES, 0, 2)],
        machines=_machines(random, processes, identity),
        products=[_product(random, trade, name_vi, name_en) for name_vi, name_en, _process in made],
        certificates=_certificates(random, trade, identity["size_class"]),
        contacts=_contacts(random, slugify(fold(brand))),
    )


def _some(random: Random, values: Sequence, least: int, most: int) -> list:
    """Choose between `least` and `most` of the values (or all, if fewer), in their own order."""
    number = min(random.randint(least, most), len(values))
    return sorted(random.sample(values, number), key=values.index)


def _identity(random: Random, trade: Trade, brand: str) -> dict:
    ownership = random.choices(list(OWNERSHIPS), [weight for weight, *_ in OWNERSHIPS.values()])[0]
    _weight, forms, sizes = OWNERSHIPS[ownership]
    size = random.choices(list(sizes), list(sizes.values()))[0]
    form_vi, form_en = random.choice(forms)
    plain_brand = fold(brand).title()
    return {
        "legal_name": form_vi.format(f"{trade.name_vi} {brand}"),
        "international_name": form_en.format(f"{plain_brand} {trade.name_en}"),
        "short_name": plain_brand.replace(" ", "").upper() if random.random() < 0.5 else "",
        "ownership": ownership,
        "size_class": size,
        "employees": random.randint(*WORKERS[size]),
        "founding_year": random.randint(1994, 2023),
    }


def _place(random: Random, trade: Trade, identity: dict) -> tuple[dict, str, str | None]:
    """Return the address (park, ward and city are added when it is written), ward and park."""
    if (
        identity["ownership"] == Ownership.FOREIGN
        or random.random() < (PARK_SHARE[identity["size_class"]])
    ):
        parks = [p for p in PARKS if trade.industry in PARK_INDUSTRIES.get(p[0], [trade.industry])]
        park, ward, district, _weight = random.choices(parks, [place[-1] for place in parks])[0]
        lot = f"{random.choice('ABCDEGHK')}{random.randint(1, 24)}"
        address = f"Lô {lot}, đường số {random.randint(1, 16)}"
    else:
        ward, district, streets, _weight = random.choices(STREETS, [p[-1] for p in STREETS])[0]
        park = None
        part = random.choice(["", "", "A", f"/{random.randint(1, 40)}"])
        address = f"{random.randint(1, 990)}{part} {random.choice(streets)}"
    return {"address": address, "former_district": district}, ward, park


def _trading(random: Random, trade: Trade, identity: dict) -> dict:
    """Return how large the workshop is and to whom it sells."""
    is_micro = identity["size_class"] == Size.MICRO
    return {
        "floor_area": max(2, round(identity["employees"] * random.uniform(1, 4) / 10)) * 100,
        "export_share": 0 if is_micro else random.choice([0, 0, 20, 30, 50, 70]),
        "customers": "\n".join(_some(random, CUSTOMERS[trade.industry], 0, 2)),
    }


def _markets(random: Random, export_share: int) -> list[str]:
    """Return the home market always, and markets abroad for those who export."""
    return ["viet-nam", *(_some(random, ABROAD, 1, 3) if export_share else [])]


def _machines(random: Random, processes: list[str], identity: dict) -> list[dict]:
    """Return one or two makes of each process's machine; the same kind is bought once."""
    parks = {
        MACHINES[process].kind: MACHINES[process] for process in processes if process in MACHINES
    }
    return [
        _machine(random, park, identity)
        for park in parks.values()
        for _make in range(random.randint(1, 2))
    ]


def _machine(random: Random, park: MachinePark, identity: dict) -> dict:
    maker, country = random.choice(park.makers)
    figures = {"capacity": Decimal(random.choice(park.capacities))} if park.capacities else {}
    return {
        "kind": park.kind,
        "maker": maker,
        "country": country,
        "year": random.randint(max(identity["founding_year"], 2005), 2025),
        "quantity": random.randint(1, 2 + identity["employees"] // 50),
        "capacity_unit": park.unit,
        **figures,
    }


def _descriptions(facts: dict, made: list[tuple]) -> dict:
    area, employees, share = facts["floor_area"], facts["employees"], facts["export_share"]
    names_vi = ", ".join(_inside(name_vi) for name_vi, _en, _process in made)
    names_en = ", ".join(_inside(name_en) for _vi, name_en, _process in made)
    export_vi = f" Xuất khẩu khoảng {share}% doanh thu." if share else ""
    export_en = f" Exports make about {share}% of sales." if share else ""
    return {
        "description_vi": f"Sản phẩm chính: {names_vi}. Nhà xưởng {_dotted(area)} m², "
        f"{employees} lao động, nhận gia công theo đơn hàng.{export_vi}",
        "description_en": f"Main products: {names_en}. A workshop of {area:,} m² with "
        f"{employees} workers, working to customers' orders.{export_en}",
    }


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() or name[1:2] == "-" else name[0].lower() + name[1:]


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _product(random: Random, trade: Trade, name_vi: str, name_en: str) -> dict:
    """Return a product whose text says what its fields say."""
    unit = UNITS.get(name_en, trade.unit)
    figures = _figures(random, trade)
    volume, tolerance = figures.get("monthly_capacity", 0), figures.get("tolerance", "")
    weeks = random.randint(2, 8)
    unit_vi, unit_en = UNIT_WORDS[unit]
    return {
        "name_vi": name_vi,
        "name_en": name_en,
        "description_vi": trade.sentence_vi.format(
            tolerance=str(tolerance).replace(".", ","),
            capacity=f"{_dotted(volume)} {unit_vi}",
            weeks=weeks,
        ),
        "description_en": trade.sentence_en.format(
            tolerance=tolerance, capacity=f"{volume:,} {unit_en}", weeks=weeks
        ),
        "hs_code": HS_CODES.get(name_en, ""),
        "monthly_unit": unit,
        **figures,
    }


def _figures(random: Random, trade: Trade) -> dict:
    """Return the figures that such a product has; units of length are the model's own, mm."""
    half = len(trade.sizes) // 2
    choices = {
        "size_min": trade.sizes[:half],
        "size_max": trade.sizes[half:],
        "tolerance": tuple(map(Decimal, trade.tolerances)),
        "monthly_capacity": trade.volumes,
    }
    return {name: random.choice(values) for name, values in choices.items() if values}


def _certificates(random: Random, trade: Trade, size: str) -> list[dict]:
    certificates = []
    for standard in _some(random, trade.standards, 0, 1 if size == Size.MICRO else 3):
        start = REFERENCE_DAY - timedelta(days=random.randint(30, 1_500))
        certificates.append(
            {
                "standard": standard,
                "number": f"MH-{start.year}-{random.randint(1, 9_999):04}",
                "issuer": "Tổ chức chứng nhận (minh họa)",
                "valid_from": start,
                "valid_to": None if standard in OPEN_ENDED else start + timedelta(days=1_095),
            }
        )
    return certificates


def _contacts(random: Random, mailbox: str) -> list[dict]:
    """Return one contact that the public sees and one that it does not."""
    return [
        {
            "person": " ".join(map(random.choice, (FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES))),
            "position": random.choice(POSITIONS),
            "email": f"{mailbox}-{number}@example.com",
            "is_public": is_public,
        }
        for number, is_public in enumerate((True, False), start=1)
    ]
