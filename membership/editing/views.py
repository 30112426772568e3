"""Pages on which the members write their profile; strangers learn nothing (404)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.concurrency.conflicts import EditConflict, fingerprint
from enterprises.models import Enterprise
from enterprises.profile.evidence import evidence_of
from enterprises.profile.page import ProfilePage
from membership import quotas
from membership.editing.base import MemberView
from membership.editing.changes import changes
from membership.editing.parts import PARTS, RowsPart
from membership.editing.unsaved import unsaved_input
from membership.editing.work import (
    as_if_published,
    change_state,
    current,
    save_part,
)
from membership.models.membership import locked


class ProfileParts(MemberView):
    """All parts: what is published, what is changed, what the Department asks for."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with as_if_published(self.enterprise, self.revision) as enterprise:
                completeness = enterprise.completeness
        except ValidationError as error:  # the record or a catalogue has changed since
            messages.error(request, " ".join(error.messages))
            completeness = Enterprise.objects.for_profile().get(pk=pk).completeness
        content, remarks = (
            (self.revision.content, self.revision.remarks) if self.revision else ({}, {})
        )
        own = Enterprise.objects.for_profile().get(pk=pk)
        evidence = evidence_of([own])[pk]
        parts = [
            (part, name in content, remarks.get(name, ""), evidence.of_part(name))
            for name, part in PARTS.items()
        ]
        return self.page("membership/editing/profile.html", parts=parts, completeness=completeness)


class PartEdit(MemberView):
    """One part's form."""

    @cached_property
    def part(self):
        if self.kwargs["part"] not in PARTS:
            raise Http404
        return PARTS[self.kwargs["part"]]

    def get(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        if self.revision and not self.revision.is_editable:
            messages.warning(
                request, _("Bản cập nhật đang chờ xét duyệt. Hãy rút lại để sửa tiếp.")
            )
            return self.home()
        if typed := unsaved_input(request):
            messages.info(
                request, _("Nội dung bạn nhập trước khi hết phiên làm việc vẫn còn, chưa lưu.")
            )
            return self._form_page(self._form(typed), typed.get("seen", ""))
        stored = current(self.part.name, self.enterprise, self.revision)
        return self._form_page(self._form(), fingerprint(stored))

    def post(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        form, seen = self._form(request.POST, request.FILES), request.POST.get("seen", "")
        if not form.is_valid():
            return self._form_page(form, seen)
        try:
            self._save(form, seen)
        except EditConflict as other:
            return self._form_page(form, fingerprint(other.stored), other, status=409)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return self._form_page(form, seen) if error.code in quotas.FULL else self.home()
        messages.success(request, _("Đã lưu phần “%(part)s”.") % {"part": self.part.label})
        return redirect(request.path) if "more" in request.POST else self.home()

    def _save(self, form, seen: str) -> None:
        files = list(self.request.FILES.values())
        # For good, whatever comes of them: they lie on the disk until somebody clears it.
        quotas.count_uploads(self.request, files)
        self._store(form, seen, files)

    @transaction.atomic
    def _store(self, form, seen: str, files: list[UploadedFile]) -> None:
        """Store the files of the form, where there is room, and what it says."""
        if files:
            locked(self.enterprise)  # what is sent at this moment too is counted before or after
            quotas.of_enterprise(self.enterprise).must_hold(files)
        payload = self.part.payload(form)
        save_part(self.enterprise, self.part.name, payload, self.request.user, seen)

    def _form(self, data=None, files=None):
        enterprise = Enterprise.objects.get(pk=self.enterprise.pk)  # a form writes on its own copy
        payload = current(self.part.name, self.enterprise, self.revision)
        return self.part.form(enterprise, payload, data, files)

    def _form_page(self, form, seen, other: EditConflict | None = None, status=200):
        theirs = other and changes(self.part, self.enterprise, other.stored)
        is_rows = isinstance(self.part, RowsPart)
        context = {"part": self.part, "form": form, "seen": seen, "is_rows": is_rows}
        if is_rows and self.part.files:
            context["quota"] = quotas.of_enterprise(self.enterprise)
        context |= {"other": other, "their_changes": theirs, "files_lost": bool(self.request.FILES)}
        page = self.page("membership/editing/part.html", **context)
        page.status_code = status
        return page


class ProfilePreview(MemberView):
    """The profile as the public will see it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            with as_if_published(self.enterprise, self.revision) as enterprise:
                url = request.build_absolute_uri(enterprise.get_absolute_url())
                return self.page(
                    "membership/editing/preview.html",
                    enterprise=enterprise,
                    profile=ProfilePage(enterprise, url),
                    is_preview=True,
                )
        except ValidationError:
            return self.home()  # which says what is wrong


class RevisionStep(MemberView):
    """Hands the revision to the Department, or takes it back (POST only)."""

    verb = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            change_state(self.enterprise, self.verb)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return self.home()
