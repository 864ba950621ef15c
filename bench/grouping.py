"""How fast contributions are grouped, in how much memory, and how rightly: ./run bench grouping."""

import argparse
import random
import resource
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

from daihoi.cycle.documents.grouping import WORKERS, Item, group

KINDS = ("add", "amend", "delete", "ask", "agree")
ASKED = (
    "bổ sung cụm từ “{a}” vào sau cụm từ “{b}” vì {why}",
    "làm rõ hơn nội dung {a}, nhất là {b}, để {why}",
    "nêu chỉ tiêu {a} là {number}% vào năm 2030 thay cho con số trong dự thảo, vì {why}",
    "tách nội dung {a} thành một mục riêng, không gộp với {b}, để {why}",
    "bỏ đoạn nói về {a} vì đã nêu ở phần {b}; {why}",
    "sửa “{a}” thành “{b}” cho {why}",
    "cần có giải pháp mạnh hơn về {a} gắn với {b}, trong đó {why}",
    "đánh giá sâu hơn nguyên nhân hạn chế của {a} và trách nhiệm trong {b}; {why}",
)
THINGS = [
    "kinh tế số",
    "kinh tế xanh",
    "chuyển đổi số trong cơ quan đảng",
    "nhà ở cho công nhân",
    "bảo hiểm y tế toàn dân",
    "trường học vùng cao",
    "đào tạo nghề cho thanh niên",
    "nước sạch nông thôn",
    "phòng chống sạt lở",
    "giao thông liên xã",
    "cán bộ cơ sở",
    "sinh hoạt chi bộ",
    "kiểm tra, giám sát",
    "chính sách cho người có công",
    "văn hóa cộng đồng",
    "du lịch gắn với làng nghề",
    "nông nghiệp sạch",
    "hợp tác xã kiểu mới",
    "y tế tuyến đầu",
    "bảo vệ rừng đầu nguồn",
    "an toàn thực phẩm",
    "thu hút nhân lực",
    "cải cách thủ tục",
    "đất ở cho đồng bào",
    "năng lượng mặt trời",
    "xử lý rác thải",
    "dân chủ ở cơ sở",
    "bình đẳng giới",
    "an ninh mạng",
    "phòng chống ma túy",
    "thể thao học đường",
    "khoa học và công nghệ",
]
REASONS = [
    "phù hợp với thực tiễn ở địa phương",
    "người dân dễ hiểu và dễ làm theo",
    "thống nhất với nghị quyết trước",
    "đây là việc cử tri hỏi nhiều nhất",
    "dự thảo mới nói chung chung",
    "nguồn lực hiện nay chưa đủ",
    "bảo đảm tính khả thi",
    "đúng với tình hình sau sắp xếp đơn vị",
    "có cơ sở để kiểm tra việc thực hiện",
    "khắc phục hạn chế của nhiệm kỳ này",
]
OPENINGS = ("", "", "", "Đề nghị ", "Tôi đề nghị ", "Chúng tôi kiến nghị ", "Kính đề nghị Ban soạn thảo xem xét ", "Đề nghị nghiên cứu ")
CLOSINGS = ("", "", "", ".", " ạ.", "!", ". Xin cảm ơn.")
PASSAGE_SIZE = 1_000


def opinion(chance: random.Random) -> str:
    """One opinion as its author would write it carefully."""
    a, b = chance.sample(THINGS, 2)
    return chance.choice(ASKED).format(a=a, b=b, why=chance.choice(REASONS), number=chance.randrange(20, 96))


def written(words: str, chance: random.Random) -> str:
    """The same opinion as somebody typed it: opening, closing, case, spaces, a few slips."""
    letters = list(chance.choice(OPENINGS) + words + chance.choice(CLOSINGS))
    for _slip in range(chance.choice((0, 0, 1, 1, 2, 3))):
        place = chance.randrange(len(letters))
        if letters[place].isdigit():
            continue
        letters[place : place + 1] = chance.choice(("", letters[place] * 2, letters[place].upper(), chance.choice("aeiouydt")))
    text = "".join(letters)
    return text.upper() if chance.random() < 0.02 else text.replace(" ", "  ", chance.choice((0, 0, 1)))


def contributions(count: int, seed: int) -> Iterator[tuple[Item, str]]:
    """Contributions in no order with the opinion each truly holds; a few opinions are held by many."""
    chance = random.Random(seed)
    passages = max(1, count // PASSAGE_SIZE)
    seeds = [chance.randrange(2**60) for _passage in range(passages)]
    pools: dict[int, list[tuple[str, str]]] = {}
    for number in range(count):
        passage = min(int(chance.paretovariate(0.9)) - 1, passages - 1) if chance.random() < 0.2 else chance.randrange(passages)
        if passage not in pools:
            own = random.Random(seeds[passage])
            pools[passage] = [(own.choice(KINDS), opinion(own)) for _opinion in range(60)]
        kind, words = pools[passage][min(int(chance.expovariate(0.08)), 59)]
        yield Item(f"{number:08d}", f"p{passage:05d}", kind, written(words, chance)), f"{passage}:{kind}:{words}"


def pairs(sizes: Counter[object]) -> int:
    """How many pairs stand in groups of these sizes."""
    return sum(size * (size - 1) // 2 for size in sizes.values())


def measured(count: int, seed: int, workers: int) -> dict[str, float]:
    """Group so many contributions; precision and recall of the pairs put together."""
    names: dict[str, int] = {}
    truths, found = array("I"), array("I", bytes(4 * count))

    def items() -> Iterator[Item]:
        for item, truth in contributions(count, seed):
            truths.append(names.setdefault(truth, len(names)))
            yield item

    began = time.perf_counter()
    groups = 0
    for groups, each in enumerate(group(items(), workers), start=1):
        for key in each.keys:
            found[int(key)] = groups
    seconds = time.perf_counter() - began
    memory = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    both = pairs(Counter(zip(found, truths, strict=True)))
    assert min(found) > 0
    return {
        "contributions": count,
        "seconds": round(seconds, 1),
        "groups": groups,
        "opinions": len(names),
        "precision": round(both / max(1, pairs(Counter(found))), 4),
        "recall": round(both / max(1, pairs(Counter(truths))), 4),
        "memory_mb": memory[0],
        "worker_memory_mb": memory[1],
    }


def main(_name: str, arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="./run bench grouping")
    parser.add_argument("--contributions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=WORKERS)
    given = parser.parse_args(arguments)
    for name, value in measured(given.contributions, given.seed, given.workers).items():
        print(f"{name:<18}{value}")
    return 0
