"""Public pages of the register, open to everyone by design: the Decision is a public document."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import DetailView, TemplateView

from core.downloads import CONTENT_TYPES, json_response, table_response
from core.lists import FacetedFilterSet, FacetedListView, ListPage
from programme.delivering.on_task import products_of
from programme.delivering.owed import Products
from programme.following.followed import Followed
from programme.models import Agency, Programme, Scheme, Task
from programme.pages import ProgrammePage, programme_url, status_shares
from programme.register.filters import TaskFilterSet
from programme.register.resources import as_document, as_table
from programme.reporting.progress import latest_progress
from programme.reporting.timeline import timeline


class ProgrammeOverview(ProgrammePage, TemplateView):
    """One programme: the Decision's facts, and how far its groups of tasks are."""

    template_name = "programme/register/overview.html"

    def get_context_data(self, **kwargs) -> dict:
        tasks = Task.objects.of(self.programme).in_force(self.day)
        by_group = tasks.counts_by_group()
        followed = Followed(self.programme)
        return super().get_context_data(
            notices=self.day_notices,
            groups=[
                (group, status_shares(by_group.get(group.pk, {})))
                for group in self.programme.groups.all()
            ],
            statuses=status_shares(tasks.counts_by_status()),
            total=tasks.count(),
            open_tasks=tasks.with_open_cells().count(),
            others=Programme.objects.exclude(pk=self.programme.pk),
            progress=latest_progress(self.programme),
            followed=followed,
            card=self.request.build_absolute_uri(followed.card),
            **kwargs,
        )

    def trail(self) -> list[tuple[str, str]]:
        return []


class TaskList(ProgrammePage, FacetedListView):
    """The tasks of one programme; all tasks of the Decision stand on one page."""

    template_name = "programme/register/task_list.html"
    paginate_by = 30

    def get_queryset(self) -> QuerySet[Task]:
        return Task.objects.of(self.programme).in_force(self.day).for_list()

    def get_filterset(self) -> TaskFilterSet:
        return TaskFilterSet(
            self.request.GET, queryset=self.get_queryset(), programme=self.programme
        )

    def get_list_url(self) -> str:
        return programme_url(self.programme, "task-list")

    def get_notices(self, filterset: FacetedFilterSet, page: ListPage) -> list[str]:
        return [*self.day_notices, *super().get_notices(filterset, page)]

    def get_downloads(self) -> list[tuple[str, str]]:
        return [
            (file_format.upper(), programme_url(self.programme, "task-download", form=file_format))
            for file_format in CONTENT_TYPES
        ]


class TaskDownload(TaskList):
    """Exactly the tasks that the page with the same filters shows, all pages."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        filterset = self.get_filterset()
        name = f"nhiem-vu {self.programme.number} {self.day or localdate()}"
        if self.kwargs["form"] == "json":
            return json_response(as_document(self.programme, filterset.qs), name)
        return table_response(as_table(self.programme, filterset.qs), name, self.kwargs["form"])


class TaskDetail(ProgrammePage, DetailView):
    """One task: the wording in force on the day, and every other wording its number ever had."""

    template_name = "programme/register/task_detail.html"
    context_object_name = "task"

    def get_object(self) -> Task:
        tasks = Task.objects.of(self.programme).numbered(self.kwargs["number"]).for_list()
        self.wordings = list(tasks)
        if not self.wordings:
            raise Http404("No such task")
        in_force = [task for task in self.wordings if task.was_in_force(self.day or localdate())]
        return (in_force or self.wordings)[-1]

    def get_context_data(self, **kwargs) -> dict:
        followed = Followed(self.programme, self.object.number)
        return super().get_context_data(
            notices=self.day_notices,
            others=[task for task in self.wordings if task != self.object],
            followed=followed,
            products=products_of(self.object, Products(self.programme)),
            schemes=Scheme.objects.approved_for(self.object),
            timeline=timeline(followed.reports, self.programme),
            card=self.request.build_absolute_uri(followed.card),
            **kwargs,
        )

    def trail(self) -> list[tuple[str, str]]:
        return [*super().trail(), (programme_url(self.programme, "task-list"), _("Nhiệm vụ"))]


class AgencyDetail(ProgrammePage, DetailView):
    """One agency: what it leads and joins for certain, and where it is read in doubt."""

    template_name = "programme/register/agency_detail.html"
    context_object_name = "agency"
    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> QuerySet[Agency]:
        return Agency.objects.for_page()

    def get_context_data(self, **kwargs) -> dict:
        tasks = Task.objects.of(self.programme).in_force(self.day).for_list()
        code = [self.object.code]
        return super().get_context_data(
            notices=self.day_notices,
            sections=[
                ("lead", _("Chủ trì"), tasks.led_under(code)),
                ("coordinating", _("Phối hợp"), tasks.coordinated_under(code)),
                ("uncertain", _("Đọc được nhưng chưa rõ cột"), tasks.uncertainly_under(code)),
            ],
            **kwargs,
        )
