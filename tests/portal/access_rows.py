"""A record behind each address, and who asks for it: what docs/security.md is held against."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate
from simple_history.admin import SimpleHistoryAdmin

from accounts.models import User
from catalogue.models import IndustrialPark, Ward
from core.audit import Kind, record
from core.imports.admin import ImportAdminMixin
from core.imports.bad_rows import BadRows, pack
from core.letters import post
from core.models import SpreadsheetImport, SuppressedAddress
from enterprises.models import Enterprise
from membership.models import Revision
from programme.consolidating.collecting import collect
from programme.models import ConsolidatedReport, PlanDocument, Report, ReportEvidence
from tests import loading
from tests.factories.duplicates import DuplicatePairFactory, merged
from tests.factories.enterprises import PDF, AttachmentFactory, EnterpriseFactory
from tests.factories.inquiries import WaitingInquiryFactory
from tests.factories.localization import FrameUnitFactory
from tests.factories.membership import InvitationFactory, OwnerFactory, WaitingClaimFactory
from tests.factories.people import StaffFactory, SuperuserFactory, UserFactory, in_group
from tests.factories.programme import AgencyReminderFactory
from tests.portal.test_history_pages import MAKE as WITH_HISTORY
from tests.portal.test_history_pages import of_main_programme

ROLES = {
    "quản trị": "",
    "Sở Công Thương": "Cán bộ Sở Công Thương",
    "đơn vị": "Cán bộ đơn vị",
    "Sở Tài chính": "Cán bộ Sở Tài chính (thẩm định kinh phí)",
    "theo dõi": "Cán bộ theo dõi kế hoạch",
    "Ban Chỉ đạo": "Thành viên Ban Chỉ đạo",
    "Thống kê": "Cán bộ Thống kê (khảo sát nội địa hóa)",
    "đánh giá": "Cán bộ đánh giá năng lực",
    "không vai trò": None,
}
RECORDS, STEPS = "Records of the back office", "Steps and files"  # tables of docs/security.md
NOBODY = "–"
STANDARD = ("changelist", "add", "change", "delete", "history", "simple_history", "autocomplete")


@cache
def table(title: str) -> dict[str, list[str]]:
    """The rows of the table under a heading of docs/security.md, by their first cell."""
    section = Path("docs/security.md").read_text().partition(f" {title}\n")[2]
    section = re.split(r"^#+ ", section, maxsplit=1, flags=re.MULTILINE)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0].strip("`"): row[1:] for row in rows[:1] + rows[2:]}


def staff() -> dict[str, Client]:
    """A browser for each role of the back office."""
    people = {name: _staff(group) for name, group in ROLES.items()}
    assert set(filter(None, ROLES.values())) == set(Group.objects.values_list("name", flat=True))
    return {name: entered(user) for name, user in people.items()}


def _import(importer: str) -> SpreadsheetImport:
    bad_rows = pack([BadRows("csv", ["Tên"], [([""], "thiếu tên")])])
    row = {"importer": importer, "file_name": "a.csv", "content": b"", "bad_rows": bad_rows}
    return SpreadsheetImport.objects.create(**row)


def _staff(group: str | None) -> User:
    if group is None:
        return StaffFactory()
    return in_group(StaffFactory(), group) if group else SuperuserFactory()


def entered(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def submitted_revision() -> Revision:
    revision = Revision(enterprise=EnterpriseFactory())
    revision.change_part("identity", {}, UserFactory())
    revision.submit()
    return revision


def collected_report() -> ConsolidatedReport:
    report = WITH_HISTORY["programme.ConsolidatedReport"]()
    report.store(collect(report), UserFactory())
    return report


MAKE: dict[str, Callable[[], Model]] = {
    **WITH_HISTORY,
    "core.AuditEvent": lambda: record(Kind.LOGIN),
    "core.Letter": lambda: post("ai@example.com", "Chào", "Chào."),
    "core.SuppressedAddress": lambda: SuppressedAddress.objects.create(digest="a", refusals=2),
    "enterprises.DuplicatePair": DuplicatePairFactory,
    "enterprises.Merge": lambda: merged(EnterpriseFactory(), EnterpriseFactory()),
    "membership.Revision": submitted_revision,
    "programme.AgencyReminder": lambda: of_main_programme(AgencyReminderFactory),
    "programme.ConsolidatedReport": collected_report,
    "enterprises.Enterprise": EnterpriseFactory,
}


def record_of(model: type[Model]) -> Model | None:
    """Return a record of the model; the queue and lists without records' pages have none."""
    make = MAKE.get(model._meta.label, model._default_manager.first)
    found = make()
    if found is None and not Enterprise.objects.filter(is_demo=True).exists():
        loading.demo_data(10)()
        found = make()
    return found


