"""Up to four enterprises side by side; what only some of them have is marked in words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enterprises.models import Enterprise
from enterprises.profile.evidence import evidence_of
from enterprises.profile.page import ProfilePage
from enterprises.shortlist.facts import CONFIRMATION, FACTS, Fact, Values

MAX_COMPARED = 4
Item = tuple[str, str]  # the text; who else has it, where not everybody does


@dataclass
class Comparison:
    """The enterprises that an address names, and notices about the URL."""

    profiles: list[ProfilePage]
    notices: list[str] = field(default_factory=list)

    @property
    def is_one(self) -> bool:
        return len(self.profiles) < 2

    @cached_property
    def rows(self) -> list[tuple[Fact, list[list[Item]]]]:
        """A fact and one cell for each enterprise; a fact that none of them has is left out."""
        rows = [(fact, [fact.read(profile) for profile in self.profiles]) for fact in FACTS]
        return [(fact, _cells(fact, values)) for fact, values in rows if any(values)]

    @property
    def untold(self) -> str:
        """The facts that none of them has, in one line."""
        present = [fact for fact, _cells in self.rows]
        missing = [fact for fact in FACTS if fact not in present and fact is not CONFIRMATION]
        return "; ".join(str(fact.label) for fact in missing)

    @property
    def is_confirmed(self) -> bool:
        """Whether any of them has a confirmation of its capability."""
        return any(profile.confirmations for profile in self.profiles)


def compared(request: HttpRequest) -> Comparison:
    """Return the comparison an address asks for; what is wrong in it is left out, with a notice."""
    asked = list(dict.fromkeys(slug for slug in request.GET.getlist("e") if slug))
    found = _found(asked[:MAX_COMPARED])
    enterprises = {found[slug].pk: found[slug] for slug in asked if slug in found}
    return Comparison(profiles_in(request, enterprises.values()), list(_notices(asked, found)))


def _found(slugs: list[str]) -> dict[str, Enterprise]:
    """Return the public records asked for; for a merged one, the one it was merged into."""
    known = Enterprise.objects.for_profile()
    found = {enterprise.slug: enterprise for enterprise in known.published().filter(slug__in=slugs)}
    gone = [slug for slug in slugs if slug not in found]
    return found | known.survivors_of(gone) if gone else found


def profiles_in(request: HttpRequest, enterprises: Iterable[Enterprise]) -> list[ProfilePage]:
    """Return the profiles with their absolute addresses and their evidence, read at once."""
    enterprises = list(enterprises)
    evidence = evidence_of(enterprises)
    return [
        ProfilePage(own, request.build_absolute_uri(own.get_absolute_url()), evidence[own.pk])
        for own in enterprises
    ]


def _notices(asked: list[str], found: dict[str, Enterprise]) -> list[str]:
    notices = []
    if len(asked) > MAX_COMPARED:
        words = _("Chỉ so sánh được %(most)s doanh nghiệp một lần; đây là %(most)s đơn vị đầu.")
        notices.append(words % {"most": MAX_COMPARED})
    if missing := len(asked[:MAX_COMPARED]) - len(found):
        words = ngettext(
            "%(count)s doanh nghiệp không có hoặc không còn được công bố nên được bỏ ra.",
            "%(count)s doanh nghiệp không có hoặc không còn được công bố nên được bỏ ra.",
            missing,
        )
        notices.append(words % {"count": missing})
    if moved := {own.name for slug, own in found.items() if slug != own.slug}:
        words = _("Hồ sơ trùng đã được gộp; đây là hồ sơ hiện nay: %(names)s.")
        notices.append(words % {"names": "; ".join(sorted(moved))})
    return notices


def _cells(fact: Fact, values: list[Values]) -> list[list[Item]]:
    if not fact.is_shared or len(values) < 2:
        return [[(text, "") for text in one.values()] for one in values]
    having = Counter(key for one in values for key in one)
    return [
        [(text, _note(having[key], len(values))) for key, text in one.items()] for one in values
    ]


def _note(having: int, of: int) -> str:
    if having == of:
        return ""
    if having == 1:
        return _("chỉ doanh nghiệp này khai")
    return _("%(having)s trong %(of)s doanh nghiệp khai") % {"having": having, "of": of}
