"""Whether a word can be a Vietnamese syllable: its consonants, its rime and its tone fit."""

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}
_STOPPED_TONES = {"\u0301", "\u0323"}  # what a syllable that ends in c, ch, p, t can have
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx]"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ă ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây â
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in
inh ip it iu iê o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo
oet oi om on ong ooc oong op ot oc ô ôc ôi ôk ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây
uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôp uôt uơ up ut uy uya uych uyên uyêt uyn uynh
uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ưu
""".split()
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{'|'.join(sorted(_RIMES, key=len, reverse=True))})")
_STOPPED = re.compile("(?:c|ch|k|p|t)$")


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Return whether the word is one Vietnamese syllable in Unicode, with at most one tone."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in letters if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not (_STOPPED.search(bare) and set(tones) - _STOPPED_TONES)
