"""The second, independent count of an evidence bundle (kiểm phiếu lại, độc lập).

    python recount.py FILE.zip

One file, standard library only. It was written from the rules and from docs/decisions (0001, 0002),
shares no line with the program that made the bundle, and may be read in ten minutes. It checks every
digest of manifest.json, settles every ballot again, elects again, and prints each difference.
It does not look at the images: whether the readings are what stands on the sheets, `daihoi verify --reread` asks.
Compare the code it prints with the code on the signed minutes: nothing else shows that a whole bundle was rewritten.
Exit code 0: all agrees; 1: something differs; 2: the file cannot be read.
"""

import hashlib
import json
import sys
import tomllib
import unicodedata
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

REASONS = ("not_issued", "added_name", "foreign_mark", "writing", "several_inks", "too_many", "nobody", "both_boxes", "no_box")
READ_ASIDE = ("leaves_apart", "likely_duplicate")
INK_REASONS = ("several_inks", "writing", "foreign_mark", "added_name")
KINDS = {"strike_out": ("strike",), "choose": ("choose",), "agree_disagree": ("agree", "disagree"), "single": ("agree", "disagree")}
TEXTS = {"charter": "", "title": "", "unit": "", "elects": "other", "purpose": "election", "stamp": "ignore"}
NUMBERS = ("seats", "alternates", "base", "issued", "returned")
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Unreadable(Exception):
    """The bundle does not say what a count needs."""


