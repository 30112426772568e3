"""Words that found nothing: what of them may be kept, and how much.

They are strangers' text. What looks like somebody's data is never counted; the rest is kept as a
keyed digest until it was asked for on several days (`FruitlessSearch`). Whoever floods the table
fills one day's room in it, and what is not asked for again leaves it.
"""

import re
from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from core.models.usage import FruitlessSearch
from core.text import fold

LONGEST = 60  # characters
A_DAY = 200  # new words of one day
FORGOTTEN = timedelta(days=30)  # after which words go that were not asked for on enough days
KEPT = timedelta(days=365)  # after which other words go that nobody asks for any more
_PRIVATE = re.compile(r"@|://|\bwww\.|\.(?:com|vn|net|org)\b", re.IGNORECASE)
_DIGITS = 6  # more may be a telephone, a tax code, somebody's identity number
SALT = "core.usage.fruitless"


def countable(text: str) -> str:
    """Return the words as they are counted, folded; empty where they may be somebody's data."""
    words = fold(text)
    is_private = _PRIVATE.search(text) or sum(c.isdigit() for c in text) > _DIGITS
    return "" if is_private or len(words) > LONGEST else words


def digest_of(words: str) -> str:
    """Return what stands for words that nobody may read yet."""
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()


def store(numbers: Mapping[str, int]) -> None:
    """Add to what is stored, within a transaction; past a day's room new words are left out."""
    if not numbers:
        return
    today, words = localdate(), {digest_of(each): each for each in numbers}
    rows = FruitlessSearch.objects.select_for_update().filter(digest__in=words)
    known = list(rows.order_by("digest"))
    for row in known:
        row.number += numbers[words[row.digest]]
        row.days += row.last_day < today
        row.last_day = max(row.last_day, today)
        row.words = words[row.digest] if row.days >= FruitlessSearch.DAYS else ""
    FruitlessSearch.objects.bulk_update(known, ["number", "days", "last_day", "words"])
    room = max(A_DAY - FruitlessSearch.objects.filter(first_day=today).count(), 0)
    new = sorted(set(words) - {row.digest for row in known})[:room]
    FruitlessSearch.objects.bulk_create(
        [
            FruitlessSearch(
                digest=digest, number=numbers[words[digest]], first_day=today, last_day=today
            )
            for digest in new
        ],
        ignore_conflicts=True,  # another process has it at this moment
    )


def forget_old() -> None:
    """Delete what was not asked for again."""
    today = localdate()
    single = Q(words="", last_day__lt=today - FORGOTTEN)
    FruitlessSearch.objects.filter(single | Q(last_day__lt=today - KEPT)).delete()
