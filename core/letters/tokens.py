"""Secrets that stand in the links of letters; the database keeps only their digests."""

from hashlib import sha256
from secrets import token_urlsafe


def new_token() -> str:
    """Return a secret that nobody can guess, for one letter."""
    return token_urlsafe(32)


def digest_of(token: str) -> str:
    """Return what is stored of a token: whoever reads the database cannot make the link from it."""
    return sha256(token.encode()).hexdigest()
