"""Which of the accounts' letters anybody can have sent to an address that is not theirs."""

from allauth.account.models import EmailAddress

from accounts.models import User
from core.letters import Kind

# Confirm this address, there is no such account, set a new password.
TO_ANY_ADDRESS = ("email_confirmation", "unknown_account", "password_reset_key")


def kind_of(template_prefix: str, address: str) -> Kind:
    """Return the kind of a letter: what its receiver can stop, or the account's own.

    Nobody stops the letters of an account whose holder has confirmed the address.
    """
    name = template_prefix.rpartition("/")[2]
    if name.startswith(TO_ANY_ADDRESS) and not has_confirmed_account(address):
        return Kind.ADDRESS
    return Kind.ACCOUNT


def has_confirmed_account(address: str) -> bool:
    """Whether the address is an account's own: confirmed, or written there by staff."""
    known = EmailAddress.objects.filter(email__iexact=address)
    if known.exists():
        return known.filter(verified=True).exists()
    return User.objects.filter(email__iexact=address, is_active=True).exists()
