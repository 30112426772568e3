"""Made-up enterprises for trying the portal out: flagged as demo, without tax codes or phones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random

from django.db import models, transaction
from django.utils.text import slugify

from enterprises.demo_trades import TRADES, Trade
from enterprises.demo_words import (
    BRAND_FIRST,
    BRAND_SECOND,
    FAMILY_NAMES,
    GIVEN_NAMES,
    MIDDLE_NAMES,
    PARK_INDUSTRIES,
    PARKS,
    POSITIONS,
    STREETS,
)
from enterprises.models import (
    Certificate,
    Contact,
    Enterprise,
    IndustrialPark,
    Industry,
    Material,
    Process,
    Product,
    Standard,
    Ward,
)
from enterprises.search import search_text
from portal.text import fold

SOURCE = "Dữ liệu minh họa do máy tạo"
CITY = "Thành phố Hồ Chí Minh"
COUNT, SEED = 300, 2869
# Certificates begin and end around this day, so that the same seed gives the same data any day.
REFERENCE_DAY = date(2026, 7, 1)
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
    industries: list[str]
    processes: list[str]
    materials: list[str]
    products: list[dict]
    certificates: list[dict]
    contacts: list[dict]


def demo_enterprises(count: int = COUNT, seed: int = SEED) -> Iterator[DemoEnterprise]:
    """Made-up enterprises that fit in themselves; the same count and seed give the same ones."""
    random = Random(seed)  # noqa: S311 -- repeatable on purpose, no secret hangs on it
    brands = [f"{first} {second}" for first, second in product(BRAND_FIRST, BRAND_SECOND)]
    random.shuffle(brands)
    weights = [trade.weight for trade in TRADES]
    for number in range(count):
        again, index = divmod(number, len(brands))
        brand = f"{brands[index]} {again + 1}" if again else brands[index]
        yield _enterprise(random, random.choices(TRADES, weights)[0], brand)


def _enterprise(random: Random, trade: Trade, brand: str) -> DemoEnterprise:
    identity = _identity(random, trade, brand)
    made = _some(random, trade.products, 2, 5)
    needed = {process for _vi, _en, process in made}
    spare = [process for process in trade.processes if process not in needed]
    place, ward, park = _place(random, trade, identity)
    return DemoEnterprise(
        fields=identity | place | _descriptions(random, identity, made),
        ward=ward,
        park=park,
        industries=[trade.industry, *_some(random, trade.also, 0, 1)],
        processes=[*sorted(needed), *_some(random, spare, 0, 2)],
        materials=_some(random, trade.materials, 1, 4),
        products=[_product(random, trade, name_vi, name_en) for name_vi, name_en, _process in made],
        certificates=_certificates(random, trade, identity["size_class"]),
        contacts=_contacts(random, slugify(fold(brand))),
    )


def _some(random: Random, values: Sequence, least: int, most: int) -> list:
    """Between `least` and `most` of the values (or all, if fewer), in their own order."""
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
    """The address (park, ward and city are added when it is written), ward and park."""
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


def _descriptions(random: Random, identity: dict, made: list[tuple]) -> dict:
    employees = identity["employees"]
    area = max(2, round(employees * random.uniform(1, 4) / 10)) * 100
    share = 0 if identity["size_class"] == Size.MICRO else random.choice([0, 0, 20, 30, 50, 70])
    names_vi = ", ".join(_inside(name_vi) for name_vi, _en, _process in made)
    names_en = ", ".join(_inside(name_en) for _vi, name_en, _process in made)
    export_vi = f" Xuất khẩu khoảng {share}% sản lượng." if share else ""
    export_en = f" About {share}% of the output is exported." if share else ""
    return {
        "description_vi": f"Sản phẩm chính: {names_vi}. Nhà xưởng {_dotted(area)} m², "
        f"{employees} lao động, nhận đơn hàng của doanh nghiệp trong và ngoài nước.{export_vi}",
        "description_en": f"Main products: {names_en}. A workshop of {area:,} m² with "
        f"{employees} workers, taking orders from Vietnam and abroad.{export_en}",
    }


def _inside(name: str) -> str:
    """A name as it stands inside a sentence; abbreviations keep their capitals."""
    return name if name[1:2].isupper() or name[1:2] == "-" else name[0].lower() + name[1:]


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _product(random: Random, trade: Trade, name_vi: str, name_en: str) -> dict:
    tolerance = random.choice(["0.005", "0.01", "0.02", "0.05", "0.1"])
    volume = random.choice([500, 2_000, 5_000, 10_000, 30_000])
    figures = {
        "tonnes": random.choice([40, 60, 80, 120, 200, 350]),
        "weeks": random.randint(2, 8),
    }
    return {
        "name_vi": name_vi,
        "name_en": name_en,
        "description_vi": trade.sentence_vi.format(
            tolerance=tolerance.replace(".", ","), volume=_dotted(volume), **figures
        ),
        "description_en": trade.sentence_en.format(
            tolerance=tolerance, volume=f"{volume:,}", **figures
        ),
    }


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
    """One contact that the public sees and one that it does not."""
    return [
        {
            "person": " ".join(map(random.choice, (FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES))),
            "position": random.choice(POSITIONS),
            "email": f"{mailbox}-{number}@example.com",
            "is_public": is_public,
        }
        for number, is_public in enumerate((True, False), start=1)
    ]


@transaction.atomic
def load_demo_enterprises(count: int = COUNT, seed: int = SEED) -> int:
    """Write made-up enterprises, published and flagged, in a few statements.

    Bulk writing leaves no history: nobody has changed these records yet. What staff have taken out
    of a taxonomy is left out here too.
    """
    demos = list(demo_enterprises(count, seed))
    wards, parks = Ward.objects.in_bulk(), IndustrialPark.objects.in_bulk(field_name="slug")
    enterprises = Enterprise.objects.bulk_create(
        _record(demo.fields, wards.get(demo.ward), parks.get(demo.park)) for demo in demos
    )
    pairs = list(zip(enterprises, demos, strict=True))
    _load_what_hangs_on(pairs)
    for relation, terms in {
        "industries": Industry,
        "processes": Process,
        "materials": Material,
    }.items():
        _load_terms(pairs, relation, terms)
    _index([enterprise.pk for enterprise in enterprises])
    return len(enterprises)


def _record(fields: dict, ward: Ward | None, park: IndustrialPark | None) -> Enterprise:
    """The enterprise as saving would leave it: text tidied, keys, slug and version written."""
    place = [fields["address"], park and park.name_vi, ward and ward.name_vi, CITY]
    enterprise = Enterprise(
        **fields | {"address": ", ".join(filter(None, place))},
        ward=ward,
        park=park,
        locality=Enterprise.Locality.IN_CITY,
        state=Enterprise.State.PUBLISHED,
        is_demo=True,
        source=SOURCE,
        version=1,
    )
    enterprise.clean_fields(exclude={"ward", "park", "slug", "search_text"})
    enterprise.slug = enterprise._free_slug()
    return enterprise


def _load_what_hangs_on(pairs: list[tuple[Enterprise, DemoEnterprise]]) -> None:
    Product.objects.bulk_create(
        Product(enterprise=e, **row) for e, d in pairs for row in d.products
    )
    Contact.objects.bulk_create(
        Contact(enterprise=e, **row) for e, d in pairs for row in d.contacts
    )
    standards = Standard.objects.in_bulk(field_name="slug")
    Certificate.objects.bulk_create(
        Certificate(enterprise=enterprise, **row | {"standard": standards[row["standard"]]})
        for enterprise, demo in pairs
        for row in demo.certificates
        if row["standard"] in standards
    )


def _load_terms(
    pairs: list[tuple[Enterprise, DemoEnterprise]], relation: str, terms: type[models.Model]
) -> None:
    link = getattr(Enterprise, relation).through
    keys = terms.objects.in_bulk(field_name="slug")
    link.objects.bulk_create(
        link(**{"enterprise": enterprise, terms._meta.model_name: keys[slug]})
        for enterprise, demo in pairs
        for slug in getattr(demo, relation)
        if slug in keys
    )


def _index(pks: list[int]) -> None:
    related = ["products", "processes", "materials", "industries"]
    found = Enterprise.objects.filter(pk__in=pks).select_related("ward", "park")
    enterprises = list(found.prefetch_related(*related))
    for enterprise in enterprises:
        enterprise.search_text = search_text(enterprise)
    Enterprise.objects.bulk_update(enterprises, ["search_text"], batch_size=100)
