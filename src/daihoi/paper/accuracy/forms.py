"""The ballots that are measured: names invented, sizes as in practice."""

from functools import cache

from daihoi.paper.printing import PrintedBallot, print_ballot
from daihoi.rules.contests import Candidate, Contest, charter_of

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Ngọc Bảo", "Hữu", "Thị Thanh", "Quốc")
GIVEN = ("An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Kiên", "Lý", "Mỹ", "Nghĩa", "Quỳnh", "Sử", "Tuyết", "Ưng", "Yến")

# name: (charter, candidates, seats, page size, share of the sheets measured)
FORMS = {
    "strike-out, 70 names": ("dcsvn-2025", 70, 55, "A4", 5),
    "strike-out, 33 names": ("dcsvn-2025", 33, 27, "A4", 4),
    "strike-out, 20 names, A5": ("dcsvn-2025", 20, 15, "A5", 1),
    "agree / disagree, 40 names": ("dcsvn-2025", 40, 40, "A4", 3),
    "one name": ("dcsvn-2025", 1, 1, "A5", 1),
    "choose, 30 names": ("association", 30, 15, "A4", 2),
}


@cache
def printed(form: str) -> PrintedBallot:
    """The ballot of one form."""
    charter, names, seats, page_size, _share = FORMS[form]
    people = tuple(
        Candidate(f"{FAMILY[i * 7 % len(FAMILY)]} {MIDDLE[i * 5 % len(MIDDLE)]} {GIVEN[i * 4 % len(GIVEN)]}") for i in range(names)
    )
    contest = Contest(
        charter=charter, title="Bầu Ban Chấp hành", seats=seats, candidates=people, unit="Đảng bộ xã Tân Bình (mẫu)", base=300
    )
    return print_ballot(contest, charter_of(contest), page_size=page_size, code="BENCH1")


def form_of_seed(seed: int) -> str:
    """Which form a seed measures; the shares repeat every few seeds."""
    turns = [form for form, (*_rest, share) in FORMS.items() for _ in range(share)]
    return turns[seed * 7 % len(turns)]