# --- the bundle -------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def hexdigest(value: Any) -> str:
    """SHA-256 of canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def clean(text: Any) -> str:
    """NFC, and single spaces."""
    return " ".join(unicodedata.normalize("NFC", str(text)).split())


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    """The JSON objects of a file, one a line."""
    return [json.loads(line) for line in archive.read(name).decode("utf-8").splitlines() if line.strip()]


def manifest_differences(archive: zipfile.ZipFile) -> list[str]:
    """Each file that is missing, added or changed."""
    manifest = json.loads(archive.read("manifest.json"))
    names = set(archive.namelist()) - {"manifest.json"}
    found = [f"manifest.json: thiếu tệp {name}" for name in sorted(set(manifest) - names)]
    found += [f"manifest.json: thừa tệp {name}" for name in sorted(names - set(manifest))]
    for name in sorted(names & set(manifest)):
        with archive.open(name) as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]  # a ZipExtFile has readinto
        if digest != manifest[name]:
            found.append(f"manifest.json: tệp {name} đã bị thay đổi")
    return found


@dataclass
class Contest:
    """What was voted on, and by which rules."""

    data: dict[str, Any]
    rule: dict[str, Any]
    charter_digest: str

    @property
    def people(self) -> range:
        return range(1, len(self.data["candidates"]) + 1)

    @property
    def form(self) -> str:
        if len(self.people) == 1:
            return str(self.rule["ballot.form_one_name"])
        fixed = self.rule.get(f"{self.data['purpose']}.form", "by_numbers")
        if fixed != "by_numbers":
            return str(fixed)
        return str(self.rule["ballot.form_surplus" if len(self.people) > self.data["seats"] else "ballot.form_no_surplus"])


def read_contest(archive: zipfile.ZipFile) -> Contest:
    """The contest with its defaults, and the values of the frozen charter."""
    raw = tomllib.loads(archive.read("contest.toml").decode("utf-8"))
    charter = tomllib.loads(archive.read("charter.toml").decode("utf-8"))
    data: dict[str, Any] = {key: clean(raw.get(key, default)) for key, default in TEXTS.items()}
    data |= {key: int(raw.get(key, 0)) for key in NUMBERS}
    data["round"] = raw.get("round", 1)
    people = [person if isinstance(person, dict) else {"name": person} for person in raw["candidates"]]
    data["candidates"] = [[clean(person.get(key, "")) for key in ("name", "born", "sex", "note")] for person in people]
    rule = {key: entry["value"] for key, entry in charter.get("rule", {}).items()}
    texts = {key: clean(value) if isinstance(value, str) else value for key, value in rule.items()}
    return Contest(data, rule, hexdigest({"name": clean(charter["name"]), "values": texts}))


# --- ballots ----------------------------------------------------------------------------------------


@dataclass
class Page:
    """One page image that belongs to a ballot."""

    source: str
    digest: str
    fields: list[dict[str, Any]]
    marks: list[dict[str, Any]]
    by_people: bool = False
    set_aside: bool = False


@dataclass
class Pile:
    """All page images, sorted into ballots and what belongs to none."""

    ballots: dict[int, list[Page]] = field(default_factory=lambda: defaultdict(list))
    set_aside: list[str] = field(default_factory=list)
    discarded: list[list[str]] = field(default_factory=list)


@dataclass
class Decisions:
    """What people decided."""

    fields: dict[tuple[int, int, str], str] = field(default_factory=dict)
    invalid: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    marks: dict[tuple[int, str | None, str], str] = field(default_factory=dict)
    discarded: dict[str, str] = field(default_factory=dict)
    read: dict[str, dict[str, Any]] = field(default_factory=dict)
    belongs: dict[str, int] = field(default_factory=dict)


def read_decisions(lines: list[dict[str, Any]]) -> Decisions:
    """Sort decisions by what they are about; two that contradict each other are refused."""
    found = Decisions()
    for line in lines:
        if "discard" in line:
            once(found.discarded, line["source"], line["discard"])
        elif "invalid" in line:
            found.invalid[line["ballot"]].add(line["invalid"])
        elif "sheet_mark" in line:
            once(found.marks, (line["ballot"], line.get("source"), line["sheet_mark"]), line["state"])
        elif "belongs_to" in line:
            once(found.belongs, line["source"], line["belongs_to"])
        elif "fields" in line:
            once(found.read, line["source"], line)
        else:
            once(found.fields, (line["ballot"], line["candidate"], line["kind"]), line["state"])
    pages = [*found.discarded, *found.read, *found.belongs]
    if len(set(pages)) < len(pages):
        raise Unreadable("decisions.jsonl: một trang có hai quyết định khác loại: loại, đọc, hoặc thuộc phiếu nào")
    return found


def once(into: dict[Any, Any], key: Any, value: Any) -> None:
    """Keep a decision; refuse another one about the same thing."""
    if into.setdefault(key, value) != value:
        raise Unreadable(f"decisions.jsonl: hai quyết định trái nhau về {key}")


def sort_pages(readings: list[dict[str, Any]], decisions: Decisions) -> Pile:
    """Give every page image to its ballot (0002, step 1)."""
    pile = Pile()
    for line in readings:
        source, digest = line["source"], line["digest"]
        if line["status"] == "duplicate":
            continue
        if source in decisions.discarded:
            pile.discarded.append([digest, decisions.discarded[source]])
        elif source in decisions.read:
            decided = decisions.read[source]
            pile.ballots[decided["ballot"]].append(
                Page(source, digest, decided["fields"], decided.get("sheet_marks") or [], by_people=True)
            )
        elif line["status"] == "read" or source in decisions.belongs:
            number = decisions.belongs.get(source, line["ballot"])
            pile.ballots[number].append(Page(source, digest, line["fields"], line.get("sheet_marks") or []))
        elif line.get("ballot") is None:
            pile.set_aside.append(digest)
        else:
            pile.ballots[line["ballot"]].append(Page(source, digest, [], [], set_aside=True))
    return pile


def refuse_strays(decisions: Decisions, readings: list[dict[str, Any]], contest: Contest) -> None:
    """A decision must speak of a ballot, a page, a field and a reason that exist; a ballot whose pages were all discarded did exist."""
    known = (
        {line.get("ballot") for line in readings} | {line["ballot"] for line in decisions.read.values()} | set(decisions.belongs.values())
    )
    apart = {line["source"] for line in readings if line["status"] == "set_aside" and line.get("cause") in READ_ASIDE}
    places = {(person, kind) for person in contest.people for kind in KINDS[contest.form]}
    read = {(each["candidate"], each["kind"]) for line in decisions.read.values() for each in line["fields"]}
    ballots = set(decisions.invalid) | {key[0] for key in decisions.fields} | {key[0] for key in decisions.marks}
    pages = set(decisions.discarded) | set(decisions.read) | {key[1] for key in decisions.marks if key[1]}
    reasons = {reason for found in decisions.invalid.values() for reason in found}
    strays = [
        *(ballots - known),
        *(pages - {line["source"] for line in readings}),
        *(set(decisions.belongs) - apart),
        *(({key[1:] for key in decisions.fields} | read) - places),
        *(reason for reason in reasons if not contest.rule.get(f"invalid.{reason}", False)),
    ]
    if strays:
        raise Unreadable(f"decisions.jsonl nói về điều không có: {', '.join(map(str, strays))}")


def states_of(number: int, pages: list[Page], contest: Contest, decisions: Decisions) -> tuple[dict[tuple[int, str], str], bool]:
    """One state for each person and kind, and whether two pages gave the same field (0002, step 2)."""
    given: dict[tuple[int, str], list[str]] = defaultdict(list)
    for page in pages:
        for each in page.fields:
            given[each["candidate"], each["kind"]].append(each["state"])
    states = {}
    for person in contest.people:
        for kind in KINDS[contest.form]:
            seen = given[person, kind]
            states[person, kind] = decisions.fields.get((number, person, kind)) or (seen[0] if len(seen) == 1 else "doubtful")
    return states, any(len(given[key]) > 1 for key in states)


def marks_seen(number: int, page: Page, kind: str, decisions: Decisions) -> list[str]:
    """What is known of one kind of mark on a page: people's word, else what was read (0001)."""
    decided = decisions.marks.get((number, page.source, kind)) or decisions.marks.get((number, None, kind))
    found = [mark["state"] for mark in page.marks if mark["kind"] == kind]
    if decided or found or not page.by_people:
        return [decided] if decided else found
    return ["present"] if kind == "stamp" else []  # people who read a page and list no such mark have seen it in order


