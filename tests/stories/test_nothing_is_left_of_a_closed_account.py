"""A person in everything that can hold one closes the account: their data is nowhere any more."""

import gzip
import json

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection, models
from django.utils.timezone import now

from accounts import personal_data
from accounts.closure import close_account
from accounts.models import Consent
from core import audit
from core.audit import Kind
from core.imports.outcomes import MessageKind, Result, RowOutcome, pack, unpack
from core.letters import outbox, post
from core.models import AuditEvent, SpreadsheetImport
from enterprises.models import Contact, Enterprise, ShortlistEntry
from inquiries.models import Inquiry
from localization.models import Answer
from membership.models import Claim, Invitation, Revision, UnsavedText
from programme.models import Subscription
from tests.factories.duplicates import merged
from tests.factories.enterprises import EnterpriseFactory
from tests.factories.inquiries import AnsweredInquiryFactory, WaitingInquiryFactory
from tests.factories.localization import SubmittedAnswerFactory
from tests.factories.membership import InvitationFactory, OwnerFactory, WaitingClaimFactory
from tests.factories.people import SuperuserFactory, UserFactory
from tests.factories.programme import ProgrammeFactory

NAME, EMAIL, PHONE = "Đặng Thị Xóa Sạch", "xoa-sach@duy-nhat.example", "0987650001"
WORDS = "lời kể riêng của tôi"
TRACES = (NAME, EMAIL, PHONE, WORDS, "xoa-sach.pdf")

# Every column that can name a person: what the test below puts there, or why it holds none of
# those who can close their account. A new one fails until it stands here.
ACCOUNT = "the account itself"
BUILT = "filled below"
STAFF = "only staff stand here, whose accounts an administrator closes"
NUMBER = "a number without a name: the account's row stays, empty"
PAPER = "names on papers that the Department signs; the public act outlives the account"
HOLDS = {
    "account.EmailAddress": BUILT,
    "account.EmailConfirmation": "never stored: links of letters are signed instead",
    "mfa.Authenticator": ACCOUNT,
    "usersessions.UserSession": BUILT,
    "core.AuditEvent": NUMBER,
    "core.ImportMeaning": STAFF,
    "core.Job": STAFF,
    "core.Letter": BUILT,
    "core.PostedForm": "what a page said after a form was sent, for a day",
    "core.SpreadsheetImport": BUILT,
    "core.TypedForm": STAFF,
    "accounts.User": BUILT,
    "accounts.Consent": NUMBER,
    "accounts.DecisionNotice": STAFF,
    "admin.LogEntry": STAFF,
    "enterprises.Contact": BUILT,
    "enterprises.DuplicatePair": STAFF,
    "enterprises.Merge": BUILT,
    "enterprises.ShortlistEntry": BUILT,
    "membership.Membership": BUILT,
    "membership.Claim": BUILT,
    "membership.Invitation": BUILT,
    "membership.Revision": BUILT,
    "membership.UnsavedText": BUILT,
    "verification.Assessment": STAFF,
    "verification.Confirmation": PAPER,
    "verification.IssuingAgency": PAPER,
    "verification.FactCheck": STAFF,
    "inquiries.Inquiry": BUILT,
    "localization.Answer": BUILT,
    "localization.Baseline": STAFF,
    "localization.Comparability": STAFF,
    "localization.Estimate": STAFF,
    "localization.Rate": STAFF,
    "programme.Agency": STAFF,
    "programme.AgencyReminder": STAFF,
    "programme.AmendmentOpinion": STAFF,
    "programme.AmendmentProposal": STAFF,
    "programme.Concern": STAFF,
    "programme.Direction": STAFF,
    "programme.Inspection": STAFF,
    "programme.AnnualPlan": STAFF,
    "programme.Filing": STAFF,
    "programme.Scheme": STAFF,
    "programme.SchemeOpinion": STAFF,
    "programme.Assignment": STAFF,
    "programme.ConsolidatedReport": PAPER,
    "programme.Contribution": STAFF,
    "programme.MeasureValue": STAFF,
    "programme.Officer": STAFF,
    "programme.OpenCell": STAFF,
    "programme.Payment": STAFF,
    "programme.PlanDocument": STAFF,
    "programme.Report": STAFF,
    "programme.ReportVersion": STAFF,
    "programme.Subscription": BUILT,
    "programme.Task": STAFF,
    "django_tasks_database.DBTaskResult": NUMBER,
}
NAMING = ("person", "phone", "email", "full_name", "assessors", "signatory", "contact")


def names_people(model: type[models.Model]) -> bool:
    """Whether a model points at an account, or has a column for a person's name or address."""
    return any(
        field.related_model is get_user_model()
        or isinstance(field, models.EmailField | models.JSONField)
        or any(word in field.name for word in NAMING)
        for field in model._meta.concrete_fields
        if field.name != "history_user"
    )


