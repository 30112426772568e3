"""Staff compare records that may be the same, merge them or say that they are not, and undo."""

from collections.abc import Iterator

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from core import audit
from core.audit import Kind
from core.backoffice.bulk import BulkOutcome, bulk_action
from core.backoffice.folded_search import FoldedSearchAdmin
from core.backoffice.next_waiting import offer_next
from core.backoffice.permissions import ReadOnlyAdminMixin
from core.backoffice.site import Waiting, office_page
from core.concurrency.turns import take_turn
from core.transitions import own_error
from enterprises.duplicates.forms import MergeForm
from enterprises.duplicates.merging import DECIDING, conclude_not_same, merge, tell_apart
from enterprises.duplicates.pairs import find_pairs
from enterprises.duplicates.undoing import undo
from enterprises.models import DuplicatePair, Enterprise, Merge
from enterprises.own_records import own_records

PAIRS = "admin:enterprises_duplicatepair_changelist"


def may_merge(user: User) -> bool:
    """Return whether this person decides about duplicates."""
    return user.is_active and user.has_perms(
        ["enterprises.change_enterprise", "enterprises.merge_enterprises"]
    )


class MergingAdmin(ReadOnlyAdminMixin, FoldedSearchAdmin):
    """Seen by those who may merge; nothing is added, edited or deleted by hand."""

    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_merge(request.user)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return may_merge(request.user)


class DecisionFilter(admin.SimpleListFilter):
    """Pairs by what was decided; those that wait, unless others are asked for."""

    title = gettext_lazy("tình trạng")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("all", _("Tất cả")), *DuplicatePair.State.choices[1:]]

    def choices(self, changelist) -> Iterator[dict]:
        # "All" of Django's own means what is shown without a choice.
        first, *others = super().choices(changelist)
        yield {**first, "display": DuplicatePair.State.OPEN.label}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        return queryset.filter(state=self.value() or DuplicatePair.State.OPEN)


