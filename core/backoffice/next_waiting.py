"""After one record the next that waits for the same: offered where the decision is told."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html

from core.transitions import is_own

LOOKED_AT = 20  # records among which one is sought that this person may decide on


def offer_next(
    request: HttpRequest, waiting: QuerySet, label: str | Promise, page: str, not_by: str = ""
) -> None:
    """Tell the first of the records that wait, in their order, with a link to its page.

    `page` is the name of an address that takes a record's key. What is this person's own matter
    (`not_by`, core/transitions.py) is passed over; without any record nothing is said.
    """
    for record in waiting[:LOOKED_AT]:
        if not is_own(record, not_by, request.user):
            url = reverse(page, args=[record.pk])
            messages.info(request, format_html('{}: <a href="{}">{}</a>', label, url, record))
            return
