"""The codes under which everyone can check a confirmation."""

import re

from django.utils.crypto import get_random_string

LENGTH = 10
# No letter or digit that looks like another: 27 to the power of 10 codes are not to be guessed.
ALPHABET = "23456789ACDEFHJKMNPQRTUVWXY"
_MISREAD = str.maketrans("BGSZ", "8652")


def new_code() -> str:
    """Return a code that nobody can guess and everybody can type."""
    return get_random_string(LENGTH, ALPHABET)


def read_code(typed: str) -> str:
    """Return the code that someone meant, or "" where it cannot be a code.

    It is in capitals, without spaces and dashes, and misread letters are corrected.
    """
    code = re.sub(r"[\s\-–—._]", "", typed).upper().translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def grouped(code: str) -> str:
    """Return the code as it is printed: 7KQ4-M9F-XAC."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"
