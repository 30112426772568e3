"""The made-up programme as plain data: groups, tasks, measures, and how each agency reports.

How an agency reports is a word with a letter for each quarter whose deadline is past, the latest
one last; where there are more quarters than letters, the first letter stands for the earlier ones.
"""

from dataclasses import dataclass

MARK = "(minh họa)"  # at the end of each name, wherever it may be copied to
SLUG, NUMBER = "minh-hoa", "MẪU/QĐ-UBND"
ISSUER = "Dữ liệu minh họa, không do cơ quan nào ban hành"
TITLE_VI = "Chương trình minh họa, không có thật, để giới thiệu cách báo cáo trên Cổng"
TITLE_EN = "A made-up programme that shows how reporting on the portal works"
GOALS = "Cho người dùng thử thấy trang chương trình khi đã có báo cáo."

ON_TIME, LATE = "o", "l"  # accepted
AFTERWARDS, LATE_AFTERWARDS = "a", "b"  # on paper, entered later, accepted
SUBMITTED, RETURNED, DRAFT, MISSING = "s", "r", "d", "-"


@dataclass(frozen=True)
class DemoMeasure:
    """What a task's reports count, and the yearly target that it belongs to, if any."""

    code: str
    name: tuple[str, str]  # Vietnamese, English
    unit: tuple[str, str]
    yearly: int | None = None


@dataclass(frozen=True)
class DemoTask:
    """A task with its lead and its further agencies, by their codes in the real register."""

    content: tuple[str, str]  # Vietnamese, English
    product: str
    lead: str = ""
    coordinating: tuple[str, ...] = ()
    reports: str = ""  # of the lead
    sections: tuple[tuple[str, str], ...] = ()  # of coordinating agencies that have an account
    results: tuple[str, ...] = ()  # in turn; {n} is the quarter's figure
    pace: tuple[int, ...] = (1,)  # the figures, in turn
    measure: DemoMeasure | None = None
    difficulties: str = ""
    proposals: str = ""
    recurrence: str = "yearly"


@dataclass(frozen=True)
class DemoGroup:
    """A group of tasks."""

    title: tuple[str, str]
    goal: str
    tasks: tuple[DemoTask, ...]


