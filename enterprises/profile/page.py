"""What a profile page shows beyond the enterprise's own fields, in a buyer's order."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote

from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue import units
from catalogue.models import Process, ProcessFamily
from core.languages import is_english
from core.templatetags.formatting import figure, official_date
from enterprises.models import Attachment, Certificate, Contact, Enterprise, Machine, Product
from enterprises.models.attachments import attachment_url
from enterprises.profile.asking import asking_url
from enterprises.profile.evidence import Evidence, EvidenceStatus, evidence_of
from enterprises.profile.schema_org import schema_org
from enterprises.profile.similar import Similar, similar_to

NO_BREAK = "\u00a0"
Fact = tuple[str, str]  # label, text


@dataclass(frozen=True)
class ProfileColumn:
    """One column of a table."""

    heading: str
    cells: list[str]
    is_number: bool = False
    is_as_given: bool = False  # in Vietnamese, whatever the page's language


@dataclass(frozen=True)
class ProfileTable:
    """Columns of equal length, read row by row."""

    columns: list[ProfileColumn]

    @property
    def rows(self) -> list[list[tuple[ProfileColumn, str]]]:
        """Each row's cells beside their columns."""
        cells = zip(*(column.cells for column in self.columns), strict=True)
        return [list(zip(self.columns, row, strict=True)) for row in cells]


@dataclass(frozen=True)
class Proof:
    """A certificate and, in words, whether it is valid today."""

    certificate: Certificate
    state: str  # valid, open (no end given), coming, ended
    validity: str
    standing: EvidenceStatus


@dataclass(frozen=True)
class Handout:
    """A file that everyone may have, and where."""

    attachment: Attachment
    url: str


