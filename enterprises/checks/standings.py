"""In which state a fact is: who has seen it, and whether that still holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from core.templatetags.portal_format import official_date
from enterprises.checks.subjects import CERTIFICATES, PROVEN, seal_of, seal_of_certificate
from enterprises.editing.parts import PARTS
from enterprises.models import Certificate, Enterprise, FactCheck


@dataclass(frozen=True)
class Standing:
    """The state of one part or certificate: `code` for the look, `words` for people."""

    code: str  # visited, seen, lapsed, declared
    words: str

    @property
    def is_checked(self) -> bool:
        """Whether somebody has seen it, and that still holds."""
        return self.code in {"visited", "seen"}


@dataclass(frozen=True)
class Standings:
    """The states of all that an enterprise from `EnterpriseQuerySet.for_profile()` says."""

    enterprise: Enterprise

    @cached_property
    def parts(self) -> dict[str, Standing]:
        """By the part's name; certificates have their own, each."""
        return {part: self._of_part(part) for part in PROVEN if part != CERTIFICATES}

    def _of_part(self, part: str) -> Standing:
        return _standing(self._made(part, None), lambda: seal_of(self.enterprise, part))

    def of(self, certificate: Certificate) -> Standing:
        """The state of a certificate; whether it has ended is told beside it."""
        made = self._made(CERTIFICATES, certificate.pk)
        return _standing(made, lambda: seal_of_certificate(certificate))

    def of_part(self, part: str) -> Standing | None:
        """The state of a part as its keepers wrote it; of certificates, one that was checked."""
        if part != CERTIFICATES:
            return self.parts.get(part)
        every = [self.of(certificate) for certificate in self.enterprise.certificates.all()]
        return next((standing for standing in every if standing.is_checked), None)

    @property
    def checked(self) -> list[tuple[str, str]]:
        """Label and words of each part that somebody has seen."""
        return [
            (str(PARTS[part].label), standing.words)
            for part, standing in self.parts.items()
            if standing.is_checked
        ]

    def _made(self, part: str, certificate: int | None) -> list[FactCheck]:
        """The checks of one subject that were not taken back, the latest first."""
        return [
            check
            for check in self.enterprise.fact_checks.all()
            if (check.part, check.certificate_id) == (part, certificate)
            and check.state == FactCheck.State.RECORDED
        ]


def _standing(made: list[FactCheck], seal_now: Callable[[], str]) -> Standing:
    """A visit outranks a document, and what holds outranks what has lapsed."""
    if not made:
        return Standing("declared", _("Theo lời khai, chưa kiểm tra"))
    now = seal_now()
    same = [check for check in made if check.seal == now]
    holding = [check for check in same if not check.has_lapsed]
    for manner, code, words in _HOLDING:
        if check := _latest(check for check in holding if check.manner == manner):
            return Standing(code, words() % {"day": official_date(check.checked_on)})
    if same:
        return Standing("lapsed", _lapsed(same[0]))
    words = _("Theo lời khai; nội dung đã đổi sau lần kiểm tra ngày %(day)s")
    return Standing("declared", words % {"day": official_date(made[0].checked_on)})


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
