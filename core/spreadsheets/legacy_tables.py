"""The letters of TCVN3, VNI and Windows-1258 text that was read as Western text, in Unicode."""

import re
import unicodedata

# TCVN 5712:1993 (ABC), as the fonts .VnTime and .VnArial show it: one character a letter.
_TCVN3 = dict(
    zip(
        "\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae"
        "\u00b5\u00b6\u00b7\u00b8\u00b9\u00bb\u00bc\u00bd\u00be\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb"
        "\u00cc\u00ce\u00cf\u00d0\u00d1\u00d2\u00d3\u00d4\u00d5\u00d6\u00d7\u00d8\u00dc\u00dd\u00de"
        "\u00df\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee"
        "\u00ef\u00f1\u00f2\u00f3\u00f4\u00f5\u00f6\u00f7\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00fe",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
# VNI: a letter, and behind it the sign for its mark and tone.
_VNI_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_MARKS = {
    "â": "\u0302",
    "ê": "\u0306",
    **dict(zip("ùøûõï", _VNI_TONES, strict=True)),
    **{sign: f"\u0302{tone}" for sign, tone in zip("áàåãä", _VNI_TONES, strict=True)},
    **{sign: f"\u0306{tone}" for sign, tone in zip("éèúüë", _VNI_TONES, strict=True)},
}
_VNI_LETTERS = dict(zip("ñæóòîôö", "đỉĩịỵơư", strict=True))
_VNI_LETTERS |= {old.upper(): new.upper() for old, new in _VNI_LETTERS.items()}
_VNI_PAIR = re.compile("([aeouyôöAEOUYÔÖ])([ùøûõïâêáàåãäéèúüëÙØÛÕÏÂÊÁÀÅÃÄÉÈÚÜË])")
_VNI_SINGLE = re.compile("[ñæóòîôöÑÆÓÒÎÔÖ]")
_CP1258 = {bytes([code]).decode("cp1258", "ignore"): code for code in range(0x80, 0x100)}
_CP1252 = {bytes([code]).decode("cp1252", "ignore"): code for code in range(0x80, 0x100)}
# The letters of Windows-1258 that Western text has others for.
_ONLY_1258 = {c: chr(code) for c, code in _CP1258.items() if c and code > 0x9F and ord(c) > 0xFF}
_BYTES = {chr(code): code for code in range(0x80, 0x100)}
_BYTES |= {char: code for char, code in {**_CP1258, **_CP1252}.items() if char}
_CAPITALS = re.compile(r"[^a-z]*[A-Z][^a-z]*[A-Z][^a-z]*")
_SIGNS = set("\u0300\u0309\u0303\u0301\u0323\u0302\u0306\u031b")  # tones and marks of letters
_HIGH = re.compile("[" + "".join(map(re.escape, _BYTES)) + "]{2,}")


def without_1258(text: str) -> str:
    """Return the text as Western: what somebody read as Windows-1258 has other letters there."""
    return "".join(_ONLY_1258.get(char, char) for char in text)


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text in Unicode; beside letters of Unicode's own, only what is no letter."""
    western = without_1258(text)
    if any(char > "\u00ff" and char.isalpha() for char in western):
        return "".join(c if _is_vietnamese(c) else _TCVN3.get(c, c) for c in text)
    inside = "".join(_TCVN3.get(char, char) for char in western)
    return _in_capitals(western, inside)


def _in_capitals(western: str, inside: str) -> str:
    """Write words in capitals whole: a font showed them so, TCVN3 has small letters there."""
    letters = [char for char in western if char.isascii() and char.isalpha()]
    if len(letters) > 2 and all(map(str.isupper, letters)):
        return inside.upper()
    words = zip(re.split(r"(\s+)", western), re.split(r"(\s+)", inside), strict=True)
    return "".join(new.upper() if _CAPITALS.fullmatch(old) else new for old, new in words)


def from_vni(text: str) -> str:
    """Return VNI text in Unicode."""
    western = without_1258(text)
    parts, end = [], 0
    for pair in _VNI_PAIR.finditer(western):
        parts += [_vni_singles(western[end : pair.start()]), _vni_pair(*pair.groups())]
        end = pair.end()
    return "".join([*parts, _vni_singles(western[end:])])


def _vni_pair(letter: str, sign: str) -> str:
    base = _VNI_LETTERS.get(letter, letter)
    return unicodedata.normalize("NFC", base + _VNI_MARKS[sign.lower()])


def _vni_singles(text: str) -> str:
    return _VNI_SINGLE.sub(lambda found: _VNI_LETTERS[found.group()], text)


def from_windows_1258(text: str) -> str:
    """Return Windows-1258 text that was read as Western in Unicode."""
    try:
        return unicodedata.normalize("NFC", text.encode("cp1252").decode("cp1258"))
    except UnicodeError:
        return text


def from_twice_encoded(text: str) -> str:
    """Return UTF-8 that was read as Western text, once or twice, in Unicode."""
    for _time in range(2):
        better = _HIGH.sub(_decoded, text)
        if better == text:
            break
        text = better
    return text


def _decoded(run: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[char] for char in run.group()).decode("utf-8")
    except UnicodeDecodeError:
        return run.group()


def _is_vietnamese(char: str) -> bool:
    split = unicodedata.normalize("NFD", char.lower())
    return split[0] in "aeiouyđ" and set(split[1:]) <= _SIGNS
