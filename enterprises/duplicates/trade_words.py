"""Words that names of enterprises share: legal forms say nothing, trades say little.

A trade is one word however it is written: 'Thương mại', 'TM' and 'Trading' are `thuong_mai`.
Written without marks, as `core.text.fold` leaves them.
"""

import re
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import OSA

_FORMS = """cong ty|congty|tong cong ty|cty|c ty|cong ti|ctytnhh|tnhh|trach nhiem huu han
co phan|ctcp|cp|mtv|mot thanh vien|1 thanh vien|hai thanh vien tro len|hai thanh vien|2 thanh vien
dntn|doanh nghiep tu nhan|doanh nghiep|tu nhan|xi nghiep|hop tac xa|htx|ho kinh doanh|hkd
ct tnhh|ct cp|lien doanh|tap doan|chi nhanh|cn|van phong dai dien|vpdd|va
co|company|ltd|limited|liability|corp|corporation|inc|incorporated|jsc|joint stock|plc|llc|pte
one member|single member|private enterprise|private|joint venture|jv|cooperative|group|holdings
representative office|branch office|branch|of|and|the|in
viet nam|vietnam|vn|vina|nha may|xuong|phan xuong|co so|plant|fty|factory|workshop"""
# By these one sees in which language a name is written.
_VIETNAMESE = {"cong", "cty", "ctcp", "tnhh", "mtv", "dntn", "htx", "doanh"}
_ENGLISH = {"co", "ltd", "company", "corp", "corporation", "inc", "jsc", "limited", "llc"}
_FORM_PATTERNS = {
    "tnhh": re.compile(r"\b(?:tnhh|trach nhiem huu han|ltd|limited)\b"),
    "mtv": re.compile(r"\b(?:mtv|(?:mot|1) thanh vien|(?:one|single) member)\b"),
    "cp": re.compile(r"\b(?:co phan|cp|ctcp|jsc|joint stock|corp|corporation)\b"),
    "dntn": re.compile(r"\b(?:dntn|doanh nghiep tu nhan|private enterprise)\b"),
    "htx": re.compile(r"\b(?:htx|hop tac xa|cooperative)\b"),
}

# Half of all names have one or more of these, and many leave them out when they write themselves.
_ANY_BUSINESS = """san xuat|sx|production|manufacturing|manufacture|manufacturer|mfg|mfr|producing
thuong mai|tm|trading|trade|commercial|commerce
dich vu|dv|service
xuat nhap khau|xnk|import export|export import|imp exp|impex|imex
xuat khau|export
nhap khau|import
dau tu|dt|investment|invest
phat trien|pt|development|developing
kinh doanh|kd|business
xay dung|xd|construction|building
ky thuat|kt|technical|engineering|engineer
cong nghiep|industrial|industry
cong nghe|technology|tech
quoc te|qt|international|intl|int l
giai phap|solution
gia cong|processing
che tao|fabrication
tu van|consulting|consultant|consultancy
thiet ke|design
lap dat|installation"""

_TRADES = """co khi|ck|mechanical|mechanic|mechanics|machining
chinh xac|cx|precision
khuon mau|khuon|mold|mould|die
nhua|plastic
cao su|rubber
bao bi|bb|packaging|packing|package
dien tu|electronic|electronics
dien lanh|refrigeration
dien|electric|electrical
may mac|garment|apparel|clothing
det may|textile garment
det|textile|textiles|weaving
giay da|footwear|shoe|shoes|leather shoes
go|wood|wooden|timber
noi that|furniture|interior
thep|steel
sat thep|iron steel
kim loai|metal
co dien|electromechanical|m e
nhom|aluminium|aluminum
glass
casting|foundry
in an|in bao bi|printing
hoa chat|chemical
thuc pham|food|foodstuff
van tai|transport|transportation
kho van|logistics|logistic
thiet bi|tb|equipment
may moc|machinery|machine
tu dong hoa|tdh|automation
o to|oto|auto|automobile|automotive
xe may|motorcycle|motorbike
phu tung|spare part|spare parts|parts
linh kien|component
day cap dien|cable wire|wire cable
day va cap dien|wire and cable
cap dien|cable
vat lieu|material
vat tu|supplies
moi truong|environment|environmental
nong san|agricultural product
nong nghiep|agriculture|agricultural
thuy san|seafood
duoc pham|pharma|pharmaceutical|pharmaceuticals
my pham|cosmetic|cosmetics
y te|medical
lo xo|spring
banh rang|gear
son tinh dien|powder coating
xi ma|ma|plating|electroplating
giay|paper
gom su|ceramic|ceramics"""

