"""Who sees which photo of a product."""

from django.contrib import admin
from django.http import HttpRequest

from enterprises.models import Enterprise, Product

RIGHTS = ("enterprises.view_product", "enterprises.change_product")


def is_public(name: str) -> bool:
    """Whether a published profile shows the photo."""
    public = Enterprise.State.PUBLISHED
    return Product.objects.filter(photo=name, enterprise__state=public).exists()


def staff_reads(name: str, request: HttpRequest) -> bool:
    """Whether the back office shows the photo to this person."""
    return admin.site.has_permission(request) and any(map(request.user.has_perm, RIGHTS))
