"""The ground of all pages of those who keep a profile; strangers are told nothing (404)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from enterprises.models import Enterprise
from membership.editing.typed import KeepsTyped
from membership.editing.work import open_revision
from membership.models import Membership


class KeeperView(KeepsTyped, View):
    """A page for those who keep the enterprise in its address."""

    @cached_property
    def enterprise(self) -> Enterprise:
        kept = Membership.objects.enterprises_of(self.request.user)
        return get_object_or_404(kept, pk=self.kwargs["pk"])

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
