"""Difficulties and proposals that stand in a quarterly report, and what became of each."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from programme.models import Concern, Report


def parts_of(report: Report) -> Iterator[tuple[Concern.Kind, str]]:
    """Yield what the report says hinders the agency, and what it proposes, where it says any."""
    parts = (
        (Concern.Kind.DIFFICULTY, report.difficulties),
        (Concern.Kind.PROPOSAL, report.proposals),
    )
    return ((kind, text) for kind, text in parts if text.strip())


def links_of(report: Report) -> list[tuple[str, str]]:
    """Return labels and URLs: to what was taken up of the report, and to take up the rest."""
    known = {concern.kind: concern for concern in report.concerns.all()}
    return [_link(report, kind, known.get(kind)) for kind, _text in parts_of(report)]


def _link(report: Report, kind: Concern.Kind, known: Concern | None) -> tuple[str, str]:
    if known:
        return f"{kind.label}: {known.get_state_display()}", known.get_admin_url()
    query = urlencode({"bao-cao": report.pk, "kind": kind.value})
    label = _("Ghi nhận để trả lời: %(kind)s") % {"kind": kind.label}
    return label, f"{reverse('admin:programme_concern_add')}?{query}"
