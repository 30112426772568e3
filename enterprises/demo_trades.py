"""Lines of business from which demo enterprises are made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A line of business: what such a firm calls itself, can do, makes and is certified for.

    Products are (Vietnamese, English, process that makes them); a sentence describes each of them,
    with {tolerance} in mm, {tonnes}, {volume} and {weeks} filled in.
    """

    industry: str
    weight: int
    name_vi: str
    name_en: str
    processes: tuple[str, ...]
    materials: tuple[str, ...]
    standards: tuple[str, ...]
    products: tuple[tuple[str, str, str], ...]
    sentence_vi: str
    sentence_en: str
    also: tuple[str, ...] = ()


TO_DRAWING = (
    "Gia công theo bản vẽ, dung sai đến ±{tolerance} mm, mỗi tháng {volume} chi tiết.",
    "Made to drawing, tolerance down to ±{tolerance} mm, {volume} pieces a month.",
)
TO_SAMPLE = (
    "Làm theo bản vẽ hoặc mẫu, giao sau {weeks} tuần, có hồ sơ kiểm tra kèm theo.",
    "Made to drawing or sample, ready in {weeks} weeks, with inspection records.",
)
INSTALLED = (
    "Thiết kế, chế tạo và lắp đặt tại xưởng của khách hàng trong {weeks} tuần.",
    "Designed, built and installed at the customer's plant within {weeks} weeks.",
)
BY_PRESS = (
    "Sản xuất trên máy đến {tonnes} tấn, mỗi tháng {volume} chi tiết, kiểm tra từng lô.",
    "Made on machines of up to {tonnes} tonnes, {volume} pieces a month, each lot inspected.",
)
BY_ORDER = (
    "Nhận đơn hàng theo mẫu, giao sau {weeks} tuần, năng lực {volume} đơn vị mỗi tháng.",
    "Made to sample, delivered in {weeks} weeks, capacity {volume} units a month.",
)
BY_TONNE = (
    "Năng lực {tonnes} tấn mỗi tháng, có phiếu kiểm nghiệm theo lô.",
    "Capacity {tonnes} tonnes a month, with a test report for each lot.",
)

MECHANICAL, ELECTRONICS, RUBBER = "co-khi", "dien-tu-cong-nghe-thong-tin", "cao-su-nhua"
FOOD, TEXTILE, LEATHER = "che-bien-luong-thuc-thuc-pham", "det-may", "da-giay"
QUALITY = ("iso-9001", "iso-14001")