@admin.register(DuplicatePair)
class DuplicatePairAdmin(MergingAdmin):
    """Pairs that may be the same enterprise, most alike first."""

    list_display = ["compare_link", "score", "why", "state", "decided_by"]
    list_display_links = None
    list_filter = [DecisionFilter]
    list_select_related = ["first", "second", "decided_by"]
    search_fields = [
        *("first__legal_name", "second__legal_name", "first__tax_code", "second__tax_code"),
    ]
    change_list_template = "admin/enterprises/duplicates/pairs.html"
    actions = ["tell_apart"]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return may_merge(request.user)

    def get_actions(self, request: HttpRequest) -> dict:
        # A pair is decided, not deleted.
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @bulk_action(gettext_lazy("Không phải một doanh nghiệp"), permissions=["merge"])
    def tell_apart(self, records: Iterator[DuplicatePair], by: User) -> BulkOutcome:
        take_turn(DECIDING)
        outcome, waiting, own = BulkOutcome(), [], own_records(by)
        for pair in records:
            if not pair.is_open:
                outcome.left[_("đã được kết luận trước đó.")] += 1
            elif own & {pair.first_id, pair.second_id}:
                outcome.left[own_error().messages[0]] += 1
            else:
                waiting.append(pair)
        tell_apart(waiting, by)
        outcome.done = [pair.pk for pair in waiting]
        return outcome

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        # Its pairs go with an enterprise that is deleted.
        return request.user.has_perm("enterprises.delete_enterprise")

    @admin.display(description=gettext_lazy("hai bản ghi"))
    def compare_link(self, pair: DuplicatePair) -> str:
        url = reverse("admin:enterprises_duplicatepair_compare", args=[pair.pk])
        return format_html(
            '<a href="{}"><strong>{}</strong><br><strong>{}</strong></a><br>{}<br>{}',
            url,
            pair.first,
            pair.second,
            pair.first.address or "–",
            pair.second.address or "–",
        )

    @admin.display(description=gettext_lazy("căn cứ"))
    def why(self, pair: DuplicatePair) -> str:
        return "; ".join(pair.reason_labels)

    def get_urls(self) -> list:
        pages = [
            ("find/", require_POST(self.find), "find"),
            ("<int:pk>/compare/", self.compare, "compare"),
        ]
        guarded = [
            path(
                address,
                self.admin_site.admin_view(_for_mergers(view)),
                name=f"enterprises_duplicatepair_{name}",
            )
            for address, view, name in pages
        ]
        return guarded + super().get_urls()

    def change_view(self, request: HttpRequest, object_id: str, *args, **kwargs) -> HttpResponse:
        """Redirect to a pair's one page, on which it is decided."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pair = self.get_object(request, object_id)
        if pair is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return _to_pair(pair)

    def find(self, request: HttpRequest) -> HttpResponse:
        """Have the list renewed by the worker."""
        find_pairs.enqueue()
        messages.info(
            request, _("Đang tìm lại các cặp nghi trùng; danh sách được cập nhật sau ít phút.")
        )
        return HttpResponseRedirect(reverse(PAIRS))

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show both records side by side; merge, separate or reopen by the button pressed."""
        if request.method != "POST":
            pair = get_object_or_404(DuplicatePair, pk=pk)
            return self._page(request, pair, MergeForm(pair))
        pair = DuplicatePair.objects.filter(pk=pk).first()
        if pair is None:
            return self._gone(request)
        if "not_same" in request.POST:
            return self._not_same(request, pair)
        if "reopen" in request.POST:
            return self._reopen(request, pair)
        return self._merge(request, pair)

    def _merge(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        if pair.state == DuplicatePair.State.MERGED:
            return self._merged(request, pair)  # a second click
        form = MergeForm(pair, request.POST)
        if not form.is_valid():
            return self._page(request, pair, form)
        try:
            merge(pair.pk, form.chosen(), request.user)
        except ValidationError as error:
            if error.code == "gone":
                return self._gone(request)
            form = MergeForm(pair, request.POST)  # of the records as they are now
            form.refuse(error)
            return self._page(request, pair, form)
        return self._merged(request, pair)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        text = _("Cặp này không còn trong danh sách: một trong hai bản ghi vừa được xử lý.")
        messages.warning(request, text)
        return HttpResponseRedirect(reverse(PAIRS))

    def _merged(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        done = pair.merges.filter(undone_at=None).latest("at")
        text = _("Đã gộp: %(merge)s. Có thể hoàn tác trong 30 ngày.")
        messages.success(request, text % {"merge": done})
        _offer_next(request)
        return HttpResponseRedirect(reverse("admin:enterprises_merge_change", args=[done.pk]))

    def _not_same(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        try:
            concluded = conclude_not_same(pair.pk, request.user)
        except ValidationError as error:
            if error.code == "gone":
                return self._gone(request)
            messages.error(request, error.messages[0])
            return _to_pair(pair)
        if concluded:
            messages.success(request, _("Đã ghi nhận: đây là hai doanh nghiệp khác nhau."))
            _offer_next(request)
        else:
            messages.warning(request, _("Cặp này đã được kết luận trước đó."))
        return HttpResponseRedirect(reverse(PAIRS))

    def _reopen(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        try:
            if pair.state == DuplicatePair.State.NOT_SAME:
                pair.reopen()
        except ValidationError:
            pass  # somebody else has reopened it
        except DuplicatePair.DoesNotExist:
            return self._gone(request)
        return _to_pair(pair)

    def _page(self, request: HttpRequest, pair: DuplicatePair, form: MergeForm) -> HttpResponse:
        audit.record(Kind.PRIVATE_READ, request, pair, page="compare")  # contacts of both
        context = {
            "opts": self.opts,
            "title": _("So sánh hai bản ghi nghi trùng"),
            "pair": pair,
            "form": form,
            "merge": pair.merges.filter(undone_at=None).first(),
        }
        return office_page(request, "admin/enterprises/duplicates/merge.html", context)


def _for_mergers(view):
    def guarded(request: HttpRequest, **kwargs) -> HttpResponse:
        if not may_merge(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


def _offer_next(request: HttpRequest) -> None:
    own = own_records(request.user)
    waiting = DuplicatePair.objects.open().exclude(Q(first__in=own) | Q(second__in=own))
    page = "admin:enterprises_duplicatepair_compare"
    offer_next(request, waiting.select_related("first", "second"), _("Cặp kế tiếp"), page)


def _to_pair(pair: DuplicatePair) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:enterprises_duplicatepair_compare", args=[pair.pk]))


@admin.register(Merge)
class MergeAdmin(MergingAdmin):
    """Merges, newest first; each can be undone for 30 days."""

    list_display = ["__str__", "by", "at", "standing"]
    search_fields = ["survivor__legal_name", "merged__legal_name", "by__full_name"]
    list_select_related = ["by"]
    change_form_template = "admin/enterprises/duplicates/merge_view.html"
    date_hierarchy = "at"
    actions = ["undo_merges"]
    fields = ["survivor", "merged", "reason", "by", "at", "standing", "written", "not_given_back"]

    def has_undo_permission(self, request: HttpRequest) -> bool:
        return may_merge(request.user)

    @admin.display(description=gettext_lazy("tình trạng"))
    def standing(self, done: Merge) -> str:
        if done.undone_at:
            return _("Đã hoàn tác")
        return _("Có thể hoàn tác") if done.may_be_undone else _("Đã quá hạn hoàn tác")

    @admin.display(description=gettext_lazy("trường thay đổi ở bản ghi được giữ"))
    def written(self, done: Merge) -> str:
        labels = {f.attname: f.verbose_name for f in Enterprise._meta.concrete_fields}
        changed = [
            (labels[name], old or "–", new or "–")
            for name, (old, new) in done.changes["survivor"].items()
        ]
        return format_html_join("", "<p><strong>{}:</strong> {} → {}</p>", changed) or "–"

    @admin.display(description=gettext_lazy("những gì không trả lại được"))
    def not_given_back(self, done: Merge) -> str:
        return "; ".join(done.left) or "–"

    @admin.action(description=gettext_lazy("Hoàn tác việc gộp"), permissions=["undo"])
    @transaction.atomic
    def undo_merges(self, request: HttpRequest, queryset: QuerySet[Merge]) -> None:
        for done in queryset:  # newest first, because later merges may stand on earlier ones
            try:
                undone = undo(done.pk, request.user)
            except ValidationError as error:
                messages.error(request, f"{done}: {error.messages[0]}")
                continue
            messages.success(request, _("Đã hoàn tác: %(merge)s.") % {"merge": done})
            if undone.left:
                text = _("Giữ nguyên vì đã được sửa sau khi gộp: %(what)s.")
                messages.warning(request, text % {"what": "; ".join(undone.left)})


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """Yield pairs that wait for those who decide about duplicates."""
    if may_merge(request.user):
        count = DuplicatePair.objects.open().count()
        yield Waiting(_("Cặp bản ghi nghi trùng, chờ so sánh"), count, reverse(PAIRS))