def test_everything_that_can_name_a_person_is_listed():
    known = {each for each in apps.get_models() if not hasattr(each, "instance_type")}
    found = {model._meta.label for model in known if names_people(model)}
    assert found - set(HOLDS) == set()
    assert {label for label in HOLDS if label not in {m._meta.label for m in known}} == set()


@pytest.fixture
def person(db):
    person = UserFactory(full_name=NAME, email=EMAIL)
    person.emailaddress_set.create(email=EMAIL, verified=True, primary=True)
    Consent.objects.create(user=person, language="vi")
    return person


def contact(**more) -> dict:
    return {"person": NAME, "position": WORDS, "phone": PHONE, "email": EMAIL, **more}


@pytest.fixture
def kept(person) -> Enterprise:
    """A published profile that the person keeps, in whose every corner they stand."""
    kept = OwnerFactory(user=person, enterprise=EnterpriseFactory()).enterprise
    OwnerFactory(enterprise=kept)
    row = Contact.objects.create(enterprise=kept, **contact(is_public=True))
    row.phone = f"{PHONE} "
    row.save()
    Contact.objects.create(enterprise=kept, **contact(email="", phone=PHONE))
    Contact.objects.create(enterprise=kept, person="Người Ở Lại", email="o-lai@example.com")
    revision = Revision(enterprise=kept)
    rows = [contact(), contact(email=""), {"person": "Người Ở Lại", "email": "o-lai@example.com"}]
    revision.change_part("contacts", rows, person)
    revision.submit()
    return kept


def build_the_rest(person, kept) -> None:
    claim = WaitingClaimFactory(user=person, statement=WORDS, evidence_name="xoa-sach.pdf")
    claim.evidence.save("a.pdf", ContentFile(f"%PDF {NAME}".encode()))
    refused = WaitingClaimFactory(user=person, statement=WORDS)
    refused.refuse(f"{NAME} không đại diện", SuperuserFactory())
    InvitationFactory(email=EMAIL)
    InvitationFactory(invited_by=person, email="duoc-moi@example.com")
    accepted = InvitationFactory(email=EMAIL, digest="of another letter")
    accepted.accept(person)
    WaitingInquiryFactory(asked_by=person, name=NAME, email=EMAIL, text=WORDS, organisation=WORDS)
    AnsweredInquiryFactory(email=EMAIL, name=NAME, text=WORDS, answer=f"Kính gửi {NAME}")
    AnsweredInquiryFactory(closed_by=person, answer="Làm được.")
    UnsavedText.objects.create(user=person, path="/x/", text=WORDS)
    ShortlistEntry.objects.create(user=person, enterprise=EnterpriseFactory(), position=1)
    SubmittedAnswerFactory(submitted_by=person)
    other = EnterpriseFactory()
    Contact.objects.create(enterprise=other, **contact())
    merged(kept, other)
    post(EMAIL, "Thư", f"Kính gửi {NAME}")
    post("a@example.com", "Lời mời", f"{NAME} mời bạn")
    Subscription.objects.create(
        programme=ProgrammeFactory(), language="vi", email=EMAIL, digest="of a letter"
    )
    report_of_an_import(kept)
    audit.record(Kind.LOGIN, None, None, person)
    UserSession.objects.create(
        user=person, ip="192.0.2.7", session_key="over", user_agent=f"Firefox ({WORDS})"
    )


def report_of_an_import(kept: Enterprise) -> SpreadsheetImport:
    """An import that told what it added to the profile, to one of another's, and put right."""
    own = RowOutcome(2, kept.legal_name, Result.UPDATED)
    own.add_message(MessageKind.CHANGE, "", f"Thêm: {NAME}")
    own.add_message(MessageKind.REPAIR, "Điện thoại", f"“098 765 0001” → “{PHONE}”")
    own.add_message(MessageKind.CHANGE, "Số lao động", "“10” → “11”")
    other = RowOutcome(3, "Công ty Khác", Result.NEW)
    other.add_message(MessageKind.REPAIR, "Thư điện tử", f"“{EMAIL.upper()}” → “{EMAIL}”")
    other.add_message(MessageKind.CHANGE, "", "Thêm: Người Ở Lại")
    return SpreadsheetImport.objects.create(
        importer="enterprises", file_name="a.csv", outcomes=pack([own, other]), state="done"
    )


def traces() -> list[str]:
    """Where one of the words still stands: rows of every table, sessions, files."""
    return [*_in_models(), *_in_other_tables(), *_in_sessions(), *_in_files()]


def _told(value: object) -> bool:
    if isinstance(value, bytes | memoryview):
        value = _readable(bytes(value))
    text = json.dumps(value, ensure_ascii=False, default=str)
    return any(word in text for word in TRACES)


def _readable(content: bytes) -> str:
    """What a column of bytes says; what is packed in it, too."""
    if content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return content.decode(errors="replace")


def _in_models():
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield from (f"{model._meta.label}.{name}" for name in row if _told(row[name]))


def _in_other_tables():
    of_models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    for table in {*connection.introspection.table_names()} - of_models:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            yield from (table for row in cursor.fetchall() if _told([str(cell) for cell in row]))


