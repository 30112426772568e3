"""Profiles in which everything is told, for tests of what a page makes of them."""

import io
from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils.timezone import localdate
from PIL import Image

from catalogue.models import (
    IndustrialPark,
    Industry,
    Language,
    MachineKind,
    Market,
    Material,
    Process,
    ProcessFamily,
    Sector,
    Standard,
    VsicClass,
    Ward,
)
from enterprises.models import Certificate, Contact, Enterprise, Machine, Product
from enterprises.search.entries import reindex
from tests.factories.enterprises import (
    AttachmentFactory,
    CertificateScanFactory,
    EnterpriseFactory,
)


def term(model, slug: str, name_vi: str, name_en: str = "", **fields):
    """An entry of a taxonomy, made at its first use."""
    names = {"name_vi": name_vi, "name_en": name_en}
    return model.objects.get_or_create(slug=slug, defaults=names | fields)[0]


def process(slug: str, name_vi: str, name_en: str = "", family: str = "Đúc") -> Process:
    """A process in a family by that name."""
    families = ProcessFamily.objects
    known = families.filter(name_vi=family).first()
    known = known or families.create(
        slug=f"nhom-{families.count()}", name_vi=family, position=families.count() + 100
    )
    return term(Process, slug, name_vi, name_en, family=known)


def picture(width: int = 80, height: int = 40, form: str = "PNG") -> ContentFile:
    """A photo as somebody would upload it."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), "steelblue").save(data, form)
    return ContentFile(data.getvalue(), name=f"anh.{form.lower()}")


def press_kind() -> MachineKind:
    """Presses, compared by force."""
    names = {"capacity_vi": "Lực ép", "capacity_en": "Pressing force"}
    return term(
        MachineKind, "may-dap", "Máy dập", "Press", unit="tonne_force", steps="63 250", **names
    )


def full_profile(**fields) -> Enterprise:
    """A die caster in a park who has told everything."""
    park = term(
        IndustrialPark, "kcn-hiep-phuoc", "KCN Hiệp Phước", "Hiep Phuoc IP", kind="industrial_park"
    )
    ward, _made = Ward.objects.get_or_create(
        code="27655", defaults={"name_vi": "Xã Hiệp Phước", "name_en": "Hiep Phuoc Commune"}
    )
    told = {
        "legal_name": "Công ty TNHH Đúc Thành Đạt",
        "international_name": "Thanh Dat Casting Co., Ltd",
        "tax_code": "0100233488",
        "ownership": "private",
        "size_class": "medium",
        "founding_year": 2004,
        "employees": 1_150,
        "floor_area": 12_500,
        "export_share": 35,
        "description_vi": "Đúc áp lực nhôm, kẽm.",
        "description_en": "Aluminium and zinc die casting.",
        "customers": "Công ty A\nCông ty B",
        "website": "https://duc-thanh-dat.example",
        "ward": ward,
        "park": park,
        "latitude": "10.64000",
        "longitude": "106.74000",
    }
    enterprise = EnterpriseFactory(**told | fields)
    _terms(enterprise)
    _products(enterprise)
    _machines(enterprise)
    _certificates(enterprise)
    AttachmentFactory(enterprise=enterprise, title_vi="Ca-ta-lô đúc áp lực")
    CertificateScanFactory(enterprise=enterprise, title_vi="Bản quét ISO 9001")
    Contact.objects.create(
        enterprise=enterprise,
        person="Trần Thị Bình",
        position="Kinh doanh",
        phone="028 3823 1111",
        email="binh@duc-thanh-dat.example",
        is_public=True,
    )
    reindex(Enterprise.objects.filter(pk=enterprise.pk))
    return enterprise


def _terms(enterprise: Enterprise) -> None:
    enterprise.industries.add(
        term(Industry, "co-khi", "Cơ khí", "Mechanical engineering", kind="essential", position=1)
    )
    enterprise.sectors.add(term(Sector, "o-to", "Sản xuất ô tô", "Automobile", position=901))
    vsic, _made = VsicClass.objects.get_or_create(
        version="2025", code="2431", defaults={"name_vi": "Đúc sắt, thép"}
    )
    enterprise.vsic_classes.add(vsic)
    enterprise.processes.add(
        process("duc-ap-luc", "Đúc áp lực", "Die casting"),
        process("cnc", "Phay CNC", "CNC milling", family="Cắt gọt"),
    )
    enterprise.materials.add(term(Material, "nhom", "Nhôm", "Aluminium"))
    enterprise.markets.add(term(Market, "nhat-ban", "Nhật Bản", "Japan"))
    enterprise.languages.add(term(Language, "tieng-nhat", "Tiếng Nhật", "Japanese"))


def _products(enterprise: Enterprise) -> None:
    Product.objects.create(enterprise=enterprise, name_vi="Nắp bơm")
    Product.objects.create(
        enterprise=enterprise,
        name_vi="Vỏ hộp số",
        name_en="Gearbox housing",
        description_vi="Nhôm ADC12.",
        hs_code="87084011",
        size_min=Decimal("20"),
        size_max=Decimal("450"),
        tolerance=Decimal("0.05"),
        monthly_capacity=Decimal(50_000),
        photo=picture(),
    )


def _machines(enterprise: Enterprise) -> None:
    Machine.objects.create(
        enterprise=enterprise,
        kind=press_kind(),
        maker="Aida",
        model_name="NC1-2500",
        quantity=3,
        year=2018,
        capacity=Decimal(250),
        capacity_unit="tonne_force",
    )


def _certificates(enterprise: Enterprise) -> None:
    day = localdate()
    ends = {
        "iatf-16949": ("IATF 16949", day + timedelta(days=400)),
        "iso-9001": ("ISO 9001", day - timedelta(days=1)),
        "rohs": ("RoHS", None),
    }
    for slug, (name, end) in ends.items():
        standard = term(Standard, slug, name, name)
        Certificate.objects.create(
            enterprise=enterprise, standard=standard, number=f"N-{slug}", valid_to=end
        )
