"""In which state a fact is: who has seen it, and whether that still holds."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from core.templatetags.formatting import official_date
from enterprises.models import Certificate, Enterprise
from enterprises.profile.evidence import Evidence, EvidenceStatus
from membership.editing.parts import PARTS
from verification.checks.subjects import (
    CERTIFICATES,
    PROVEN,
    certificate_fingerprint,
    part_fingerprint,
)
from verification.models import Confirmation, FactCheck


@dataclass
class ProfileEvidence(Evidence):
    """The checks and confirmations of one enterprise from `EnterpriseQuerySet.for_profile()`."""

    enterprise: Enterprise
    checks: list[FactCheck]  # recorded and not taken back, the latest first
    papers: list[Confirmation]  # valid today, the newest first

    @property
    def confirmations(self) -> list[Confirmation]:
        return self.papers

    @property
    def version(self) -> str:
        """The keys of all that holds, by which a stored sheet is known to be stale."""
        papers = ".".join(map(str, sorted(paper.pk for paper in self.papers)))
        return f"{papers}-{'.'.join(map(str, sorted(check.pk for check in self.checks)))}"

    @cached_property
    def parts(self) -> dict[str, EvidenceStatus]:
        """By the part's name; certificates have their own, each."""
        return {part: self._of_part(part) for part in PROVEN if part != CERTIFICATES}

    def _of_part(self, part: str) -> EvidenceStatus:
        return _standing(self._made(part, None), lambda: part_fingerprint(self.enterprise, part))

    def of_certificate(self, certificate: Certificate) -> EvidenceStatus:
        made = self._made(CERTIFICATES, certificate.pk)
        return _standing(made, lambda: certificate_fingerprint(certificate))

    def of_part(self, part: str) -> EvidenceStatus | None:
        if part != CERTIFICATES:
            return self.parts.get(part)
        every = map(self.of_certificate, self.enterprise.certificates.all())
        return next((standing for standing in every if standing.is_checked), None)

    @property
    def checked(self) -> list[tuple[str, str]]:
        return [
            (str(PARTS[part].label), standing.words)
            for part, standing in self.parts.items()
            if standing.is_checked
        ]

    def _made(self, part: str, certificate: int | None) -> list[FactCheck]:
        """Return the checks of one subject, the latest first."""
        return [c for c in self.checks if (c.part, c.certificate_id) == (part, certificate)]


def read_evidence(enterprises: Collection[Enterprise]) -> dict[int, ProfileEvidence]:
    """Return the evidence for each enterprise by its key, in two queries."""
    papers = Confirmation.objects.valid().held_by(list(enterprises))
    checks: dict[int, list[FactCheck]] = {enterprise.pk: [] for enterprise in enterprises}
    for check in FactCheck.objects.filter(enterprise__in=checks, state=FactCheck.State.RECORDED):
        checks[check.enterprise_id].append(check)
    return {own.pk: ProfileEvidence(own, checks[own.pk], papers[own.pk]) for own in enterprises}


def _standing(made: list[FactCheck], current_fingerprint: Callable[[], str]) -> EvidenceStatus:
    """Return the status: a visit outranks a document, and a valid check a lapsed one."""
    if not made:
        return EvidenceStatus("declared", _("Theo lời khai, chưa kiểm tra"))
    now = current_fingerprint()
    same = [check for check in made if check.fingerprint == now]
    holding = [check for check in same if not check.has_lapsed]
    for manner, code, words in _HOLDING:
        if check := _latest(check for check in holding if check.manner == manner):
            return EvidenceStatus(code, words() % {"day": official_date(check.checked_on)})
    if same:
        return EvidenceStatus("lapsed", _lapsed(same[0]))
    words = _("Theo lời khai; nội dung đã đổi sau lần kiểm tra ngày %(day)s")
    return EvidenceStatus("declared", words % {"day": official_date(made[0].checked_on)})


_HOLDING = (
    (
        FactCheck.Manner.VISIT,
        "visited",
        lambda: _("Sở Công Thương đã kiểm tra tại chỗ ngày %(day)s"),
    ),
    (FactCheck.Manner.DOCUMENT, "seen", lambda: _("Sở Công Thương đã xem giấy tờ ngày %(day)s")),
)


def _latest(checks: Iterable[FactCheck]) -> FactCheck | None:
    return next(iter(checks), None)


def _lapsed(check: FactCheck) -> str:
    return _("Lần kiểm tra ngày %(day)s đã hết giá trị từ sau ngày %(end)s") % {
        "day": official_date(check.checked_on),
        "end": official_date(check.valid_until),
    }
