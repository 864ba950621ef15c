"""The Vietnamese words printed on a ballot (lời hướng dẫn trên phiếu)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from daihoi.paper.layout import MOST_PAGES, POINT_MM, SHEETS, width_em
from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest, form_of
from daihoi.rules.errors import Finding, RuleViolation, _, warning

HEADINGS = ("Đồng ý", "Không đồng ý")
WORDS_PT, SMALL_WORDS_PT, LEAST_WORDS_PT = 9.6, 8.0, 6.5  # type of the instruction on A4: usual, least; least on any paper
WORDS_LINE_EM = 1.32
RANGE = "{số người}"
MOST_HEADING, MOST_INSTRUCTION = 40, 400  # letters
PUNCTUATION = frozenset(" .,;:!?()«»“”\"'’–-/%*{}·")
TITLES = {"election": "PHIẾU BẦU", "introduction": "PHIẾU GIỚI THIỆU", "poll": "PHIẾU LẤY Ý KIẾN"}


@dataclass(frozen=True)
class Line:
    """One line of the head."""

    text: str
    size: float
    bold: bool


@dataclass(frozen=True)
class Words:
    """All words of one ballot but the names."""

    title: str
    band: str
    head: tuple[Line, ...]
    again: str
    instruction: tuple[tuple[str, bool], ...]


def default_heading(contest: Contest) -> str:
    """What a ballot is called (tên phiếu)."""
    return TITLES.get(str(contest.purpose), TITLES["election"])


def words_for(contest: Contest, charter: Charter, form: str, pages: int) -> Words:
    """Choose the words by form, purpose and numbers."""
    title = contest.heading or default_heading(contest)
    count = len(contest.candidates)
    what = f"chọn nhiều nhất {contest.seats} trong {count} người" if form in {"strike_out", "choose"} else f"danh sách {count} người"
    rounds = (
        f" · vòng {contest.round}"
        if isinstance(contest.round, int) and contest.round > 1
        else " · bầu lại"
        if contest.round == "tie"
        else ""
    )
    head = [
        *(Line(line, 10.5, False) for line in _unit_lines(contest.unit) if line),
        Line(title, 19, True),
        *(Line(line, 12, True) for line in _split(contest.title)),
    ]
    return Words(
        title, f"{contest.title}{rounds}: {what}", tuple(head), f"{title} (tiếp theo) · {contest.title}", _instruction(contest, form, pages)
    )


def _unit_lines(unit: str) -> list[str]:
    """The unit in capitals, on as many lines as it needs."""
    return _split(unit.upper())


def _split(text: str, width: int = 34) -> list[str]:
    """Break a title at spaces into at most three lines of even length."""
    words, lines = text.split(), 1 + len(text) // (width + 1)
    target = len(text) / min(lines, 3)
    found: list[str] = [""]
    for word in words:
        if found[-1] and len(found[-1]) + len(word) / 2 > target and len(found) < lines:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return found


def default_instruction(form: str) -> str:
    """How to vote on a form, in the charter's words; ** around what is bold, `{số người}` for how many may be elected (lời hướng dẫn)."""
    tail = "Dùng bút mực xanh hoặc đen. Không viết thêm, không ký tên."
    return {
        "strike_out": "**Gạch một nét ngang giữa cả họ và tên** người mình không bầu. Người không bị gạch là người được bầu. "
        f"Để lại **{RANGE}**. {tail}",
        "choose": f"**Đánh một dấu X** vào ô trước tên người mình bầu. Chọn **{RANGE}**. {tail}",
        "single": f"**Đánh một dấu X** vào một trong hai ô: đồng ý hoặc không đồng ý. Đánh cả hai ô thì phiếu không hợp lệ. {tail}",
        "agree_disagree": "**Đánh một dấu X** vào một trong hai ô trên dòng của từng người. Dòng để trống hoặc có cả hai dấu thì không tính cho người đó; "
        f"phiếu vẫn hợp lệ. {tail}",
    }[form]