def open_ink(number: int, pages: list[Page], contest: Contest, decisions: Decisions) -> bool:
    """Whether ink in no field still waits for people (0001)."""
    matters = any(contest.rule.get(f"invalid.{reason}", False) for reason in INK_REASONS)
    here = [page for page in pages if not page.set_aside]
    return matters and any(state != "absent" for page in here for state in marks_seen(number, page, "foreign_ink", decisions))


def open_stamp(number: int, pages: list[Page], contest: Contest, decisions: Decisions) -> bool:
    """Whether the stamp still waits for people (0001)."""
    if contest.data["stamp"] != "check" or not contest.rule.get("invalid.not_issued", False):
        return False
    stamps = [state for page in pages if not page.set_aside for state in marks_seen(number, page, "stamp", decisions)]
    return not stamps or any(state != "present" for state in stamps)


def sure_reason(contest: Contest, states: dict[tuple[int, str], str]) -> str:
    """The reason a ballot is invalid whatever its doubts are, or nothing (EL-25 a to d; 0002, step 4)."""
    form, seats = contest.form, contest.data["seats"]
    if form == "single":
        both = {states[1, "agree"], states[1, "disagree"]}
        return {"marked": "both_boxes", "clear": "no_box"}.get(both.pop(), "") if len(both) == 1 else ""
    if form == "agree_disagree":
        return ""
    yes, no = ("clear", "marked") if form == "strike_out" else ("marked", "clear")
    least = sum(state == yes for state in states.values())
    most = sum(state != no for state in states.values())
    return "too_many" if least > seats else "nobody" if most == 0 else ""


def chosen(contest: Contest, states: dict[tuple[int, str], str]) -> tuple[list[int], list[int]]:
    """Persons for and against on a valid ballot (EL-21 to EL-24)."""
    form, people = contest.form, contest.people
    if form == "strike_out":
        against = [p for p in people if states[p, "strike"] == "marked"] if contest.rule.get("strike_out.against_counted") else []
        return [p for p in people if states[p, "strike"] == "clear"], against
    if form == "choose":
        return [p for p in people if states[p, "choose"] == "marked"], []
    pairs = {p: (states[p, "agree"], states[p, "disagree"]) for p in people}
    return [p for p in people if pairs[p] == ("marked", "clear")], [p for p in people if pairs[p] == ("clear", "marked")]


def settle(number: int, pages: list[Page], contest: Contest, decisions: Decisions) -> list[Any]:
    """One ballot: [number, digests, outcome, reason, for, against]."""
    states, twice = states_of(number, pages, contest, decisions)
    digests = sorted(page.digest for page in pages)
    ink = open_ink(number, pages, contest, decisions)
    reasons = [code for code in REASONS if code in decisions.invalid.get(number, ())] + ["" if ink else sure_reason(contest, states)]
    for reason in reasons:
        if reason and contest.rule.get(f"invalid.{reason}", False):
            return [number, digests, "invalid", reason, [], []]
    doubts = any(state not in {"marked", "clear"} for state in states.values())
    if doubts or twice or ink or any(page.set_aside for page in pages) or open_stamp(number, pages, contest, decisions):
        return [number, digests, "pending", "", [], []]
    return [number, digests, "valid", "", *chosen(contest, states)]


