"""How complete a profile is: what a buyer needs to decide, and what is still missing."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Completeness:
    """The parts of a profile that are filled in, of all that a buyer looks for."""

    filled: tuple[Promise, ...]
    missing: tuple[Promise, ...]

    @property
    def percent(self) -> int:
        """The share of filled parts, 0-100, each part weighing the same."""
        return round(100 * len(self.filled) / (len(self.filled) + len(self.missing)))


def completeness_of(enterprise: models.Model) -> Completeness:
    """Return the completeness of an enterprise from `EnterpriseQuerySet.for_profile()`."""
    products = list(enterprise.products.all())
    parts = {
        _("Mã số thuế"): enterprise.tax_code,
        _("Giới thiệu"): enterprise.description_vi or enterprise.description_en,
        _("Địa chỉ"): enterprise.address,
        _("Phường, xã hoặc khu công nghiệp"): enterprise.ward_id or enterprise.park_id,
        _("Quy mô, số lao động"): enterprise.size_class or enterprise.employees,
        _("Sản phẩm"): products,
        _("Ảnh sản phẩm"): any(product.photo for product in products),
        _("Năng lực mỗi tháng"): any(product.monthly_capacity for product in products),
        _("Công nghệ gia công"): enterprise.processes.all(),
        _("Vật liệu"): enterprise.materials.all(),
        _("Máy, thiết bị"): enterprise.machines.all(),
        _("Chứng nhận"): enterprise.certificates.all(),
        _("Thị trường, khách hàng"): enterprise.markets.all() or enterprise.customers,
        _("Liên hệ công khai"): enterprise.public_contacts or enterprise.website,
    }
    return Completeness(
        filled=tuple(label for label, value in parts.items() if value),
        missing=tuple(label for label, value in parts.items() if not value),
    )