@dataclass(frozen=True)
class ProfilePage:
    """The page of an enterprise that came from `EnterpriseQuerySet.for_profile()`."""

    enterprise: Enterprise
    url: str  # absolute, of this page
    read_evidence: Evidence | None = None  # what a page of many has read for all of them

    @property
    def name_is_vietnamese(self) -> bool:
        """Whether an English reader gets the Vietnamese name."""
        return is_english() and not self.enterprise.international_name

    @property
    def glance(self) -> list[Fact]:
        """The facts by which a buyer puts an enterprise aside or reads on."""
        own = self.enterprise
        facts = [
            (_("Năm thành lập"), str(own.founding_year or "")),
            (_("Lao động"), _figure(own.employees)),
            (_("Nhà xưởng"), quantity(own.floor_area, "m2")),
            (_("Quy mô"), own.get_size_class_display()),
            (_("Loại hình"), own.get_ownership_display()),
            (_("Xuất khẩu"), self.export),
            (_("Chứng nhận chưa hết hạn"), ", ".join(self.standing_standards)),
        ]
        return [(label, str(text)) for label, text in facts if text]

    @property
    def export(self) -> str:
        """The share of sales that is exported, in words."""
        share = self.enterprise.export_share
        if share is None:
            return ""
        return _("%(share)s%% doanh thu") % {"share": share} if share else _("chỉ bán trong nước")

    @property
    def standing_standards(self) -> list[str]:
        """Standards of which a certificate is not known to have ended, each once."""
        names = [p.certificate.standard.name for p in self.proofs if p.state in ("valid", "open")]
        return list(dict.fromkeys(names))

    @property
    def products(self) -> list[tuple[Product, list[Fact]]]:
        """Products with their figures, those with a photo first."""
        products = sorted(self.enterprise.products.all(), key=lambda p: (not p.photo, p.pk))
        return [(product, list(_product_facts(product))) for product in products]

    @property
    def families(self) -> list[tuple[ProcessFamily, list[Process]]]:
        """Processes under their families, in the families' order."""
        by_family: dict[ProcessFamily, list[Process]] = {}
        for process in self.enterprise.processes.all():
            by_family.setdefault(process.family, []).append(process)
        return sorted(by_family.items(), key=lambda pair: pair[0].position)

    @property
    def machines(self) -> ProfileTable:
        """The machines; an empty column is left out."""
        return _machine_table(list(self.enterprise.machines.all()))

    @property
    def standings(self) -> dict[str, EvidenceStatus]:
        """Who stands behind each part, by its name."""
        return self.evidence.parts

    @property
    def checked(self) -> list[Fact]:
        """The parts and certificates that the Department has seen, with how and when."""
        proofs = [p for p in self.proofs if p.standing.is_checked and p.state != "ended"]
        named = [(p.certificate.standard.name, p.standing.words) for p in proofs]
        return [*self.evidence.checked, *named]

    @property
    def declared(self) -> str:
        """Say in a sentence how far the data have been checked."""
        if self.confirmations:
            return _(
                "Thông tin do doanh nghiệp hoặc nguồn dữ liệu khai; "
                "chỉ phạm vi ghi ở mục Xác nhận năng lực đã được đánh giá."
            )
        if self.checked:
            return _(
                "Thông tin do doanh nghiệp hoặc nguồn dữ liệu khai; phần nào Sở Công Thương đã "
                "kiểm tra thì ghi rõ ở phần đó. Chưa đánh giá năng lực."
            )
        return _(
            "Thông tin do doanh nghiệp hoặc nguồn dữ liệu khai; "
            "Sở Công Thương chưa thẩm định năng lực."
        )

    @cached_property
    def proofs(self) -> list[Proof]:
        """Certificates, valid ones first."""
        standing = self.evidence.of_certificate
        proofs = [_proof(each, standing(each)) for each in self.enterprise.certificates.all()]
        return sorted(proofs, key=lambda p: ("valid", "open", "coming", "ended").index(p.state))

    @property
    def handouts(self) -> list[Handout]:
        """Public files, in the order in which they were added."""
        public = [each for each in self.enterprise.attachments.all() if each.is_public]
        return [Handout(a, attachment_url(self.enterprise, a.file.name)) for a in public]

    @property
    def place(self) -> list[str]:
        """Park and ward, or else whether it lies in the City at all."""
        own = self.enterprise
        named = [place.name for place in (own.park, own.ward) if place]
        return named or [str(own.get_locality_display())]

    @cached_property
    def evidence(self) -> Evidence:
        """Who stands behind what the profile says."""
        return self.read_evidence or evidence_of([self.enterprise])[self.enterprise.pk]

    @property
    def confirmations(self) -> list:
        """Confirmations of its capability that are valid today, the newest first."""
        return self.evidence.confirmations

    @property
    def customers(self) -> list[str]:
        return [line for line in self.enterprise.customers.splitlines() if line.strip()]

    @property
    def has_capability(self) -> bool:
        """Whether products, processes or machines are given."""
        own = self.enterprise
        return any((own.products.all(), own.processes.all(), own.machines.all()))

    @property
    def contacts(self) -> list[Contact]:
        """Public contacts that are not empty."""
        return [c for c in self.enterprise.public_contacts if c.person or c.phone or c.email]

    @cached_property
    def asking_url(self) -> str:
        """Where a question sent through the portal reaches somebody; "" where it reaches nobody."""
        return asking_url(self.enterprise)

    @property
    def inquiry(self) -> str:
        """A mailto address with subject and questions prepared; "" where no address is public."""
        email = next((contact.email for contact in self.contacts if contact.email), "")
        if not email:
            return ""
        subject = _("Hỏi hàng: %(name)s") % {"name": self.enterprise.name}
        fields = {"subject": subject, "body": self._letter().replace("\n", "\r\n")}
        written = "&".join(f"{name}={quote(text, safe='')}" for name, text in fields.items())
        return f"mailto:{quote(email, safe='@')}?{written}"

    def _letter(self) -> str:
        """Return the letter around the questions."""
        return _(
            "Kính gửi %(name)s,\n\n%(questions)s- Bản vẽ kèm theo: \n\n"
            "Đơn vị hỏi, người liên hệ, điện thoại: \n\n"
            "Chúng tôi biết quý doanh nghiệp qua Cổng thông tin công nghiệp hỗ trợ TP.HCM: "
            "%(address)s\n"
        ) % {
            "name": self.enterprise.name,
            "questions": questions(),
            "address": self.url,
        }

    @property
    def missing(self) -> str:
        """The missing items, in one line."""
        return "; ".join(
            label[0].lower() + label[1:] for label in map(str, self.enterprise.completeness.missing)
        )

    @cached_property
    def similar(self) -> list[Similar]:
        return similar_to(self.enterprise)

    @property
    def schema_org(self) -> SafeString:
        """Structured data; none for a demo record, which does not exist."""
        return SafeString() if self.enterprise.is_demo else schema_org(self.enterprise, self.url)


