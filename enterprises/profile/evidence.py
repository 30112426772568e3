"""Who stands behind what a profile says. Apps above register how it is read.

An app registers in its AppConfig.ready: `evidence.register(read)`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enterprises.models import Certificate, Enterprise


@dataclass(frozen=True)
class EvidenceStatus:
    """The state of one part or certificate: `code` for the look, `words` for people."""

    code: str  # visited, seen, lapsed, declared
    words: str

    @property
    def is_checked(self) -> bool:
        """Whether somebody has seen it, and that is still valid."""
        return self.code in {"visited", "seen"}


class Evidence:
    """What is known of one enterprise from `EnterpriseQuerySet.for_profile()`: here, nothing."""

    version = ""  # changes whenever somebody checks, confirms or takes back
    parts: Mapping[str, EvidenceStatus] = {}  # by the part's name; each certificate has its own
    checked: Sequence[tuple[str, str]] = ()  # label and words of each part somebody has seen

    @property
    def confirmations(self) -> list:
        """Confirmations of its capability that are valid today, the newest first."""
        return []

    def of_certificate(self, certificate: Certificate) -> EvidenceStatus:
        """Return the standing of one certificate; without whether it has ended."""
        return EvidenceStatus("declared", _("Theo lời khai, chưa kiểm tra"))

    def of_part(self, part: str) -> EvidenceStatus | None:
        """Return the standing of a part as its members wrote it; of certificates a checked one."""
        return None


Read = Callable[[Collection[Enterprise]], dict[int, Evidence]]
_readers: list[Read] = []


def register(read: Read) -> None:
    """Set how evidence is read: for several enterprises by their keys, in constant queries."""
    _readers[:] = [read]


def evidence_of(enterprises: Collection[Enterprise]) -> dict[int, Evidence]:
    """Return the evidence for each enterprise by its key."""
    known = _readers[0](enterprises) if _readers and enterprises else {}
    return {each.pk: known.get(each.pk, Evidence()) for each in enterprises}
