"""Whether the portal is alive, and whether it can do its work: asked by machines, not people."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.operations.readiness import findings


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while this process answers; nothing else is asked, so that only a dead one restarts."""
    return JsonResponse({"alive": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 while every check of readiness is well, 503 otherwise; no detail for strangers."""
    found = findings()
    words = {name: "ok" if each.ok else "failing" for name, each in found.items()}
    return JsonResponse(words, status=200 if all(each.ok for each in found.values()) else 503)
