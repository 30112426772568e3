"""The status card that any site may show in a frame: no script, no cookie, nothing to press."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from programme.following.followed import Followed
from programme.models import Task
from programme.models.reports import ReportRole
from programme.pages import status_shares


# The one page that others may frame: it shows what is public, and there is nothing to click but a
# link out, so that a frame around it can trick nobody.
@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@cache_control(public=True, max_age=300)
@require_safe
def card(request: HttpRequest, **kwargs) -> HttpResponse:
    """How a task, or the tasks of a programme, stand now."""
    followed = Followed.at(**kwargs)
    tasks = Task.objects.of(followed.programme).in_force()
    context = {
        "followed": followed,
        "url": request.build_absolute_uri(followed.detail),
        "report": followed.reports.filter(role=ReportRole.LEAD).first(),
        "statuses": [] if followed.number else status_shares(tasks.counts_by_status()),
    }
    page = render(request, "programme/following/status_card.html", context)
    page["Cross-Origin-Resource-Policy"] = "cross-origin"  # whoever frames it may ask for that
    return page
