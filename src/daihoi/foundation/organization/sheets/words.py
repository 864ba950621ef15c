"""Compare headings and names as people write them: case, marks, points and usual abbreviations aside (so chữ)."""

import re
import unicodedata
from functools import lru_cache

SHORT = {
    "đv": "đơn vị", "đvị": "đơn vị", "đh": "đại hội", "nd": "nội dung", "dk": "dự kiến", "stt": "số thứ tự", "tt": "số thứ tự",
    "tc": "tổ chức", "tccsđ": "tổ chức cơ sở đảng", "đviên": "đảng viên", "đđ": "đại biểu", "tg": "thời gian", "sl": "số lượng",
    "kh": "kế hoạch", "đb": "đảng bộ", "cb": "chi bộ", "đbcs": "đảng bộ cơ sở", "cbcs": "chi bộ cơ sở", "tw": "trung ương",
    "ng": "ngày", "gc": "ghi chú", "đc": "điều chỉnh",
}  # fmt: skip
SHORT_NAMES = {
    "đb": "đảng bộ", "đbộ": "đảng bộ", "cb": "chi bộ", "cbộ": "chi bộ", "đu": "đảng ủy", "đbcs": "đảng bộ cơ sở", "cbcs": "chi bộ cơ sở",
    "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "h": "huyện", "p": "phường", "x": "xã", "q": "quận", "ph": "phường", "thpt": "trung học phổ thông",
    "thcs": "trung học cơ sở", "th": "tiểu học", "mn": "mầm non", "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân",
    "bv": "bệnh viện", "cty": "công ty", "ct": "công ty", "cp": "cổ phần", "tnhh": "trách nhiệm hữu hạn", "mtv": "một thành viên",
    "nn": "nông nghiệp", "ptnt": "phát triển nông thôn", "gdđt": "giáo dục đào tạo", "ubmttq": "ủy ban mặt trận tổ quốc", "tw": "trung ương",
    "ttyt": "trung tâm y tế", "ttvh": "trung tâm văn hóa", "qs": "quân sự", "ca": "công an", "vp": "văn phòng",
}  # fmt: skip
WRITTEN_APART = re.compile(r"\b([đtt])\s*/\s*([a-zđ])\b|\b(t)\.\s*(p|x|t)\b", re.IGNORECASE)


@lru_cache(maxsize=65536)
def heading_key(text: str) -> str:
    """Compare headings without case, spaces and points, in one form of Unicode."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return " ".join(re.sub(r"[\s_.:*()]+", " ", folded).split())


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Drop every mark: "đơn vị" becomes "don vi"."""
    spread = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def _spelled_out(text: str, short: dict[str, str]) -> str:
    """Write abbreviations out, also those written apart as t/p or t.p."""
    joined = WRITTEN_APART.sub(lambda found: "".join(part for part in found.groups() if part), text.casefold())
    words = re.sub(r"[^\w]+", " ", unicodedata.normalize("NFC", joined)).replace("_", " ").split()
    return " ".join(short.get(word, word) for word in words)


@lru_cache(maxsize=65536)
def heading_words(text: str) -> str:
    """Give a heading with its abbreviations written out and its marks dropped."""
    return bare(_spelled_out(text, SHORT))


@lru_cache(maxsize=400_000)
def name_words(text: str) -> str:
    """Give the name of a unit with its abbreviations written out, marks kept: "ĐB TP. Sa Đéc" is "đảng bộ thành phố sa đéc"."""
    words = _spelled_out(text, SHORT_NAMES).replace("uỷ", "ủy").replace("thuỷ", "thủy")
    return words.replace("oà", "òa").replace("oá", "óa").replace("uý", "úy") if "q" not in words else words
