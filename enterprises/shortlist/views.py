"""The shortlist and the comparison, open to everyone: published enterprises only."""

from django.contrib import messages
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import View

from core.downloads import table_response
from core.requests import own_page
from enterprises.models import Enterprise
from enterprises.shortlist import chosen
from enterprises.shortlist.chosen import Shortlist, shortlist_of
from enterprises.shortlist.comparison import MAX_COMPARED, compared, profiles_in
from enterprises.shortlist.moving import no_room
from enterprises.shortlist.resource import as_table

TRAIL = [(reverse_lazy("enterprises:enterprise-list"), gettext_lazy("Doanh nghiệp"))]


class ShortlistPage(View):
    """The chosen enterprises of this reader; a POST adds, removes or clears.

    Public pages hold no form until a browser has its token: their buttons lead here, to one.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        if "add" in request.GET:
            return self._ask(request, _public(request.GET["add"]))
        shortlist = shortlist_of(request)
        enterprises = shortlist.published() if shortlist else []
        dropped = shortlist.keep_only(enterprises)
        waiting = shortlist.waiting()
        context = {
            "trail": TRAIL,
            "enterprises": enterprises,
            "is_of_account": shortlist.is_of_account,
            "waiting": waiting,
            "no_room": no_room(len(waiting)),
            "notices": [*_dropped(dropped), *_message_texts(request)],
            "most": chosen.MAX_ENTRIES,
            "most_compared": MAX_COMPARED,
        }
        return render(request, "enterprises/shortlist/page.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        shortlist = shortlist_of(request)
        if "clear" in request.POST:
            shortlist.clear()
            return HttpResponseRedirect(reverse("enterprises:shortlist"))
        if "remove" in request.POST:
            shortlist.remove(request.POST["remove"])
            return HttpResponseRedirect(_back(request, request.POST["remove"]))
        return self._add(request, shortlist)

    def _ask(self, request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
        back = own_page(request, request.headers.get("Referer", ""))
        context = {"trail": TRAIL, "enterprise": enterprise, "back": back}
        return render(request, "enterprises/shortlist/add.html", context)

    def _add(self, request: HttpRequest, shortlist: Shortlist) -> HttpResponse:
        slug = request.POST.get("add", "")
        enterprise = _public(slug)
        if shortlist.add(enterprise):
            return HttpResponseRedirect(_back(request, slug))
        words = _("Danh sách chọn đã đủ %(most)s doanh nghiệp. Hãy bỏ bớt rồi chọn thêm.")
        messages.warning(request, words % {"most": chosen.MAX_ENTRIES})
        return HttpResponseRedirect(reverse("enterprises:shortlist"))


def _public(slug: str) -> Enterprise:
    """Return the public record of an address, or of one that was merged into it."""
    if not slug_re.fullmatch(slug):
        raise Http404
    public = Enterprise.objects.published().filter(slug=slug).first()
    enterprise = public or Enterprise.objects.survivor_of(slug)
    if enterprise is None:
        raise Http404
    return enterprise


@require_safe
def shortlist_download(request: HttpRequest, form: str) -> HttpResponse:
    """Return this reader's shortlist as a file; 404 where nothing is chosen."""
    profiles = profiles_in(request, shortlist_of(request).published())
    if not profiles:
        raise Http404
    return table_response(as_table(profiles), _("Danh sách chọn"), form)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Show up to four enterprises side by side."""
    trail = [*TRAIL, (reverse("enterprises:shortlist"), _("Danh sách chọn"))]
    context = {"trail": trail, "comparison": compared(request), "most": MAX_COMPARED}
    return render(request, "enterprises/shortlist/comparison.html", context)


def _back(request: HttpRequest, slug: str) -> str:
    """Return our page on which the button stood, at that button; else the shortlist."""
    page = request.POST.get("back") or request.headers.get("Referer", "")
    return own_page(request, page, f"chon-{slug}") or reverse("enterprises:shortlist")


def _dropped(count: int) -> list[str]:
    words = ngettext(
        "%(count)s doanh nghiệp đã chọn không còn được công bố nên được bỏ khỏi danh sách.",
        "%(count)s doanh nghiệp đã chọn không còn được công bố nên được bỏ khỏi danh sách.",
        count,
    )
    return [words % {"count": count}] if count else []


def _message_texts(request: HttpRequest) -> list[str]:
    return [str(message) for message in messages.get_messages(request)]
