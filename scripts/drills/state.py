"""What a portal's database holds, asked before, during and after an accident."""

import time

from scripts.drills.portal import Portal

# Demo profiles that anybody can ask, each with a member who gets the letters; a file of each kind.
PREPARE = """
import json
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from accounts.models import User
from enterprises.models import Enterprise
from membership.models import Membership
from membership.models.membership import Role
found = list(Enterprise.objects.filter(is_demo=True)[:40])
Enterprise.objects.filter(pk__in=[each.pk for each in found]).update(is_demo=False)
for each in found:
    user = User.objects.create(username=f"chu-{each.pk}", email=f"chu-{each.pk}@example.com")
    Membership.objects.get_or_create(enterprise=each, user=user, defaults={"role": Role.OWNER})
for alias in ("default", "private"):
    storages[alias].save("dien-tap/tep.bin", ContentFile(b"x" * 100_000))
print(json.dumps([f"/doanh-nghiep/{each.slug}/hoi-hang/" for each in found]))
"""
# Of each question, as its text ends: the column `token` is unique, and would show nothing twice.
TOKENS = """
import json
from inquiries.models import Inquiry
print(json.dumps([text.split()[-1] for text in Inquiry.objects.values_list("text", flat=True)]))
"""
LETTERS = """
import json
from collections import Counter
from core.models import Letter
print(json.dumps({
    "states": Counter(Letter.objects.values_list("state", flat=True)),
    "to_askers": Letter.objects.filter(kind=Letter.Kind.INQUIRY).count(),
    "marked": Letter.objects.filter(may_have_gone_twice=True).count(),
}))
"""
END = "\n" + "-" * 79 + "\n"  # after each letter, as Django writes them
# As if the time had passed after which a sender must be dead, and after which one tries again.
HURRY = """
from datetime import timedelta
from django.utils.timezone import now
from core.models import Letter
past = now() - timedelta(days=1)
Letter.objects.filter(state=Letter.State.SENDING).update(taken_at=past)
Letter.objects.filter(state=Letter.State.WAITING).update(due=past)
print("null")
"""
CHECKSUMS = """
import hashlib, json
from django.apps import apps
sums = {}
for model in apps.get_models(include_auto_created=True):
    if model._meta.managed and not model._meta.proxy:
        rows = sorted(repr(row) for row in model._base_manager.values_list())
        sums[model._meta.label] = hashlib.sha256("\\n".join(rows).encode()).hexdigest()
print(json.dumps(sums))
"""


def wait_for_letters(portal: Portal, seconds: int = 180) -> dict:
    """Wait until no letter waits or is being sent; what the outbox holds then."""
    until = time.monotonic() + seconds
    while True:
        letters = portal.ask(LETTERS)
        open_letters = sum(letters["states"].get(state, 0) for state in ("waiting", "sending"))
        if not open_letters or time.monotonic() > until:
            return {**letters, "open": open_letters}
        portal.ask(HURRY)
        time.sleep(2)


def letters_written(portal: Portal) -> int:
    """Return how many letters went out whole; here the mail server writes files."""
    texts = (path.read_text(errors="replace") for path in (portal.home / "mail").glob("*.log"))
    return sum(text.count(END) for text in texts)