GROUPS = (
    DemoGroup(
        ("Kết nối thị trường", "Access to markets"),
        "Doanh nghiệp công nghiệp hỗ trợ gặp được người mua.",
        (
            DemoTask(
                ("Tổ chức hội nghị kết nối cung cầu", "Hold matchmaking conferences"),
                "Báo cáo kết quả hội nghị",
                "sct",
                ("itpc", "hepza"),
                "ooooloos",
                (("hepza", "oooolo-"),),
                (
                    "Đã tổ chức {n} hội nghị kết nối; các bên ghi nhận nhu cầu về khuôn mẫu và "
                    "linh kiện nhựa.",
                    "Đã tổ chức {n} hội nghị kết nối theo chuyên đề cơ khí chính xác, có doanh "
                    "nghiệp đầu chuỗi nêu yêu cầu kỹ thuật.",
                ),
                (2, 1, 3, 2),
                DemoMeasure(
                    "hoi-nghi",
                    ("Hội nghị kết nối đã tổ chức", "Matchmaking conferences held"),
                    ("hội nghị", "conferences"),
                    8,
                ),
                proposals="Đề nghị các ban quản lý khu cung cấp danh sách doanh nghiệp có nhu cầu "
                "trước mỗi hội nghị 15 ngày.",
            ),
            DemoTask(
                ("Đưa doanh nghiệp dự triển lãm", "Take enterprises to trade fairs"),
                "Báo cáo kết quả triển lãm",
                "itpc",
                ("sct",),
                "aaba-a-",
                results=("{n} doanh nghiệp có gian hàng trong khu chung của Thành phố.",),
                pace=(12, 0, 18, 9),
                measure=DemoMeasure(
                    "gian-hang",
                    ("Doanh nghiệp có gian hàng", "Enterprises with a stand"),
                    ("doanh nghiệp", "enterprises"),
                ),
                difficulties="Chi phí thuê mặt bằng tăng so với dự toán.",
            ),
            DemoTask(
                ("Bình chọn sản phẩm tiêu biểu", "Select unsent_reports products"),
                "Quyết định công nhận",
                "csid",
                ("skhcn",),
                "aabaaa",
                (("skhcn", "ooooooo"),),
                ("Hội đồng đã họp {n} phiên để hoàn thiện tiêu chí và thể lệ.",),
                (1, 2),
                recurrence="every_two_years",
            ),
        ),
    ),
    DemoGroup(
        ("Nâng cao năng lực quản trị và công nghệ", "Management and technology"),
        "Doanh nghiệp đáp ứng yêu cầu của chuỗi cung ứng.",
        (
            DemoTask(
                ("Tư vấn áp dụng hệ thống quản lý", "Advise on management systems"),
                "Báo cáo tư vấn",
                "skhcn",
                ("sct",),
                "ooloooos",
                results=(
                    "Đã tư vấn tại chỗ cho {n} doanh nghiệp về ISO 9001 và IATF 16949.",
                    "{n} doanh nghiệp hoàn thành đánh giá nội bộ lần đầu.",
                ),
                pace=(6, 9, 7, 11),
                measure=DemoMeasure(
                    "he-thong-quan-ly",
                    ("Doanh nghiệp được tư vấn", "Enterprises advised"),
                    ("doanh nghiệp", "enterprises"),
                    30,
                ),
                difficulties="Doanh nghiệp siêu nhỏ khó bố trí cán bộ chất lượng chuyên trách.",
            ),
            DemoTask(
                ("Hỗ trợ đổi mới công nghệ", "Support new technology"),
                "Danh sách dự án được hỗ trợ",
                "skhcn",
                ("shtp",),
                "ooooold",
                results=(
                    "Đã thẩm định {n} đề xuất đổi mới công nghệ, ưu tiên gia công chính xác.",
                ),
                pace=(4, 3, 5),
            ),
            DemoTask(
                ("Ươm tạo doanh nghiệp công nghệ cao", "Incubate high-tech enterprises"),
                "Báo cáo ươm tạo",
                "shtp",
                ("skhcn",),
                "aabaa--",
                (("skhcn", "oooollo"),),
                ("{n} nhóm dự án đang ươm tạo; một nhóm đã có đơn hàng thử.",),
                (5, 5, 6),
            ),
        ),
    ),
    DemoGroup(
        ("Đào tạo nguồn nhân lực", "Training"),
        "Có đủ thợ và quản đốc cho sản xuất linh kiện.",
        (
            DemoTask(
                ("Đào tạo quản trị sản xuất", "Train production managers"),
                "Danh sách học viên",
                "hepza",
                ("ldld",),
                "olololr",
                results=(
                    "Đã mở lớp quản trị sản xuất và 5S cho {n} lượt cán bộ của doanh nghiệp trong "
                    "khu.",
                ),
                pace=(120, 85, 140, 96),
                measure=DemoMeasure(
                    "luot-dao-tao",
                    ("Lượt người được đào tạo", "Persons trained"),
                    ("lượt người", "persons"),
                    400,
                ),
            ),
            DemoTask(
                ("Khảo sát nhu cầu nhân lực", "Survey the demand for skilled workers"),
                "Báo cáo khảo sát",
                "snv",
                ("hepza",),
                "----",
                (("hepza", "oo-oo-o"),),
                ("Đã gửi phiếu khảo sát tới {n} doanh nghiệp trong khu.",),
                (60, 45),
            ),
        ),
    ),
    DemoGroup(
        ("Mặt bằng sản xuất", "Premises"),
        "Doanh nghiệp nhỏ thuê được nhà xưởng phù hợp.",
        (
            DemoTask(
                ("Cập nhật quỹ đất và nhà xưởng cho thuê", "Keep the list of premises up to date"),
                "Danh mục nhà xưởng",
                "hepza",
                reports="oooolos",
                results=("Đã cập nhật {n} vị trí nhà xưởng còn trống kèm giá thuê tham khảo.",),
                pace=(14, 9, 11, 16),
            ),
            DemoTask(
                ("Bố trí kinh phí hạ tầng phân khu", "Fund the infrastructure of sub-zones"),
                "Văn bản bố trí kinh phí",
                "stc",
                reports="a-a----",
                results=("Đã có văn bản góp ý dự toán; chưa phát sinh giải ngân trong quý.",),
            ),
            DemoTask(
                ("Thành lập phân khu công nghiệp hỗ trợ", "Set up a supporting-industry sub-zone"),
                "Đề án",
            ),
        ),
    ),
)