def _in_sessions():
    yield from ("session" for each in Session.objects.all() if _told(each.get_decoded()))


def _in_files():
    for name in STORAGES:
        for path in _paths(storages[name], ""):
            with storages[name].open(path) as file:
                if NAME.encode() in file.read():
                    yield path


STORAGES = ("default", "private")


@pytest.fixture(autouse=True)
def empty_storages():
    """Files of other tests lie in the same memory."""
    for name in STORAGES:
        for path in list(_paths(storages[name], "")):
            storages[name].delete(path)


def _paths(storage, folder: str):
    folders, files = storage.listdir(folder)
    yield from (f"{folder}/{name}".lstrip("/") for name in files)
    for name in folders:
        yield from _paths(storage, f"{folder}/{name}".lstrip("/"))


@pytest.fixture
def queue(settings):
    settings.TASKS = {
        **settings.TASKS, "default": {"BACKEND": "django_tasks_db.DatabaseBackend"}
    }  # fmt: skip


def test_nothing_is_left(client, person, kept, queue):
    build_the_rest(person, kept)
    client.force_login(person)
    client.get("/tai-khoan/")
    missing = {f"{label}." for label, why in HOLDS.items() if why == BUILT} - {
        f"{trace.rsplit('.', 1)[0]}." for trace in traces()
    }
    by_number = {"enterprises.ShortlistEntry.", "membership.Membership.", "localization.Answer."}
    assert missing == by_number, "what is built says something to be found"
    close_account(person)
    outbox.send_due()  # the last letter says that the account is closed
    assert traces() == []


def test_what_others_said_and_what_the_enterprise_did_stays(person, kept, queue):
    build_the_rest(person, kept)
    answer = Answer.objects.get()
    close_account(person)
    assert "Người Ở Lại" in [row.person for row in kept.contacts.all()]
    [rows] = [revision.content["contacts"] for revision in Revision.objects.all()]
    assert [row["person"] for row in rows] == ["Người Ở Lại"]
    assert Answer.objects.get() == answer  # of the enterprise, sent by a closed account
    assert Inquiry.objects.filter(answer="Làm được.", closed_by=person).exists()
    assert kept.memberships.count() == 1
    assert Claim.objects.filter(user=person).count() == 2


def test_reports_of_imports_tell_all_but_the_person(person, kept):
    report = report_of_an_import(kept)
    namesake = RowOutcome(2, "Công ty Khác", Result.UPDATED)
    namesake.add_message(MessageKind.CHANGE, "", f"Thêm: {NAME}")
    of_others = SpreadsheetImport.objects.create(
        importer="enterprises", file_name="b.csv", outcomes=pack([namesake]), state="done"
    )
    close_account(person)
    report.refresh_from_db()
    of_others.refresh_from_db()
    told = [message.text for row in unpack(bytes(report.outcomes)) for message in row.messages]
    assert told == ["–", "–", "“10” → “11”", "–", "Thêm: Người Ở Lại"]
    assert unpack(bytes(of_others.outcomes)) == [namesake]


def test_the_audit_log_and_consents_keep_a_number_alone(person):
    event = audit.record(Kind.LOGIN, None, None, person)
    close_account(person)
    person.refresh_from_db()
    assert AuditEvent.objects.get(pk=event.pk).actor == person
    assert (str(person), person.email) == (
        "Tài khoản đã đóng",
        f"da-dong-{person.pk}@tai-khoan.invalid",
    )
    assert Consent.objects.get().user == person


def test_a_namesake_elsewhere_is_somebody_else(person, kept):
    namesake = Contact.objects.create(
        enterprise=EnterpriseFactory(), person=NAME, email="khac@example.com"
    )
    close_account(person)
    namesake.refresh_from_db()
    assert namesake.person == NAME


def test_a_draft_that_nobody_else_keeps_goes_too(person):
    draft = OwnerFactory(
        user=person, enterprise=EnterpriseFactory(state="draft", legal_name=WORDS)
    ).enterprise
    shared = OwnerFactory(user=person, enterprise=EnterpriseFactory(state="draft")).enterprise
    OwnerFactory(enterprise=shared)
    close_account(person)
    assert not Enterprise.objects.filter(pk=draft.pk).exists()
    assert not Enterprise.history.filter(id=draft.pk).exists()
    assert Enterprise.objects.filter(pk=shared.pk).exists()
    assert traces() == []


def test_invitations_that_the_person_sent_are_worth_nothing(person, kept):
    sent = InvitationFactory(invited_by=person, enterprise=kept, email="duoc-moi@example.com")
    close_account(person)
    sent.refresh_from_db()
    assert sent.withdrawn_at <= now()
    assert not Invitation.history.filter(email="duoc-moi@example.com").exists()


def test_the_download_tells_of_contacts_first(person, kept):
    told = json.dumps(personal_data.all_about(person), ensure_ascii=False, default=str)
    assert PHONE in told
    assert "Người Ở Lại" not in told
