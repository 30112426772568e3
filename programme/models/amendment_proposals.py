"""Proposals to change the programme's targets and tasks (section V.2 d), until they are decided."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.days import not_in_future
from core.fields import person_field
from core.files.documents import document_path, private_storage, validate_document
from core.models import Stateful, Versioned
from core.transitions import transition
from programme.models.agencies import Agency
from programme.models.amendment_opinions import AmendmentOpinion
from programme.models.decisions import Amendable, Amendment, Programme
from programme.models.directions import sees_all_agencies
from programme.models.targets import Target
from programme.models.tasks import Task


class AmendmentProposalQuerySet(models.QuerySet):
    """Proposals to amend the programme."""

    def visible_to(self, user: User) -> "AmendmentProposalQuerySet":
        """Who follows the programme sees all; an officer what the agency proposes or is asked."""
        if not (user.is_active and user.has_perm("programme.view_amendmentproposal")):
            return self.none()
        if sees_all_agencies(user):
            return self
        own = Agency.objects.represented_by_user(user)
        asked = AmendmentOpinion.objects.filter(agency__in=own)
        return self.filter(Q(agency__in=own) | Q(pk__in=asked.values("proposal")))

    def open(self) -> "AmendmentProposalQuerySet":
        """Those that nobody has decided on or withdrawn, the oldest first."""
        return self.filter(state__in=AmendmentProposal.OPEN).order_by("proposed_at", "pk")

    def to_decide(self, today: date) -> "AmendmentProposalQuerySet":
        """Those whose opinions are all given, or past their day."""
        awaited = AmendmentOpinion.objects.awaited(today).values("proposal")
        return self.filter(state=AmendmentProposal.State.CONSULTING).exclude(pk__in=awaited)


class AmendmentProposal(Versioned, Stateful):
    """What an agency or the Department wants changed; an adopted one leads to an `Amendment`."""

    class Kind(models.TextChoices):
        CHANGE = "change", _("Điều chỉnh")
        ADD = "add", _("Bổ sung")
        END = "end", _("Bãi bỏ")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Mới đề nghị")
        CONSULTING = "consulting", _("Đang lấy ý kiến")
        ADOPTED = "adopted", _("Đã có quyết định điều chỉnh, chưa cập nhật Chương trình")
        APPLIED = "applied", _("Đã cập nhật Chương trình")
        REJECTED = "rejected", _("Không được chấp thuận")
        WITHDRAWN = "withdrawn", _("Đơn vị đã rút")

    OPEN = (State.PROPOSED, State.CONSULTING)
    DECIDED = (State.ADOPTED, State.APPLIED, State.REJECTED)

    programme = models.ForeignKey(
        Programme,
        verbose_name=_("chương trình"),
        on_delete=models.PROTECT,
        related_name="amendment_proposals",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("đơn vị đề nghị"), on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    task = models.ForeignKey(
        Task,
        verbose_name=_("nhiệm vụ"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendment_proposals",
    )
    target = models.ForeignKey(
        Target,
        verbose_name=_("chỉ tiêu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendment_proposals",
    )
    what = models.CharField(
        _("nội dung khác"),
        max_length=300,
        blank=True,
        help_text=_("Nội dung được bổ sung, hoặc không có trong hai danh sách trên."),
    )
    current = models.TextField(_("nội dung hiện hành"), max_length=5_000, blank=True)
    proposed = models.TextField(_("nội dung đề nghị"), max_length=5_000, blank=True)
    reason = models.TextField(_("lý do"), max_length=5_000)
    state = models.CharField(
        _("tình trạng"),
        max_length=10,
        choices=State.choices,
        default=State.PROPOSED,
        editable=False,
    )
    proposed_by = person_field(_("người đề nghị"), editable=False)
    proposed_at = models.DateTimeField(_("đề nghị lúc"), auto_now_add=True)
    decision_number = models.CharField(
        _("số văn bản quyết định"), max_length=50, blank=True, editable=False
    )
    decided_on = models.DateField(_("ngày văn bản quyết định"), null=True, editable=False)
    decision = models.TextField(
        _("nội dung quyết định"), max_length=5_000, blank=True, editable=False
    )
    decision_file = models.FileField(
        _("tệp văn bản quyết định"),
        upload_to=document_path,
        storage=private_storage,
        max_length=200,
        blank=True,
        editable=False,
        validators=[validate_document],
    )
    amendment = models.ForeignKey(
        Amendment,
        verbose_name=_("quyết định điều chỉnh"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="proposals",
    )
    history = HistoricalRecords()
    objects = AmendmentProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị điều chỉnh chỉ tiêu, nhiệm vụ")
        verbose_name_plural = _("đề nghị điều chỉnh chỉ tiêu, nhiệm vụ")
        ordering = ["-proposed_at", "-pk"]
        permissions = [
            ("consult_amendmentproposal", _("Lấy ý kiến về đề nghị điều chỉnh")),
            ("opine_amendmentproposal", _("Cho ý kiến về đề nghị điều chỉnh")),
            ("decide_amendmentproposal", _("Ghi quyết định về đề nghị điều chỉnh")),
            ("withdraw_amendmentproposal", _("Rút đề nghị điều chỉnh của đơn vị mình")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(task=None) | Q(target=None),
                name="amendment_proposal_of_one_thing",
                violation_error_message=_("Chỉ chọn một nhiệm vụ hoặc một chỉ tiêu."),
            ),
            models.CheckConstraint(
                condition=Q(task__isnull=False) | Q(target__isnull=False) | ~Q(what=""),
                name="amendment_proposal_of_something",
                violation_error_message=_(
                    "Hãy chọn nhiệm vụ hoặc chỉ tiêu, hoặc ghi nội dung khác."
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind="end") | ~Q(proposed=""),
                name="amendment_proposal_says_what",
                violation_error_message=_("Hãy ghi nội dung đề nghị."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "applied", "rejected"])
                | Q(decided_on__isnull=False) & ~Q(decision_number=""),
                name="amendment_proposal_decided_by_a_document",
                violation_error_message=_("Hãy ghi số và ngày văn bản quyết định."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "applied"]) | Q(amendment__isnull=False),
                name="amendment_proposal_adopted_by_an_amendment",
                violation_error_message=_("Đề nghị được chấp thuận cần quyết định điều chỉnh."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {Truncator(self.matter).chars(80)}"

    def get_admin_url(self) -> str:
        return reverse("admin:programme_amendmentproposal_change", args=[self.pk])

    @property
    def subject(self) -> Amendable | None:
        """The task or target that it is about, in the wording that held when it was proposed."""
        return self.task or self.target

    @property
    def matter(self) -> str:
        """What it is about, in words."""
        return str(self.subject or self.what)

    def proposers(self) -> set[int | None]:
        """Return whose own matter it is: who proposed it."""
        return {self.proposed_by_id}

    def clean(self) -> None:
        super().clean()
        for name in ("task", "target"):
            found = getattr(self, name)
            if found and self.programme_id and found.programme != self.programme:
                message = _("Nhiệm vụ, chỉ tiêu này thuộc chương trình khác.")
                raise ValidationError({name: message})
        if self._state.adding and self.kind == self.Kind.ADD and self.subject:
            raise ValidationError(
                _("Đề nghị bổ sung ghi ở “nội dung khác”, không chọn nhiệm vụ, chỉ tiêu đang có.")
            )

    @transition(
        OPEN,
        State.CONSULTING,
        permission="programme.consult_amendmentproposal",
        label=_("Lấy ý kiến các đơn vị"),
        form="programme.amending.forms.AskForOpinionsForm",
        page="consult",
    )
    def ask_for_opinions(self, agencies: Iterable[Agency], deadline: date, by: User) -> None:
        """Ask these agencies by a day; one that is asked again gets the new day."""
        if deadline < localdate():
            raise ValidationError({"deadline": _("Thời hạn phải là hôm nay hoặc sau hôm nay.")})
        for agency in agencies:
            opinion, _is_new = AmendmentOpinion.objects.get_or_create(
                proposal=self, agency=agency, defaults={"deadline": deadline, "asked_by": by}
            )
            if opinion.deadline != deadline and not opinion.stance:
                opinion.deadline, opinion.asked_by = deadline, by
                opinion.save()
        self._history_user = by
        self.save()

    @transition(
        State.CONSULTING,
        permission="programme.opine_amendmentproposal",
        label=_("Cho ý kiến"),
        form="programme.amending.forms.GiveOpinionForm",
        page="opinion",
    )
    def give_opinion(self, stance: str, text: str, by: User) -> None:
        """Say what the agencies think for which this person speaks; until decided it may change."""
        asked = list(self.opinions.of_officer(by))
        if not asked:
            raise ValidationError(_("Đơn vị của bạn không được lấy ý kiến về đề nghị này."))
        for opinion in asked:
            opinion.give(stance, text, by)

    @transition(
        State.CONSULTING,
        permission="programme.consult_amendmentproposal",
        label=_("Ghi ý kiến gửi bằng văn bản"),
        form="programme.amending.forms.RecordOpinionForm",
        page="record-opinion",
    )
    def record_opinion(self, opinion: AmendmentOpinion, stance: str, text: str, by: User) -> None:
        """Write down what an agency, which may have no account, has answered on paper."""
        opinion.give(stance, text, by)

    @transition(
        State.CONSULTING,
        State.ADOPTED,
        permission="programme.decide_amendmentproposal",
        label=_("Ghi quyết định chấp thuận"),
        form="programme.amending.forms.AdoptForm",
        not_by="proposers",
    )
    def adopt(self, amendment: Amendment, by: User, **decided: object) -> None:
        """Record the decision that amends the programme so."""
        awaited = self.opinions.awaited(localdate()).select_related("agency")
        if names := [str(opinion.agency) for opinion in awaited]:
            message = _("Chưa hết hạn lấy ý kiến của: %(agencies)s.")
            raise ValidationError(message % {"agencies": "; ".join(names)})
        if amendment.pk is None:
            amendment._history_user = by
            amendment.save()
        self.amendment = amendment
        self._decide(by, number=amendment.number, day=amendment.signed_on, **decided)

    @transition(
        OPEN,
        State.REJECTED,
        permission="programme.decide_amendmentproposal",
        label=_("Ghi văn bản không chấp thuận"),
        form="programme.amending.forms.RejectForm",
        not_by="proposers",
    )
    def reject(self, number: str, day: date, decision: str, file: object, by: User) -> None:
        """Record the document by which the proposal is turned down, and why."""
        self._decide(by, number=number, day=day, decision=decision, file=file)

    @transition(
        State.ADOPTED,
        State.APPLIED,
        permission="programme.manage_register",
        label=_("Cập nhật Chương trình"),
        form="programme.amending.forms.ApplyForm",
        page="apply",
    )
    def carry_out(self, by: User, added: Amendable | None = None, **wording: object) -> None:
        """Amend, end or add what was decided: a new wording is a row of its own.

        `wording` are the fields of the new one that differ; `added` is what was added by hand.
        """
        subject = self._locked_subject()
        if self.kind == self.Kind.ADD or subject is None:
            self._link(added)
        elif self.kind == self.Kind.END:
            subject.end(self.amendment)
        else:
            copy = subject.amend(self.amendment)
            for name, value in wording.items():
                setattr(copy, name, value)
            copy._history_user = by
            copy.full_clean()
            copy.save()
        self._history_user = by
        self.save()

    @transition(
        OPEN,
        State.WITHDRAWN,
        permission="programme.withdraw_amendmentproposal",
        label=_("Rút đề nghị"),
        form="programme.amending.forms.WithdrawProposalForm",
    )
    def withdraw(self, by: User) -> None:
        """Take it back while nobody has decided on it."""
        self._history_user = by
        self.save()

    def _decide(self, by: User, *, number: str, day: date, decision: str, file: object) -> None:
        not_in_future(day, _("Ngày văn bản"), "day")
        if day < localdate(self.proposed_at):
            raise ValidationError({"day": _("Văn bản quyết định không thể có trước đề nghị.")})
        self.decision_number, self.decided_on = number.strip(), day
        self.decision, self.decision_file = decision.strip(), file or ""
        self._history_user = by
        self.save()

    def _locked_subject(self) -> Amendable | None:
        """Return the subject as it is now, so that nobody ends it meanwhile."""
        if self.subject is None:
            return None
        return type(self.subject).objects.select_for_update(of=("self",)).get(pk=self.subject.pk)

    def _link(self, added: Amendable | None) -> None:
        if isinstance(added, Task):
            self.task = added
        elif isinstance(added, Target):
            self.target = added