def questions() -> str:
    """Return what a maker needs to know for a quotation, to be filled in."""
    return _(
        "Chúng tôi cần báo giá cho:\n- Chi tiết, sản phẩm: \n- Vật liệu: \n"
        "- Kích thước, dung sai: \n- Số lượng mỗi tháng: \n- Tiêu chuẩn, chứng nhận yêu cầu: \n"
        "- Nơi và thời hạn giao hàng: \n"
    )


def _figure(value: Decimal | int | None) -> str:
    return "" if value is None else figure(value)


def quantity(value: Decimal | int | None, unit: str) -> str:
    """Return a number with its unit, never parted by a line's end; "" where there is no number."""
    return "" if value is None else f"{figure(value)}{NO_BREAK}{units.label(unit)}".strip()


def _product_facts(product: Product) -> Iterator[Fact]:
    if size := _size_range(product):
        yield _("Kích thước"), size
    if product.tolerance is not None:
        yield _("Dung sai"), f"±{quantity(product.tolerance, product.tolerance_unit)}"
    if product.monthly_capacity is not None:
        yield _("Năng lực mỗi tháng"), quantity(product.monthly_capacity, product.monthly_unit)
    if product.hs_code:
        yield _("Mã HS"), _hs_code(product.hs_code)


def _size_range(product: Product) -> str:
    least, most, unit = product.size_min, product.size_max, product.size_unit
    if least is not None and most is not None and least != most:
        return f"{figure(least)}–{quantity(most, unit)}"
    if least == most or most is None:
        size = quantity(least, unit)
        return _("từ %(size)s") % {"size": size} if size and most is None else size
    return _("đến %(size)s") % {"size": quantity(most, unit)}


def _hs_code(code: str) -> str:
    """Return the code in groups, as tariffs print it: 8708.29.95."""
    return ".".join([code[:4], *(code[at : at + 2] for at in range(4, len(code), 2))])


def _proof(certificate: Certificate, standing: EvidenceStatus) -> Proof:
    begins, ends = certificate.valid_from, certificate.valid_to
    if certificate.has_ended:
        state, words = "ended", _("Đã hết hiệu lực ngày %(day)s") % {"day": official_date(ends)}
    elif begins and begins > localdate():
        state, words = "coming", _("Có hiệu lực từ %(day)s") % {"day": official_date(begins)}
    elif ends:
        state, words = "valid", _("Còn hiệu lực đến %(day)s") % {"day": official_date(ends)}
    else:
        state, words = "open", _("Chưa khai ngày hết hiệu lực")
    return Proof(certificate, state, words, standing)


def _machine_table(machines: list[Machine]) -> ProfileTable:
    columns = [
        ProfileColumn(_("Loại máy"), [m.kind.name for m in machines]),
        ProfileColumn(_("Hãng, kiểu máy"), [f"{m.maker} {m.model_name}".strip() for m in machines]),
        ProfileColumn(_("Nước sản xuất"), [m.country for m in machines], is_as_given=True),
        ProfileColumn(_("Năm"), [str(m.year or "") for m in machines], is_number=True),
        ProfileColumn(_("Số lượng"), [figure(m.quantity) for m in machines], is_number=True),
        ProfileColumn(_("Thông số chính"), [_key_capacity(m) for m in machines]),
    ]
    return ProfileTable([column for column in columns if any(column.cells)])


def _key_capacity(machine: Machine) -> str:
    """Return the figure by which the kind is compared, with the figure's name."""
    own = quantity(machine.capacity, machine.capacity_unit)
    name = machine.kind.capacity
    return f"{name}: {own}" if own and name else own
