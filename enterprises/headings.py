"""The columns of an enterprise spreadsheet, and the headings by which people name them."""

from portal.text import fold

# field -> (the heading that templates and exports carry, other headings that imports accept)
HEADINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "legal_name": ("Tên doanh nghiệp", ("tên pháp lý", "tên công ty", "tên", "name", "company")),
    "international_name": ("Tên quốc tế", ("tên tiếng anh", "english name", "international name")),
    "short_name": ("Tên viết tắt", ("short name",)),
    "tax_code": ("Mã số thuế", ("mst", "mã số doanh nghiệp", "tax code", "tax id")),
    "ownership": ("Loại hình", ("ownership",)),
    "size_class": ("Quy mô", ("size",)),
    "founding_year": ("Năm thành lập", ("founded", "founding year")),
    "employees": ("Số lao động", ("lao động", "employees")),
    "address": ("Địa chỉ", ("địa chỉ trụ sở", "address")),
    "ward": ("Phường, xã", ("phường/xã", "phường", "xã", "mã phường xã", "ward")),
    "former_district": ("Quận, huyện cũ", ("quận/huyện", "quận", "huyện", "district")),
    "park": ("Khu công nghiệp", ("kcn", "khu cụm công nghiệp", "industrial park")),
    "website": ("Trang web", ("website", "web")),
    "industries": ("Ngành", ("ngành nghề", "lĩnh vực", "sector", "industry", "industries")),
    "processes": ("Công nghệ gia công", ("công nghệ", "processes", "process")),
    "materials": ("Vật liệu", ("materials", "material")),
    "products": ("Sản phẩm", ("sản phẩm chính", "products", "product")),
    "standards": ("Chứng nhận", ("tiêu chuẩn", "certificates", "certifications")),
    "person": ("Người liên hệ", ("liên hệ", "contact", "contact person")),
    "phone": ("Điện thoại", ("số điện thoại", "sđt", "phone", "tel")),
    "email": ("Thư điện tử", ("email", "e-mail")),
    "is_public": ("Công khai liên hệ", ("public contact",)),
    "description_vi": ("Giới thiệu", ("giới thiệu tiếng việt", "description")),
    "description_en": ("Giới thiệu tiếng Anh", ("english description",)),
    "source": ("Nguồn thông tin", ("nguồn", "source")),
    "is_demo": ("Bản ghi minh họa", ("demo",)),
    "locality": ("Địa bàn", ()),
    "state": ("Tình trạng công bố", ()),
}


def heading(field: str) -> str:
    """The heading under which a field is exported."""
    return HEADINGS[field][0]


_FIELDS = {
    fold(name): field for field, (own, others) in HEADINGS.items() for name in (own, *others)
}


def field_of(name: str | None) -> str | None:
    """The field that a spreadsheet's heading means, if any."""
    return _FIELDS.get(fold(name or ""))