def models() -> list[type[Model]]:
    return sorted(admin.site._registry, key=lambda model: model._meta.label)


OF_LISTS = {"L": "changelist", "A": "add"}
OF_RECORDS = {"R": "change", "H": "history", "C": "change", "D": "delete"}


def pages_of(model: type[Model], of: Model | None) -> Iterator[tuple[str, str, str]]:
    """Yield letter, method and address of each page of a model's own that there is."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    args = [of.pk] if of else None
    for letter, page, own, method in (
        *(("L", "changelist", [], "get"), ("A", "add", [], "get"), ("R", "change", args, "get")),
        *(
            ("H", "history", args, "get"),
            ("C", "change", args, "post"),
            ("D", "delete", args, "get"),
        ),
    ):
        if own is None:
            continue
        try:
            yield letter, method, reverse(f"{name}_{page}", args=own)
        except NoReverseMatch:
            continue
    if of and isinstance(admin.site._registry[model], SimpleHistoryAdmin):
        key = {model._meta.pk.attname: of.pk}
        if not model.history.filter(**key).exists():
            model.history.bulk_history_create([of])
        version = model.history.filter(**key).last().history_id
        yield "H", "get", reverse(f"{name}_simple_history", args=[of.pk, version])


def is_let_in(answer) -> bool:
    """Whether the page opens for this person, or leads on to another of the same kind."""
    assert answer.status_code < 500, answer.request["PATH_INFO"]
    return answer.status_code == 200 or _leads_on(answer)


def is_offered(answer, to_all) -> bool:
    """Whether a step is this person's; `to_all` is what the administrator gets.

    A step that the record's state does not allow is answered 400 or 404 to those whose it is.
    """
    is_hidden = answer.status_code == 404 and to_all.status_code == 404
    return is_let_in(answer) or answer.status_code == 400 or is_hidden


def _leads_on(answer) -> bool:
    to = answer.get("Location", "")
    away = to == reverse("admin:index") or "dang-nhap" in to or "/login/" in to
    return answer.status_code == 302 and not away


# --- Addresses that are no model's list, form or history


def all_names() -> set[str]:
    """Every name of an address, those of models' own pages left out."""
    return {
        name for name, _parameters in _walk(get_resolver().url_patterns) if not _is_standard(name)
    }


def _is_standard(name: str) -> bool:
    return name.startswith("admin:") and name.endswith(tuple(f"_{each}" for each in STANDARD))


