"""The base of all pages of an enterprise's members; strangers learn nothing (404)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from enterprises.models import Enterprise
from membership.editing.unsaved import UnsavedInputMixin
from membership.editing.work import open_revision
from membership.models import Membership


class MemberView(UnsavedInputMixin, View):
    """A page for the members of the enterprise in its URL."""

    @cached_property
    def enterprise(self) -> Enterprise:
        own = Membership.objects.enterprises_of(self.request.user)
        return get_object_or_404(own, pk=self.kwargs["pk"])

    @cached_property
    def revision(self):
        return open_revision(self.enterprise)

    def home(self) -> HttpResponse:
        return redirect("editing:profile", self.enterprise.pk)

    def page(self, template: str, **context) -> HttpResponse:
        trail = [
            (reverse("membership:enterprise-list"), _("Doanh nghiệp của tôi")),
            (reverse("editing:profile", args=[self.enterprise.pk]), self.enterprise.legal_name),
        ]
        shared = {"enterprise": self.enterprise, "revision": self.revision, "trail": trail}
        return render(self.request, template, {**shared, **context})
