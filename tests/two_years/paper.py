"""What the report on 2027 must say, worked out by hand from who said what, and when."""

from programme.money import shown
from programme.periods import Period
from tests.tables import Row
from tests.two_years.agenda import ADVICE, CONFERENCE, LATE, PAPERS, SURVEY, day_of_report
from tests.two_years.cast import AgencyDesk, Cast, results

CONTENTS = {
    "1.1": "Hỗ trợ áp dụng hệ thống quản lý tiên tiến",
    "1.2": "Tổ chức hội nghị kết nối cung cầu",
    "1.3": "Đào tạo kỹ năng quản trị sản xuất",
    "1.4": "Khảo sát nhu cầu linh kiện",
    "1.5": "Bố trí mặt bằng cho doanh nghiệp",
}
# In đồng: asked for, appraised, approved, allocated, disbursed; None where nothing was recorded.
BUDGET = {
    ("1.1", ADVICE): (1_500_000_001, 1_400_000_001, 1_400_000_001, 1_000_000_000, 600_000_003),
    ("1.1", PAPERS): (20_000_000, 20_000_000, 20_000_000, 20_000_000, None),
    ("1.2", CONFERENCE): (987_654_321, 987_654_321, 987_654_321, 987_654_321, 987_654_321),
    ("1.4", SURVEY): (333_333_333, 333_333_333, 300_000_000, None, None),
}
TOTAL = (2_840_987_655, 2_740_987_655, 2_707_654_322, 2_007_654_321, 1_587_654_324)


def lines_of_2027(cast: Cast, number: str) -> list[tuple[AgencyDesk, str, Period]]:
    """Who reports on a task, in which role, quarter by quarter, its lead first."""
    ours = [desk for desk in cast.desks[:4] if number in desk.duties]
    leads_first = sorted(ours, key=lambda desk: not desk.leads(number))
    roles = [(desk, "Chủ trì" if desk.leads(number) else "Phối hợp") for desk in leads_first]
    return [(desk, role, q) for q in cast.quarters[4:] for desk, role in roles]


def beginning(cast: Cast, number: str) -> Row:
    """What each row on a task begins with: number, content, who leads, who joins in."""
    joined = {"1.2": cast.science.name, "1.3": cast.institute.name}
    lead = next(desk for desk in cast.desks if number in desk.duties and desk.leads(number))
    return [number, CONTENTS[number], lead.name, joined.get(number, "")]


def counted(cast: Cast, number: str, quarter: Period) -> str:
    """The figure that the lead of task 1.1 tells: 15 to 18 in the quarters of 2027."""
    value = 11 + cast.quarters.index(quarter)
    return f"Doanh nghiệp được kết nối: {value} doanh nghiệp" if number == "1.1" else ""


def task_row(cast: Cast, number: str) -> Row:
    lines = lines_of_2027(cast, number)
    standing = ["Đang thực hiện", "80%"] if lines else ["Chưa có báo cáo", ""]
    return [
        *beginning(cast, number),
        *standing,
        "\n".join(word_line(cast, number, *line) for line in lines),
    ]


def word_line(cast: Cast, number: str, desk: AgencyDesk, role: str, quarter: Period) -> str:
    late = ", trễ hạn" if (desk, quarter) == (cast.park, LATE) else ""
    figures = counted(cast, number, quarter)
    told = f"{desk.name} ({role.lower()}, {quarter}{late}): {results(desk, quarter)}"
    return f"{told} Số liệu: {figures}." if figures else told


def budget_rows(cast: Cast) -> list[Row]:
    sources = {PAPERS: "Tài trợ, đóng góp", SURVEY: "Nguồn hợp pháp khác"}
    rows = [(number, activity, *amounts) for (number, activity), amounts in BUDGET.items()]
    return [
        [
            *(number, activity, beginning(cast, number)[2]),
            *(sources.get(activity, "Ngân sách Thành phố"), *map(shown, amounts)),
        ]
        for number, activity, *amounts in rows
    ]


def spreadsheet_lines(cast: Cast, number: str) -> list[Row]:
    start = ["1. Nhóm thử", *beginning(cast, number), "Hàng năm", "Đang thực hiện", "80%"]
    return [
        [*start, *spreadsheet_line(cast, number, *line)] for line in lines_of_2027(cast, number)
    ]


def spreadsheet_line(cast: Cast, number: str, desk: AgencyDesk, role: str, quarter: Period) -> Row:
    day = day_of_report(desk, quarter)
    late = "có" if (desk, quarter) == (cast.park, LATE) else ""
    asked = ["Thiếu kinh phí.", "Bổ sung kinh phí."] if desk is cast.park else ["", ""]
    sent = [desk.name, role, str(quarter), f"{day:%d}/{day.month}/{day.year}", late, ""]
    return [*sent, results(desk, quarter), counted(cast, number, quarter), *asked]
