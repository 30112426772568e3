"""Comparing and merging two records as the staff do it in their browsers."""

from django.test import Client

from enterprises.duplicates.records import snapshot
from enterprises.models import DuplicatePair, Enterprise
from tests.factories.duplicates import DuplicatePairFactory, merging_staff
from tests.factories.enterprises import (
    ContactFactory,
    EnterpriseFactory,
    MachineFactory,
    MaterialFactory,
    PendingEnterpriseFactory,
    ProcessFactory,
)
from tests.pages import read

PAIRS = "/quan-tri/enterprises/duplicatepair/"
MERGES = "/quan-tri/enterprises/merge/"
REASON = "Cùng giấy chứng nhận đăng ký doanh nghiệp"
CODES = ["0100233488", "0300588569"]


def page_of(pair: DuplicatePair) -> str:
    return f"{PAIRS}{pair.pk}/compare/"


def form_of(client: Client, pair: DuplicatePair) -> dict:
    """The page as it would be sent with every suggestion taken, and a reason."""
    sent = {"merge": "1", "reason": REASON}
    return read(client.get(page_of(pair))).form("survivor") | sent


def whole(enterprise: Enterprise) -> dict:
    """All that is known of it, but for what each save counts on."""
    known = snapshot(Enterprise.objects.get(pk=enterprise.pk))
    for name in ("version", "updated_at"):
        del known["fields"][name]
    return known


def merging_client(client: Client) -> Client:
    """Logged in as someone who decides about duplicates."""
    client.force_login(merging_staff())
    return client


def merging_staff_of(client: Client):
    """Who is logged in here."""
    return client.get("/quan-tri/").wsgi_request.user


def pair_in_doubt() -> DuplicatePair:
    """A known record, and a fuller one that an import brought in another spelling."""
    known = EnterpriseFactory(
        legal_name="Golden Sun", products=["Trục"], processes=[ProcessFactory(slug="tien")]
    )
    fuller = PendingEnterpriseFactory(
        legal_name="GOLDEN SUN CO., LTD",
        tax_code=CODES[0],
        website="https://golden.example",
        possible_duplicate_of=known,
        products=["Bạc lót", "TRỤC"],
        processes=[ProcessFactory(slug="phay")],
        materials=[MaterialFactory()],
    )
    MachineFactory(enterprise=fuller)
    ContactFactory(enterprise=fuller)
    return DuplicatePairFactory(first=known, second=fuller)
