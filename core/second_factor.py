"""Whether this session has passed the second factor: asked by whatever only staff may see."""

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def is_passed(request: HttpRequest) -> bool:
    """Return whether a code was given in this very session, however the account stands."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def is_missing(request: HttpRequest) -> bool:
    """Return whether the back office and private files stay shut to this session."""
    user = request.user
    return not user.is_authenticated or (user.needs_second_factor and not is_passed(request))