# --- the result -------------------------------------------------------------------------------------


def least_over(percent: int, base: int) -> int:
    """The least whole number strictly over a percentage of the base (EL-40)."""
    return percent * base // 100 + 1


def elect(contest: Contest, tally: dict[str, Any]) -> dict[str, Any]:
    """Who is elected, tied, alternate (EL-40 to EL-46, DE-08)."""
    data, rule = contest.data, contest.rule
    of_valid = rule.get("majority.base") == "valid_ballots" and data["purpose"] == "election"
    base = tally["valid"] if of_valid else data["base"]
    percent = rule.get("outside.agree_over_percent" if data["purpose"] == "poll" else f"{data['purpose']}.over_percent")
    free = data["round"] == "tie" and not rule.get("tie.majority_needed", False)
    needed = 0 if percent is None or free else least_over(percent, base)
    whole = data["issued"] >= data["returned"] == tally["valid"] + tally["invalid"] + tally["pending"]
    nobody = {"base": base, "needed": needed, "elected": [], "alternates": [], "tied": [], "unfilled": data["seats"]}
    if tally["pending"] or not whole or (base == 0 and not of_valid and data["round"] != "tie") or percent is None:
        return nobody
    votes = {person: count for person, count, _against in tally["votes"]}
    passed = sorted((p for p in votes if votes[p] >= max(needed, 1)), key=lambda p: (-votes[p], p))
    return nobody | ranked(passed, votes, data["seats"], data["alternates"])


def ranked(passed: list[int], votes: dict[int, int], seats: int, places: int) -> dict[str, Any]:
    """The highest take the seats; equal votes across the last seat or the last place decide nothing."""
    elected, rest = passed[:seats], passed[seats:]
    tied: list[int] = []
    if rest and votes[elected[-1]] == votes[rest[0]]:
        tied = sorted(p for p in passed if votes[p] == votes[rest[0]])
        elected = [p for p in elected if p not in tied]
    alternates = rest[:places] if len(elected) == seats else []
    if alternates and len(rest) > places and votes[rest[places]] == votes[alternates[-1]]:
        alternates = [p for p in alternates if votes[p] != votes[rest[places]]]
    return {"elected": elected, "alternates": alternates, "tied": tied, "unfilled": seats - len(elected)}


def share(part: int, whole: int) -> str:
    """A percentage with two decimals, half up."""
    hundredths = (part * 20000 + whole) // (2 * whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def spoken(contest: Contest, ballots_digest: str, result: dict[str, Any]) -> str:
    """The digest that is read aloud (0002)."""
    keys = (
        "form",
        "base",
        "needed",
        "valid",
        "invalid",
        "invalid_reasons",
        "pending",
        "elected",
        "alternates",
        "tied",
        "unfilled",
        "votes",
    )
    covered = {
        "v": 1,
        "contest": contest.data,
        "charter": contest.charter_digest,
        "ballots": ballots_digest,
        "result": {key: result[key] for key in keys},
    }
    bits = int(hexdigest(covered)[:25], 16)
    text = "".join(LETTERS[bits >> shift & 31] for shift in range(95, -1, -5))
    return "-".join(text[start : start + 4] for start in range(0, 20, 4))


def from_ballots(archive: zipfile.ZipFile, contest: Contest) -> dict[str, Any]:
    """The whole result from readings and decisions (sealed edition)."""
    decisions, readings = read_decisions(rows(archive, "decisions.jsonl")), rows(archive, "readings.jsonl")
    pile = sort_pages(readings, decisions)
    refuse_strays(decisions, readings, contest)
    ballots = [settle(number, pages, contest, decisions) for number, pages in sorted(pile.ballots.items())]
    outcomes = Counter(ballot[2] for ballot in ballots)
    sides = [Counter(person for ballot in ballots for person in ballot[side]) for side in (4, 5)]
    tally = {
        "form": contest.form,
        "valid": outcomes["valid"],
        "invalid": outcomes["invalid"],
        "invalid_reasons": dict(Counter(ballot[3] for ballot in ballots if ballot[3])),
        "pending": outcomes["pending"] + len(pile.set_aside),
        "votes": [[person, sides[0][person], sides[1][person]] for person in contest.people],
    }
    covered = {"ballots": ballots, "set_aside": sorted(pile.set_aside), "discarded": sorted(pile.discarded)}
    return tally | {"ballots_digest": hexdigest(covered)}


