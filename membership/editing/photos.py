"""Photos of profiles that are being written, as members and reviewers see them."""

from django.contrib import admin
from django.http import HttpRequest

from enterprises.models import Product
from membership.models import Membership, Revision


def is_read(name: str, request: HttpRequest) -> bool:
    """Whether a page of the editor or of the review shows the photo to this person."""
    if admin.site.has_permission(request) and request.user.has_perm("membership.change_revision"):
        return True
    own = Membership.objects.enterprises_of(request.user)
    if Product.objects.filter(photo=name, enterprise__in=own).exists():
        return True
    drafts = Revision.objects.open().filter(enterprise__in=own).values_list("content", flat=True)
    return any(_has(content, name) for content in drafts)


def _has(content: dict, name: str) -> bool:
    rows = (row for part in content.values() if isinstance(part, list) for row in part)
    return any(isinstance(row, dict) and row.get("photo") == name for row in rows)
