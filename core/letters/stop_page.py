"""The page that a letter's link opens: to get nothing unasked at that address any more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.letters.suppression import digest_in, is_stopped, lift, stop


# A mail program posts here without cookie or page before it (RFC 8058); the token is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button, because mail programs open links by themselves; twice is once."""
    digest = digest_in(token)
    if digest is None:
        return render(request, "core/stop_letters.html", {"is_ours": False}, status=404)
    is_lifted = request.method == "POST" and "lift" in request.POST
    if request.method == "POST":
        (lift if is_lifted else stop)(digest)
    context = {"is_ours": True, "is_stopped": is_stopped(digest), "is_lifted": is_lifted}
    return render(request, "core/stop_letters.html", context)