def from_totals(stated: dict[str, Any], contest: Contest) -> tuple[dict[str, Any], list[str]]:
    """The totals as stated, and each sum that cannot be (public edition, EL-36)."""
    votes = [[vote["candidate"], vote["for"], vote["against"]] for vote in stated["votes"]]
    reasons = {code: count for code, count in stated["invalid_reasons"].items() if count}
    tally = {key: stated[key] for key in ("valid", "invalid", "pending", "ballots_digest")} | {
        "form": contest.form,
        "votes": votes,
        "invalid_reasons": reasons,
    }
    wrong = [f"votes[{p}]: nhiều phiếu hơn số phiếu hợp lệ" for p, yes, no in votes if min(yes, no) < 0 or yes + no > tally["valid"]]
    if sum(reasons.values()) != tally["invalid"]:
        wrong.append("invalid_reasons: tổng không bằng số phiếu không hợp lệ")
    if (
        contest.form in {"strike_out", "choose"}
        and contest.rule.get("invalid.too_many")
        and sum(yes for _p, yes, _no in votes) > tally["valid"] * contest.data["seats"]
    ):
        wrong.append("votes: tổng số phiếu bầu lớn hơn số phiếu hợp lệ nhân số cần bầu")
    return tally, wrong


def unlike(stated: dict[str, Any], again: dict[str, Any], where: str = "") -> list[str]:
    """Each value of result.json that this count does not confirm."""
    return [
        f"{where}{key}: result.json {stated.get(key)!r}, kiểm lại {value!r}" for key, value in again.items() if stated.get(key) != value
    ]


def differences(stated: dict[str, Any], contest: Contest, counted: dict[str, Any]) -> list[str]:
    """Compare result.json field by field."""
    again = {key: value for key, value in counted.items() if key != "votes"}
    again |= {key: contest.data[key] for key in ("seats", "issued", "returned")}
    again |= {"charter_digest": contest.charter_digest, "digest": spoken(contest, counted["ballots_digest"], counted)}
    found = unlike(stated | {"invalid_reasons": {code: count for code, count in stated["invalid_reasons"].items() if count}}, again)
    if [vote["candidate"] for vote in stated["votes"]] != list(contest.people):
        return [*found, "votes: danh sách không đúng như contest.toml"]
    for vote, (person, yes, no) in zip(stated["votes"], counted["votes"], strict=True):
        name = contest.data["candidates"][person - 1][0]
        row = {
            "name": name,
            "for": yes,
            "against": no,
            "percent_of_base": share(yes, counted["base"]),
            "elected": person in counted["elected"],
        }
        found += unlike(vote, row, f"votes[{person}].")
    return found


def recount(path: str) -> tuple[list[str], str]:
    """All differences, and one line that sums up."""
    with zipfile.ZipFile(path) as archive:
        found = manifest_differences(archive)
        contest = read_contest(archive)
        stated = json.loads(archive.read("result.json"))
        sealed = "readings.jsonl" in archive.namelist()
        if sealed:
            tally = from_ballots(archive, contest)
        else:
            tally, wrong = from_totals(stated, contest)
            found += wrong
    counted = tally | elect(contest, tally)
    found += differences(stated, contest, counted)
    edition = "bản niêm phong, kiểm lại từng phiếu" if sealed else "bản công khai, kiểm lại từ số tổng"
    line = f"{edition}: hợp lệ {counted['valid']}, không hợp lệ {counted['invalid']}, chưa giải quyết {counted['pending']}, trúng cử {len(counted['elected'])}"
    return found, f"{line}, mã {spoken(contest, counted['ballots_digest'], counted)}"


def main(arguments: list[str]) -> int:
    """Recount one bundle."""
    if len(arguments) != 1:
        print("python recount.py HỒ-SƠ.zip", file=sys.stderr)
        return 2
    try:
        found, line = recount(arguments[0])
    except Unreadable as refusal:
        print(f"KHÔNG KIỂM LẠI ĐƯỢC: {refusal}", file=sys.stderr)
        return 2
    except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        print(f"KHÔNG ĐỌC ĐƯỢC: {type(fault).__name__}: {fault}", file=sys.stderr)
        return 2
    for difference in found:
        print(f"KHÁC: {difference}")
    print(("KHÔNG KHỚP: " if found else "KHỚP: ") + line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
