"""What a demo line of business is, and the sentences in which such firms tell what they make."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trade:
    """A line of business: what such a firm calls itself, can do, makes and is certified for.

    Products are (Vietnamese, English, process that makes them). A sentence describes each of them,
    with what the product's own fields say filled in: {tolerance} in mm, {capacity} a month with its
    unit; {weeks} stands in no field. `sizes` are usual smallest and then largest sizes in mm.
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
    vsic: str
    sectors: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()
    tolerances: tuple[str, ...] = ()
    volumes: tuple[int, ...] = ()
    unit: str = "piece"
    also: tuple[str, ...] = ()


TO_DRAWING = (
    "Gia công theo bản vẽ, dung sai đến ±{tolerance} mm, mỗi tháng {capacity}.",
    "Made to drawing, tolerance down to ±{tolerance} mm, {capacity} a month.",
)
TO_SAMPLE = (
    "Làm theo bản vẽ hoặc mẫu, giao sau {weeks} tuần, có hồ sơ kiểm tra kèm theo.",
    "Made to drawing or sample, ready in {weeks} weeks, with inspection records.",
)
INSTALLED = (
    "Thiết kế, chế tạo và lắp đặt tại xưởng của khách hàng trong {weeks} tuần.",
    "Designed, built and installed at the customer's plant within {weeks} weeks.",
)
BY_LOT = (
    "Sản xuất theo đơn hàng, mỗi tháng {capacity}, kiểm tra từng lô.",
    "Made to order, {capacity} a month, each lot inspected.",
)
BY_ORDER = (
    "Nhận đơn hàng theo mẫu, giao sau {weeks} tuần, năng lực {capacity} mỗi tháng.",
    "Made to sample, delivered in {weeks} weeks, capacity {capacity} a month.",
)
BY_TONNE = (
    "Năng lực {capacity} mỗi tháng, có phiếu kiểm nghiệm theo lô.",
    "Capacity {capacity} a month, with a test report for each lot.",
)
