"""Places and names of people and firms for demo enterprises."""

# fmt: off
# Ward code, former district, streets, weight: factories crowd at the City's edges.
STREETS = (
    ("27457", "Quận Bình Tân", ("Trần Đại Nghĩa", "Quốc lộ 1"), 9),
    ("27442", "Quận Bình Tân", ("Nguyễn Thị Tú", "Bình Thành"), 8),
    ("27460", "Quận Bình Tân", ("An Dương Vương", "Kinh Dương Vương"), 6),
    ("27601", "Huyện Bình Chánh", ("Quách Điêu", "Võ Văn Vân"), 9),
    ("27604", "Huyện Bình Chánh", ("Trần Văn Giàu", "Võ Văn Vân"), 6),
    ("27637", "Huyện Bình Chánh", ("Đinh Đức Thiện", "Quốc lộ 1"), 5),
    ("27592", "Huyện Hóc Môn", ("Phan Văn Hớn", "Nguyễn Ảnh Thủ"), 6),
    ("27577", "Huyện Hóc Môn", ("Nguyễn Văn Bứa", "Phan Văn Hớn"), 6),
    ("27568", "Huyện Hóc Môn", ("Đặng Thúc Vịnh",), 4),
    ("27553", "Huyện Củ Chi", ("Quốc lộ 22",), 4),
    ("27544", "Huyện Củ Chi", ("Tỉnh lộ 8", "Hà Duy Phiên"), 3),
    ("26773", "Quận 12", ("Lê Văn Khương", "Lê Thị Riêng"), 5),
    ("26767", "Quận 12", ("Vườn Lài", "Quốc lộ 1"), 3),
    ("27013", "Quận Tân Phú", ("Tây Thạnh", "Lê Trọng Tấn"), 4),
    ("27031", "Quận Tân Phú", ("Lũy Bán Bích",), 2),
    ("26884", "Quận Gò Vấp", ("Quang Trung",), 1),
    ("26803", "Thành phố Thủ Đức", ("Tỉnh lộ 43", "Ngô Chí Quốc"), 4),
    ("26809", "Thành phố Thủ Đức", ("Quốc lộ 13",), 3),
    ("26848", "Thành phố Thủ Đức", ("Đỗ Xuân Hợp",), 2),
    ("27349", "Quận 6", ("Hồng Bàng",), 1),
    ("25942", "Thành phố Dĩ An", ("Lý Thường Kiệt",), 4),
    ("25945", "Thành phố Dĩ An", ("Nguyễn Thị Minh Khai",), 4),
    ("25975", "Thành phố Thuận An", ("ĐT 743",), 5),
    ("25969", "Thành phố Thuận An", ("Thuận Giao 21",), 4),
    ("25891", "Thành phố Tân Uyên", ("ĐT 746", "ĐT 747B"), 5),
    ("25849", "Thành phố Bến Cát", ("ĐT 741",), 3),
    ("25813", "Thành phố Bến Cát", ("Quốc lộ 13",), 3),
    ("26560", "Thành phố Bà Rịa", ("Quốc lộ 51",), 1),
    ("26704", "Thành phố Phú Mỹ", ("Quốc lộ 51",), 2),
)

# Park, ward code, former district, weight.
PARKS = (
    ("tan-thuan", "27478", "Quận 7", 7),
    ("linh-trung-1", "26800", "Thành phố Thủ Đức", 4),
    ("linh-trung-2", "26803", "Thành phố Thủ Đức", 4),
    ("hiep-phuoc", "27658", "Huyện Nhà Bè", 6),
    ("khu-cong-nghe-cao", "26842", "Thành phố Thủ Đức", 5),
    ("tan-tao", "27457", "Quận Bình Tân", 8),
    ("vinh-loc", "27442", "Quận Bình Tân", 7),
    ("le-minh-xuan", "27610", "Huyện Bình Chánh", 6),
    ("tan-binh", "27013", "Quận Tân Phú", 5),
    ("tan-thoi-hiep", "26782", "Quận 12", 3),
    ("tay-bac-cu-chi", "27496", "Huyện Củ Chi", 5),
    ("tan-phu-trung", "27553", "Huyện Củ Chi", 4),
    ("dong-nam", "27544", "Huyện Củ Chi", 3),
    ("co-khi-o-to", "27544", "Huyện Củ Chi", 3),
    ("an-ha", "27604", "Huyện Bình Chánh", 2),
    ("vsip-1", "25987", "Thành phố Thuận An", 6),
    ("vsip-2", "25760", "Thành phố Thủ Dầu Một", 5),
    ("vsip-2a", "25912", "Thành phố Tân Uyên", 5),
    ("song-than-2", "25942", "Thành phố Dĩ An", 5),
    ("song-than-1", "25942", "Thành phố Dĩ An", 4),
    ("my-phuoc-1", "25813", "Thành phố Bến Cát", 4),
    ("my-phuoc-3", "25846", "Thành phố Bến Cát", 5),
    ("bau-bang", "25822", "Huyện Bàu Bàng", 3),
    ("dong-an", "25987", "Thành phố Thuận An", 3),
    ("viet-huong", "25969", "Thành phố Thuận An", 3),
    ("nam-tan-uyen", "25920", "Thành phố Tân Uyên", 4),
    ("phu-my-1", "26704", "Thành phố Phú Mỹ", 2),
    ("dong-xuyen", "26536", "Thành phố Vũng Tàu", 2),
    ("chau-duc", "26617", "Huyện Châu Đức", 1),
)
# Parks that take in certain industries only.
PARK_INDUSTRIES = {
    "khu-cong-nghe-cao": {"dien-tu-cong-nghe-thong-tin"},
    "co-khi-o-to": {"co-khi"},
}

# Two syllables that hardly any firm joins, so that a made-up name is nobody's.
BRAND_FIRST = (
    "Khê", "Sậy", "Trúc", "Hạc", "Nhạn", "Thạch", "Mộc", "Sương", "Lĩnh", "Diệp", "Tùng", "Bách",
    "Quế", "Đàm", "Nguyệt", "Vũ", "Tuyền", "Ngàn", "Đồi", "Sim", "Lau", "Cỏ", "Suối", "Thông",
    "Gành", "Dừa", "Bưởi", "Tràm",
)
BRAND_SECOND = (
    "Nhai", "Khởi", "Vi", "Chiều", "Lam", "Nâu", "Biếc", "Tịnh", "Dao", "Nghi", "Trầm", "Thoại",
    "Hiên", "Mây", "Sớm", "Rạng", "Ngân", "Kiều", "Vọng", "Lặng", "Trà", "Ngời", "Khuê", "Lưu",
    "Sao", "Doanh",
)

FAMILY_NAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý",
)
# Women and men bear these alike, so that any middle name goes with any given name.
MIDDLE_NAMES = ("Minh", "Ngọc", "Thanh", "Hoàng", "Kim", "Hồng", "Thiên", "Bảo")
GIVEN_NAMES = ("An", "Bình", "Châu", "Giang", "Hà", "Hải", "Khanh", "Linh", "Phương", "Tâm", "Tú")
POSITIONS = ("Giám đốc", "Trưởng phòng kinh doanh", "Phụ trách kỹ thuật", "Nhân viên kinh doanh")
# Open syllables of which words are coined; without c, k, q and y few known brands can come out.
SYLLABLES = tuple(f"{onset}{vowel}" for onset in "bdghlmnprstvxz" for vowel in "aeiou")
# fmt: on
