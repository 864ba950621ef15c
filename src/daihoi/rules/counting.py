"""From readings and decisions to the result (EL-24 to EL-26, EL-36, EL-40 to EL-46: kiểm phiếu)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from daihoi.rules.ballots import INVALID, PENDING, VALID, Ballot, Question, Verdict, ballots_from, refuse_switched_off, verdict_of
from daihoi.rules.canonical import canonical, spoken_digest
from daihoi.rules.charter import Charter
from daihoi.rules.contests import ORDER, Contest, base_of, form_of, takes_valid_ballots, votes_needed
from daihoi.rules.errors import ERROR, Finding, _, error, warning
from daihoi.rules.grounds import grounds
from daihoi.rules.majority import Outcome, outcome
from daihoi.rules.readings import REASONS, Decisions, PageImage, decisions_from, readings_from
from daihoi.rules.shares import share
from daihoi.rules.slate import number_findings, person_findings

Lines = Iterable[Mapping[str, object]]


@dataclass(frozen=True)
class Pile:
    """All ballots of a contest, each with its verdict, and the pages that belong to none (tập phiếu)."""

    ballots: tuple[tuple[Ballot, Verdict], ...]
    set_aside: tuple[PageImage, ...]
    discarded: tuple[tuple[PageImage, str], ...]

    def number(self, outcome_of_ballot: str) -> int:
        """Count the ballots with one outcome."""
        return sum(verdict.outcome == outcome_of_ballot for _ballot, verdict in self.ballots)

    @property
    def pending(self) -> int:
        """Count what is not settled: a page set aside counts as a ballot."""
        return self.number(PENDING) + len(self.set_aside)

    @property
    def digest(self) -> str:
        """Give the SHA-256 of how every ballot was settled (0002-digest.md)."""
        rows = [
            [
                ballot.number,
                sorted(page.digest for page in ballot.pages),
                verdict.outcome,
                verdict.reason,
                verdict.votes_for,
                verdict.votes_against,
            ]
            for ballot, verdict in self.ballots
        ]
        facts = {
            "ballots": rows,
            "set_aside": sorted(page.digest for page in self.set_aside),
            "discarded": sorted([page.digest, word] for page, word in self.discarded),
        }
        return sha256(canonical(facts)).hexdigest()


def pile_of(contest: Contest, charter: Charter, readings: Lines, decisions: Lines) -> Pile:
    """Put the ballots together and settle each."""
    images = readings_from(readings)
    decided = decisions_from(decisions, images)
    refuse_switched_off(decided, charter)
    pages = [page for page in effective(images, decided) if page.status != "duplicate"]
    form = form_of(contest, charter)
    settled = [(ballot, verdict_of(ballot, form, contest, charter)) for ballot in ballots_from(contest, charter, pages, decided)]
    return Pile(
        ballots=tuple(settled),
        set_aside=tuple(page for page in pages if page.ballot is None),
        discarded=tuple((images[source], word) for source, word in decided.discarded.items()),
    )


def effective(images: Mapping[str, PageImage], decided: Decisions) -> list[PageImage]:
    """Give the pages as people left them: discarded ones out, those read by people as they read them."""
    return [decided.pages.get(source, page) for source, page in sorted(images.items()) if source not in decided.discarded]


def count(contest: Contest, charter: Charter, readings: Lines, decisions: Lines = ()) -> dict[str, object]:
    """Count the ballots and say who is elected: RESULT.json."""
    pile = pile_of(contest, charter, readings, decisions)
    tally = Tally.of(contest, charter, pile)
    findings = [*number_findings(contest, charter), *person_findings(contest), *account_findings(contest, charter, tally)]
    blocked = any(found.level == ERROR and found.code.startswith("count.") for found in findings)
    found = Outcome(unfilled=contest.seats) if blocked else elected_by(contest, charter, tally)
    findings += outcome_findings(contest, charter, found) if not blocked else []
    result = tally.as_dict(contest) | {
        "form": form_of(contest, charter).value,
        "votes": vote_rows(contest, tally, found),
        "elected": list(found.elected),
        "alternates": list(found.alternates),
        "tied": list(found.tied),
        "unfilled": found.unfilled,
    }
    digest = result_digest(contest, charter, result, pile.digest)
    return {
        **{name: result[name] for name in RESULT_ORDER},
        "rules": grounds(contest, charter, tally.reasons, found, [each.code for each in findings]),
        "findings": [each.as_dict() for each in findings],
        "digest": digest,
        "charter_digest": charter.digest,
        "ballots_digest": pile.digest,
    }


RESULT_ORDER = (
    "form",
    "seats",
    "base",
    "needed",
    "issued",
    "returned",
    "valid",
    "invalid",
    "invalid_reasons",
    "pending",
    "votes",
    "elected",
    "alternates",
    "tied",
    "unfilled",
)
DIGESTED = ("form", "base", "needed", "valid", "invalid", "invalid_reasons", "pending", "elected", "alternates", "tied", "unfilled")


@dataclass(frozen=True)
class Tally:
    """The numbers of a count (kết quả kiểm phiếu)."""

    valid: int
    invalid: int
    pending: int
    reasons: Mapping[str, int]
    votes_for: Mapping[int, int]
    votes_against: Mapping[int, int]
    base: int
    needed: int

    @classmethod
    def of(cls, contest: Contest, charter: Charter, pile: Pile) -> "Tally":
        """Add up the verdicts."""
        verdicts = [verdict for _ballot, verdict in pile.ballots]
        valid = pile.number(VALID)
        reasons = Counter(verdict.reason for verdict in verdicts if verdict.outcome == INVALID)
        return cls(
            valid=valid,
            invalid=pile.number(INVALID),
            pending=pile.pending,
            reasons={reason: reasons[reason] for reason in REASONS if reasons[reason]},
            votes_for=Counter(each for verdict in verdicts for each in verdict.votes_for),
            votes_against=Counter(each for verdict in verdicts for each in verdict.votes_against),
            base=base_of(contest, charter, valid=valid),
            needed=votes_needed(contest, charter, valid=valid),
        )

    def as_dict(self, contest: Contest) -> dict[str, object]:
        """Give the numbers as RESULT.json writes them."""
        return {
            "seats": contest.seats,
            "base": self.base,
            "needed": self.needed,
            "issued": contest.issued,
            "returned": contest.returned,
            "valid": self.valid,
            "invalid": self.invalid,
            "invalid_reasons": dict(self.reasons),
            "pending": self.pending,
        }


def elected_by(contest: Contest, charter: Charter, tally: Tally) -> Outcome:
    """Say who is elected by a closed count; a poll without a threshold elects nobody."""
    if contest.purpose == "poll" and "outside.agree_over_percent" not in charter:
        return Outcome(unfilled=contest.seats)
    votes = {number: tally.votes_for.get(number, 0) for number in range(1, len(contest.candidates) + 1)}
    return outcome(votes, needed=tally.needed, seats=contest.seats, alternates=contest.alternates)


def account_findings(contest: Contest, charter: Charter, tally: Tally) -> list[Finding]:
    """Check the accounts (EL-36): while they do not balance or anything is open, nobody is elected."""
    found = []
    counted = tally.valid + tally.invalid + tally.pending
    if tally.pending:
        found.append(
            error("count.pending", _("Còn {pending} phiếu chưa kết luận xong, chưa tính ai trúng cử."), "pending", pending=tally.pending)
        )
    if contest.returned > contest.issued:
        found.append(
            error(
                "count.returned_over_issued",
                _("Số phiếu thu về {returned} nhiều hơn số phiếu phát ra {issued}. Hãy kiểm lại hai số này."),
                "issued",
                returned=contest.returned,
                issued=contest.issued,
            )
        )
    if contest.returned != counted:
        found.append(
            error(
                "count.returned_not_counted",
                _(
                    "Số phiếu thu về {returned} khác số phiếu kiểm được {counted} = {valid} hợp lệ + {invalid} không hợp lệ + {pending} chưa xong. Hãy đếm lại phiếu và quét lại."
                ),
                "returned",
                returned=contest.returned,
                counted=counted,
                valid=tally.valid,
                invalid=tally.invalid,
                pending=tally.pending,
            )
        )
    if not (contest.base or contest.is_tie_round or takes_valid_ballots(contest, charter)):
        found.append(error("count.no_base", _("Thiếu số để tính quá nửa. Hãy ghi base theo số triệu tập đã trừ (EL-41, EL-42)."), "base"))
    elif contest.base and contest.issued > contest.base:
        found.append(
            warning("account.issued_over_base", _("Số phiếu phát ra {issued} nhiều hơn số để tính {base}. Hãy kiểm lại hai số này."), "base", issued=contest.issued, base=contest.base)
        )  # fmt: skip
    return found


def outcome_findings(contest: Contest, charter: Charter, found: Outcome) -> list[Finding]:
    """Say what the congress must decide next (EL-45, EL-46)."""
    findings = []
    if contest.purpose == "poll" and "outside.agree_over_percent" not in charter:
        findings.append(
            warning("poll.no_threshold", _("Bộ quy tắc không có tỷ lệ cho phiếu xin ý kiến, đại hội quyết định danh sách."), "votes")
        )
    if found.tied:
        rule = "outcome.still_tied" if contest.is_tie_round else "outcome.tied"
        message = (
            _("Bầu lại vẫn bằng phiếu, đại hội quyết định có bầu nữa hay không.")
            if contest.is_tie_round
            else _("{tied} người bằng phiếu ở vị trí cuối cùng: bầu lại riêng những người này.")
        )
        findings.append(warning(rule, message, "tied", tied=len(found.tied)))
    elif found.unfilled:
        findings.append(shortage_finding(contest, charter, found))
    if found.alternates_tied:
        findings.append(
            warning("outcome.alternates_tied", _("{tied} người bằng phiếu ở vị trí dự khuyết cuối cùng, đại hội quyết định."), "alternates", tied=len(found.alternates_tied))
        )  # fmt: skip
    return findings


def shortage_finding(contest: Contest, charter: Charter, found: Outcome) -> Finding:
    """Say what follows where seats stay open (EL-46), and where a cell has voted often enough for a secretary (EL-15)."""
    rounds = charter.get("secretary.rounds_before_appointment", 0)
    if contest.elects == "secretary" and isinstance(contest.round, int) and isinstance(rounds, int) and contest.round >= rounds > 0:
        message = _("Đã bầu {round} lần chưa được bí thư. Với chi bộ: báo cáo cấp ủy cấp trên trực tiếp xem xét, chỉ định.")
        return warning("outcome.appointment", message, "unfilled", round=contest.round)
    message = _("Còn thiếu {unfilled} người, đại hội quyết định có bầu tiếp hay không.")
    return warning("outcome.unfilled", message, "unfilled", unfilled=found.unfilled)


def vote_rows(contest: Contest, tally: Tally, found: Outcome) -> list[dict[str, object]]:
    """Give one row a person, in printed order."""
    return [
        {
            "candidate": number,
            "name": candidate.name,
            "for": tally.votes_for.get(number, 0),
            "against": tally.votes_against.get(number, 0),
            "percent_of_base": share(tally.votes_for.get(number, 0), tally.base),
            "elected": number in found.elected,
        }
        for number, candidate in enumerate(contest.candidates, 1)
    ]


def result_digest(contest: Contest, charter: Charter, result: Mapping[str, object], ballots_digest: str) -> str:
    """Give the digest that is read aloud and signed (0002-digest.md)."""
    people = [[each.name, each.born, each.sex, each.note] for each in contest.candidates]
    rows = result["votes"]
    votes = [[row["candidate"], row["for"], row["against"]] for row in rows] if isinstance(rows, list) else []
    return spoken_digest(
        {
            "v": 1,
            "contest": {name: getattr(contest, name) for name in ORDER} | {"candidates": people},
            "charter": charter.digest,
            "ballots": ballots_digest,
            "result": {name: result[name] for name in DIGESTED} | {"votes": votes},
        }
    )


def open_questions(contest: Contest, charter: Charter, readings: Lines, decisions: Lines = ()) -> list[dict[str, object]]:
    """List what people must still decide before the count can close, and only what could change it."""
    pile = pile_of(contest, charter, readings, decisions)
    found: list[dict[str, object]] = []
    for ballot, verdict in pile.ballots:
        if verdict.outcome == PENDING:
            found += [question_row(ballot.number, question) for question in ballot.questions]
    return found + [question_row(None, Question("page", page.source, page.page, cause=page.cause)) for page in pile.set_aside]


def question_row(ballot: int | None, question: Question) -> dict[str, object]:
    """Write one open question."""
    row: dict[str, object] = {"question": question.what, "ballot": ballot, "page": question.page, "source": question.source}
    if question.what == "mark":
        return row | {"candidate": question.candidate, "kind": question.kind, "why": question.state}
    if question.what == "sheet_mark":
        return row | {"sheet_mark": question.kind, "state": question.state, "why": question.state}
    return row | {"cause": question.cause or None, "why": question.what}
