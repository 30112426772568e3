"""Accepted reports of a programme or of a task as an Atom feed, open to everyone."""

from uuid import UUID, uuid5

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.text import normalise
from programme.following.followed import Followed
from programme.models import Report

SHOWN = 50
# Ids are made of it and of numbers that never change, not of addresses: those may move.
IDS = UUID("d0b9a3c6-4b0e-5d6b-9a52-6a4f1f0c2869")


class AcceptedReports(Feed):
    """The latest accepted reports; one that was accepted anew comes again as a new entry."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, **kwargs) -> Followed:
        return Followed.at(**kwargs)

    def title(self, followed: Followed) -> str:
        title = _("%(what)s: báo cáo quý đã tiếp nhận") % {"what": followed.full_title}
        mark = _("dữ liệu minh họa")
        return f"{title} ({mark})" if followed.programme.is_demo else title

    def link(self, followed: Followed) -> str:
        return followed.detail

    def feed_guid(self, followed: Followed) -> str:
        return _id("programme", followed.programme.pk, followed.number)

    def author_name(self) -> str:
        return _("Sở Công Thương Thành phố Hồ Chí Minh")

    def items(self, followed: Followed) -> QuerySet[Report]:
        return followed.reports.with_acceptances().order_by("-decided_at", "-pk")[:SHOWN]

    def item_title(self, report: Report) -> str:
        words = {
            "quarter": capfirst(str(report.period)),
            "number": report.task.number,
            "agency": report.agency.name,
        }
        return _("%(quarter)s, nhiệm vụ %(number)s: %(agency)s") % words

    def item_description(self, report: Report) -> str:
        # What XML cannot hold is taken out, and the text is shown as text.
        return linebreaks(normalise(report.results), autoescape=True)

    def item_link(self, report: Report) -> str:
        return report.get_absolute_url()

    def item_guid(self, report: Report) -> str:
        return _id("report", report.pk, len(report.acceptances))

    def item_author_name(self, report: Report) -> str:
        return report.agency.name

    def item_pubdate(self, report: Report):
        return report.decided_at

    item_updateddate = item_pubdate


def _id(*parts: object) -> str:
    """Return the id of what a feed says in the reader's language, the same for ever."""
    return uuid5(IDS, " ".join(map(str, [*parts, get_language()]))).urn