# fmt: off
TRADES = (
    Trade(
        MECHANICAL, 13, "Cơ khí chính xác", "Precision Engineering",
        ("gia-cong-co-khi-chinh-xac", "tien-cnc", "phay-cnc", "mai", "cat-day-xung-dien"),
        ("thep-cac-bon", "thep-khong-gi", "thep-hop-kim", "nhom", "dong", "pom"),
        (*QUALITY, "iatf-16949", "as9100"),
        (
            ("Trục truyền động", "Drive shaft", "tien-cnc"),
            ("Chi tiết tiện chính xác", "Precision turned part", "tien-cnc"),
            ("Chi tiết phay nhôm", "Milled aluminium part", "phay-cnc"),
            ("Bạc lót đồng", "Brass bushing", "tien-cnc"),
            ("Đồ gá gia công", "Machining fixture", "phay-cnc"),
            ("Thân van inox", "Stainless valve body", "gia-cong-co-khi-chinh-xac"),
            ("Khớp nối trục", "Shaft coupling", "tien-cnc"),
        ),
        *TO_DRAWING, also=(ELECTRONICS,),
    ),
    Trade(
        MECHANICAL, 9, "Khuôn mẫu", "Mould and Die",
        ("che-tao-khuon-mau", "phay-cnc", "mai", "cat-day-xung-dien", "in-3d"),
        ("thep-lam-khuon", "thep-hop-kim", "nhom", "dong"),
        (*QUALITY, "iatf-16949"),
        (
            ("Khuôn ép nhựa", "Plastic injection mould", "che-tao-khuon-mau"),
            ("Khuôn dập liên hoàn", "Progressive die", "che-tao-khuon-mau"),
            ("Khuôn đúc áp lực", "Die-casting die", "che-tao-khuon-mau"),
            ("Lõi khuôn", "Mould core", "che-tao-khuon-mau"),
            ("Khuôn thổi chai", "Bottle blow mould", "che-tao-khuon-mau"),
            ("Đồ gá kiểm tra", "Checking fixture", "mai"),
        ),
        *TO_SAMPLE, also=(RUBBER,),
    ),
    Trade(
        MECHANICAL, 5, "Đúc kim loại", "Metal Casting",
        ("duc-ap-luc", "duc-kim-loai", "phay-cnc", "xu-ly-be-mat"),
        ("nhom", "kem", "gang", "dong"),
        (*QUALITY, "iatf-16949"),
        (
            ("Vỏ hộp số nhôm đúc", "Die-cast aluminium gearbox housing", "duc-ap-luc"),
            ("Tản nhiệt nhôm đúc", "Die-cast aluminium heat sink", "duc-ap-luc"),
            ("Thân bơm gang", "Iron pump body", "duc-kim-loai"),
            ("Tay nắm kẽm đúc", "Die-cast zinc handle", "duc-ap-luc"),
            ("Puly gang", "Cast iron pulley", "duc-kim-loai"),
            ("Giá đỡ động cơ", "Engine bracket", "duc-ap-luc"),
        ),
        *BY_PRESS,
    ),
    Trade(
        MECHANICAL, 9, "Cơ khí kim loại tấm", "Sheet Metal",
        ("dap-kim-loai", "cat-laser", "chan-gap-kim-loai-tam", "han", "son-tinh-dien"),
        ("thep-cac-bon", "thep-khong-gi", "nhom"),
        (*QUALITY, "iso-45001", "iatf-16949"),
        (
            ("Vỏ tủ điện", "Electrical cabinet", "chan-gap-kim-loai-tam"),
            ("Vỏ máy kim loại tấm", "Sheet metal machine cover", "chan-gap-kim-loai-tam"),
            ("Chi tiết dập xe máy", "Stamped motorcycle part", "dap-kim-loai"),
            ("Máng cáp", "Cable tray", "chan-gap-kim-loai-tam"),
            ("Giá đỡ thép", "Steel bracket", "dap-kim-loai"),
            ("Khung máy hàn", "Welded machine frame", "han"),
            ("Kệ kho hàng", "Warehouse rack", "chan-gap-kim-loai-tam"),
        ),
        *BY_PRESS, also=(ELECTRONICS,),
    ),
    Trade(
        MECHANICAL, 4, "Xử lý bề mặt kim loại", "Surface Treatment",
        ("nhiet-luyen", "ma-kim-loai", "anot-hoa", "xu-ly-be-mat", "son-tinh-dien"),
        ("thep-cac-bon", "thep-hop-kim", "nhom", "kem"),
        (*QUALITY, "rohs"),
        (
            ("Dịch vụ nhiệt luyện chân không", "Vacuum heat treatment service", "nhiet-luyen"),
            ("Dịch vụ mạ kẽm niken", "Zinc-nickel plating service", "ma-kim-loai"),
            ("Dịch vụ anốt hóa nhôm", "Aluminium anodizing service", "anot-hoa"),
            ("Dịch vụ sơn tĩnh điện", "Powder coating service", "son-tinh-dien"),
            ("Dịch vụ phun bi", "Shot blasting service", "xu-ly-be-mat"),
        ),
        *BY_TONNE,
    ),
    Trade(
        MECHANICAL, 4, "Ốc vít và Lò xo", "Fasteners and Springs",
        ("san-xuat-oc-vit-bu-long", "san-xuat-lo-xo", "nhiet-luyen", "ma-kim-loai"),
        ("thep-cac-bon", "thep-khong-gi", "thep-hop-kim"),
        (*QUALITY, "iatf-16949", "rohs"),
        (
            ("Bu lông cường độ cao", "High-tensile bolt", "san-xuat-oc-vit-bu-long"),
            ("Vít tự khoan", "Self-drilling screw", "san-xuat-oc-vit-bu-long"),
            ("Lò xo nén", "Compression spring", "san-xuat-lo-xo"),
            ("Lò xo kéo", "Extension spring", "san-xuat-lo-xo"),
            ("Vòng đệm vênh", "Spring washer", "san-xuat-oc-vit-bu-long"),
            ("Đai ốc hàn", "Weld nut", "san-xuat-oc-vit-bu-long"),
        ),
        *BY_ORDER,
    ),
    Trade(
        MECHANICAL, 6, "Chế tạo máy và Tự động hóa", "Machinery and Automation",
        ("che-tao-may-tu-dong-hoa", "gia-cong-co-khi-chinh-xac", "han", "gia-cong-banh-rang"),
        ("thep-cac-bon", "thep-khong-gi", "nhom", "gang"),
        (*QUALITY, "ce"),
        (
            ("Băng tải công nghiệp", "Industrial conveyor", "che-tao-may-tu-dong-hoa"),
            ("Máy đóng gói", "Packing machine", "che-tao-may-tu-dong-hoa"),
            ("Hộp giảm tốc", "Gear reducer", "gia-cong-banh-rang"),
            ("Máy cấp phôi tự động", "Automatic feeder", "che-tao-may-tu-dong-hoa"),
            ("Máy sấy nông sản", "Produce dryer", "che-tao-may-tu-dong-hoa"),
            ("Bánh răng côn", "Bevel gear", "gia-cong-banh-rang"),
        ),
        *INSTALLED, also=(FOOD,),
    ),
    Trade(
        MECHANICAL, 3, "Kết cấu thép", "Steel Structures",
        ("ket-cau-thep", "han", "uon-ong", "cat-laser", "xu-ly-be-mat"),
        ("thep-cac-bon", "thep-khong-gi"),
        (*QUALITY, "iso-45001"),
        (
            ("Khung nhà xưởng thép", "Steel factory frame", "ket-cau-thep"),
            ("Bồn chứa inox", "Stainless tank", "han"),
            ("Khung xe đẩy", "Trolley frame", "han"),
            ("Lan can thép", "Steel railing", "han"),
            ("Đường ống công nghệ", "Process piping", "uon-ong"),
        ),
        *BY_TONNE,
    ),
    Trade(
        ELECTRONICS, 6, "Điện tử", "Electronics",
        ("dan-linh-kien-smt", "lap-rap-bo-mach-pcba", "san-xuat-mach-in-pcb"),
        ("tam-dong-fr4", "dong"),
        (*QUALITY, "ipc-a-610", "rohs", "iso-13485"),
        (
            ("Bo mạch điều khiển", "Control board", "lap-rap-bo-mach-pcba"),
            ("Bo mạch nguồn", "Power supply board", "dan-linh-kien-smt"),
            ("Mạch in hai lớp", "Double-sided PCB", "san-xuat-mach-in-pcb"),
            ("Mô-đun đèn LED", "LED module", "dan-linh-kien-smt"),
            ("Cảm biến nhiệt độ", "Temperature sensor", "lap-rap-bo-mach-pcba"),
            ("Bộ thu phát IoT", "IoT transceiver", "lap-rap-bo-mach-pcba"),
        ),
        *BY_ORDER,
    ),
    Trade(
        ELECTRONICS, 6, "Thiết bị điện và Dây dẫn", "Wire Harness and Electrical",
        ("lap-rap-bo-day-dien", "quan-day-bien-ap", "ep-phun-nhua"),
        ("dong", "pvc", "pa"),
        (*QUALITY, "ul", "rohs", "iatf-16949"),
        (
            ("Bộ dây điện xe máy", "Motorcycle wire harness", "lap-rap-bo-day-dien"),
            ("Cáp nguồn", "Power cord", "lap-rap-bo-day-dien"),
            ("Cáp tín hiệu", "Signal cable", "lap-rap-bo-day-dien"),
            ("Biến áp xung", "Switching transformer", "quan-day-bien-ap"),
            ("Cuộn cảm lọc nhiễu", "Noise filter coil", "quan-day-bien-ap"),
            ("Đầu nối nhựa", "Plastic connector", "ep-phun-nhua"),
        ),
        *BY_ORDER, also=(MECHANICAL,),
    ),
    Trade(
        ELECTRONICS, 2, "Công nghệ Vi mạch", "Microchip Technology",
        ("thiet-ke-vi-mach", "lap-rap-bo-mach-pcba"),
        ("tam-dong-fr4",),
        ("iso-9001", "rohs"),
        (
            ("Thiết kế vi mạch cảm biến", "Sensor chip design", "thiet-ke-vi-mach"),
            ("Mô-đun đo lường thông minh", "Smart metering module", "lap-rap-bo-mach-pcba"),
            ("Bo mạch phát triển", "Development board", "lap-rap-bo-mach-pcba"),
            ("Bộ điều khiển nhúng", "Embedded controller", "thiet-ke-vi-mach"),
        ),
        *TO_SAMPLE,
    ),
    Trade(
        RUBBER, 10, "Nhựa kỹ thuật", "Engineering Plastics",
        ("ep-phun-nhua", "che-tao-khuon-mau", "dun-nhua", "dinh-hinh-chan-khong"),
        ("pp", "abs", "pc", "pa", "pom", "tpu", "nhua-tai-sinh"),
        (*QUALITY, "iatf-16949", "rohs", "ul"),
        (
            ("Vỏ nhựa thiết bị điện", "Plastic appliance housing", "ep-phun-nhua"),
            ("Bánh răng nhựa", "Plastic gear", "ep-phun-nhua"),
            ("Khay nhựa linh kiện", "Component tray", "dinh-hinh-chan-khong"),
            ("Chi tiết nhựa ô tô", "Automotive plastic part", "ep-phun-nhua"),
            ("Nắp nhựa", "Plastic cap", "ep-phun-nhua"),
            ("Thùng nhựa công nghiệp", "Plastic crate", "ep-phun-nhua"),
            ("Tay cầm nhựa hai màu", "Two-shot plastic handle", "ep-phun-nhua"),
        ),
        *BY_PRESS, also=(MECHANICAL, ELECTRONICS,),
    ),
    Trade(
        RUBBER, 5, "Cao su kỹ thuật", "Technical Rubber",
        ("ep-luu-hoa-cao-su", "can-luyen-cao-su", "che-tao-khuon-mau"),
        ("cao-su-thien-nhien", "cao-su-tong-hop", "silicone"),
        (*QUALITY, "iatf-16949", "reach"),
        (
            ("Gioăng cao su", "Rubber gasket", "ep-luu-hoa-cao-su"),
            ("Phớt chắn dầu", "Oil seal", "ep-luu-hoa-cao-su"),
            ("Ống cao su chịu nhiệt", "Heat-resistant rubber hose", "ep-luu-hoa-cao-su"),
            ("Đệm giảm chấn", "Rubber damper", "ep-luu-hoa-cao-su"),
            ("Vòng đệm O-ring", "O-ring", "ep-luu-hoa-cao-su"),
            ("Con lăn cao su", "Rubber roller", "can-luyen-cao-su"),
        ),
        *BY_ORDER, also=(MECHANICAL,),
    ),
    Trade(
        RUBBER, 6, "Bao bì", "Packaging",
        ("thoi-nhua", "thoi-mang-nhua", "in-bao-bi-nhan", "dinh-hinh-chan-khong"),
        ("pe", "pp", "pet", "giay-carton", "nhua-tai-sinh"),
        (*QUALITY, "brcgs", "fsc", "haccp"),
        (
            ("Chai PET", "PET bottle", "thoi-nhua"),
            ("Túi màng ghép", "Laminated pouch", "in-bao-bi-nhan"),
            ("Thùng carton", "Carton box", "in-bao-bi-nhan"),
            ("Khay thực phẩm", "Food tray", "dinh-hinh-chan-khong"),
            ("Màng co PE", "PE shrink film", "thoi-mang-nhua"),
            ("Nhãn cuộn", "Roll label", "in-bao-bi-nhan"),
        ),
        *BY_TONNE, also=(FOOD,),
    ),
    Trade(
        RUBBER, 2, "Composite", "Composites",
        ("gia-cong-composite", "son-tinh-dien"),
        ("composite-soi",),
        QUALITY,
        (
            ("Vỏ máy composite", "Composite machine cover", "gia-cong-composite"),
            ("Bồn composite", "Composite tank", "gia-cong-composite"),
            ("Thanh định hình composite", "Pultruded composite profile", "gia-cong-composite"),
            ("Mũi cabin xe", "Composite cab front", "gia-cong-composite"),
        ),
        *TO_SAMPLE, also=(MECHANICAL,),
    ),
    Trade(
        FOOD, 5, "Nguyên liệu thực phẩm", "Food Ingredients",
        ("say", "nghien-phoi-tron", "trich-ly-len-men", "chiet-rot-dong-goi"),
        ("nong-san",),
        ("iso-22000", "haccp", "fssc-22000", "halal"),
        (
            ("Bột rau củ sấy", "Dried vegetable powder", "say"),
            ("Gia vị phối trộn", "Spice blend", "nghien-phoi-tron"),
            ("Tinh bột biến tính", "Modified starch", "nghien-phoi-tron"),
            ("Hương liệu trái cây", "Fruit flavouring", "trich-ly-len-men"),
            ("Chiết xuất trà", "Tea extract", "trich-ly-len-men"),
            ("Đạm thủy phân", "Hydrolysed protein", "trich-ly-len-men"),
        ),
        *BY_TONNE,
    ),
    Trade(
        FOOD, 4, "Chế biến thực phẩm", "Food Processing",
        ("cap-dong", "tiet-trung-thanh-trung", "say", "chiet-rot-dong-goi"),
        ("nong-san",),
        ("iso-22000", "haccp", "brcgs", "halal"),
        (
            ("Trái cây cấp đông", "Frozen fruit", "cap-dong"),
            ("Puree xoài", "Mango puree", "tiet-trung-thanh-trung"),
            ("Sốt đóng túi", "Pouched sauce", "chiet-rot-dong-goi"),
            ("Nước cốt dừa", "Coconut milk", "tiet-trung-thanh-trung"),
            ("Rau củ cắt sẵn", "Pre-cut vegetables", "cap-dong"),
        ),
        *BY_TONNE,
    ),
    Trade(
        TEXTILE, 5, "Sợi và Dệt", "Yarn and Weaving",
        ("keo-soi", "det-thoi", "det-kim", "nhuom-hoan-tat"),
        ("bong", "polyester", "nhua-tai-sinh"),
        ("iso-9001", "oeko-tex-100", "grs", "gots"),
        (
            ("Sợi cotton chải kỹ", "Combed cotton yarn", "keo-soi"),
            ("Vải dệt kim", "Knitted fabric", "det-kim"),
            ("Vải dệt thoi", "Woven fabric", "det-thoi"),
            ("Sợi polyester tái chế", "Recycled polyester yarn", "keo-soi"),
            ("Vải nhuộm", "Dyed fabric", "nhuom-hoan-tat"),
        ),
        *BY_TONNE,
    ),
    Trade(
        TEXTILE, 7, "Phụ liệu may", "Garment Trims",
        ("phu-lieu-may", "in-bao-bi-nhan", "vai-khong-det", "cat-may"),
        ("polyester", "pa", "kem", "bong"),
        ("iso-9001", "oeko-tex-100", "amfori-bsci", "wrap"),
        (
            ("Dây kéo nylon", "Nylon zipper", "phu-lieu-may"),
            ("Nút áo", "Button", "phu-lieu-may"),
            ("Nhãn dệt", "Woven label", "phu-lieu-may"),
            ("Dây thun bản", "Elastic tape", "phu-lieu-may"),
            ("Mex không dệt", "Nonwoven interlining", "vai-khong-det"),
            ("Dây viền", "Piping tape", "phu-lieu-may"),
        ),
        *BY_ORDER, also=(LEATHER,),
    ),
    Trade(
        LEATHER, 4, "Phụ liệu giày", "Shoe Components",
        ("san-xuat-de-giay", "go-rap-giay", "ep-luu-hoa-cao-su", "may-mu-giay"),
        ("eva", "cao-su-thien-nhien", "tpu", "da-nhan-tao"),
        ("iso-9001", "amfori-bsci", "reach", "sa8000"),
        (
            ("Đế cao su", "Rubber outsole", "san-xuat-de-giay"),
            ("Đế giữa EVA", "EVA midsole", "san-xuat-de-giay"),
            ("Mũ giày thể thao", "Sports shoe upper", "may-mu-giay"),
            ("Phom giày", "Shoe last", "go-rap-giay"),
            ("Miếng lót giày", "Insole", "san-xuat-de-giay"),
            ("Pho gót", "Heel counter", "go-rap-giay"),
        ),
        *BY_ORDER, also=(RUBBER,),
    ),
    Trade(
        LEATHER, 3, "Da thuộc", "Leather",
        ("thuoc-da", "xu-ly-be-mat"),
        ("da-thuoc", "da-nhan-tao"),
        ("iso-14001", "lwg", "reach"),
        (
            ("Da bò thuộc", "Tanned cow leather", "thuoc-da"),
            ("Da lót giày", "Shoe lining leather", "thuoc-da"),
            ("Da túi xách", "Handbag leather", "thuoc-da"),
            ("Da nhân tạo PU", "PU synthetic leather", "xu-ly-be-mat"),
        ),
        *BY_ORDER,
    ),
)
# fmt: on