def words_findings(contest: Contest, form: str) -> list[Finding]:
    """Warn where chosen words do not say how to mark, or how many to elect; what the words promise is the congress's to answer for."""
    words = contest.instruction.casefold()
    if not words:
        return []
    found = []
    if ("gạch" if form == "strike_out" else "dấu") not in words:
        message = _("Lời hướng dẫn trên phiếu không nói cách bỏ phiếu ({how}). Thêm vào, hoặc để trống để dùng lời mặc định.")
        found.append(warning("ballot.words_say_not_how", message, how=_("gạch tên") if form == "strike_out" else _("đánh dấu vào ô")))
    if form in {"strike_out", "choose"} and RANGE not in contest.instruction and str(contest.seats) not in words:
        message = _("Lời hướng dẫn trên phiếu không nói bầu bao nhiêu người. Thêm {placeholder} vào chỗ ghi số người.")
        found.append(warning("ballot.words_say_not_how_many", message, placeholder=RANGE))
    return found


def check_words(contest: Contest) -> None:
    """Refuse words that no ballot can bear: too long, or letters that our fonts do not have."""
    for name, most in (("heading", MOST_HEADING), ("instruction", MOST_INSTRUCTION)):
        text = getattr(contest, name)
        if len(text) > most:
            message = _("Lời trên phiếu dài {length} chữ, nhiều nhất {most}. Rút bớt {over} chữ.")
            raise RuleViolation("ballot.words_too_long", message, length=len(text), most=most, over=len(text) - most, field=name)
        odd = next((letter for letter in text if not _is_printable(letter)), None)
        if odd:
            raise RuleViolation("ballot.words_letter", _("Phiếu không in được ký tự “{letter}”. Bỏ ký tự này."), letter=odd, field=name)


def _is_printable(letter: str) -> bool:
    """Whether a letter is Latin, a digit or usual punctuation."""
    return letter in PUNCTUATION or letter.isdecimal() or (letter.isalpha() and unicodedata.name(letter, "").startswith("LATIN"))


def _instruction(contest: Contest, form: str, pages: int) -> tuple[tuple[str, bool], ...]:
    """How to vote, bold words apart; how many pages belong together is always said."""
    leaves = pages // 2
    both = (
        f" Phiếu có {leaves}\N{NO-BREAK SPACE}tờ ({pages}\N{NO-BREAK SPACE}trang) mang cùng một ký hiệu."
        if leaves > 1
        else f" Phiếu có {pages}\N{NO-BREAK SPACE}trang."
        if pages > 1
        else ""
    )
    range_ = f"từ 1 đến {contest.seats} người" if contest.seats > 1 else "đúng 1 người"
    text = (contest.instruction or default_instruction(form)).replace(RANGE, range_) + both
    return parts(text)


def parts(text: str) -> tuple[tuple[str, bool], ...]:
    """Cut words at ** into parts that are bold and parts that are not (chữ đậm)."""
    return tuple((part, place % 2 == 1) for place, part in enumerate(text.split("**")) if part)


def fitted_words(contest: Contest, charter: Charter, page_size: str) -> float:
    """Type size, in points, of the instruction on a paper; refuses words that do not fit even where a ballot needs the most pages."""
    sheet = SHEETS[page_size]
    runs = _instruction(contest, str(form_of(contest, charter)), MOST_PAGES)
    return fitted_size(runs, sheet.words_width, sheet.words_height, sheet.scale)


def fitted_size(runs: Sequence[tuple[str, bool]], width: float, height: float, scale: float) -> float:
    """The largest type, in points, at which the instruction stays inside its frame; refuses words that would be too small to read."""
    smallest = max(LEAST_WORDS_PT, SMALL_WORDS_PT * scale)
    for quarter in range(round(4 * WORDS_PT * scale), round(4 * smallest) - 1, -1):
        points = quarter / 4
        if _lines(runs, width / (points * POINT_MM)) * points * POINT_MM * WORDS_LINE_EM <= height:
            return points
    length = sum(len(text) for text, _bold in runs)
    message = _("Lời hướng dẫn {length} chữ không vừa khung trên khổ giấy này. Rút bớt; nếu đang in khổ A5, có thể dùng khổ A4.")
    raise RuleViolation("ballot.words_do_not_fit", message, length=length, field="instruction")


def _lines(runs: Sequence[tuple[str, bool]], room_em: float) -> int:
    """Lines that words take, broken at spaces as the printer breaks them."""
    words = [(word, bold) for text, bold in runs for word in re.findall(r"[^ \n]+[ \n]*|[ \n]+", text)]
    lines, used = 1, 0.0
    for word, bold in words:
        font = f"BeVietnamPro-{'Bold' if bold else 'Regular'}.ttf"
        wide, full = width_em(word.rstrip(), font), width_em(word, font)
        if used and used + wide > room_em:
            lines, used = lines + 1, 0.0
        used += full
    return lines
