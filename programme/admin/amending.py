"""Back office of proposals to change targets and tasks: opinions, decision, amendment."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import Kind
from core.backoffice.actions import Action, Download
from core.backoffice.pickers import picker_label
from core.backoffice.site import Waiting
from core.files.documents import document_response
from core.templatetags.formatting import official_date
from programme.admin.directing import MatterAdmin
from programme.models import Agency, AmendmentOpinion, AmendmentProposal, Target, Task
from programme.reporting.overdue import Officers


class ProposalForm(forms.ModelForm):
    """What is to change, from what to what, and why; officers write in the own agency's name."""

    user: Any  # who writes: set by the admin

    class Meta:
        model = AmendmentProposal
        fields = [
            *("programme", "agency", "kind", "task", "target", "what"),
            *("current", "proposed", "reason"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.reporting()
        if not self.user.has_perm("programme.manage_register"):
            agencies = agencies.filter(pk__in=Agency.objects.represented_by_user(self.user))
            self.fields["agency"].empty_label = None
        self.fields["agency"].queryset = agencies
        tasks = Task.objects.in_force().select_related("group__programme")
        self.fields["task"].queryset = tasks.order_by(
            "group__programme", "group__number", "position"
        )
        self.fields["task"].label_from_instance = picker_label
        targets = Target.objects.in_force().select_related("programme")
        self.fields["target"].queryset = targets
        self.fields["target"].label_from_instance = picker_label
        help_text = _("Để trống: lấy nội dung đang có của nhiệm vụ, chỉ tiêu đã chọn.")
        self.fields["current"].help_text = help_text

    def clean(self) -> dict:
        data = super().clean()
        if not data.get("current"):
            data["current"] = _wording(data.get("task") or data.get("target"))
        return data


def _wording(subject: Task | Target | None) -> str:
    """Return what the task or target says now."""
    if isinstance(subject, Task):
        return subject.content_vi[:5_000]
    if isinstance(subject, Target):
        least, most = subject.minimum, subject.maximum
        span = "–".join(f"{value.normalize():f}" for value in (least, most) if value is not None)
        return f"{subject.name_vi}: {span} {subject.unit_vi}"
    return ""


@admin.register(AmendmentProposal)
class AmendmentProposalAdmin(MatterAdmin):
    """Proposals to amend the programme, and what became of each."""

    form = ProposalForm
    new_fields = tuple(ProposalForm.Meta.fields)
    fields = (
        *("state", "programme", "agency", "kind", "subject_shown", "current", "proposed", "reason"),
        *("proposed_by", "proposed_at", "opinions_shown"),
        *("decision_number", "decided_on", "decision", "amendment_shown", "new_wording"),
    )
    readonly_fields = ("subject_shown", "opinions_shown", "amendment_shown", "new_wording")
    list_display = ["__str__", "agency", "proposed_at", "state", "decision_number"]
    list_filter = ["state", "kind", "programme", "agency"]
    list_select_related = ["agency", "task__group", "target"]
    search_fields = [
        *("what", "current", "proposed", "reason", "agency__name_vi", "decision_number"),
        *("task__content_vi", "target__name_vi"),
    ]
    date_hierarchy = "proposed_at"
    history_rows = (AmendmentOpinion,)
    more_file_columns = ("current", "proposed", "reason", "decided_on", "decision")
    downloads = (
        Download(
            "document",
            gettext_lazy("Tải văn bản quyết định"),
            AmendmentProposal.DECIDED,
            kind=Kind.PRIVATE_READ,
        ),
    )

    def get_form(self, request: HttpRequest, obj: AmendmentProposal | None = None, **kwargs: Any):
        form = super().get_form(request, obj, **kwargs)
        form.user = request.user
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: AmendmentProposal | None = None):
        return super().get_readonly_fields(request, obj) if obj else ()

    @admin.display(description=gettext_lazy("nhiệm vụ, chỉ tiêu"))
    def subject_shown(self, proposal: AmendmentProposal) -> str:
        subject = proposal.subject
        return _link(subject) if subject else proposal.what

    @admin.display(description=gettext_lazy("ý kiến của các đơn vị"))
    def opinions_shown(self, proposal: AmendmentProposal) -> str:
        rows = proposal.opinions.select_related("agency") if proposal.pk else []
        officers = Officers() if rows else None
        lines = [(_opinion(row, bool(officers and officers.of(row.agency))),) for row in rows]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", lines)) or "–"

    @admin.display(description=gettext_lazy("quyết định điều chỉnh"))
    def amendment_shown(self, proposal: AmendmentProposal) -> str:
        return _link(proposal.amendment) if proposal.amendment else "–"

    @admin.display(description=gettext_lazy("nội dung mới trong Chương trình"))
    def new_wording(self, proposal: AmendmentProposal) -> str:
        subject = proposal.subject
        if subject is None or proposal.state != AmendmentProposal.State.APPLIED:
            return "–"
        if proposal.kind == AmendmentProposal.Kind.END:
            return _("Đã bãi bỏ.")
        return _link(getattr(subject, "replaced_by", None) or subject)

    def save_model(
        self, request: HttpRequest, obj: AmendmentProposal, form: Any, change: bool
    ) -> None:
        obj.proposed_by = request.user
        super().save_model(request, obj, form, change)

    def may_apply(
        self, request: HttpRequest, offer: Action | Download, record: models.Model
    ) -> bool:
        """Let an opinion be given for the own agency, and only the own proposal be withdrawn."""
        user = request.user
        if offer.name == "document" and not record.decision_file:
            return False
        if offer.name == "give_opinion" and not record.opinions.of_officer(user).exists():
            return False
        if offer.name == "withdraw" and not user.has_perm("programme.manage_register"):
            return record.agency_id in Agency.objects.represented_by_user(user)
        return super().may_apply(request, offer, record)

    def document(self, request: HttpRequest, proposal: AmendmentProposal) -> HttpResponse:
        ending = PurePath(proposal.decision_file.name).suffix
        try:
            return document_response(proposal.decision_file, f"quyet-dinh{ending}")
        except FileNotFoundError as error:
            raise Http404("The file is gone") from error


def _opinion(opinion: AmendmentOpinion, has_account: bool) -> str:
    if opinion.stance:
        given = f"{opinion.agency}: {opinion.get_stance_display()}"
        return f"{given}. {opinion.text}" if opinion.text else f"{given}."
    words = {"agency": opinion.agency, "day": official_date(opinion.deadline)}
    if opinion.deadline < localdate():
        return _("%(agency)s: hết hạn %(day)s, không có ý kiến.") % words
    if has_account:
        return _("%(agency)s: chờ ý kiến, hạn %(day)s.") % words
    text = _("%(agency)s: chờ ý kiến, hạn %(day)s; chưa có tài khoản, cần gửi văn bản giấy.")
    return text % words


def _link(record: models.Model) -> str:
    url = reverse(f"admin:programme_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', url, record)


def proposals_of(amendment: models.Model) -> str:
    """Return links to the proposals that led to a decision, for its page."""
    rows = [(_link(proposal),) for proposal in amendment.proposals.select_related("task__group")]
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows)) if rows else "–"


