"""Who stands behind what a profile says. The directory does not know: a room above registers it.

A room registers in its AppConfig.ready: `evidence.register(read)`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enterprises.models import Certificate, Enterprise


@dataclass(frozen=True)
class Standing:
    """The state of one part or certificate: `code` for the look, `words` for people."""

    code: str  # visited, seen, lapsed, declared
    words: str

    @property
    def is_checked(self) -> bool:
        """Whether somebody has seen it, and that still holds."""
        return self.code in {"visited", "seen"}


class Evidence:
    """What is known of one enterprise from `EnterpriseQuerySet.for_profile()`: here, nothing."""

    version = ""  # changes whenever somebody checks, confirms or takes back
    parts: Mapping[str, Standing] = {}  # by the part's name; certificates have their own, each
    checked: Sequence[tuple[str, str]] = ()  # label and words of each part somebody has seen

    @property
    def confirmations(self) -> list:
        """Confirmations of its capability that are valid today, the newest first."""
        return []

    def of_certificate(self, certificate: Certificate) -> Standing:
        """Return the standing of one certificate; whether it has ended is said beside it."""
        return Standing("declared", _("Theo lời khai, chưa kiểm tra"))

    def of_part(self, part: str) -> Standing | None:
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
