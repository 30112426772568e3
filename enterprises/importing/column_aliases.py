"""The columns of an enterprise spreadsheet, and the headings by which people name them.

Photos and files are in no column: imports and exports leave them alone.
"""

from core.imports.columns import Columns, ImportColumn

COLUMNS: Columns = {
    "legal_name": ImportColumn(
        "Tên doanh nghiệp",
        (
            "tên pháp lý", "tên công ty", "tên", "tên đơn vị", "tên cơ sở", "tên nhà máy", "tên dn",
            "doanh nghiệp", "công ty", "đơn vị", "tên doanh nghiệp công ty", "tên tiếng việt",
            "tên nhà cung cấp", "nhà cung cấp", "name", "company", "company name", "enterprise",
            "legal name", "factory", "factory name", "supplier", "supplier name", "vietnamese name",
        ),
        example="Công ty TNHH Cơ khí Minh Họa",
    ),
    "international_name": ImportColumn(
        "Tên quốc tế",
        ("tên tiếng anh", "tên nước ngoài", "tên giao dịch quốc tế", "english name",
         "international name", "name in english"),
    ),
    "short_name": ImportColumn(
        "Tên viết tắt", ("tên giao dịch", "viết tắt", "short name", "abbreviation", "trade name")
    ),
    "tax_code": ImportColumn(
        "Mã số thuế",
        ("mst", "mã số doanh nghiệp", "msdn", "mã số thuế mst", "mã thuế", "mst msdn",
         "mã số thuế mã số doanh nghiệp", "tax code", "tax id", "tax number", "tax no"),
    ),
    "ownership": ImportColumn(
        "Loại hình",
        ("loại hình doanh nghiệp", "hình thức sở hữu", "thành phần kinh tế", "ownership",
         "ownership type", "company type"),
    ),
    "size_class": ImportColumn("Quy mô", ("quy mô doanh nghiệp", "size", "company size")),
    "founding_year": ImportColumn(
        "Năm thành lập",
        ("năm tl", "ngày thành lập", "năm bắt đầu hoạt động", "founded", "founding year",
         "established", "year established", "year of establishment"),
    ),
    "employees": ImportColumn(
        "Số lao động",
        ("lao động",
            "số lđ", "số lượng lao động", "tổng số lao động", "số công nhân", "số nhân viên",
         "số người lao động", "nhân sự", "employees", "number of employees", "workers",
         "no of employees", "headcount"),
        takes_zero=False,
    ),
    "address": ImportColumn(
        "Địa chỉ",
        ("địa chỉ trụ sở", "địa chỉ trụ sở chính", "địa chỉ nhà máy", "địa chỉ sản xuất",
         "trụ sở", "trụ sở chính", "địa điểm", "đ c", "address", "factory address",
         "head office address", "location", "company address", "địa chỉ công ty",
         "địa chỉ doanh nghiệp", "địa chỉ liên hệ"),
    ),
    "ward": ImportColumn(
        "Phường, xã",
        ("phường/xã", "phường", "xã", "mã phường xã", "phường xã thị trấn", "phường xã đặc khu",
         "ward", "commune", "ward commune", "ward code"),
    ),
    "former_district": ImportColumn(
        "Quận, huyện cũ",
        ("quận/huyện", "quận", "huyện", "quận huyện thị xã", "tp huyện", "district"),
    ),
    "park": ImportColumn(
        "Khu công nghiệp",
        ("kcn", "khu cụm công nghiệp", "kcn kcx", "khu công nghiệp khu chế xuất", "kcx kcn",
         "industrial park", "industrial zone", "park"),
    ),
    "latitude": ImportColumn("Vĩ độ", ("lat", "latitude")),
    "longitude": ImportColumn("Kinh độ", ("lng", "lon", "long", "longitude")),
    "website": ImportColumn(
        "Trang web", ("website", "web", "trang thông tin điện tử", "web site", "url")
    ),
    "industries": ImportColumn(
        "Ngành",
        ("ngành nghề", "lĩnh vực", "ngành nghề kinh doanh", "ngành sản xuất", "ngành hàng",
         "ngành công nghiệp", "lĩnh vực hoạt động", "lĩnh vực sản xuất", "sector", "industry",
         "industries", "business line"),
        joins="; ",
    ),
    "sectors": ImportColumn(
        "Lĩnh vực ưu tiên",
        ("lĩnh vực ưu tiên nghị định 111", "lĩnh vực cnht", "lĩnh vực công nghiệp hỗ trợ",
         "nghị định 111", "priority sector", "priority sectors"),
        joins="; ",
    ),
    "vsic_classes": ImportColumn(
        "Mã ngành (VSIC)",
        ("mã ngành", "mã ngành kinh tế", "mã ngành nghề", "vsic", "mã vsic", "vsic code",
         "ngành kinh tế vsic", "industry code"),
        joins="; ",
    ),
    "processes": ImportColumn(
        "Công nghệ gia công",
        ("công nghệ", "công nghệ sản xuất", "công đoạn", "quy trình gia công", "năng lực gia công",
         "processes", "process", "manufacturing process", "manufacturing processes", "technology"),
        joins="; ",
    ),
    "materials": ImportColumn(
        "Vật liệu",
        ("nguyên liệu", "nguyên vật liệu", "vật liệu gia công", "materials", "material",
         "raw materials"),
        joins="; ",
    ),
    "machines": ImportColumn(
        "Máy, thiết bị",
        ("máy móc", "thiết bị", "máy móc thiết bị", "danh mục máy móc", "máy móc thiết bị chính",
         "machines", "machinery", "equipment"),
        joins="; ",
    ),
    "products": ImportColumn(
        "Sản phẩm",
        ("sản phẩm chính", "sản phẩm dịch vụ", "mặt hàng", "sản phẩm chủ yếu", "sản phẩm sản xuất",
         "products", "product", "main products", "product types"),
        joins="; ",
    ),
    "standards": ImportColumn(
        "Chứng nhận",
        ("tiêu chuẩn", "chứng chỉ", "hệ thống quản lý", "chứng nhận chất lượng", "tiêu chuẩn đạt",
         "giấy chứng nhận", "certificates", "certifications", "certification", "standards"),
        joins="; ",
    ),
    "markets": ImportColumn(
        "Thị trường",
        ("thị trường xuất khẩu", "thị trường tiêu thụ", "markets", "market", "export markets"),
        joins="; ",
    ),
    "export_share": ImportColumn(
        "Tỷ lệ xuất khẩu (%)",
        ("tỷ lệ xuất khẩu", "tỉ lệ xuất khẩu", "xuất khẩu", "export share", "export ratio",
         "export percentage"),
    ),
    "customers": ImportColumn(
        "Khách hàng", ("khách hàng chính", "khách hàng tiêu biểu", "customers", "main customers"),
        joins="; ",
    ),
    "languages": ImportColumn(
        "Ngôn ngữ giao dịch", ("ngôn ngữ", "ngoại ngữ", "languages", "language"),
        joins="; ",
    ),
    "floor_area": ImportColumn(
        "Diện tích nhà xưởng (m²)",
        ("diện tích", "diện tích nhà xưởng", "diện tích nhà máy", "diện tích xưởng",
         "diện tích m2", "diện tích nhà xưởng m2", "floor area", "factory area", "area"),
        takes_zero=False,
    ),
    "person": ImportColumn(
        "Người liên hệ",
        ("liên hệ", "họ tên người liên hệ", "người đại diện", "đại diện", "contact",
         "contact person", "contact name"),
    ),
    "phone": ImportColumn(
        "Điện thoại",
        ("số điện thoại", "sđt", "đt", "số đt", "điện thoại liên hệ", "di động", "đtdđ", "hotline",
         "phone", "tel", "telephone", "mobile", "phone number", "đtdd",
         "điện thoại di động", "điện thoại bàn", "số máy", "company phone"),
        joins=" / ",
    ),
    "email": ImportColumn(
        "Thư điện tử",
        ("email", "e-mail", "hộp thư", "địa chỉ email", "mail", "email address", "company email"),
        joins="; ",
    ),
    "is_public": ImportColumn("Công khai liên hệ", ("public contact",)),
    "description_vi": ImportColumn(
        "Giới thiệu", ("giới thiệu tiếng việt", "mô tả", "thông tin giới thiệu", "description")
    ),
    "description_en": ImportColumn(
        "Giới thiệu tiếng Anh", ("english description", "description in english")
    ),
    "source": ImportColumn("Nguồn thông tin", ("nguồn", "source", "data source")),
    "is_demo": ImportColumn("Bản ghi minh họa", ("demo",), in_template=False),
    # An export shows these, an import reads neither: one follows from the place, one from review.
    "locality": ImportColumn("Địa bàn", is_read=False),
    "state": ImportColumn("Tình trạng công bố", is_read=False),
}  # fmt: skip
# Read but stored nowhere: they tell who is outside the City.
PLACE_HINTS: Columns = {
    "province": ImportColumn(
        "Tỉnh, thành phố",
        ("tỉnh", "tỉnh/tp", "tỉnh thành", "tỉnh thành phố", "thành phố", "tp", "tên tỉnh",
         "tỉnh tp trực thuộc trung ương", "province", "province city", "city", "city province",
         "province name", "state province"),
        in_template=False,
    ),
    "country": ImportColumn(
        "Quốc gia", ("nước", "tên nước", "country", "nation", "country name"), in_template=False
    ),
}  # fmt: skip


def heading(field: str) -> str:
    """Return the heading under which a field is exported."""
    return {**COLUMNS, **PLACE_HINTS}[field].heading