@admin.site.register_waiting
def waiting(request: HttpRequest) -> Iterator[Waiting]:
    """For an agency what it is asked, for the Department what to consult on, decide, carry out."""
    user, url = request.user, reverse("admin:programme_amendmentproposal_changelist")
    proposals, state = AmendmentProposal.objects, AmendmentProposal.State
    if user.has_perm("programme.opine_amendmentproposal"):
        asked = AmendmentOpinion.objects.of_officer(user).filter(stance="")
        count = asked.filter(proposal__state=state.CONSULTING).count()
        label = _("Đề nghị điều chỉnh cần cho ý kiến")
        yield Waiting(label, count, f"{url}?state__exact=consulting")
    if user.has_perm("programme.consult_amendmentproposal"):
        count = proposals.filter(state=state.PROPOSED).count()
        yield Waiting(_("Đề nghị điều chỉnh chờ lấy ý kiến"), count, f"{url}?state__exact=proposed")
    if user.has_perm("programme.decide_amendmentproposal"):
        count = proposals.to_decide(localdate()).count()
        label = _("Đề nghị điều chỉnh đã đủ hoặc hết hạn ý kiến, chờ quyết định")
        yield Waiting(label, count, f"{url}?state__exact=consulting")
        count = proposals.filter(state=state.ADOPTED).count()
        label = _("Quyết định điều chỉnh chưa cập nhật vào Chương trình")
        yield Waiting(label, count, f"{url}?state__exact=adopted")
