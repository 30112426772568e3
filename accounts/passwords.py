"""Passwords that people in Viet Nam think of first are refused."""

import re
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User
from core.text import fold

WORDS = Path(__file__).with_name("password_words.txt")
MAX_COMMON_WORDS = 4  # of which a password may not consist alone
MIN_OWN_PART = 4  # letters of a name or an address that must not stand in it
KEYS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
MIN_DIFFERENT = 6  # characters
LEET = str.maketrans("013457@$!", "oieastasi")


@cache
def common_words() -> frozenset[str]:
    """Return the words, folded; the file says where they are from."""
    lines = WORDS.read_text().splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


class GuessablePasswordValidator:
    """Refuse common words with years and marks, names, walks over the keyboard, repetitions."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = fold(password).replace(" ", "")
        if len(set(password.lower())) < MIN_DIFFERENT or _is_repeated(password.lower()):
            raise ValidationError(
                _("Mật khẩu lặp lại quá ít ký tự; hãy dùng nhiều ký tự khác nhau hơn."),
                code="password_repeated",
            )
        is_latin = all(fold(char) for char in password if char.isalpha())
        if is_latin and any(_is_common(each) for each in _readings(plain, password)):
            raise ValidationError(
                _(
                    "Mật khẩu này dễ đoán: chỉ gồm từ hay tên phổ biến, năm hoặc dãy phím liền "
                    "nhau. Hãy ghép vài từ không liên quan với nhau."
                ),
                code="password_guessable",
            )
        if user is not None and (own := _own_part(plain, user)):
            raise ValidationError(
                _("Mật khẩu chứa “%(part)s” của tên hoặc địa chỉ thư của bạn.") % {"part": own},
                code="password_own",
            )

    def get_help_text(self) -> str:
        return _(
            "Không dùng tên của bạn, từ phổ biến kèm năm hay dãy phím liền nhau; nên ghép vài từ "
            "không liên quan."
        )


def _readings(plain: str, password: str) -> set[str]:
    """Return the letters alone, as typed and with figures read as the letters they stand for."""
    read = fold(password.lower().translate(LEET)).replace(" ", "")
    stripped = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.lower()).translate(LEET)
    forms = (plain, read, fold(stripped).replace(" ", ""))
    return {re.sub(r"[^a-z]", "", form) for form in forms}


def _is_common(letters: str) -> bool:
    """Return whether the letters are nothing but common words and walks over the keyboard."""
    fewest = {0: 0}
    for end in range(1, len(letters) + 1):
        ways = [
            fewest[start] + 1
            for start in range(max(0, end - 26), end)
            if start in fewest and _is_word(letters[start:end])
        ]
        if ways:
            fewest[end] = min(ways)
    return fewest.get(len(letters), MAX_COMMON_WORDS + 1) <= MAX_COMMON_WORDS


def _is_word(piece: str) -> bool:
    if piece in common_words():
        return True
    return len(piece) > 2 and any(piece in row or piece in row[::-1] for row in KEYS)


def _is_repeated(password: str) -> bool:
    return password in (password + password)[1:-1]


def _own_part(plain: str, user: User) -> str:
    """Return a part of the person's names or address that stands in the password, or nothing."""
    name = fold(user.full_name)
    address = user.email.partition("@")
    texts = [name.replace(" ", ""), user.username, address[0], address[2].partition(".")[0]]
    parts = {fold(text) for text in texts} | set(re.split(r"[\W\d_]+", fold(" ".join(texts))))
    parts |= set(name.split())
    long = sorted((p for p in parts if len(p) >= MIN_OWN_PART), key=len, reverse=True)
    return next((part for part in long if part in plain), "")
