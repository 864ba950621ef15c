"""Is a word a Vietnamese syllable (âm tiết): a slip of the pen mostly is none."""

import re
import unicodedata

TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# The consonants a syllable may begin with, and all it may go on with, tones aside.
ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu iêng y yêm yên yêng yêt yêu ynh yt ych yn
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong op ot ooc oong ô ôc ôi ôm ôn ông ôp ôt
ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu uyn
ư ưa ưc ưi ưm ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
"""
SYLLABLE = re.compile(
    rf"(?:{'|'.join(sorted(ONSETS.split(), key=len, reverse=True))})?(?:{'|'.join(sorted(RIMES.split(), key=len, reverse=True))})"
)


def is_syllable(word: str) -> bool:
    """Say whether a word in small letters can be a Vietnamese syllable."""
    toneless, tones = TONES.subn("", unicodedata.normalize("NFD", word))
    return tones <= 1 and SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None
