"""Agencies that the Decision names, who they became in 2025, and their officers."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.models import Bilingual, Versioned
from core.text import sort_key
from programme.models.decisions import Programme


class AgencyQuerySet(models.QuerySet):
    """Agencies that the Decision names."""

    def get_by_natural_key(self, code: str) -> "Agency":
        return self.get(code=code)

    def represented_by(self, agency: "Agency") -> set[int]:
        """Ids of the agencies in whose name this one acts: itself, its units, those it succeeded.

        An agency whose succession is confirmed acts for nobody any more, itself included.
        """
        rows = self.values_list("pk", "parent_id", "successor_id", "succession_confirmed_at")
        taken_over = {pk: successor for pk, _, successor, confirmed in rows if confirmed}
        if agency.pk in taken_over:
            return set()
        parents = {pk: parent for pk, parent, _, _ in rows}
        ours, found = set(), {agency.pk}
        while found:
            ours |= found
            found = {
                pk for pk in parents if taken_over.get(pk, parents[pk]) in ours and pk not in ours
            }
        return ours

    def represented_by_user(self, user: User) -> set[int]:
        """Ids of the agencies in whose name this person acts; none for who is no officer."""
        officer = getattr(user, "officer", None)
        return self.represented_by(officer.agency) if officer else set()

    def found_under(self) -> dict[int, set[str]]:
        """For each agency's id the codes under which its tasks are found.

        Its own, those of the bodies above it, and of who took over from any of them, as confirmed.
        """
        rows = self.values_list(
            "pk", "code", "parent_id", "successor_id", "succession_confirmed_at"
        )
        codes = {pk: code for pk, code, *_ in rows}
        above = {
            pk: {parent, successor if confirmed else None} - {None}
            for pk, _, parent, successor, confirmed in rows
        }
        return {pk: {codes[each] for each in _reached(pk, above)} for pk in codes}

    def ids_under(self, codes: list[str]) -> list[int]:
        """Ids of the agencies whose tasks are found under one of these codes."""
        return [pk for pk, under in self.found_under().items() if under & set(codes)]

    def for_page(self) -> "AgencyQuerySet":
        """With the bodies above, below, before and after it."""
        return self.select_related("parent", "successor").prefetch_related("units", "predecessors")

    def awaiting_confirmation(self) -> "AgencyQuerySet":
        """Those whose successor no one has confirmed yet."""
        return self.exclude(successor=None).filter(succession_confirmed_at=None)

    def reporting(self) -> "AgencyQuerySet":
        """Those that can report themselves: no collectives, and none that another succeeded."""
        return self.exclude(kind=Agency.Kind.COLLECTIVE).filter(succession_confirmed_at=None)

    def in_reading_order(self) -> list["Agency"]:
        """By name in the reader's language, in the Vietnamese alphabet's order."""
        return sorted(self, key=lambda agency: sort_key(agency.name))


def _reached(start: int, ways: dict[int, set[int]]) -> set[int]:
    found, new = set(), {start}
    while new:
        found |= new
        new = set().union(*(ways[pk] for pk in new)) - found
    return found


class Agency(Bilingual, Versioned):
    """A body that the Decision names, or that took over from one."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Cơ quan dân cử, Ủy ban nhân dân")
        STEERING = "steering", _("Ban chỉ đạo")
        DEPARTMENT = "department", _("Sở, ban, ngành")
        UNIT = "unit", _("Đơn vị trực thuộc")
        CENTRAL = "central", _("Cơ quan trung ương, ngành dọc")
        ENTERPRISE = "enterprise", _("Doanh nghiệp nhà nước")
        UNION = "union", _("Tổ chức chính trị - xã hội")
        COLLECTIVE = "collective", _("Tập thể nhiều đơn vị")

    code = models.SlugField(_("mã"), unique=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("trực thuộc"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="units",
    )
    role = models.CharField(_("vai trò trong Chương trình"), max_length=300, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("đơn vị kế thừa"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )
    succeeded_on = models.DateField(
        _("kế thừa từ ngày"),
        null=True,
        blank=True,
        help_text=_("Để trống: đơn vị kế thừa báo cáo cho mọi kỳ."),
    )
    succession_source = models.CharField(_("căn cứ xác nhận kế thừa"), max_length=300, blank=True)
    succession_confirmed_at = models.DateTimeField(
        _("xác nhận kế thừa lúc"), null=True, blank=True, editable=False
    )
    succession_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("người xác nhận kế thừa"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    history = HistoricalRecords()
    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["name_vi"]
        constraints = [
            models.CheckConstraint(
                condition=Q(succession_confirmed_at=None)
                | (Q(successor__isnull=False) & ~Q(succession_source="")),
                name="agency_succession_confirmed_from_a_source",
                violation_error_message=_("Xác nhận kế thừa cần đơn vị kế thừa và căn cứ."),
            )
        ]

    def natural_key(self) -> tuple[str]:
        return (self.code,)

    def get_absolute_url(self) -> str:
        """Its page in the current programme; nothing where no programme has been entered."""
        programme = Programme.objects.main()
        if programme is None:
            return ""
        return reverse("programme:agency-detail", args=[programme.slug, self.code])

    @property
    def printed_name(self) -> str:
        """As the Appendix prints a unit: the parent first, the unit in brackets."""
        return f"{self.parent.name} ({self.name})" if self.parent else self.name

    @property
    def is_succeeded(self) -> bool:
        """Whether another agency has taken over, as staff have confirmed."""
        return self.succession_confirmed_at is not None

    def representatives(self, agencies: dict[int, "Agency"]) -> list[int]:
        """Ids of those who act in its name, nearest first: itself, those above, who took over.

        `agencies` are all agencies by id. The other way round: AgencyQuerySet.represented_by.
        """
        found, seen, key = [], set(), self.pk
        while key and key not in seen:
            seen.add(key)
            agency = agencies[key]
            if not agency.is_succeeded:
                found.append(key)
            key = agency.successor_id if agency.is_succeeded else agency.parent_id
        return found

    def clean(self) -> None:
        super().clean()
        seen, agency = {self.pk}, self.successor
        while agency:
            if agency.pk in seen:
                raise ValidationError(
                    {"successor": _("Đơn vị kế thừa không thể dẫn ngược về chính đơn vị này.")}
                )
            seen.add(agency.pk)
            agency = agency.successor

    def must_act(self) -> None:
        """Raise ValidationError, in words for its officers, where another agency has taken over."""
        if self.is_succeeded:
            message = _("%(agency)s đã được %(other)s kế thừa; báo cáo, kế hoạch do đơn vị đó gửi.")
            raise ValidationError(message % {"agency": self.name, "other": self.successor.name})

    def confirm_succession(self, by: User) -> None:
        """Record that the successor has taken over this agency's tasks (source already given)."""
        if not (self.successor and self.succession_source):
            raise ValidationError(_("Xác nhận kế thừa cần đơn vị kế thừa và căn cứ."))
        self.succession_confirmed_at, self.succession_confirmed_by = now(), by
        self.save()


class Officer(models.Model):
    """The person who reports for an agency: one agency for one account.

    Between the two days the account could write in the agency's name, which then owed its sections.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("tài khoản"),
        on_delete=models.CASCADE,
        related_name="officer",
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("đơn vị"),
        on_delete=models.PROTECT,
        related_name="officers",
        limit_choices_to=~Q(kind=Agency.Kind.COLLECTIVE),
    )
    entered_on = models.DateField(_("làm đầu mối từ ngày"), default=localdate, editable=False)
    left_on = models.DateField(_("tài khoản ngừng từ ngày"), null=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cán bộ đầu mối")
        verbose_name_plural = _("cán bộ đầu mối")
        ordering = ["agency__name_vi"]

    def __str__(self) -> str:
        return f"{self.user} – {self.agency}"


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="officer-leaves-with-account")
def leave_with_the_account(instance: User, update_fields: set | None, **kwargs) -> None:
    """Keep the day on which an officer's account was stopped; one that is opened again goes on."""
    if update_fields and "is_active" not in update_fields:
        return
    day = None if instance.is_active else localdate()
    for officer in Officer.objects.filter(user=instance, left_on__isnull=not instance.is_active):
        officer.left_on = day
        officer.save()