def _walk(
    patterns: list, space: str = "", around: frozenset = frozenset()
) -> Iterator[tuple[str, set[str]]]:
    for each in patterns:
        parameters = around | set(each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            inner = f"{each.namespace}:" if each.namespace else ""
            yield from _walk(each.url_patterns, space + inner, parameters)
        elif isinstance(each, URLPattern) and each.name:
            yield space + each.name, parameters


class Places:
    """The records that stand behind addresses, one of each kind."""

    def __init__(self) -> None:
        self.records = {model._meta.model_name: record_of(model) for model in models()}
        self.owner = OwnerFactory()
        own = self.owner.enterprise
        Enterprise.objects.filter(pk=own.pk).update(slug="cua-toi")
        self.own, self.report = own, Report.objects.exclude(state="draft").first()
        self.file = AttachmentFactory(enterprise=own, is_public=True)
        self.claim = WaitingClaimFactory(user=self.owner.user)
        self.invitation = InvitationFactory(enterprise=own)
        self.inquiry = WaitingInquiryFactory(enterprise=own)
        self.imports = {
            f"{model._meta.app_label}_{model._meta.model_name}": _import(page.importer.name)
            for model, page in admin.site._registry.items()
            if isinstance(page, ImportAdminMixin)
        }
        unit = FrameUnitFactory(enterprise=own)
        self.year, self.confirmation = unit.wave.year, self.records["confirmation"]
        self.evidence = ReportEvidence(report=self.report, title="x")
        self.evidence.file.save("a.pdf", ContentFile(PDF))
        plan = {"plan": self.records["annualplan"], "kind": PlanDocument.Kind.QUOTATION}
        self.document = PlanDocument(**plan, title="x")
        self.document.file.save("a.pdf", ContentFile(PDF))

    def address(self, name: str) -> str:
        """Return an address of this name."""
        given = self._given(name)
        for parameters in sorted(
            (p for n, p in _walk(get_resolver().url_patterns) if n == name), key=len
        ):
            return reverse(name, kwargs={each: given[each] for each in parameters})
        raise KeyError(name)

    def _given(self, name: str) -> dict[str, object]:
        agency = self.report.agency
        common = {
            **{"slug": "cua-toi", "token": "khong-co", "key": "khong-co", "code": agency.code},
            **{"form": "csv", "format": "csv", "name": "khong-co.pdf", "part": "identity"},
            **{"number": self.report.task.number, "quarter": self.report.period},
            **{
                "area": "danh-muc",
                "model_name": "report",
                "table": "industries",
                "programme": self.report.task.programme.slug,
                "task": self.report.task_id,
            },
            **{
                "year": localdate().year,
                "uidb36": "1",
                "verb": "approve",
                "app_label": "programme",
            },
            **{"content_type_id": 1, "object_id": 1, "value": "khong-co", "url": "khong-co"},
            **{
                "member": self.owner.pk,
                "inquiry": self.inquiry.pk,
                "invitation": self.invitation.pk,
            },
            **{"pk": self.own.pk, "document": self.document.pk},
        }
        return common | self._of_kind(name)

    def _of_kind(self, name: str) -> dict[str, object]:
        of_model, is_import, _page = name.removeprefix("admin:").partition("_import")
        if is_import and of_model in self.imports:
            return {"pk": self.imports[of_model].pk}
        if name in ("admin:programme_report_evidence", "programme:evidence-file"):
            return {"pk": self.evidence.pk}
        if name == "admin:verification_factcheck_record":
            return {"pk": self.own.pk}
        if name.startswith("admin:localization_answer_write"):
            return {"unit": self.records["answer"].unit_id}
        if name.startswith("admin:"):
            kind = next((k for k in self.records if f"_{k}_" in name), "")
            industry = {"slug": "co-khi"} if "wave_sheet" in name else {}
            found = self.records.get(kind)
            return {**industry, **({"pk": found.pk} if found else {})}
        if name.startswith("membership:claim-") and not name.endswith("create"):
            return {"pk": self.claim.pk}
        if name == "membership:invitation-accept":
            return {"pk": self.invitation.pk}
        if name.startswith("localization:"):
            return {"slug": "co-khi"}
        if name == "survey:answer":
            return {"year": self.year}
        if name == "confirmations:confirmation-detail":
            return {"code": self.confirmation.code}
        if name in ("enterprises:place-ward", "enterprises:place-park"):
            is_ward = name.endswith("ward")
            place = Ward.objects.first() if is_ward else IndustrialPark.objects.first()
            return {"value": place.code if is_ward else place.slug}
        if name == "enterprises:attachment-file":
            return {"name": self.file.file.name.rsplit("/", 1)[-1]}
        return {}
