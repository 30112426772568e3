"""What of an enterprise's name tells it from others."""

from core.text import fold

# Words that say what form a company has, or that half of all names carry.
_FORM = set(
    "cong ty tnhh co cp ltd limited company corp corporation inc jsc joint stock mtv mot thanh vien"
    " viet nam vietnam vn vina branch chi nhanh of dntn doanh nghiep tu nhan sx tm dv va and the"
    " phan".split()
)
_NUMBERS = {
    **{word: str(n) for n, word in enumerate(["one", "two", "three", "four", "five", "six"], 1)},
    **{word: str(n) for n, word in enumerate(["i", "ii", "iii", "iv", "v", "vi"], 1)},
    "ll": "2",  # Roman numerals typed with small L
    "lll": "3",
}


def core_name(name: str) -> str:
    """Return the words that tell a name from others: no legal form, numerals as digits."""
    words = [_NUMBERS.get(word, word) for word in fold(name).split()]
    return " ".join(word for word in words if word not in _FORM) or fold(name)
