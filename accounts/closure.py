"""The end of an account."""

from django.db import transaction
from django.utils.translation import get_language

from accounts import personal_data
from accounts.models import User
from core.letters import Kind, letter


@transaction.atomic
def close_account(user: User) -> None:
    """Erase what names the person, in all rooms; what an enterprise has recorded stays recorded.

    The last letter goes to the address that is forgotten with it.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    address = person.email
    personal_data.erase_all_about(person)
    person.close()
    letter("account/letters/closed.txt", address, get_language(), {}, kind=Kind.ACCOUNT)
