"""Questions to the journal: heads, extracts, and whether every chain and seal is whole (tra nhật ký)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from daihoi.foundation.journal import canonical
from daihoi.foundation.journal.models import UNIT_KEY, Entry, Seal, SealedHead

CERTIFIED = "elections.result_certified"
INSTALLATION = "installation"
LINE_KEYS = ("chain", "seq", "act", "actor", "object", "facts", "prev")


def chain_of(obj: Model, unit: Model | None = None) -> str:
    """Name the chain an act on an object goes to: its own, else of the unit given, else of the object's unit, else of the installation (chuỗi).

    An object has a chain of its own, UNIT/NUMBER in `journal_chain`, where its part of the journal is handed out alone: a contest with its ballots.
    """
    own = getattr(obj, "journal_chain", "")
    key = unit.pk if unit is not None else getattr(obj, "unit_id", None)
    return own or (str(key) if key else INSTALLATION)


def head(obj: Model, unit: Model | None = None) -> str:
    """Give the digest of the newest entry of an object's chain, as printed on a count record (đầu chuỗi)."""
    return Entry.objects.filter(chain=chain_of(obj, unit)).order_by("-seq").values_list("digest", flat=True).first() or ""


def of_unit(unit: Model) -> Exact:
    """Find the entries of a unit: of its own chain, and of the chains of its contests (nhật ký của đơn vị)."""
    return Exact(Left("chain", UNIT_KEY), str(unit.pk))


def extract(objects: Iterable[Model] = (), *, unit: Model | None = None) -> list[str]:
    """Give the canonical lines about some objects, or of a unit, in order (trích nhật ký)."""
    entries = Entry.objects.order_by("at", "chain", "seq")
    if unit is not None:
        entries = entries.filter(of_unit(unit))
    names = [f"{obj._meta.label_lower}:{obj.pk}" for obj in objects]
    if names or unit is None:
        entries = entries.filter(object__in=names)
    return list(entries.values_list("line", flat=True))


def chain_heads() -> dict[str, tuple[int, str]]:
    """Give the newest (seq, digest) of every chain."""
    newest = Entry.objects.filter(chain=OuterRef("chain")).order_by("-seq").values("digest")[:1]
    rows = Entry.objects.order_by().values("chain").annotate(last=Max("seq"), head=Subquery(newest)).values_list("chain", "last", "head")
    return {chain: (last, digest) for chain, last, digest in rows}


def sealed_seqs() -> dict[str, int]:
    """Give, for every chain, the seq up to which it is sealed."""
    return dict(SealedHead.objects.order_by().values("chain").annotate(last=Max("seq")).values_list("chain", "last"))


@dataclass
class Verdict:
    """What a check of the whole journal found (kết quả kiểm tra nhật ký)."""

    entries: int = 0
    chains: int = 0
    seals: int = 0
    findings: list[dict[str, object]] = field(default_factory=list)

    def find(self, code: str, chain: str, seq: int, message: str) -> None:
        """Add one finding."""
        self.findings.append({"level": "error", "code": code, "chain": chain, "seq": seq, "message": message})

    def as_json(self) -> dict[str, object]:
        """Give the answer of `daihoi journal verify --json`."""
        return {
            "ok": not self.findings,
            "entries": self.entries,
            "chains": self.chains,
            "seals": self.seals,
            "findings": self.findings,
        }


def verify() -> Verdict:
    """Check every chain from its first line and every seal against its chains (kiểm tra nhật ký)."""
    verdict = Verdict()
    digests = _check_chains(verdict)
    _check_seals(verdict, digests)
    _check_certified(verdict)
    return verdict


def verify_unit(unit: Model) -> Verdict:
    """Check the chains of one unit from their first lines (kiểm tra các chuỗi của một đơn vị)."""
    verdict = Verdict()
    _check_chains(verdict, Entry.objects.filter(of_unit(unit)))
    return verdict


