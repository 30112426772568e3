"""What the Committee's page shows of directions, concerns, progress, reports and targets."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from core.templatetags.formatting import official_date
from programme.directing.reported import parts_of
from programme.measuring.figures import MeasureFigures
from programme.measuring.results import results
from programme.models import Concern, ConsolidatedReport, Direction, Report, Target
from programme.reporting.progress import ProgressPart, latest_progress
from programme.steering import Item, Situation, SteeringSection, register

LATEST = 5  # consolidated reports


@register(position=7)
def directions_to_follow(situation: Situation) -> SteeringSection:
    """Directions that are not closed, the nearest deadline first."""
    rows = Direction.objects.open().filter(programme=situation.programme).select_related("agency")
    return SteeringSection(
        _("Chỉ đạo đang theo dõi"),
        _("Xếp theo thời hạn; theo dõi đến khi Ban Chỉ đạo kết thúc."),
        [Item(_direction(each, situation), each.get_admin_url()) for each in rows],
    )


def _direction(direction: Direction, situation: Situation) -> str:
    words = {
        "agency": direction.agency,
        "direction": direction,
        "day": official_date(direction.deadline),
        "state": direction.get_state_display(),
    }
    if direction.is_overdue(situation.today):
        return _("%(agency)s: %(direction)s – QUÁ HẠN từ %(day)s") % words
    return _("%(agency)s: %(direction)s – hạn %(day)s, %(state)s") % words


@register(position=4)
def concerns_waiting(situation: Situation) -> SteeringSection:
    """Difficulties and proposals on which somebody has to say something."""
    rows = Concern.objects.waiting().filter(programme=situation.programme).select_related("agency")
    return SteeringSection(
        _("Khó khăn, kiến nghị chưa có kết quả"),
        _("Chờ Sở Công Thương trả lời hoặc chờ ý kiến của Ủy ban nhân dân Thành phố."),
        [_concern(each) for each in rows],
    )


def _concern(concern: Concern) -> Item:
    text = f"{concern.agency}: {concern} – {concern.get_state_display()}"
    return Item(text, concern.get_admin_url())


@register(position=5)
def concerns_reported(situation: Situation) -> SteeringSection:
    """Tell what the latest quarter's accepted reports say, and what became of it."""
    quarter, items = situation.last_quarter, []
    if quarter:
        reports = Report.objects.of(situation.programme).on([quarter]).accepted().for_list()
        taken_up = Concern.objects.filter(report__in=reports.order_by().values("pk"))
        by_report = {(each.report_id, each.kind): each for each in taken_up}
        ordered = reports.order_by("task__group__number", "task__position", "agency")
        items = [item for report in ordered for item in _reported(report, by_report)]
    return SteeringSection(
        _("Khó khăn, kiến nghị trong báo cáo quý đã tiếp nhận"),
        str(quarter) if quarter else _("chưa có quý nào đến hạn"),
        items,
    )


def _reported(report: Report, taken_up: dict[tuple[int, str], Concern]) -> Iterator[Item]:
    for kind, text in parts_of(report):
        known = taken_up.get((report.pk, kind.value))
        outcome = known.get_state_display() if known else _("chưa được ghi nhận để trả lời")
        page = known.get_admin_url() if known else _report_url(report)
        said = Truncator(text).chars(120)
        yield Item(f"{report.task.number}, {report.agency}: {kind.label}: {said} – {outcome}", page)


def _report_url(report: Report) -> str:
    return reverse("admin:programme_report_change", args=[report.pk])


@register(position=10)
def progress_by_group(situation: Situation) -> SteeringSection:
    """How far each group is by the latest accepted reports."""
    progress = latest_progress(situation.programme)
    groups = progress.groups if progress else []
    return SteeringSection(
        _("Tiến độ theo nhóm nhiệm vụ"),
        str(progress.quarter) if progress else _("Chưa có báo cáo nào được tiếp nhận."),
        [Item(_progress(part)) for part in groups],
    )


def _progress(part: ProgressPart) -> str:
    if part.average is not None:
        return _("%(group)s: bình quân %(percent)d%%") % {
            "group": part.of,
            "percent": part.average,
        }
    counts = "; ".join(f"{label}: {count}" for label, count in part.counts)
    return f"{part.of}: {counts}"


@register(position=20)
def targets_standing(situation: Situation) -> SteeringSection:
    """How each target stands in the year."""
    targets = Target.objects.in_force().filter(programme=situation.programme)
    found = results(targets.order_by("position"), MeasureFigures(situation.programme))
    page = reverse("programme:target-list", kwargs=situation.programme.url_kwargs())
    items = []
    for result in found:
        own = [year for year in result.years if year.year == situation.year and year.status]
        if own:
            items.append(Item(f"{result.target}: {own[0].status.label}", page))
    return SteeringSection(
        _("Chỉ tiêu của chương trình trong năm"),
        _("Đánh giá theo số liệu Cổng có; chưa đủ số liệu thì không coi là chưa đạt."),
        items,
    )


@register(position=30)
def consolidated_reports(situation: Situation) -> SteeringSection:
    """List the latest consolidated reports."""
    rows = ConsolidatedReport.objects.filter(programme=situation.programme).order_by("-pk")
    return SteeringSection(
        _("Báo cáo tổng hợp gần nhất"),
        _("Do Sở Công Thương lập; bản đã công bố mở được cho mọi người."),
        [_consolidated(report) for report in rows[:LATEST]],
    )


def _consolidated(report: ConsolidatedReport) -> Item:
    is_public = report.state == ConsolidatedReport.State.PUBLISHED
    url = report.get_absolute_url() if is_public else ""
    return Item(f"{report}, {report.number_line} – {report.get_state_display()}", url)
