"""What suppliers are compared by: one fact a row, in a buyer's order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue import units
from core.templatetags.formatting import figure, official_date
from enterprises.models import Machine, Product
from enterprises.profile.page import ProfilePage, Proof, quantity

MAX_PRODUCTS = 8
NOT_TOLD = gettext_lazy("Chưa khai")
Values = dict[object, str]  # key that enterprises share -> text of this one


@dataclass(frozen=True)
class Fact:
    """One row: its label, and what an enterprise says to it."""

    label: Promise
    read: Callable[[ProfilePage], Values]
    is_shared: bool = False  # whether it is marked who else has the same
    lacking: Promise = NOT_TOLD  # what stands where one says nothing to it


def _one(*texts: str) -> Values:
    return {text: text for text in map(str, texts) if text}


def _terms(terms: Iterable) -> Values:
    return {term.pk: term.name for term in terms}


def _products(profile: ProfilePage) -> Values:
    products = profile.products
    values = {product.pk: product.name for product, _facts in products[:MAX_PRODUCTS]}
    if rest := len(products) - len(values):
        words = ngettext("và %(count)s sản phẩm khác", "và %(count)s sản phẩm khác", rest)
        values["more"] = words % {"count": figure(rest)}
    return values


def _made(profile: ProfilePage) -> list[Product]:
    return list(profile.enterprise.products.all())


def _sizes(profile: ProfilePage) -> Values:
    """Return the least and the greatest size that any product has, in mm."""
    sizes = [
        units.to_base(size, product.size_unit)
        for product in _made(profile)
        for size in (product.size_min, product.size_max)
        if size is not None
    ]
    if not sizes:
        return {}
    least, most = min(sizes), max(sizes)
    greatest = quantity(most, "mm")
    return _one(greatest if least == most else f"{figure(least)}–{greatest}")


def _tolerance(profile: ProfilePage) -> Values:
    """Return the finest tolerance that any product is made to, in mm."""
    given = [
        units.to_base(product.tolerance, product.tolerance_unit)
        for product in _made(profile)
        if product.tolerance is not None
    ]
    return _one(f"±{quantity(min(given), 'mm')}") if given else {}


def _capacity(profile: ProfilePage) -> Values:
    given = [product for product in _made(profile) if product.monthly_capacity is not None]
    return {
        product.pk: f"{product.name}: {quantity(product.monthly_capacity, product.monthly_unit)}"
        for product in given[:MAX_PRODUCTS]
    }


def _machines(profile: ProfilePage) -> Values:
    """Return, for each kind, how many there are and the greatest figure it is compared by."""
    kinds: dict[int, list[Machine]] = {}
    for machine in sorted(profile.enterprise.machines.all(), key=lambda m: m.kind.name):
        kinds.setdefault(machine.kind_id, []).append(machine)
    return {key: _kind(machines) for key, machines in kinds.items()}


def _kind(machines: list[Machine]) -> str:
    kind = machines[0].kind
    words = {"kind": kind.name, "count": figure(sum(machine.quantity for machine in machines))}
    given = [machine.comparable_capacity for machine in machines]
    known = [capacity for capacity in given if capacity is not None]
    if not known:
        return _("%(kind)s: %(count)s máy") % words
    greatest = quantity(_rounded(max(known)), kind.unit)
    return _("%(kind)s: %(count)s máy, lớn nhất %(capacity)s") % {**words, "capacity": greatest}


def _rounded(value: Decimal) -> Decimal:
    """Return a converted figure without digits that nobody measured."""
    return round(value, 2)


def _standards(profile: ProfilePage) -> Values:
    """Return the certificates that hold; where none does, the last ones with their days."""
    holding = [proof for proof in profile.proofs if proof.state in ("valid", "open")]
    last = sorted(profile.proofs, key=_end, reverse=True)
    values: Values = {}
    for proof in holding or last:
        standard = proof.certificate.standard
        values.setdefault(standard.pk, f"{standard.name} ({_validity(proof)})")
    return values


def _end(proof: Proof) -> date:
    return proof.certificate.valid_to or date.max


def _validity(proof: Proof) -> str:
    if proof.state == "ended":
        return _("hết hạn ngày %(day)s") % {"day": official_date(proof.certificate.valid_to)}
    return proof.validity[0].lower() + proof.validity[1:]


def _checked(profile: ProfilePage) -> Values:
    return _one(*(f"{label}: {words}" for label, words in profile.checked))


def _confirmations(profile: ProfilePage) -> Values:
    """Return level, agency and last day of each confirmation that is valid today."""
    words = _("%(level)s – %(agency)s, còn hiệu lực đến %(day)s")
    return {
        paper.pk: words
        % {
            "level": paper.level.name,
            "agency": paper.agency_name,
            "day": official_date(paper.valid_until),
        }
        for paper in profile.confirmations
    }


def _updated(profile: ProfilePage) -> Values:
    return _one(official_date(localtime(profile.enterprise.updated_at).date()))


def _completeness(profile: ProfilePage) -> Values:
    percent = profile.enterprise.completeness.percent
    return _one(_("Đã khai %(percent)s%%") % {"percent": percent})


def _employees(profile: ProfilePage) -> Values:
    employees = profile.enterprise.employees
    return _one("" if employees is None else figure(employees))


CONFIRMATION = Fact(
    gettext_lazy("Xác nhận năng lực"), _confirmations, lacking=gettext_lazy("Chưa có")
)
FACTS = (
    Fact(gettext_lazy("Địa điểm"), lambda p: _one(p.enterprise.address, " · ".join(p.place))),
    Fact(gettext_lazy("Ngành"), lambda p: _terms(p.enterprise.industries.all()), True),
    Fact(gettext_lazy("Sản phẩm"), _products),
    Fact(gettext_lazy("Công nghệ gia công"), lambda p: _terms(p.enterprise.processes.all()), True),
    Fact(gettext_lazy("Vật liệu"), lambda p: _terms(p.enterprise.materials.all()), True),
    Fact(gettext_lazy("Máy, thiết bị"), _machines, True),
    Fact(gettext_lazy("Khoảng kích thước sản phẩm"), _sizes),
    Fact(gettext_lazy("Dung sai nhỏ nhất"), _tolerance),
    Fact(gettext_lazy("Năng lực mỗi tháng"), _capacity),
    Fact(gettext_lazy("Chứng nhận chưa hết hạn"), _standards, True),
    Fact(gettext_lazy("Thông tin đã kiểm tra"), _checked),
    CONFIRMATION,
    Fact(gettext_lazy("Quy mô"), lambda p: _one(p.enterprise.get_size_class_display())),
    Fact(gettext_lazy("Lao động"), _employees),
    Fact(gettext_lazy("Nhà xưởng"), lambda p: _one(quantity(p.enterprise.floor_area, "m2"))),
    Fact(gettext_lazy("Xuất khẩu"), lambda p: _one(p.export)),
    Fact(gettext_lazy("Thị trường"), lambda p: _terms(p.enterprise.markets.all()), True),
    Fact(gettext_lazy("Khách hàng tiêu biểu"), lambda p: _one(*p.customers)),
    Fact(gettext_lazy("Ngôn ngữ giao dịch"), lambda p: _terms(p.enterprise.languages.all()), True),
    Fact(gettext_lazy("Mức đầy đủ của hồ sơ"), _completeness),
    Fact(gettext_lazy("Cập nhật lần cuối"), _updated),
)