def _check_chains(verdict: Verdict, entries: "QuerySet[Entry] | None" = None) -> dict[str, list[str]]:
    """Walk all entries, or those given; give the digests of each chain by seq."""
    found = Entry.objects.all() if entries is None else entries
    digests: dict[str, list[str]] = {}
    causes = dict(Entry.objects.filter(pk__in=found.filter(cause__isnull=False).values("cause")).values_list("pk", "digest"))
    for entry in found.order_by("chain", "seq").iterator(chunk_size=5000):
        verdict.entries += 1
        chain = digests.setdefault(entry.chain, [])
        fault = _fault_of(entry, chain, causes.get(entry.cause_id) if entry.cause_id else None)
        if fault:
            verdict.find(fault[0], entry.chain, entry.seq, fault[1])
        chain.append(entry.digest)
    verdict.chains = len(digests)
    return digests


def _fault_of(entry: Entry, before: list[str], cause: str | None) -> tuple[str, str] | None:
    """Name what is wrong with one entry, if anything."""
    if entry.seq != len(before) + 1:
        return "missing_entry", f"Thiếu dòng trước dòng {entry.seq}."
    if canonical.digest(entry.line) != entry.digest:
        return "wrong_digest", "Mã băm không khớp với dòng."
    if entry.prev != (before[-1] if before else ""):
        return "broken_chain", "Dòng này không nối với dòng trước."
    stored = _read(entry.line)
    columns = {key: getattr(entry, key) for key in LINE_KEYS} | {"at": canonical.moment(entry.at), "cause": cause, "v": canonical.VERSION}
    if stored != columns:
        return "columns_differ", "Cột trong cơ sở dữ liệu khác với dòng đã ký."
    return None


def _read(line: str) -> dict[str, object]:
    """Read a line as it was written; what is no canonical line of ours reads as nothing."""
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and canonical.line(found) == line else {}


def _is_whole(seal: Seal, prev: str) -> bool:
    """Tell whether the columns of a seal are those of its line, and its line that of its digest."""
    cause = seal.cause.digest if seal.cause else None
    columns = {"v": canonical.VERSION, "seq": seal.seq, "at": canonical.moment(seal.at), "chains": seal.chains, "root": seal.root}
    columns |= {"prev": prev, "cause": cause}
    line = _read(seal.line)
    line.pop("origin", None)
    return canonical.digest(seal.line) == seal.digest and seal.prev == prev and line == columns


def _check_certified(verdict: Verdict) -> None:
    """Find certifications whose seal is gone: every one was sealed in the same moment."""
    sealed = Seal.objects.filter(cause__isnull=False).values("cause")
    for chain, seq in Entry.objects.filter(act=CERTIFIED).exclude(pk__in=sealed).values_list("chain", "seq"):
        verdict.find("seal_gone", chain, seq, "Lần công bố này không còn niêm phong.")


def _check_seals(verdict: Verdict, digests: dict[str, list[str]]) -> None:
    """Walk all seals and rebuild the heads that each one bound."""
    heads: dict[str, tuple[int, str]] = {}
    prev = ""
    for seal in Seal.objects.order_by("seq").select_related("cause").prefetch_related("heads"):
        verdict.seals += 1
        heads |= {row.chain: (row.seq, row.digest) for row in seal.heads.all()}
        for chain, (seq, digest) in heads.items():
            if len(digests.get(chain, [])) < seq or digests[chain][seq - 1] != digest:
                verdict.find("sealed_entry_gone", chain, seq, f"Niêm phong số {seal.seq} giữ một dòng không còn trong nhật ký.")
        rows = ({"chain": chain, "seq": heads[chain][0], "digest": heads[chain][1]} for chain in sorted(heads))
        root = canonical.merkle_root(canonical.line(row) for row in rows)
        if seal.seq != verdict.seals or root != seal.root or not _is_whole(seal, prev):
            verdict.find("wrong_seal", "seals", seal.seq, f"Niêm phong số {seal.seq} không khớp.")
        prev = seal.digest
