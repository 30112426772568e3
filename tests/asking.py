"""Questions to an enterprise, as a visitor asks them on its page."""

from django.core import mail
from django.test import Client

from enterprises.models import Enterprise

QUESTION = {
    "name": "Trần Văn Bình",
    "organisation": "Công ty Máy điện",
    "email": "Binh@Example.com",
    "text": "Cần báo giá 500 trục thép Ø20.",
    "consent": "on",
}


def page_of(enterprise: Enterprise) -> str:
    return f"/doanh-nghiep/{enterprise.slug}/hoi-hang/"


def sends(client: Client, enterprise: Enterprise, **typed: str):
    """Open the form, fill it in and send it."""
    token = client.get(page_of(enterprise)).context["token"]
    return client.post(page_of(enterprise), {**QUESTION, "token": token, **typed})


def letters_to(address: str) -> list:
    return [letter for letter in mail.outbox if letter.to == [address]]