# Shorter ways to write a name of a place; a numeral is the digit that it stands for.
_SAME = {
    "sg": ["sai", "gon"],
    "hcm": ["ho", "chi", "minh"],
    "hcmc": ["ho", "chi", "minh"],
    "tphcm": ["ho", "chi", "minh"],
    **{word: [str(n)] for n, word in enumerate(["one", "two", "three", "four", "five"], 1)},
    **{word: [str(n)] for n, word in enumerate("i ii iii iv v vi vii viii".split(), 1)},
    "ll": ["2"],  # Roman numerals typed with small L
    "lll": ["3"],
    "1st": ["1"],
    "first": ["1"],
    "2nd": ["2"],
    "second": ["2"],
    "3rd": ["3"],
    "third": ["3"],
}
_ABBREVIATIONS = re.compile(r"(?:tm|dv|sx|xnk|xd|kt|dt|pt|ck|vt)+")
_ABBREVIATION = re.compile(r"tm|dv|sx|xnk|xd|kt|dt|pt|ck|vt")
_LETTERS_AND_NUMBER = re.compile(r"([a-z]{2,})(\d+)")
_TRADES_OF_LETTERS = {("m", "e")}  # 'M&E'
_CODE = re.compile(r"[b-df-hj-np-tv-z]{2}")  # 'SM2' is plant 2 of somebody
_NUMBERED = {"so", "no", "number", "thu"}  # before a numeral these say nothing


def _phrases() -> dict[str, list[tuple[list[str], str]]]:
    """Return each first word's phrases, the longest first, with the word that stands for each."""
    table: dict[str, list[tuple[list[str], str]]] = {}
    for line in "|".join(_FORMS.split("\n")).split("|"):
        table.setdefault(line.split()[0], []).append((line.split(), ""))
    for line in [*_ANY_BUSINESS.split("\n"), *_TRADES.split("\n")]:
        first, *others = line.split("|")
        word = first.replace(" ", "_") + "_"  # never a word that somebody writes
        for phrase in [first, *others]:
            table.setdefault(phrase.split()[0], []).append((phrase.split(), word))
    for phrases in table.values():
        phrases.sort(key=lambda each: -len(each[0]))
    return table


_PHRASES = _phrases()
LONG = 6  # letters of an English word that is known with a typing error, or in the plural
_LONG_TRADES = [
    phrases[-1][0][0]
    for phrases in _PHRASES.values()
    if len(phrases[-1][0]) == 1 and len(phrases[-1][0][0]) >= LONG
]
ANY_BUSINESS = {line.split("|")[0].replace(" ", "_") + "_" for line in _ANY_BUSINESS.split("\n")}
TRADES = {line.split("|")[0].replace(" ", "_") + "_" for line in _TRADES.split("\n")}


def form_of(words: list[str]) -> str:
    """Return the legal form that a folded name tells, in either language; empty where none."""
    text = " ".join(words)
    return " ".join(form for form, pattern in _FORM_PATTERNS.items() if pattern.search(text))


def language_of(words: list[str]) -> str:
    """Return 'vi' or 'en' by the legal form in a folded name; nothing where it has none."""
    if not _VIETNAMESE.isdisjoint(words):
        return "vi"
    return "" if _ENGLISH.isdisjoint(words) else "en"


def telling_words(words: list[str]) -> list[str]:
    """Return the words of a folded name, trades as one word each, without its legal form."""
    words = _separated(_with_initials(words))
    told: list[str] = []
    start = 0
    while start < len(words):
        length, word = _phrase_at(words, start)
        if word:
            told.append(word)
        start += length
    return told


def _phrase_at(words: list[str], start: int) -> tuple[int, str]:
    """Return how many words belong together here, and what stands for them."""
    first = words[start]
    for phrase, word in _PHRASES.get(first, ()):
        if words[start : start + len(phrase)] == phrase:
            return len(phrase), word
    return 1, _misspelt_trade(first)


@lru_cache(maxsize=100_000)
def _misspelt_trade(word: str) -> str:
    """Return the trade that a long English word means, in the plural or with an error, or it."""
    if len(word) < LONG:
        return word
    near = (each for each in _LONG_TRADES if OSA.distance(word, each, score_cutoff=1) <= 1)
    return next((_PHRASES[each][-1][1] for each in near), word)


def _with_initials(words: list[str]) -> list[str]:
    """Join letters that stand alone: 'P.V', 'P & V' and 'PV' are one name, and no numeral 5."""
    out: list[str] = []
    for is_letter, run in groupby(words, lambda word: len(word) == 1 and word.isalpha()):
        letters = list(run)
        is_trade = tuple(letters) in _TRADES_OF_LETTERS
        out += ["".join(letters)] if is_letter and not is_trade else letters
    return out


def _separated(words: list[str]) -> list[str]:
    """Take glued abbreviations apart, and write numerals as digits."""
    out: list[str] = []
    for word in words:
        if word in _SAME:
            out += _SAME[word]
        elif _ABBREVIATIONS.fullmatch(word):
            out += _ABBREVIATION.findall(word)
        elif match := _LETTERS_AND_NUMBER.fullmatch(word):
            out += [match[1]] * (not _CODE.fullmatch(match[1])) + [match[2].lstrip("0") or "0"]
        elif word.isdigit():
            out.append(word.lstrip("0") or "0")
        else:
            out.append(word)
    return [
        word
        for word, after in zip(out, [*out[1:], ""], strict=False)
        if not (word in _NUMBERED and after.isdigit())
    ]
